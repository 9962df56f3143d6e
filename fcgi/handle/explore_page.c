/* explore_page.c -- the explorer as a page document (templates/contract/explore.rng). */
#include <string.h>

#include "../store/catalogue.h"
#include "explore.h"

#define CHOICES_MAX 60

static const char *yes_no(bool value)
{
	return value ? "yes" : "no";
}

static const char *filter_name(const struct explore *explore, size_t column, const char *test)
{
	const char *name = explore->table->columns[column].name;
	return *test ? arena_printf(explore->context->arena, "filter[%s][%s]", name, test)
		     : arena_printf(explore->context->arena, "filter[%s]", name);
}

/* ---- the form ---- */

enum filter_form explore_form(const struct explore *explore, const struct row_value *values, size_t count,
			      size_t column)
{
	const struct row_column *row = &explore->table->columns[column];
	bool repeats = row->distinct * 2 <= explore->table->rows;
	(void)values;
	if (count > 0 && count <= CHOICES_MAX && (repeats || row->class == CLASS_TRUTH))
		return FORM_CHOICE;
	return row->class == CLASS_NUMBER || row->class == CLASS_TIME ? FORM_RANGE : FORM_TEXT;
}

static void add_input(struct explore *explore, struct node *column, size_t at, const char *test)
{
	struct node *input = node_add(column, "input");
	const char *name = filter_name(explore, at, test);
	node_attr(input, "name", name);
	node_attr(input, "test", test);
	node_attr(input, "value", explore_given(explore, name));
}

static void add_choices(struct explore *explore, struct node *column, size_t at, const struct row_value *values,
			size_t count)
{
	const struct row_column *row = &explore->table->columns[at];
	struct shown shown = {row->name, row->type, row->class};
	const char *name = filter_name(explore, at, "");
	const char *given = explore_given(explore, name);
	struct node *choice = node_add(column, "choice");
	struct buf text;
	node_attr(choice, "name", name);
	buf_init(&text, RESPONSE_BODY_MAX);
	for (size_t i = 0; i < count; i++) {
		struct node *value = node_add(choice, "value");
		buf_reset(&text);
		write_cell_text(&text, &shown, &values[i].cell);
		node_attr_int(value, "count", values[i].count);
		if (strcmp(given, text.bytes) == 0)
			node_attr(value, "selected", "yes");
		node_content(value, text.bytes, text.len);
	}
	buf_free(&text);
}

static void add_filter(struct explore *explore, struct node *column, size_t at)
{
	struct row_value *values;
	size_t count;
	if (row_values(explore->table, (int)at, explore->context->arena, &values, &count) != STATUS_OK)
		count = 0;
	switch (explore_form(explore, values, count, at)) {
	case FORM_CHOICE:
		add_choices(explore, column, at, values, count);
		break;
	case FORM_RANGE:
		add_input(explore, column, at, "gte");
		add_input(explore, column, at, "lte");
		break;
	case FORM_TEXT:
		add_input(explore, column, at, "contains");
		break;
	}
}

/* Order by this column; by the same the other way round when it is so already. */
static void add_order(struct explore *explore, struct node *node, const char *name)
{
	const char *sort = explore_given(explore, "sort");
	bool up = strcmp(sort, name) == 0, down = sort[0] == '-' && strcmp(sort + 1, name) == 0;
	if (up || down)
		node_attr(node, "sorted", up ? "ascending" : "descending");
	const char *next = up ? arena_printf(explore->context->arena, "-%s", name) : name;
	node_attr(node, "href", explore_href(explore, "sort", next));
}

static bool is_shown(const struct explore *explore, size_t at)
{
	for (size_t i = 0; i < explore->ask.column_count; i++)
		if (explore->ask.columns[i] == (int)at)
			return true;
	return false;
}

static void add_column(struct explore *explore, struct node *parent, size_t at)
{
	const struct row_column *row = &explore->table->columns[at];
	enum lang lang = explore->context->request->lang;
	struct node *column = node_add(parent, "column");
	node_attr(column, "name", row->name);
	if (row->class == CLASS_NUMBER)
		node_attr(column, "number", "yes");
	if (row->distinct > 1 && row->distinct * 2 <= explore->table->rows)
		node_attr(column, "groups", "yes");
	node_attr(column, "shown", yes_no(is_shown(explore, at)));
	add_order(explore, column, row->name);
	node_label(column, "title", &row->title, lang);
	if (row->unit)
		node_text(column, "unit", row->unit);
	add_filter(explore, column, at);
}

/* ---- what is chosen ---- */

/* "filter[a][gte]": the column and the test. False: not a filter. */
static bool cut_filter(const struct explore *explore, const char *name, int *column, const char **test)
{
	const char *from = name + strlen("filter["), *end;
	if (strncmp(name, "filter[", strlen("filter[")) != 0 || !(end = strchr(from, ']')))
		return false;
	*column = row_column(explore->table, (struct span){from, (size_t)(end - from)});
	*test = end[1] == '[' ? arena_copy(explore->context->arena, end + 2, strcspn(end + 2, "]")) : "is";
	return *column >= 0;
}

static void add_chosen(struct explore *explore, struct node *parent)
{
	for (size_t i = 0; i < explore->pair_count; i++) {
		const struct param_pair *pair = &explore->pairs[i];
		int column;
		const char *test;
		if (!pair->name_ok || !pair->value_ok || !*pair->value)
			continue;
		bool words = strcmp(pair->name, "q") == 0;
		if (!words && !cut_filter(explore, pair->name, &column, &test))
			continue;
		struct node *chosen = node_add(parent, "chosen");
		node_attr(chosen, "href", explore_without(explore, i));
		node_attr(chosen, "value", pair->value);
		if (words)
			continue;
		node_attr(chosen, "test", test);
		node_label(chosen, "title", &explore->table->columns[column].title, explore->context->request->lang);
	}
}

