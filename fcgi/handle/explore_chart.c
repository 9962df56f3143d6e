/* explore_chart.c -- groups of the chosen rows as a chart, drawn here. */
#include <stdlib.h>
#include <string.h>

#include <headwater/chart.h>

#include "explore.h"

#define BARS_MAX 15
#define COLUMNS_MAX 24 /* of a time: in its own order */

struct charting {
	struct explore *explore;
	struct chart_bar bars[COLUMNS_MAX];
	size_t count;
};

static void put_group(void *context, struct stmt *stmt, int64_t row)
{
	struct charting *charting = context;
	struct explore *explore = charting->explore;
	struct arena *arena = explore->context->arena;
	size_t count;
	const struct shown *shown = shown_of(&explore->chart, &count);
	struct cell group = table_cell(stmt, 0), figure = table_cell(stmt, (int)explore->chart.column_count);
	double value = figure.kind == COLUMN_INT ? (double)figure.integer : figure.number;
	struct buf text;
	(void)row;
	buf_init(&text, RESPONSE_BODY_MAX);
	write_cell_text(&text, &shown[0], &group);
	const char *label = group.kind == COLUMN_NULL ? "–" : arena_copy(arena, text.bytes, text.len);
	buf_reset(&text);
	write_cell_text(&text, &shown[count - 1], &figure);
	charting->bars[charting->count++] =
	    (struct chart_bar){label, arena_copy(arena, text.bytes, text.len), value > 0 ? value : 0};
	buf_free(&text);
}

/* One figure by one column. */
static bool fits(const struct ask *chart)
{
	return chart->column_count == 1 && chart->figure_count == 1 && chart->figures[0].figure.kind != FIGURE_LEAST &&
	       chart->figures[0].figure.kind != FIGURE_GREATEST;
}

enum status explore_chart(struct explore *explore, struct node *parent)
{
	struct charting charting = {.explore = explore};
	struct ask *ask = &explore->chart;
	struct run_result result;
	struct buf svg;
	if (!fits(ask))
		return context_refuse(explore->context, REASON_ROWS_MEASURE, "measure");
	const struct row_column *column = &explore->table->columns[ask->columns[0]];
	bool in_order = column->class == CLASS_TIME && column->distinct <= COLUMNS_MAX;
	ask->limit = in_order ? COLUMNS_MAX : BARS_MAX;
	ask->sort[ask->sort_count++] =
	    in_order ? (struct sort_key){.column = 0} : (struct sort_key){.column = 1, .descending = true};
	enum status status = run_rows(ask, put_group, &charting, &result);
	if (status != STATUS_OK)
		return status == STATUS_BUDGET ? STATUS_OK : status;
	struct chart chart = {.title = label_text(&column->title, explore->context->request->lang, NULL),
			      .title_after = "",
			      .bars = charting.bars,
			      .count = charting.count};
	if (charting.count == 0)
		return STATUS_OK;
	chart.first = charting.bars[0].label;
	chart.last = charting.bars[charting.count - 1].label;
	buf_init(&svg, RESPONSE_BODY_MAX);
	if (in_order)
		chart_columns(&chart, &svg);
	else
		chart_bars(&chart, &svg);
	node_splice(parent, "chart", svg.bytes, svg.len);
	buf_free(&svg);
	return STATUS_OK;
}
