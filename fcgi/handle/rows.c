/* rows.c -- GET /api/v1/resources/<id>/rows. Parameters: rows/ask.h. */
#include <string.h>

#include "../route.h"
#include "../rows/run.h"
#include "../rows/write.h"
#include "resource.h"

/* In the order of the choices of format= in routes.def. */
enum format { FORMAT_JSON, FORMAT_LINES, FORMAT_CSV };

static const char *const content_types[] = {[FORMAT_JSON] = "application/json; charset=utf-8",
					    [FORMAT_LINES] = "application/x-ndjson; charset=utf-8",
					    [FORMAT_CSV] = "text/csv; charset=utf-8; header=present"};

struct answering {
	struct context *context;
	struct ask ask;
	struct param_pair *pairs;
	size_t pair_count;
	enum format format;
	const struct shown *shown;
	size_t shown_count;
	struct buf *out; /* where rows go */
	struct json json;
	struct run_result result;
	bool total_known;
	int64_t total;
};

/* ---- rows ---- */

static void put_row(void *context, struct stmt *stmt, int64_t row)
{
	struct answering *answering = context;
	(void)row;
	if (answering->format == FORMAT_CSV) {
		write_row_csv(answering->out, answering->shown, answering->shown_count, stmt);
		return;
	}
	if (answering->format == FORMAT_LINES)
		json_init(&answering->json, answering->out, false);
	write_row_object(&answering->json, answering->shown, answering->shown_count, stmt);
	if (answering->format == FORMAT_LINES)
		buf_byte(answering->out, '\n');
}

/* ---- the next page ---- */

static void add_pair(struct buf *out, const char *name, const char *value)
{
	buf_byte(out, strchr(out->bytes, '?') ? '&' : '?');
	buf_url(out, name, strlen(name));
	buf_byte(out, '=');
	buf_url(out, value, strlen(value));
}

/* The address of this answer with another place to begin: a row, or for groups an offset. */
static const char *next_href(struct answering *answering)
{
	static const char *const places[] = {"after", "offset"};
	struct context *context = answering->context;
	const struct ask *ask = &answering->ask;
	struct buf href;
	buf_init(&href, RESPONSE_BODY_MAX);
	buf_str(&href, context->request->path);
	for (size_t i = 0; i < answering->pair_count; i++)
		if (strcmp(answering->pairs[i].name, places[0]) != 0 &&
		    strcmp(answering->pairs[i].name, places[1]) != 0)
			add_pair(&href, answering->pairs[i].name, answering->pairs[i].value);
	if (ask->grouped)
		add_pair(&href, "offset",
			 arena_printf(context->arena, "%lld", (long long)(ask->offset + answering->result.count)));
	else
		add_pair(&href, "after", cursor_write(ask, answering->result.last));
	const char *result = arena_copy(context->arena, href.bytes, href.len);
	buf_free(&href);
	return result;
}

static const char *next_page(struct answering *answering)
{
	return answering->result.more && answering->result.count > 0 ? next_href(answering) : NULL;
}

/* ---- forms ---- */

static void put_facts(struct answering *answering, struct json *json)
{
	const struct ask *ask = &answering->ask;
	const char *next = next_page(answering);
	json_put(json, "resource", ask->table->id);
	json_key(json, "total");
	if (answering->total_known)
		json_int(json, answering->total);
	else
		json_null(json);
	json_put_int(json, "count", answering->result.count);
	json_put_int(json, "limit", ask->limit);
	json_put_int(json, "offset", ask->offset);
	json_put(json, "next", next);
	json_put(json, "cursor", next && !ask->grouped ? cursor_write(ask, answering->result.last) : NULL);
	json_key(json, "fields");
	json_array(json);
	for (size_t i = 0; i < answering->shown_count; i++) {
		json_object(json);
		json_put(json, "name", answering->shown[i].name);
		json_put(json, "type", answering->shown[i].type);
		json_object_end(json);
	}
	json_array_end(json);
}

/* Rows come first, for the rest is known only after them; the reader sees it before them. */
static void send_json(struct answering *answering, const struct buf *rows)
{
	struct json json;
	response_json(answering->context->response, &json);
	json_object(&json);
	put_facts(answering, &json);
	json_key(&json, "rows");
	json_ready(&json, rows->bytes, rows->len);
	json_object_end(&json);
}