/* What no field of the form stands for is kept as it is. */
static void add_kept(struct explore *explore, struct node *parent)
{
	for (size_t i = 0; i < explore->pair_count; i++) {
		const struct param_pair *pair = &explore->pairs[i];
		struct row_value *values;
		size_t count;
		int column;
		const char *test;
		bool wanted = pair->name_ok && pair->value_ok && *pair->value;
		bool plain = wanted && (strcmp(pair->name, "fields") == 0 || strcmp(pair->name, "limit") == 0);
		if (!plain && (!wanted || !cut_filter(explore, pair->name, &column, &test)))
			continue;
		if (!plain &&
		    row_values(explore->table, column, explore->context->arena, &values, &count) == STATUS_OK) {
			enum filter_form form = explore_form(explore, values, count, (size_t)column);
			bool first = explore_given(explore, pair->name) == pair->value;
			if ((form == FORM_CHOICE && strcmp(test, "is") == 0 && first) ||
			    (form == FORM_RANGE && (strcmp(test, "gte") == 0 || strcmp(test, "lte") == 0)) ||
			    (form == FORM_TEXT && strcmp(test, "contains") == 0))
				continue;
		}
		struct node *kept = node_add(parent, "keep");
		node_attr(kept, "name", pair->name);
		node_attr(kept, "value", pair->value);
	}
}

/* ---- the page ---- */

static void add_place(struct explore *explore, struct node *parent)
{
	const struct ask *ask = &explore->ask;
	struct arena *arena = explore->context->arena;
	int64_t before = ask->offset > ask->limit ? ask->offset - ask->limit : 0;
	struct node *place = node_add(parent, "place");
	node_attr_int(place, "first", explore->result.count > 0 ? ask->offset + 1 : 0);
	node_attr_int(place, "last", ask->offset + explore->result.count);
	if (explore->total_known)
		node_attr_int(place, "total", explore->total);
	if (ask->offset > 0)
		node_attr(place, "prev",
			  explore_href(explore, "offset",
				       before > 0 ? arena_printf(arena, "%lld", (long long)before) : NULL));
	if (explore->result.more)
		node_attr(place, "next",
			  explore_href(explore, "offset",
				       arena_printf(arena, "%lld", (long long)(ask->offset + explore->result.count))));
}

static void add_exports(struct explore *explore, struct node *parent)
{
	static const char *const formats[] = {"csv", "json", "jsonl"};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct node *node = node_add(parent, "export");
		node_attr(node, "format", formats[i]);
		node_attr(node, "href", explore_api(explore, formats[i]));
	}
	const char *base =
	    catalogue_meta(release_catalogue(explore->context->release), "base_url", explore->context->arena);
	const char *api = explore_api(explore, NULL);
	node_text(parent, "example",
		  arena_printf(explore->context->arena, "curl '%s%s%slimit=10'", base ? base : "", api,
			       strchr(api, '?') ? "&" : "?"));
}

void explore_crumbs(struct explore *explore, struct node *parent)
{
	const struct row_table *table = explore->table;
	enum lang lang = explore->context->request->lang;
	const char *prefix = lang == LANG_EN ? "/en" : "";
	struct arena *arena = explore->context->arena;
	struct node *crumbs = node_add(parent, "crumbs");
	struct node *all = node_add(crumbs, "crumb");
	node_attr(all, "href", arena_printf(arena, "%s/datasets/", prefix));
	node_attr(all, "text", "datasets");
	struct node *dataset = node_label(crumbs, "crumb", &table->dataset_title, lang);
	node_attr(dataset, "href", arena_printf(arena, "%s/datasets/%s/", prefix, table->dataset));
	struct node *here = node_label(crumbs, "crumb", &table->title, lang);
	node_attr(here, "href", resource_explorer(explore->context, table, lang));
}

void explore_fill(struct explore *explore, struct node *parent)
{
	struct context *context = explore->context;
	const struct row_table *table = explore->table;
	enum lang lang = context->request->lang;
	node_attr(parent, "action", context->request->path);
	node_attr(parent, "query",
		  *context->request->query ? arena_printf(context->arena, "?%s", context->request->query) : "");
	node_attr(parent, "q", explore_given(explore, "q"));
	node_attr(parent, "sort", explore_given(explore, "sort"));
	node_attr(parent, "group", explore_given(explore, "group"));
	node_attr(parent, "measure", explore_given(explore, "measure"));
	node_attr(parent, "stopped", yes_no(explore->stopped));
	node_attr_int(parent, "size", table->rows);
	node_attr(parent, "file", table->csv);
	node_attr(parent, "api", resource_path(context, table));
	node_label(parent, "title", &table->title, lang);
	struct node *dataset = node_label(parent, "dataset", &table->dataset_title, lang);
	node_attr(dataset, "href",
		  arena_printf(context->arena, "%s/datasets/%s/", lang == LANG_EN ? "/en" : "", table->dataset));
	for (size_t i = 0; i < table->column_count; i++)
		add_column(explore, parent, i);
	add_kept(explore, parent);
	add_chosen(explore, parent);
	add_place(explore, parent);
	add_exports(explore, parent);
}
