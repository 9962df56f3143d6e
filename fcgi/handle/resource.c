/* resource.c -- GET /api/v1/resources/<id> and /api/v1/datasets/<id>: what there is to ask for, and where. */
#include "resource.h"

#include <string.h>

#include "../route.h"
#include "fcgi_rows_sql.h"

enum status resource_find(struct context *context, struct row_table **table)
{
	enum status status = tables_find(release_tables(context->release), context->parts[0], context->parts[1], table);
	return status == STATUS_NOT_FOUND ? context_refuse(context, REASON_NO_RESOURCE, NULL) : status;
}

const char *resource_path(struct context *context, const struct row_table *table)
{
	return arena_printf(context->arena, "/api/v1/resources/%s", table->id);
}

const char *resource_explorer(struct context *context, const struct row_table *table, enum lang lang)
{
	return arena_printf(context->arena, "%s/datasets/%s/explore/%s/", lang == LANG_EN ? "/en" : "", table->dataset,
			    table->name);
}

static void put_label(struct json *json, const char *key, const struct label *label)
{
	json_key(json, key);
	json_object(json);
	for (int lang = 0; lang < LANG__MAX; lang++)
		json_put_if(json, lang_name((enum lang)lang), label->text[lang]);
	json_object_end(json);
}

static void put_column(struct json *json, const struct row_column *column)
{
	json_object(json);
	json_put(json, "name", column->name);
	json_put(json, "type", column->type);
	put_label(json, "title", &column->title);
	if (column->description.text[LANG_ZH] || column->description.text[LANG_EN])
		put_label(json, "description", &column->description);
	json_put_if(json, "unit", column->unit);
	json_put_if(json, "codes", column->codes);
	json_put_bool(json, "required", column->required);
	json_put_bool(json, "unique", column->unique);
	json_put_bool(json, "primary_key", column->key);
	json_put_bool(json, "indexed", column->indexed);
	json_put_int(json, "blank", column->blanks);
	json_put_int(json, "distinct", column->distinct);
	json_put_if(json, "min", column->min);
	json_put_if(json, "max", column->max);
	if (column->has_mean) {
		json_key(json, "mean");
		json_double(json, column->mean);
	}
	json_object_end(json);
}

static void put_links(struct context *context, struct json *json, const struct row_table *table)
{
	struct arena *arena = context->arena;
	json_key(json, "links");
	json_object(json);
	json_put(json, "self", resource_path(context, table));
	json_put(json, "rows", arena_printf(arena, "%s/rows", resource_path(context, table)));
	json_put(json, "file", table->csv);
	json_put(json, "explore", resource_explorer(context, table, LANG_ZH));
	json_put(json, "dataset", arena_printf(arena, "/api/v1/datasets/%s", table->dataset));
	json_put(json, "page", arena_printf(arena, "/datasets/%s/", table->dataset));
	json_object_end(json);
}

enum status handle_resource(struct context *context)
{
	struct row_table *table;
	struct json json;
	enum status status = resource_find(context, &table);
	if (status != STATUS_OK)
		return status;
	response_json(context->response, &json);
	json_object(&json);
	json_put(&json, "id", table->id);
	json_put(&json, "dataset", table->dataset);
	json_put(&json, "name", table->name);
	put_label(&json, "title", &table->title);
	put_label(&json, "dataset_title", &table->dataset_title);
	json_put_int(&json, "rows", table->rows);
	json_key(&json, "columns");
	json_array(&json);
	for (size_t i = 0; i < table->column_count; i++)
		put_column(&json, &table->columns[i]);
	json_array_end(&json);
	put_links(context, &json, table);
	json_object_end(&json);
	return STATUS_OK;
}

/* ---- datasets ---- */

static struct label read_label(struct stmt *stmt, int column, struct arena *arena)
{
	struct label label = {{NULL, NULL}};
	for (int lang = 0; lang < LANG__MAX; lang++) {
		struct span text = stmt_column_text(stmt, column + lang);
		label.text[lang] = text.ptr ? arena_copy(arena, text.ptr, text.len) : NULL;
	}
	return label;
}

static enum status put_tables(struct context *context, struct json *json, const char *dataset)
{
	struct stmt *stmt = db_prepare(release_catalogue(context->release), &SQL_LIST_TABLES);
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, dataset, strlen(dataset));
	json_key(json, "resources");
	json_array(json);
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		const char *id = arena_printf(context->arena, "%.*s", SPAN_FMT(stmt_column_text(stmt, 0)));
		struct label title = read_label(stmt, 2, context->arena);
		json_object(json);
		json_put(json, "id", id);
		json_put(json, "name", arena_printf(context->arena, "%.*s", SPAN_FMT(stmt_column_text(stmt, 1))));
		put_label(json, "title", &title);
		json_put(json, "url", arena_printf(context->arena, "/api/v1/resources/%s", id));
		json_object_end(json);
	}
	json_array_end(json);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status handle_dataset(struct context *context)
{
	const char *id = context->parts[0];
	struct stmt *stmt = db_prepare(release_catalogue(context->release), &SQL_GET_DATASET_TITLE);
	struct json json;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, id, strlen(id));
	enum status status = stmt_step(stmt);
	struct label title = status == STATUS_OK ? read_label(stmt, 0, context->arena) : (struct label){{NULL, NULL}};
	stmt_reset(stmt);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? context_refuse(context, REASON_NO_DATASET, NULL) : status;
	response_json(context->response, &json);
	json_object(&json);
	json_put(&json, "id", id);
	put_label(&json, "title", &title);
	status = put_tables(context, &json, id);
	json_key(&json, "links");
	json_object(&json);
	json_put(&json, "page", arena_printf(context->arena, "/datasets/%s/", id));
	json_put(&json, "metadata", arena_printf(context->arena, "/datasets/%s/metadata.json", id));
	json_put(&json, "ckan", arena_printf(context->arena, "/api/3/action/package_show?id=%s", id));
	json_object_end(&json);
	json_object_end(&json);
	return status;
}
