/* dump.c -- GET /datastore/dump/<resource id>: rows as a file, as CKAN gives them. */
#include <string.h>

#include "../ckan/datastore.h"
#include "../route.h"

#define ROWS_MAX 100000 /* of one answer; a whole CSV with more is the published file */

enum form { FORM_CSV, FORM_TSV, FORM_JSON, FORM_XML, FORM__MAX };

static const struct form_row {
	const char *name, *media_type;
} forms[FORM__MAX] = {[FORM_CSV] = {"csv", "text/csv; charset=utf-8"},
		      [FORM_TSV] = {"tsv", "text/tab-separated-values; charset=utf-8"},
		      [FORM_JSON] = {"json", "application/json; charset=utf-8"},
		      [FORM_XML] = {"xml", "text/xml; charset=utf-8"}};

struct dump {
	struct action action;
	struct ask ask;
	enum form form;
	struct buf *out;
	const struct shown *shown;
	size_t shown_count;
	bool first;
};

/* ---- faults: plain text ---- */

static enum status fail(struct context *context, int http, const char *text)
{
	response_reset(context->response);
	response_header(context->response, "Content-Type", "text/plain; charset=utf-8");
	response_header(context->response, "Cache-Control", "no-store");
	context->response->status = http;
	buf_str(&context->response->body, text);
	buf_byte(&context->response->body, '\n');
	return STATUS_OK;
}

static enum status fail_as(struct dump *dump, enum status status)
{
	const struct fault *fault = &dump->action.fault;
	struct context *context = dump->action.context;
	if (status == STATUS_BUDGET)
		return fail(context, 503, "The query took too long. Ask for fewer rows, or take the published file.");
	if (status == STATUS_TOO_LARGE)
		return fail(context, 413, "The answer is too large. Use limit and offset, or take the published file.");
	if (status != STATUS_INVALID || fault->http == 0)
		return status;
	return fail(context, fault->http == 404 ? 404 : 400,
		    fault->message ? fault->message
				   : arena_printf(context->arena, "%s: %s", fault->key, fault->sentence));
}

/* ---- XML ---- */

static void put_element(struct buf *out, const struct shown *shown, const struct cell *cell)
{
	struct buf text;
	buf_printf(out, "<%s", shown->name);
	if (cell->kind == COLUMN_NULL) {
		buf_str(out, " xsi:nil=\"true\"/>");
		return;
	}
	buf_byte(out, '>');
	buf_init(&text, RESPONSE_BODY_MAX);
	write_cell_text(&text, shown, cell);
	buf_xml(out, text.bytes, text.len);
	buf_free(&text);
	buf_printf(out, "</%s>", shown->name);
}

/* Names of columns are names of elements as they stand: a letter, then letters, digits and '_'. */
static void put_xml(struct dump *dump, struct stmt *stmt, int64_t row)
{
	buf_printf(dump->out, "<row _id=\"%lld\">", (long long)row);
	for (size_t i = 0; i < dump->shown_count; i++) {
		struct cell cell = table_cell(stmt, (int)i);
		if (dump->ask.columns[i] != TABLE_ROWID)
			put_element(dump->out, &dump->shown[i], &cell);
	}
	buf_str(dump->out, "</row>\n");
}

/* ---- rows ---- */

static void put_row(void *context, struct stmt *stmt, int64_t row)
{
	struct dump *dump = context;
	struct json json;
	switch (dump->form) {
	case FORM_TSV:
		write_row_tsv(dump->out, dump->shown, dump->shown_count, stmt);
		break;
	case FORM_JSON:
		buf_str(dump->out, dump->first ? "\n    " : ",\n    ");
		json_init(&json, dump->out, false);
		write_row_list(&json, dump->shown, dump->shown_count, stmt);
		break;
	case FORM_XML:
		put_xml(dump, stmt, row);
		break;
	default:
		write_row_csv(dump->out, dump->shown, dump->shown_count, stmt);
	}
	dump->first = false;
}

