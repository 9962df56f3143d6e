#include "catalogue.h"

#include <string.h>

#include "fcgi_catalogue_sql.h"

static const char *copy_text(struct stmt *stmt, int column, struct arena *arena)
{
	struct span text = stmt_column_text(stmt, column);
	return text.ptr ? arena_copy(arena, text.ptr, text.len) : NULL;
}

enum status catalogue_open(const char *path, struct arena *arena, struct db **catalogue, const char **error)
{
	enum status status = db_open_read(path, arena, catalogue, error);
	if (status != STATUS_OK)
		return status;
	const char *format = catalogue_meta(*catalogue, "format", arena);
	if (format && strcmp(format, CATALOGUE_FORMAT) == 0)
		return STATUS_OK;
	*error = arena_printf(arena, "%s: format %s, wanted " CATALOGUE_FORMAT, path, format ? format : "unknown");
	db_close(*catalogue);
	*catalogue = NULL;
	return STATUS_CORRUPT;
}

const char *catalogue_meta(struct db *catalogue, const char *key, struct arena *arena)
{
	struct stmt *stmt = db_prepare(catalogue, &SQL_GET_META);
	if (!stmt)
		return NULL;
	stmt_text(stmt, 1, key, strlen(key));
	const char *value = stmt_step(stmt) == STATUS_OK ? copy_text(stmt, 0, arena) : NULL;
	stmt_reset(stmt);
	return value;
}

struct span catalogue_chrome(struct db *catalogue, enum lang lang, struct arena *arena)
{
	struct span xml = {NULL, 0};
	struct stmt *stmt = db_prepare(catalogue, &SQL_GET_CHROME);
	if (!stmt)
		return xml;
	stmt_text(stmt, 1, lang_name(lang), strlen(lang_name(lang)));
	if (stmt_step(stmt) == STATUS_OK) {
		xml = stmt_column_text(stmt, 0);
		xml.ptr = arena_copy(arena, xml.ptr, xml.len);
	}
	stmt_reset(stmt);
	return xml;
}

enum status catalogue_stylesheets(struct db *catalogue, struct arena *arena, struct render_source **sources,
				  size_t *count)
{
	size_t capacity = 0;
	enum status status;
	struct stmt *stmt = db_prepare(catalogue, &SQL_LIST_STYLESHEETS);
	*sources = NULL;
	*count = 0;
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		struct span bytes = stmt_column_blob(stmt, 1);
		*ARENA_PUSH(arena, *sources, *count, capacity) =
		    (struct render_source){.name = copy_text(stmt, 0, arena),
					   .bytes = arena_copy(arena, bytes.ptr, bytes.len),
					   .len = bytes.len};
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
