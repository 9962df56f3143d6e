#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <headwater/hash.h>

#include "../log.h"
#include "fcgi_file_sql.h"
#include "fcgi_rows_sql.h"

#define ROWS_FORMAT "1" /* of a file of rows; another one is refused */
#define OPEN_MAX 16
#define TOTALS_MAX 64

struct entry {
	struct row_table table; /* arena NULL: free */
	uint64_t used;          /* larger: later */
	struct total {
		char key[SHA256_HEX_LEN + 1];
		int64_t total;
	} totals[TOTALS_MAX];
	size_t total_next;
};

struct tables {
	const char *dir;
	struct db *catalogue;
	struct entry entries[OPEN_MAX];
	uint64_t clock;
};

struct tables *tables_new(const char *dir, struct db *catalogue)
{
	struct tables *tables = memory_alloc(sizeof *tables);
	*tables = (struct tables){.dir = dir, .catalogue = catalogue};
	return tables;
}

static void entry_close(struct entry *entry)
{
	if (!entry->table.arena)
		return;
	db_close(entry->table.db);
	arena_free(entry->table.arena);
	*entry = (struct entry){0};
}

void tables_free(struct tables *tables)
{
	for (size_t i = 0; i < OPEN_MAX; i++)
		entry_close(&tables->entries[i]);
	free(tables);
}

/* ---- reading ---- */

static const char *text_of(struct stmt *stmt, int column, struct arena *arena)
{
	struct span text = stmt_column_text(stmt, column);
	return text.ptr ? arena_copy(arena, text.ptr, text.len) : NULL;
}

static const char *fact(const struct row_table *table, const char *key)
{
	struct stmt *stmt = db_prepare(table->db, &SQL_GET_FACT);
	if (!stmt)
		return NULL;
	stmt_text(stmt, 1, key, strlen(key));
	const char *value = stmt_step(stmt) == STATUS_OK ? text_of(stmt, 0, table->arena) : NULL;
	stmt_reset(stmt);
	return value;
}

static enum column_class class_of(const char *type)
{
	static const struct {
		const char *type;
		enum column_class class;
	} classes[] = {{"integer", CLASS_NUMBER}, {"number", CLASS_NUMBER}, {"boolean", CLASS_TRUTH},
		       {"date", CLASS_TIME},      {"datetime", CLASS_TIME}, {"time", CLASS_TIME},
		       {"year", CLASS_TIME}};
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strcmp(classes[i].type, type) == 0)
			return classes[i].class;
	return CLASS_TEXT;
}

static struct row_column read_column(struct stmt *stmt, struct arena *arena)
{
	struct row_column column = {.name = text_of(stmt, 0, arena),
				    .type = text_of(stmt, 1, arena),
				    .title = {{text_of(stmt, 2, arena), text_of(stmt, 3, arena)}},
				    .description = {{text_of(stmt, 4, arena), text_of(stmt, 5, arena)}},
				    .unit = text_of(stmt, 6, arena),
				    .codes = text_of(stmt, 7, arena),
				    .required = stmt_column_int(stmt, 8) != 0,
				    .unique = stmt_column_int(stmt, 9) != 0,
				    .key = stmt_column_int(stmt, 10) != 0,
				    .indexed = stmt_column_int(stmt, 11) != 0,
				    .blanks = stmt_column_int(stmt, 12),
				    .distinct = stmt_column_int(stmt, 13),
				    .min = text_of(stmt, 14, arena),
				    .max = text_of(stmt, 15, arena),
				    .has_mean = stmt_column_kind(stmt, 16) != COLUMN_NULL,
				    .mean = stmt_column_double(stmt, 16)};
	column.class = class_of(column.type);
	return column;
}

static enum status read_columns(struct row_table *table)
{
	struct stmt *stmt = db_prepare(table->db, &SQL_LIST_COLUMNS);
	size_t capacity = 0;
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK && table->column_count < TABLE_COLUMNS_MAX)
		*ARENA_PUSH(table->arena, table->columns, table->column_count, capacity) =
		    read_column(stmt, table->arena);
	return status == STATUS_NOT_FOUND && table->column_count > 0 ? STATUS_OK : STATUS_CORRUPT;
}

/* Words are looked for in everything but truth values, and in the folded text where there is one. */
static void choose_searched(struct row_table *table, bool folded)
{
	table->searched = arena_array(table->arena, table->column_count + 1, sizeof *table->searched);
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].class != CLASS_TRUTH)
			table->searched[table->searched_count++] = (int)i;
	if (folded)
		table->searched[table->searched_count++] = TABLE_FOLDED;
}

static enum status read_table(struct row_table *table, const char *file, const char **error)
{
	struct stat facts;
	enum status status = db_open_table(file, table->arena, &table->db, error);
	if (status != STATUS_OK)
		return status;
	const char *format = fact(table, "format"), *rows = fact(table, "rows"), *folded = fact(table, "folded");
	table->stamp = fact(table, "stamp");
	*error = "not a file of rows of this format";
	if (!format || strcmp(format, ROWS_FORMAT) != 0 || !rows || !folded || !table->stamp)
		return STATUS_CORRUPT;
	table->rows = strtoll(rows, NULL, 10);
	table->size_bytes = stat(file, &facts) == 0 ? (int64_t)facts.st_size : 0;
	status = read_columns(table);
	choose_searched(table, strcmp(folded, "1") == 0);
	return status;
}

