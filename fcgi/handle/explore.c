/* explore.c -- the explorer of a table: parameters to rows, chart and addresses. */
#include "explore.h"

#include <string.h>

#include "../page.h"
#include "../route.h"

#define HREF_MAX_BYTES ((size_t)64 * 1024)

/* ---- addresses ---- */

const char *explore_given(const struct explore *explore, const char *name)
{
	for (size_t i = 0; i < explore->pair_count; i++)
		if (explore->pairs[i].name_ok && explore->pairs[i].value_ok &&
		    strcmp(explore->pairs[i].name, name) == 0)
			return explore->pairs[i].value;
	return "";
}

static void add_pair(struct buf *out, const char *name, const char *value)
{
	buf_byte(out, strchr(out->bytes, '?') ? '&' : '?');
	buf_url(out, name, strlen(name));
	buf_byte(out, '=');
	buf_url(out, value, strlen(value));
}

static const char *finish(const struct explore *explore, struct buf *href)
{
	const char *result = arena_copy(explore->context->arena, href->bytes, href->len);
	buf_free(href);
	return result;
}

/* Parameters that mean something here, with a value; others that came along are left behind. */
static bool counts(const struct explore *explore, const struct param_pair *pair)
{
	const struct route *route = explore->context->route;
	if (!pair->name_ok || !pair->value_ok || !*pair->value)
		return false;
	if (strncmp(pair->name, "filter[", strlen("filter[")) == 0)
		return true;
	for (size_t i = 0; i < route->param_count; i++)
		if (strcmp(route->params[i].name, pair->name) == 0)
			return true;
	return false;
}

static bool is_place(const char *name)
{
	return strcmp(name, "offset") == 0 || strcmp(name, "after") == 0;
}

const char *explore_href(const struct explore *explore, const char *name, const char *value)
{
	struct buf href;
	buf_init(&href, HREF_MAX_BYTES);
	buf_str(&href, explore->context->request->path);
	for (size_t i = 0; i < explore->pair_count; i++) {
		const struct param_pair *pair = &explore->pairs[i];
		if (counts(explore, pair) && !is_place(pair->name) && strcmp(pair->name, name) != 0)
			add_pair(&href, pair->name, pair->value);
	}
	if (value)
		add_pair(&href, name, value);
	return finish(explore, &href);
}

const char *explore_without(const struct explore *explore, size_t at)
{
	struct buf href;
	buf_init(&href, HREF_MAX_BYTES);
	buf_str(&href, explore->context->request->path);
	for (size_t i = 0; i < explore->pair_count; i++) {
		const struct param_pair *pair = &explore->pairs[i];
		if (i != at && counts(explore, pair) && !is_place(pair->name))
			add_pair(&href, pair->name, pair->value);
	}
	return finish(explore, &href);
}

const char *explore_api(const struct explore *explore, const char *format)
{
	static const char *const page_only[] = {"group", "measure", "limit", "offset", "after"};
	struct buf href;
	buf_init(&href, HREF_MAX_BYTES);
	buf_printf(&href, "%s/rows", resource_path(explore->context, explore->table));
	for (size_t i = 0; i < explore->pair_count; i++) {
		const struct param_pair *pair = &explore->pairs[i];
		bool ours = false;
		for (size_t k = 0; k < sizeof page_only / sizeof *page_only; k++)
			ours = ours || strcmp(pair->name, page_only[k]) == 0;
		if (counts(explore, pair) && !ours)
			add_pair(&href, pair->name, pair->value);
	}
	if (format) {
		add_pair(&href, "format", format);
		add_pair(&href, "limit", "10000");
	}
	return finish(explore, &href);
}

/* ---- the question ---- */

static enum status read_ask(struct explore *explore, struct ask *ask, enum ask_part part)
{
	struct context *context = explore->context;
	struct ask_source source = {.part = part,
				    .params = context->params,
				    .specs = context->route->params,
				    .spec_count = context->route->param_count,
				    .pairs = explore->pairs,
				    .pair_count = explore->pair_count};
	ask_begin(ask, explore->table, context->arena);
	return ask_read(ask, &source, &context->refusal);
}

static void put_row(void *context, struct stmt *stmt, int64_t number)
{
	struct explore *explore = context;
	struct node *row = node_add(explore->rows, "row");
	struct buf text;
	node_attr_int(row, "n", number);
	buf_init(&text, RESPONSE_BODY_MAX);
	for (size_t i = 0; i < explore->shown_count; i++) {
		struct cell cell = table_cell(stmt, (int)i);
		buf_reset(&text);
		write_cell_text(&text, &explore->shown[i], &cell);
		struct node *node = node_text_n(row, "cell", text.bytes, text.len);
		if (explore->shown[i].class == CLASS_NUMBER)
			node_attr(node, "number", "yes");
		if (cell.kind == COLUMN_NULL)
			node_attr(node, "blank", "yes");
	}
	buf_free(&text);
}

/* A page without its rows is still a page: it says that the question was too much, and holds the form to change it. */
static enum status run(struct explore *explore)
{
	struct ask *ask = &explore->ask;
	explore->shown = shown_of(ask, &explore->shown_count);
	run_budget(ask, explore->context->row_limits, explore->context->turn);
	enum status status = run_rows(ask, put_row, explore, &explore->result);
	if (status == STATUS_OK) {
		status = run_total(ask, &explore->result, &explore->total);
		explore->total_known = status == STATUS_OK;
	} else {
		explore->stopped = status == STATUS_BUDGET;
	}
	return status == STATUS_BUDGET ? STATUS_OK : status;
}

enum status handle_explore(struct context *context)
{
	struct explore explore = {.context = context};
	struct node *page;
	enum status status = resource_find(context, &explore.table);
	if (status != STATUS_OK)
		return status;
	explore.pairs = arena_array(context->arena, PARAMS_PAIRS_MAX, sizeof *explore.pairs);
	params_split(context->request->query, context->arena, explore.pairs, &explore.pair_count);
	status = read_ask(&explore, &explore.ask, ASK_ROWS);
	explore.charted = params_given(context->params, "group");
	if (status == STATUS_OK && explore.charted)
		status = read_ask(&explore, &explore.chart, ASK_CHART);
	if (status != STATUS_OK)
		return status;
	struct doc *doc =
	    page_new(context, "explore", label_text(&explore.table->title, context->request->lang, NULL), &page);
	explore_crumbs(&explore, page);
	struct node *holder = node_add(page, "explore");
	explore.rows = node_add(holder, "rows");
	status = run(&explore);
	if (status == STATUS_OK)
		explore_fill(&explore, holder);
	if (status == STATUS_OK && explore.charted)
		status = explore_chart(&explore, holder);
	if (status != STATUS_OK) {
		doc_free(doc);
		return status;
	}
	status = page_send(context, doc);
	if (explore.stopped || !explore.total_known)
		response_header(context->response, "Cache-Control", "no-store");
	if (explore.stopped)
		context->response->status = 503;
	return status;
}
