#include <string.h>

#include "catalog_form.h"
#include "day.h"
#include "fault.h"
#include "spread.h"

static bool fits(const struct catalog_scope *scope)
{
	return scope->shelf.count < SPREAD_ROWS_MAX;
}

/* The newest change in the scope dates its workbook; the build's day when there is none. */
static time_t newest(const struct catalog_pass *pass)
{
	const struct shelf *shelf = &pass->scope->shelf;
	time_t found = shelf->count == 0 ? day_start(&pass->model->now) : 0;
	for (size_t i = 0; i < shelf->count; i++) {
		time_t day = day_start(&shelf->cards[i]->modified);
		found = day > found ? day : found;
	}
	return found;
}

static enum status begin(struct catalog_pass *pass)
{
	const char *file = sink_file(pass->sink);
	if (!file)
		return STATUS_IO;
	pass->sheet = spread_open(file, label_text(&pass->scope->title, LANG_ZH, NULL), newest(pass));
	if (!pass->sheet)
		return fault_set(pass->sink->output, STATUS_INTERNAL, "%s: cannot begin a workbook", pass->sink->path);
	for (size_t c = 0; c < catalog_column_count(); c++)
		spread_cell(pass->sheet, span_of(catalog_column_name(c)), false);
	spread_row(pass->sheet);
	return STATUS_OK;
}

/* The texts of the cells, each behind its length: what else a row of a workbook says depends on its place. */
static void make_record(struct catalog_pass *pass, const struct dataset *dataset, struct buf *out)
{
	struct buf text;
	buf_init(&text, BUF_MAX_DEFAULT);
	for (size_t c = 0; c < catalog_column_count(); c++) {
		struct span cell = catalog_cell(pass, dataset, c, &text);
		buf_add(out, &cell.len, sizeof cell.len);
		buf_add(out, cell.ptr, cell.len);
	}
	buf_free(&text);
}

static void put_record(struct catalog_pass *pass, struct span record)
{
	const char *at = record.ptr;
	for (size_t c = 0; c < catalog_column_count(); c++) {
		size_t len;
		memcpy(&len, at, sizeof len);
		at += sizeof len;
		spread_cell(pass->sheet, (struct span){at, len}, catalog_column_is_count(c));
		at += len;
	}
	spread_row(pass->sheet);
}

static enum status end(struct catalog_pass *pass)
{
	enum status status = spread_close(pass->sheet);
	return status == STATUS_OK ? status : fault_set(pass->sink->output, status, "%s: workbook", pass->sink->path);
}

const struct catalog_form catalog_xlsx = {"xlsx", false, fits, begin, make_record, put_record, end};
