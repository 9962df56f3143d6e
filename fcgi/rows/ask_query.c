/* ask_query.c -- the parameters of /api/v1/resources/<id>/rows and of the explorer. */
#include <string.h>

#include "ask.h"

struct reading {
	struct ask *ask;
	const struct ask_source *source;
	struct refusal *refusal;
};

static enum status refuse(struct reading *reading, enum reason reason, const char *name)
{
	*reading->refusal = (struct refusal){reason, name};
	return STATUS_INVALID;
}

/* The next item between commas; false when there are no more. */
static bool next_item(const char **at, struct span *item)
{
	if (!*at || !**at)
		return false;
	size_t len = strcspn(*at, ",");
	*item = span_trim((struct span){*at, len});
	*at += len + ((*at)[len] == ',');
	return true;
}

/* ---- columns ---- */

static bool has_column(const struct ask *ask, int column)
{
	for (size_t i = 0; i < ask->column_count; i++)
		if (ask->columns[i] == column)
			return true;
	return false;
}

/* fields=a,b or group=a,b */
static enum status read_columns(struct reading *reading, const char *name, size_t most)
{
	struct ask *ask = reading->ask;
	const char *at = params_text(reading->source->params, name);
	struct span item;
	if (!*at)
		return STATUS_OK;
	ask->column_count = 0;
	while (next_item(&at, &item)) {
		int column = row_column(ask->table, item);
		if (column < 0)
			return refuse(reading, REASON_ROWS_COLUMN, name);
		if (has_column(ask, column) || ask->column_count == most)
			return refuse(reading, REASON_PARAM_REPEATED, name);
		ask->columns[ask->column_count++] = column;
	}
	return STATUS_OK;
}

/* ---- figures ---- */

static bool sums_whole(const struct row_column *column, int64_t rows)
{
	double low, high;
	if (!ask_bounds(column, &low, &high))
		return false;
	double most = -low > high ? -low : high;
	return most * (double)rows < 9e18;
}

/* "count", "count:a", "sum:a", "avg:a", "min:a", "max:a" */
static bool read_figure(const struct ask *ask, struct span item, struct figure_asked *asked)
{
	static const struct {
		const char *name;
		enum figure_kind kind;
		bool numeric;
	} kinds[] = {{"count", FIGURE_COUNT, false},
		     {"sum", FIGURE_SUM, true},
		     {"avg", FIGURE_AVERAGE, true},
		     {"min", FIGURE_LEAST, false},
		     {"max", FIGURE_GREATEST, false}};
	const char *colon = memchr(item.ptr, ':', item.len);
	struct span name = {item.ptr, colon ? (size_t)(colon - item.ptr) : item.len};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!span_is(name, kinds[i].name))
			continue;
		asked->name = arena_copy(ask->arena, item.ptr, item.len);
		asked->figure = (struct figure){kinds[i].kind, TABLE_ROWID};
		if (!colon)
			return kinds[i].kind == FIGURE_COUNT;
		int column = row_column(ask->table, (struct span){colon + 1, item.len - name.len - 1});
		asked->figure.column = column;
		return column >= 0 &&
		       (!kinds[i].numeric || (ask->table->columns[column].class == CLASS_NUMBER &&
					      sums_whole(&ask->table->columns[column], ask->table->rows)));
	}
	return false;
}

static enum status read_figures(struct reading *reading)
{
	struct ask *ask = reading->ask;
	const char *at = params_text(reading->source->params, "measure");
	struct span item;
	if (!*at)
		at = "count";
	while (next_item(&at, &item)) {
		if (ask->figure_count == ASK_FIGURES_MAX)
			return refuse(reading, REASON_PARAM_REPEATED, "measure");
		if (!read_figure(ask, item, &ask->figures[ask->figure_count++]))
			return refuse(reading, REASON_ROWS_MEASURE, "measure");
	}
	return STATUS_OK;
}

/* ---- order ---- */

/* Rows are ordered by columns, groups by what they show. */
static int sortable(const struct ask *ask, struct span name)
{
	int column = row_column(ask->table, name);
	if (!ask->grouped)
		return column;
	for (size_t i = 0; i < ask->column_count; i++)
		if (ask->columns[i] == column)
			return (int)i;
	for (size_t i = 0; i < ask->figure_count; i++)
		if (span_is(name, ask->figures[i].name))
			return (int)(ask->column_count + i);
	return -1;
}