static void send_lines(struct answering *answering, const struct buf *rows)
{
	struct context *context = answering->context;
	struct response *response = context->response;
	const char *next = next_page(answering);
	response_header(response, "Content-Type", content_types[answering->format]);
	response_header(response, "Access-Control-Allow-Origin", "*");
	response_header(response, "Access-Control-Expose-Headers", "Link, X-Total-Count");
	if (answering->total_known)
		response_header(response, "X-Total-Count",
				arena_printf(context->arena, "%lld", (long long)answering->total));
	if (next)
		response_header(response, "Link", arena_printf(context->arena, "<%s>; rel=\"next\"", next));
	buf_add(&response->body, rows->bytes, rows->len);
}

/* ---- the answer ---- */

static enum status count_all(struct answering *answering)
{
	if (params_choice(answering->context->params, "total") == 1)
		return STATUS_OK;
	enum status status = run_total(&answering->ask, &answering->result, &answering->total);
	answering->total_known = status == STATUS_OK;
	if (status != STATUS_BUDGET)
		return status;
	/* The next try may have the time that this one lacked. */
	response_header(answering->context->response, "Cache-Control", "no-store");
	return STATUS_OK;
}

/* What was stopped, and by which columns it could be asked instead. */
static enum status refuse_long(struct answering *answering)
{
	struct context *context = answering->context;
	const struct row_table *table = answering->ask.table;
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].indexed)
			context->indexed = context->indexed ? arena_printf(context->arena, "%s,%s", context->indexed,
									   table->columns[i].name)
							    : table->columns[i].name;
	return context_refuse(context, context->turn->refused ? REASON_ROWS_TURN : REASON_ROWS_BUDGET, NULL);
}

static enum status fill(struct answering *answering, struct buf *rows)
{
	struct ask *ask = &answering->ask;
	answering->out = rows;
	answering->shown = shown_of(ask, &answering->shown_count);
	json_init(&answering->json, rows, false);
	if (answering->format == FORMAT_JSON)
		json_array(&answering->json);
	else if (answering->format == FORMAT_CSV)
		write_header(rows, answering->shown, answering->shown_count, ',');
	run_budget(ask, answering->context->row_limits, answering->context->turn);
	enum status status = run_rows(ask, put_row, answering, &answering->result);
	if (answering->format == FORMAT_JSON)
		json_array_end(&answering->json);
	if (status == STATUS_OK)
		status = count_all(answering);
	if (status == STATUS_BUDGET)
		return refuse_long(answering);
	return status == STATUS_OK && buf_overflowed(rows) ? STATUS_TOO_LARGE : status;
}

static enum status answer_rows(struct answering *answering)
{
	struct buf rows;
	buf_init(&rows, RESPONSE_BODY_MAX);
	enum status status = fill(answering, &rows);
	if (status == STATUS_OK && answering->format == FORMAT_JSON)
		send_json(answering, &rows);
	else if (status == STATUS_OK)
		send_lines(answering, &rows);
	buf_free(&rows);
	return status;
}

/* The published file is the whole table: the web server sends it, and no row passes through here. */
static enum status answer_whole(struct answering *answering)
{
	struct response *response = answering->context->response;
	if (answering->format != FORMAT_CSV || answering->pair_count != 2)
		return context_refuse(answering->context, REASON_ROWS_WHOLE, "all");
	response_header(response, "X-Accel-Redirect", answering->ask.table->csv);
	response_header(response, "Content-Type", content_types[FORMAT_CSV]);
	return STATUS_OK;
}

enum status handle_rows(struct context *context)
{
	struct answering answering = {.context = context,
				      .format = (enum format)params_choice(context->params, "format")};
	struct row_table *table;
	enum status status = resource_find(context, &table);
	if (status != STATUS_OK)
		return status;
	answering.pairs = arena_array(context->arena, PARAMS_PAIRS_MAX, sizeof *answering.pairs);
	params_split(context->request->query, context->arena, answering.pairs, &answering.pair_count);
	ask_begin(&answering.ask, table, context->arena);
	struct ask_source source = {.params = context->params,
				    .specs = context->route->params,
				    .spec_count = context->route->param_count,
				    .pairs = answering.pairs,
				    .pair_count = answering.pair_count,
				    .strict = true};
	status = ask_read(&answering.ask, &source, &context->refusal);
	if (status != STATUS_OK)
		return status;
	if (params_choice(context->params, "all") == 1)
		return answer_whole(&answering);
	return answer_rows(&answering);
}
