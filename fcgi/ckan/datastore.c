/* datastore.c -- datastore_search and datastore_info. */
#include "datastore.h"

#include <string.h>

/* In the order of their names. */
enum records { RECORDS_OBJECTS, RECORDS_LISTS, RECORDS_CSV, RECORDS_TSV, RECORDS__MAX };

static const char *const record_names[RECORDS__MAX] = {"objects", "lists", "csv", "tsv"};

struct answering {
	struct action *action;
	struct ask ask;
	enum records records;
	const struct shown *shown;
	size_t shown_count;
	struct buf *out;
	struct json json;
	struct run_result result;
};

static void put_record(void *context, struct stmt *stmt, int64_t row)
{
	struct answering *answering = context;
	const struct shown *shown = answering->shown;
	size_t count = answering->shown_count;
	(void)row;
	switch (answering->records) {
	case RECORDS_LISTS:
		write_row_list(&answering->json, shown, count, stmt);
		break;
	case RECORDS_CSV:
		write_row_csv(answering->out, shown, count, stmt);
		break;
	case RECORDS_TSV:
		write_row_tsv(answering->out, shown, count, stmt);
		break;
	default:
		write_row_object(&answering->json, shown, count, stmt);
	}
}

static enum status read_records(struct answering *answering)
{
	const char *name = input_text(answering->action->input, "records_format");
	for (int i = 0; name && *name && i <= RECORDS__MAX; i++) {
		if (i == RECORDS__MAX)
			return action_invalid(answering->action, "records_format",
					      "Value must be one of ('objects', 'lists', 'csv', 'tsv')");
		if (strcmp(name, record_names[i]) == 0) {
			answering->records = (enum records)i;
			break;
		}
	}
	return STATUS_OK;
}

/* ---- fields ---- */

static void put_field(struct json *json, const struct row_column *column)
{
	json_object(json);
	json_put(json, "id", column ? column->name : "_id");
	json_put(json, "type", column ? datastore_type(column->type) : "int");
	if (column) {
		json_key(json, "info");
		json_object(json);
		json_put(json, "label", label_text(&column->title, LANG_ZH, NULL));
		json_put(json, "notes", label_text(&column->description, LANG_ZH, NULL));
		json_put_if(json, "label_en", column->title.text[LANG_EN]);
		json_object_end(json);
	}
}

static void put_fields(struct json *json, const struct ask *ask)
{
	json_key(json, "fields");
	json_array(json);
	for (size_t i = 0; i < ask->column_count; i++) {
		int column = ask->columns[i];
		put_field(json, column >= 0 ? &ask->table->columns[column] : NULL);
		json_object_end(json);
	}
	json_array_end(json);
}

/* ---- datastore_search ---- */

static void put_given(struct action *action, const char *key)
{
	const struct input *value = input_get(action->input, key);
	if (!value)
		return;
	json_key(&action->json, key);
	input_write(value, &action->json);
}

/* What to filter by for the rows behind these; only where rows stand in their own order. */
static void put_next(struct answering *answering)
{
	struct json *json = &answering->action->json;
	bool natural = answering->ask.sort_count == 0 && !answering->ask.distinct;
	if (!input_bool(answering->action->input, "include_next_page", false))
		return;
	json_key(json, "next_page");
	if (!natural || !answering->result.more || answering->result.count == 0) {
		json_null(json);
		return;
	}
	json_object(json);
	json_key(json, "_id");
	json_object(json);
	json_put_int(json, "gt", answering->result.last);
	json_object_end(json);
	json_object_end(json);
}

static enum status put_total(struct answering *answering)
{
	struct json *json = &answering->action->json;
	int64_t total = 0;
	if (!input_bool(answering->action->input, "include_total", true))
		return STATUS_OK;
	enum status status = run_total(&answering->ask, &answering->result, &total);
	json_put_int(json, "total", total);
	json_put_bool(json, "total_was_estimated", false);
	return status;
}