/* The row of row_table, in the table's arena; the path of its file in `*file`. */
static void read_row(struct stmt *stmt, const char *dir, struct row_table *table, const char **file)
{
	struct arena *arena = table->arena;
	table->id = text_of(stmt, 0, arena);
	table->dataset = text_of(stmt, 1, arena);
	table->name = text_of(stmt, 2, arena);
	table->title = (struct label){{text_of(stmt, 3, arena), text_of(stmt, 4, arena)}};
	table->dataset_title = (struct label){{text_of(stmt, 5, arena), text_of(stmt, 6, arena)}};
	table->csv = arena_printf(arena, "/%s", text_of(stmt, 7, arena));
	*file = arena_printf(arena, "%s/%s", dir, text_of(stmt, 8, arena));
}

/* ---- finding ---- */

static struct stmt *look_up(struct tables *tables, const char *id, const char *name)
{
	struct stmt *stmt = db_prepare(tables->catalogue, name ? &SQL_FIND_TABLE_BY_NAME : &SQL_FIND_TABLE_BY_ID);
	if (!stmt)
		return NULL;
	stmt_text(stmt, 1, id, strlen(id));
	if (name)
		stmt_text(stmt, 2, name, strlen(name));
	return stmt;
}

static struct entry *find_open(struct tables *tables, const char *id, const char *name)
{
	for (size_t i = 0; i < OPEN_MAX; i++) {
		const struct row_table *table = &tables->entries[i].table;
		if (table->arena && (name ? strcmp(table->dataset, id) == 0 && strcmp(table->name, name) == 0
					  : strcmp(table->id, id) == 0))
			return &tables->entries[i];
	}
	return NULL;
}

static struct entry *make_room(struct tables *tables)
{
	struct entry *idle = &tables->entries[0];
	for (size_t i = 1; i < OPEN_MAX; i++)
		if (tables->entries[i].used < idle->used)
			idle = &tables->entries[i];
	entry_close(idle);
	return idle;
}

static enum status open_table(struct tables *tables, struct stmt *stmt, struct entry *entry)
{
	const char *file, *error = NULL;
	entry->table.arena = arena_new();
	read_row(stmt, tables->dir, &entry->table, &file);
	enum status status = read_table(&entry->table, file, &error);
	if (status == STATUS_OK)
		return STATUS_OK;
	log_event("rows-broken", arena_printf(entry->table.arena, "%s: %s", file, error ? error : status_name(status)));
	if (!entry->table.db) {
		arena_free(entry->table.arena);
		entry->table.arena = NULL;
	} else {
		entry_close(entry);
	}
	return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

enum status tables_find(struct tables *tables, const char *id, const char *name, struct row_table **table)
{
	struct entry *entry = find_open(tables, id, name);
	if (!entry) {
		struct stmt *stmt = look_up(tables, id, name);
		if (!stmt)
			return STATUS_CORRUPT;
		enum status status = stmt_step(stmt);
		if (status == STATUS_OK) {
			entry = make_room(tables);
			status = open_table(tables, stmt, entry);
		}
		stmt_reset(stmt);
		if (status != STATUS_OK)
			return status;
	}
	entry->used = ++tables->clock;
	*table = &entry->table;
	return STATUS_OK;
}

int row_column(const struct row_table *table, struct span name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (span_is(name, table->columns[i].name))
			return (int)i;
	return -1;
}

enum status row_values(const struct row_table *table, int column, struct arena *arena, struct row_value **values,
		       size_t *count)
{
	struct stmt *stmt = db_prepare(table->db, &SQL_LIST_VALUES);
	size_t capacity = 0;
	enum status status;
	*values = NULL;
	*count = 0;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_int(stmt, 1, column);
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		struct row_value value = {table_cell(stmt, 0), stmt_column_int(stmt, 1)};
		if (value.cell.kind == COLUMN_TEXT)
			value.cell.text.ptr = arena_copy(arena, value.cell.text.ptr, value.cell.text.len);
		*ARENA_PUSH(arena, *values, *count, capacity) = value;
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- totals ---- */

static void hash_cell(struct sha256 *hash, const struct cell *cell)
{
	sha256_add(hash, &cell->kind, sizeof cell->kind);
	if (cell->kind == COLUMN_INT)
		sha256_add(hash, &cell->integer, sizeof cell->integer);
	else if (cell->kind == COLUMN_DOUBLE)
		sha256_add(hash, &cell->number, sizeof cell->number);
	else if (cell->kind == COLUMN_TEXT) {
		sha256_add(hash, &cell->text.len, sizeof cell->text.len);
		sha256_add(hash, cell->text.ptr, cell->text.len);
	}
}

static void key_of(const struct table_statement *statement, char key[SHA256_HEX_LEN + 1])
{
	struct sha256 *hash = sha256_new();
	sha256_add(hash, statement->text, strlen(statement->text) + 1);
	for (size_t i = 0; i < statement->value_count; i++)
		hash_cell(hash, statement->values[i]);
	sha256_end(hash, key);
}

bool row_total_find(struct row_table *table, const struct table_statement *statement, int64_t *total)
{
	const struct entry *entry = (const struct entry *)table; /* the table is its first member */
	char key[SHA256_HEX_LEN + 1];
	key_of(statement, key);
	for (size_t i = 0; i < TOTALS_MAX; i++)
		if (memcmp(entry->totals[i].key, key, sizeof key) == 0) {
			*total = entry->totals[i].total;
			return true;
		}
	return false;
}

void row_total_keep(struct row_table *table, const struct table_statement *statement, int64_t total)
{
	struct entry *entry = (struct entry *)table;
	struct total *slot = &entry->totals[entry->total_next++ % TOTALS_MAX];
	key_of(statement, slot->key);
	slot->total = total;
}
