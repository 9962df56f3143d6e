/* table.c -- one table of rows into one file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/db.h>
#include <headwater/hash.h>
#include <headwater/table_sql.h>

#include "rows.h"
#include "rows_schema_sql.h"

#define STAMP_HEX 16
#define NUMBER_MAX_BYTES 64
#define WHOLE_DIGITS_MAX 18
#define WHOLE_DOUBLE_MAX 9007199254740992.0
#define SCRATCH_MAX_BYTES ((size_t)1 << 20) /* forgotten when it has grown so large */

struct job {
	struct db *db;
	struct folder *folder;
	const struct resource *resource;
	struct column *columns;
	size_t column_count;
	struct arena *arena, *scratch;
	struct sha256 *stamp;
	bool folded;
};

static void bind_string(struct stmt *stmt, int index, const char *string)
{
	stmt_text(stmt, index, string, string ? strlen(string) : 0);
}

static enum status insert(struct stmt *stmt)
{
	enum status status = stmt_step(stmt);
	stmt_reset(stmt);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status run(struct job *job, const char *text)
{
	return db_script(job->db, &(struct sql){"shape", text});
}

/* ---- rows ---- */

/* 100.00 is 100: whole numbers are kept as such as far as doubles hold them all. */
static void bind_double(struct stmt *stmt, int index, double number)
{
	if (number == floor(number) && fabs(number) <= WHOLE_DOUBLE_MAX)
		stmt_int(stmt, index, (int64_t)number);
	else
		stmt_double(stmt, index, number);
}

/* A number of the file in its shortest true form: a whole one that fits, else the nearest double. */
static void bind_number(struct stmt *stmt, int index, struct span text)
{
	char digits[NUMBER_MAX_BYTES];
	size_t sign = text.len > 0 && text.ptr[0] == '-', at = sign;
	if (text.len >= sizeof digits) {
		stmt_text(stmt, index, text.ptr, text.len);
		return;
	}
	memcpy(digits, text.ptr, text.len);
	digits[text.len] = '\0';
	while (at < text.len && digits[at] >= '0' && digits[at] <= '9')
		at++;
	if (at == text.len && at - sign <= WHOLE_DIGITS_MAX)
		stmt_int(stmt, index, strtoll(digits, NULL, 10));
	else
		bind_double(stmt, index, strtod(digits, NULL));
}

static void bind_cell(struct stmt *stmt, int index, enum field_type type, struct span text)
{
	if (text.len == 0)
		stmt_text(stmt, index, NULL, 0);
	else if (type == FIELD_INTEGER || type == FIELD_NUMBER)
		bind_number(stmt, index, text);
	else if (type == FIELD_BOOLEAN && (span_is(text, "true") || span_is(text, "false")))
		stmt_int(stmt, index, span_is(text, "true"));
	else
		stmt_text(stmt, index, text.ptr, text.len);
}

/* Text of ASCII without capitals folds to itself: most cells need no look. */
static bool may_fold(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c >= 0x80 || (c >= 'A' && c <= 'Z'))
			return true;
	}
	return false;
}

static void add_folded(struct job *job, struct buf *folded, struct span text)
{
	if (!may_fold(text))
		return;
	const char *changed = fold_text(job->folder, text.ptr, text.len, job->scratch);
	if (span_is(text, changed))
		return;
	buf_str(folded, changed);
	buf_byte(folded, '\n');
}

static struct span cell_of(const struct job *job, size_t row, const struct column *column)
{
	const struct table *table = job->resource->table;
	size_t at = (size_t)column->field->column;
	return at < table->column_count ? table->cells[row * table->column_count + at] : (struct span){"", 0};
}

static enum status write_row(struct job *job, struct stmt *stmt, size_t row, struct buf *folded)
{
	buf_reset(folded);
	for (size_t i = 0; i < job->column_count; i++) {
		struct span cell = cell_of(job, row, &job->columns[i]);
		bind_cell(stmt, (int)i + 1, job->columns[i].field->type, cell);
		add_folded(job, folded, cell);
		sha256_add(job->stamp, cell.ptr ? cell.ptr : "", cell.len);
		sha256_add(job->stamp, "", 1);
	}
	job->folded = job->folded || folded->len > 0;
	stmt_text(stmt, (int)job->column_count + 1, folded->len > 0 ? folded->bytes : NULL, folded->len);
	enum status status = insert(stmt);
	if (arena_used(job->scratch) > SCRATCH_MAX_BYTES)
		arena_reset(job->scratch);
	return buf_overflowed(folded) ? STATUS_TOO_LARGE : status;
}

static enum status write_rows(struct job *job)
{
	enum status status = run(job, table_sql_create(job->column_count, job->arena));
	struct stmt *stmt =
	    status == STATUS_OK ? db_prepare_shape(job->db, table_sql_insert(job->column_count, job->arena)) : NULL;
	struct buf folded;
	if (!stmt)
		return STATUS_INTERNAL;
	buf_init(&folded, BUF_MAX_DEFAULT);
	for (size_t row = 0; row < job->resource->table->row_count && status == STATUS_OK; row++)
		status = write_row(job, stmt, row, &folded);
	buf_free(&folded);
	return status;
}