/* sort=a,-b */
static enum status read_sort(struct reading *reading)
{
	struct ask *ask = reading->ask;
	const char *at = params_text(reading->source->params, "sort");
	struct span item;
	while (next_item(&at, &item)) {
		struct sort_key key = {.descending = item.len > 0 && item.ptr[0] == '-'};
		if (key.descending)
			item = (struct span){item.ptr + 1, item.len - 1};
		key.column = sortable(ask, item);
		if (key.column < 0)
			return refuse(reading, REASON_ROWS_COLUMN, "sort");
		for (size_t i = 0; i < ask->sort_count; i++)
			if (ask->sort[i].column == key.column)
				return refuse(reading, REASON_PARAM_REPEATED, "sort");
		if (ask->sort_count == ASK_SORT_MAX)
			return refuse(reading, REASON_PARAM_REPEATED, "sort");
		ask->sort[ask->sort_count++] = key;
	}
	/* Groups without an order of their own: the greatest first. */
	if (ask->grouped && ask->sort_count == 0)
		ask->sort[ask->sort_count++] = (struct sort_key){.column = (int)ask->column_count, .descending = true};
	return STATUS_OK;
}

/* ---- the page ---- */

static enum status read_page(struct reading *reading)
{
	struct ask *ask = reading->ask;
	const struct params *params = reading->source->params;
	const char *after = params_text(params, "after");
	ask->limit = params_int(params, "limit");
	ask->offset = params_int(params, "offset");
	if (!*after)
		return STATUS_OK;
	if (ask->grouped || ask->offset > 0)
		return refuse(reading, REASON_ROWS_AFTER, "after");
	enum status status = cursor_read(ask, after, &ask->after);
	if (status != STATUS_OK)
		return refuse(reading, status == STATUS_NOT_FOUND ? REASON_ROWS_STALE : REASON_ROWS_CURSOR, "after");
	return STATUS_OK;
}

/* ---- the whole ---- */

static bool is_declared(const struct ask_source *source, const struct param_pair *pair)
{
	for (size_t i = 0; i < source->spec_count; i++)
		if (strcmp(source->specs[i].name, pair->name) == 0)
			return true;
	return false;
}

static enum status read_filters(struct reading *reading)
{
	struct filters *filters = filters_new(reading->ask);
	for (size_t i = 0; i < reading->source->pair_count; i++) {
		const struct param_pair *pair = &reading->source->pairs[i];
		enum status status = filters_take(filters, pair, reading->refusal);
		if (status == STATUS_INVALID)
			return status;
		if (status == STATUS_NOT_FOUND && reading->source->strict &&
		    (!pair->name_ok || !is_declared(reading->source, pair)))
			return refuse(reading, REASON_PARAM_UNKNOWN, pair->name_ok ? pair->name : "");
	}
	filters_end(filters);
	return STATUS_OK;
}

static enum status read_words(struct reading *reading)
{
	const char *q = params_text(reading->source->params, "q");
	return !*q || ask_words(reading->ask, q) ? STATUS_OK : refuse(reading, REASON_PARAM_LENGTH, "q");
}

static enum status read_shape(struct reading *reading)
{
	struct ask *ask = reading->ask;
	bool alone = reading->source->part == ASK_WHOLE;
	enum status status = read_columns(reading, ask->grouped ? "group" : "fields",
					  ask->grouped ? ASK_GROUP_MAX : ask->table->column_count);
	if (status == STATUS_OK && ask->grouped && alone && params_given(reading->source->params, "fields"))
		status = refuse(reading, REASON_ROWS_GROUP_FIELDS, "fields");
	if (status == STATUS_OK && ask->grouped)
		status = read_figures(reading);
	return status;
}

enum status ask_read(struct ask *ask, const struct ask_source *source, struct refusal *refusal)
{
	struct reading reading = {ask, source, refusal};
	ask->grouped = source->part != ASK_ROWS &&
		       (params_given(source->params, "group") || params_given(source->params, "measure"));
	if (ask->grouped)
		ask->column_count = 0;
	enum status status = read_filters(&reading);
	if (status == STATUS_OK)
		status = read_words(&reading);
	if (status == STATUS_OK)
		status = read_shape(&reading);
	if (status != STATUS_OK || source->part == ASK_CHART)
		return status;
	status = read_sort(&reading);
	return status == STATUS_OK ? read_page(&reading) : status;
}