static void begin(struct dump *dump)
{
	struct json json;
	if (input_bool(dump->action.input, "bom", false) && dump->form != FORM_JSON)
		buf_str(dump->out, "\xEF\xBB\xBF");
	if (dump->form == FORM_CSV || dump->form == FORM_TSV)
		write_header(dump->out, dump->shown, dump->shown_count, dump->form == FORM_CSV ? ',' : '\t');
	if (dump->form == FORM_XML)
		buf_str(dump->out, "<data xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
	if (dump->form != FORM_JSON)
		return;
	buf_str(dump->out, "{\n  \"fields\": ");
	json_init(&json, dump->out, false);
	json_array(&json);
	for (size_t i = 0; i < dump->shown_count; i++) {
		json_object(&json);
		json_put(&json, "id", dump->shown[i].name);
		json_put(&json, "type", dump->ask.columns[i] < 0 ? "int" : datastore_type(dump->shown[i].type));
		json_object_end(&json);
	}
	json_array_end(&json);
	buf_str(dump->out, ",\n  \"records\": [");
}

static void end(struct dump *dump)
{
	if (dump->form == FORM_JSON)
		buf_str(dump->out, "\n]}\n");
	if (dump->form == FORM_XML)
		buf_str(dump->out, "</data>\n");
}

/* ---- the answer ---- */

static enum status read_form(struct dump *dump)
{
	const char *name = input_text(dump->action.input, "format");
	for (int i = 0; name && *name && i <= FORM__MAX; i++) {
		if (i == FORM__MAX)
			return action_invalid(&dump->action, "format", "Value must be one of csv, tsv, json, xml");
		if (strcmp(name, forms[i].name) == 0) {
			dump->form = (enum form)i;
			break;
		}
	}
	return STATUS_OK;
}

/* The name of a file as RFC 6266 has it: the title for those who can read it, the id for the others. */
static const char *disposition(const struct dump *dump)
{
	const struct row_table *table = dump->ask.table;
	const char *title = label_text(&table->title, LANG_ZH, NULL), *form = forms[dump->form].name;
	struct buf name;
	buf_init(&name, RESPONSE_BODY_MAX);
	buf_url(&name, title, strlen(title));
	const char *result = arena_printf(dump->action.arena, "attachment; filename=\"%s.%s\"; filename*=UTF-8''%s.%s",
					  table->id, form, name.bytes, form);
	buf_free(&name);
	return result;
}

/* Nothing chosen, and too many rows to be made one by one: the web server sends the published file (without _id). */
static bool is_published(const struct dump *dump)
{
	static const char *const choices[] = {"filters", "q",        "fields",    "sort", "offset",
					      "limit",   "distinct", "full_text", "bom"};
	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
		if (input_get(dump->action.input, choices[i]))
			return false;
	return dump->form == FORM_CSV && dump->ask.table->rows > ROWS_MAX;
}

static enum status answer_rows(struct dump *dump)
{
	struct context *context = dump->action.context;
	struct run_result result;
	response_header(context->response, "Content-Type", forms[dump->form].media_type);
	response_header(context->response, "Content-Disposition", disposition(dump));
	response_header(context->response, "Access-Control-Allow-Origin", "*");
	if (is_published(dump)) {
		response_header(context->response, "X-Accel-Redirect", dump->ask.table->csv);
		return STATUS_OK;
	}
	dump->out = &context->response->body;
	dump->shown = shown_of(&dump->ask, &dump->shown_count);
	dump->first = true;
	begin(dump);
	run_budget(&dump->ask, context->row_limits, context->turn);
	enum status status = run_rows(&dump->ask, put_row, dump, &result);
	end(dump);
	if (status == STATUS_OK &&
	    (buf_overflowed(dump->out) || (result.more && !input_get(dump->action.input, "limit"))))
		return STATUS_TOO_LARGE;
	return status;
}

enum status handle_dump(struct context *context)
{
	struct dump dump = {.action = {.context = context, .arena = context->arena}};
	struct row_table *table;
	const char *error;
	if (input_read(context->request, context->arena, &dump.action.input, &error) != STATUS_OK)
		return fail(context, 400, error);
	enum status status = datastore_find(&dump.action, context->parts[0], &table);
	if (status != STATUS_OK)
		return fail_as(&dump, status);
	ask_begin(&dump.ask, table, context->arena);
	status = datastore_read(&dump.action, &dump.ask, ROWS_MAX);
	if (status == STATUS_OK)
		status = read_form(&dump);
	if (status == STATUS_OK && dump.ask.limit > ROWS_MAX)
		dump.ask.limit = ROWS_MAX;
	if (status == STATUS_OK)
		status = answer_rows(&dump);
	return status == STATUS_OK ? STATUS_OK : fail_as(&dump, status);
}