/* ---- what is known of it ---- */

static enum status write_column(struct job *job, size_t at)
{
	const struct column *column = &job->columns[at];
	const struct field *field = column->field;
	const struct profile *profile = field->profile;
	bool range = profile && profile->has_range;
	struct stmt *stmt = db_prepare(job->db, &SQL_ADD_COLUMN);
	if (!stmt)
		return STATUS_INTERNAL;
	stmt_int(stmt, 1, (int64_t)at);
	bind_string(stmt, 2, field->name);
	bind_string(stmt, 3, field_type_name(field->type));
	bind_string(stmt, 4, label_text(&field->title, LANG_ZH, NULL));
	bind_string(stmt, 5, field->title.text[LANG_EN]);
	bind_string(stmt, 6, field->description.text[LANG_ZH]);
	bind_string(stmt, 7, field->description.text[LANG_EN]);
	bind_string(stmt, 8, field->unit);
	bind_string(stmt, 9, field->codes);
	stmt_int(stmt, 10, field->required);
	stmt_int(stmt, 11, field->unique);
	stmt_int(stmt, 12, column->key);
	stmt_int(stmt, 13, column->indexed);
	stmt_int(stmt, 14, profile ? (int64_t)profile->blank_count : 0);
	stmt_int(stmt, 15, profile ? (int64_t)profile->distinct_count : 0);
	bind_string(stmt, 16, range ? profile->min : NULL);
	bind_string(stmt, 17, range ? profile->max : NULL);
	if (range && (field->type == FIELD_INTEGER || field->type == FIELD_NUMBER))
		stmt_double(stmt, 18, profile->mean);
	else
		stmt_text(stmt, 18, NULL, 0);
	return insert(stmt);
}

static enum status write_columns(struct job *job)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < job->column_count && status == STATUS_OK; i++) {
		const char *name = job->columns[i].field->name;
		sha256_add(job->stamp, name, strlen(name) + 1);
		status = write_column(job, i);
		if (status == STATUS_OK && job->columns[i].indexed)
			status = run(job, table_sql_index(i, job->arena));
		if (status == STATUS_OK && job->columns[i].listed)
			status = run(job, table_sql_values(i, job->arena));
	}
	return status;
}

static enum status write_meta(struct job *job, const char *key, const char *value)
{
	struct stmt *stmt = db_prepare(job->db, &SQL_ADD_META);
	if (!stmt)
		return STATUS_INTERNAL;
	bind_string(stmt, 1, key);
	bind_string(stmt, 2, value);
	return insert(stmt);
}

static enum status write_facts(struct job *job, const char *stamp)
{
	const char *const facts[][2] = {
	    {"format", ROWS_FORMAT},
	    {"rows", arena_printf(job->arena, "%zu", job->resource->table->row_count)},
	    {"stamp", stamp},
	    {"folded", job->folded ? "1" : "0"},
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof facts / sizeof *facts && status == STATUS_OK; i++)
		status = write_meta(job, facts[i][0], facts[i][1]);
	return status;
}

static enum status write_all(struct job *job)
{
	char stamp[SHA256_HEX_LEN + 1];
	bool small = job->resource->table->row_count < INDEX_ROWS_MIN;
	enum status status = db_script(job->db, small ? &SQL_PAGES_SMALL : &SQL_PAGES);
	if (status == STATUS_OK)
		status = db_script(job->db, &SQL_SETTLE);
	if (status == STATUS_OK)
		status = db_script(job->db, &SQL_SCHEMA);
	job->stamp = sha256_new();
	if (status == STATUS_OK)
		status = write_rows(job);
	if (status == STATUS_OK)
		status = write_columns(job);
	sha256_end(job->stamp, stamp);
	stamp[STAMP_HEX] = '\0';
	if (status == STATUS_OK)
		status = write_facts(job, stamp);
	if (status == STATUS_OK && !small)
		status = db_script(job->db, &SQL_ANALYZE);
	return status == STATUS_OK ? db_script(job->db, &SQL_FINISH) : status;
}

enum status rows_write(const char *path, const struct dataset *dataset, const struct resource *resource,
		       struct folder *folder, struct arena *arena, const char **error)
{
	struct job job = {.folder = folder, .resource = resource, .arena = arena, .scratch = arena_new()};
	enum status status = db_create(path, arena, &job.db, error);
	if (status == STATUS_OK) {
		job.columns = columns_of(dataset, resource, arena, &job.column_count);
		status = write_all(&job);
		if (status != STATUS_OK)
			*error = arena_printf(arena, "%s/%s: rows: %s", dataset->id, resource->name, db_error(job.db));
		enum status closed = db_close(job.db);
		status = status == STATUS_OK ? closed : status;
	}
	arena_free(job.scratch);
	return status;
}