static enum status put_result(struct answering *answering, const struct buf *records)
{
	struct action *action = answering->action;
	struct json *json = &action->json;
	bool text = answering->records == RECORDS_CSV || answering->records == RECORDS_TSV;
	json_object(json);
	json_put(json, "resource_id", answering->ask.table->id);
	json_put_bool(json, "include_total", input_bool(action->input, "include_total", true));
	json_put(json, "records_format", record_names[answering->records]);
	put_fields(json, &answering->ask);
	json_put_int(json, "limit", answering->ask.limit);
	if (answering->ask.offset > 0)
		json_put_int(json, "offset", answering->ask.offset);
	put_given(action, "filters");
	put_given(action, "q");
	put_given(action, "sort");
	json_key(json, "records");
	if (text)
		json_bytes(json, records->bytes, records->len);
	else
		json_ready(json, records->bytes, records->len);
	put_next(answering);
	enum status status = put_total(answering);
	json_object_end(json);
	return status;
}

static enum status answer_search(struct answering *answering)
{
	struct buf records;
	bool listed = answering->records == RECORDS_OBJECTS || answering->records == RECORDS_LISTS;
	buf_init(&records, RESPONSE_BODY_MAX);
	answering->out = &records;
	answering->shown = shown_of(&answering->ask, &answering->shown_count);
	json_init(&answering->json, &records, false);
	if (listed)
		json_array(&answering->json);
	run_budget(&answering->ask, answering->action->context->row_limits, answering->action->context->turn);
	enum status status = run_rows(&answering->ask, put_record, answering, &answering->result);
	if (listed)
		json_array_end(&answering->json);
	if (status == STATUS_OK && buf_overflowed(&records))
		status = STATUS_TOO_LARGE;
	if (status == STATUS_OK)
		status = put_result(answering, &records);
	buf_free(&records);
	return status;
}

enum status action_datastore_search(struct action *action)
{
	struct answering answering = {.action = action};
	struct row_table *table;
	const char *id;
	enum status status = action_needs(action, "resource_id", "id", &id);
	if (status == STATUS_OK)
		status = datastore_find(action, id, &table);
	if (status != STATUS_OK)
		return status;
	ask_begin(&answering.ask, table, action->arena);
	status = datastore_read(action, &answering.ask, DATASTORE_LIMIT);
	if (status == STATUS_OK)
		status = read_records(&answering);
	if (status != STATUS_OK)
		return status;
	if (answering.ask.limit > DATASTORE_LIMIT_MAX)
		answering.ask.limit = DATASTORE_LIMIT_MAX;
	status = answer_search(&answering);
	return status == STATUS_BUDGET ? action_search_error(action, "the query took too long") : status;
}

/* ---- datastore_info ---- */

static void put_schema(struct json *json, const struct row_column *column)
{
	json_key(json, "schema");
	json_object(json);
	json_put(json, "native_type", column ? datastore_type(column->type) : "integer");
	json_put(json, "index_name", NULL);
	json_put_bool(json, "is_index", !column || column->indexed);
	json_put_bool(json, "notnull", !column || column->required);
	json_put_bool(json, "uniquekey", !column || column->unique);
	json_object_end(json);
}

static void put_meta(struct json *json, const struct row_table *table)
{
	json_key(json, "meta");
	json_object(json);
	json_put(json, "id", table->id);
	json_put_int(json, "count", table->rows);
	json_put_int(json, "size", table->size_bytes);
	json_put_int(json, "db_size", table->size_bytes);
	json_put(json, "idx_size", NULL);
	json_key(json, "aliases");
	json_array(json);
	json_array_end(json);
	json_put(json, "table_type", "BASE TABLE");
	json_object_end(json);
}

enum status action_datastore_info(struct action *action)
{
	struct row_table *table;
	struct json *json = &action->json;
	const char *id;
	enum status status = action_needs(action, "resource_id", "id", &id);
	if (status == STATUS_OK)
		status = datastore_find(action, id, &table);
	if (status == STATUS_INVALID && action->fault.http == 404)
		action->fault.message =
		    arena_printf(action->arena, "Not found: Resource/Alias \"%s\" was not found.", id);
	if (status != STATUS_OK)
		return status;
	bool schema = input_bool(action->input, "include_fields_schema", true);
	json_object(json);
	if (input_bool(action->input, "include_meta", true))
		put_meta(json, table);
	json_key(json, "fields");
	json_array(json);
	for (int i = TABLE_ROWID; i < (int)table->column_count; i++) {
		const struct row_column *column = i >= 0 ? &table->columns[i] : NULL;
		put_field(json, column);
		if (schema)
			put_schema(json, column);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
	return STATUS_OK;
}
