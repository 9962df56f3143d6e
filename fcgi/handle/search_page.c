/* search_page.c -- the answer of a search as a page document (templates/contract/search.rng). */
#include <string.h>

#include "../page.h"
#include "search.h"

#define VALUES_SHOWN 60 /* of one facet; more would be a list nobody reads. JSON has them all */
#define PAGES_AROUND 2  /* numbers of the pager on both sides of the current one */

static const char *yes_no(bool value)
{
	return value ? "yes" : "no";
}

/* ---- addresses of other searches: this one with one thing changed, from its first page ---- */

static const char *href_of_page(struct context *context, const struct search_query *query, size_t page)
{
	struct search_query other = *query;
	other.page = page;
	return search_href(context, &other);
}

static const char *href_of_sort(struct context *context, const struct search_query *query, enum search_sort sort)
{
	struct search_query other = *query;
	other.page = 1;
	other.sort = sort;
	return search_href(context, &other);
}

/* Takes the value in, or out when it is chosen; a year stands in for a range of years. NULL when no more fit. */
static const char *href_of_value(struct context *context, const struct search_query *query, enum facet facet,
				 const char *value)
{
	struct search_query other = *query;
	struct search_choice *choice = &other.choices[facet];
	size_t kept = 0;
	other.page = 1;
	for (size_t i = 0; i < query->choices[facet].count; i++)
		if (strcmp(query->choices[facet].values[i], value) != 0)
			choice->values[kept++] = query->choices[facet].values[i];
	if (kept == query->choices[facet].count) {
		if (kept == SEARCH_VALUES_MAX)
			return NULL;
		choice->values[kept++] = value;
		if (facet == FACET_YEAR)
			other.year_from = other.year_to = 0;
	}
	choice->count = kept;
	return search_href(context, &other);
}

static const char *href_of_text(struct context *context, const struct search_query *query, const char *text)
{
	struct search_query other = {.text = text, .sort = query->sort, .page = 1, .rows = query->rows};
	return search_href(context, &other);
}

/* Only the near-identical ones of a dataset; NULL: all again. */
static const char *href_of_twin(struct context *context, const struct search_query *query, const char *id)
{
	struct search_query other = *query;
	other.page = 1;
	other.twin = id;
	return search_href(context, &other);
}

/* ---- parts ---- */

static void add_input(struct node *state, const char *name, const char *value)
{
	struct node *input = node_add(state, "input");
	node_attr(input, "name", name);
	node_attr(input, "value", value);
}

static void add_state(struct context *context, struct node *search, const struct search_query *query)
{
	struct node *state = node_add(search, "state");
	for (int facet = 0; facet < FACET__MAX; facet++)
		for (size_t i = 0; i < query->choices[facet].count; i++)
			add_input(state, search_param((enum facet)facet), query->choices[facet].values[i]);
	if (query->year_from > 0)
		add_input(state, "year_from", arena_printf(context->arena, "%d", query->year_from));
	if (query->year_to > 0)
		add_input(state, "year_to", arena_printf(context->arena, "%d", query->year_to));
	if (query->sort != SORT_RELEVANCE)
		add_input(state, "sort", search_sort_name(query->sort));
}

static void add_sorts(struct context *context, struct node *search, const struct search_query *query)
{
	for (int sort = 0; sort < SORT__MAX; sort++) {
		struct node *node = node_add(search, "sort");
		node_attr(node, "value", search_sort_name((enum search_sort)sort));
		node_attr(node, "href", href_of_sort(context, query, (enum search_sort)sort));
		node_attr(node, "current", yes_no((int)query->sort == sort));
	}
}

/* How many values stand above one in the tree of its facet; parents come before. */
static int depth_of(const struct search_facet *values, size_t at)
{
	int depth = 0;
	for (size_t i = at; i-- > 0 && values->values[at].parent;)
		if (strcmp(values->values[i].value, values->values[at].parent) == 0) {
			at = i;
			depth++;
		}
	return depth;
}

static void add_value(struct context *context, struct node *facet_node, const struct search_query *query,
		      const struct search_facet *values, size_t at)
{
	enum facet facet = values->facet;
	const struct search_value *value = &values->values[at];
	const char *href = href_of_value(context, query, facet, value->value);
	int depth = depth_of(values, at);
	if (!href)
		return;
	struct node *node = node_add(facet_node, "value");
	node_attr(node, "value", value->value);
	node_attr(node, "label", value->label);
	node_attr_int(node, "count", (int64_t)value->count);
	node_attr(node, "selected", yes_no(value->selected));
	node_attr(node, "href", href);
	if (depth > 0)
		node_attr_int(node, "depth", depth);
}

static void add_facets(struct context *context, struct node *search, const struct search_query *query,
		       const struct search_result *result)
{
	static const char *const lists[FACET__MAX] = {"/themes/",  "/orgs/",   "/regions/", "/open-types/",
						      "/formats/", "/sectors/"}; /* others have no page */
	for (int facet = 0; facet < FACET__MAX; facet++) {
		const struct search_facet *values = &result->facets[facet];
		if (values->count == 0)
			continue;
		struct node *node = node_add(search, "facet");
		node_attr(node, "name", facet_name((enum facet)facet));
		if (lists[facet])
			node_attr(node, "href", search_path(context, lists[facet]));
		for (size_t i = 0; i < values->count; i++)
			if (i < VALUES_SHOWN || values->values[i].selected)
				add_value(context, node, query, values, i);
	}
}

static void add_years(struct context *context, struct node *search, const struct search_query *query)
{
	static const char open[] = "…";
	struct search_query other = *query;
	struct node *node = node_add(search, "chosen");
	other.page = 1;
	other.year_from = other.year_to = 0;
	node_attr(node, "from", query->year_from > 0 ? arena_printf(context->arena, "%d", query->year_from) : open);
	node_attr(node, "to", query->year_to > 0 ? arena_printf(context->arena, "%d", query->year_to) : open);
	node_attr(node, "href", search_href(context, &other));
}

static void add_chosen(struct context *context, struct node *search, const struct search_query *query)
{
	for (int facet = 0; facet < FACET__MAX; facet++)
		for (size_t i = 0; i < query->choices[facet].count; i++) {
			const char *value = query->choices[facet].values[i];
			const char *label =
			    search_label(release_search(context->release), (enum facet)facet, value, query->lang);
			struct node *node = node_add(search, "chosen");
			node_attr(node, "label", label ? label : value);
			node_attr(node, "href", href_of_value(context, query, (enum facet)facet, value));
		}
	if (query->year_from > 0 || query->year_to > 0)
		add_years(context, search, query);
	if (query->twin) {
		struct node *node = node_add(search, "chosen");
		node_attr(node, "like", query->twin);
		node_attr(node, "href", href_of_twin(context, query, NULL));
	}
}

static struct node *add_runs(struct node *hit, const char *name, const struct search_runs *runs)
{
	static const char ellipsis[] = "…";
	struct node *node = node_add(hit, name);
	if (runs->cut_before)
		node_content(node, ellipsis, strlen(ellipsis));
	for (size_t i = 0; i < runs->count; i++) {
		const struct search_run *run = &runs->items[i];
		if (run->marked)
			node_text_n(node, "m", run->text, run->len);
		else
			node_content(node, run->text, run->len);
	}
	if (runs->cut_after)
		node_content(node, ellipsis, strlen(ellipsis));
	return node;
}

static void add_hit(struct context *context, struct node *search, const struct search_query *query,
		    const struct search_hit *hit)
{
	enum lang lang = context->request->lang;
	struct node *node = node_add(search, "hit");
	node_attr(node, "id", hit->id);
	node_attr(node, "href", search_path(context, hit->url));
	node_attr(node, "modified", hit->modified);
	node_attr(node, "open-type", hit->open_type.value);
	node_attr(node, "open-label", hit->open_type.label);
	node_attr(node, "org", hit->org.label);
	node_attr(node, "region", hit->region.label);
	if (hit->twin_count > 0) {
		node_attr_int(node, "alike", (int64_t)hit->twin_count);
		node_attr(node, "alike-href", href_of_twin(context, query, hit->id));
	}
	struct node *title = add_runs(node, "title", &hit->title_runs);
	if (hit->title_lang != lang)
		node_attr(title, "lang", lang_tag(hit->title_lang));
	struct node *abstract = add_runs(node, "abstract", &hit->abstract_runs);
	if (hit->abstract_lang != lang)
		node_attr(abstract, "lang", lang_tag(hit->abstract_lang));
	for (size_t i = 0; i < hit->field_run_count; i++)
		add_runs(node, "field", &hit->field_runs[i]);
	for (size_t i = 0; i < hit->format_count; i++)
		node_text(node, "format", hit->formats[i].value);
	for (size_t i = 0; i < hit->theme_count; i++)
		node_text(node, "theme", hit->themes[i].label);
}

static void add_link(struct node *pager, const char *rel, const char *href)
{
	struct node *link = node_add(pager, "link");
	node_attr(link, "rel", rel);
	node_attr(link, "href", href);
}

static void add_pager(struct context *context, struct node *search, const struct search_query *query,
		      const struct search_result *result)
{
	size_t pages = result->pages < SEARCH_PAGE_MAX ? result->pages : SEARCH_PAGE_MAX, page = query->page,
	       before = 0;
	if (pages == 0 || (pages == 1 && page == 1))
		return; /* a page beyond the only one still needs its way back */
	struct node *pager = node_add(search, "pager");
	node_attr_int(pager, "page", (int64_t)page);
	node_attr_int(pager, "pages", (int64_t)pages);
	if (page > 1)
		add_link(pager, "prev", href_of_page(context, query, page > pages ? pages : page - 1));
	if (page < pages)
		add_link(pager, "next", href_of_page(context, query, page + 1));
	for (size_t n = 1; n <= pages; n++) {
		size_t away = n > page ? n - page : page - n;
		if (n != 1 && n != pages && away > PAGES_AROUND)
			continue;
		struct node *number = node_add(pager, "number");
		node_attr_int(number, "n", (int64_t)n);
		node_attr(number, "href", href_of_page(context, query, n));
		if (n == page)
			node_attr(number, "current", "yes");
		if (n > before + 1)
			node_attr(number, "gap", "yes");
		before = n;
	}
}

static void add_suggestion(struct context *context, struct node *parent, const struct search_query *query,
			   const char *text)
{
	struct node *node = node_text(parent, "suggestion", text);
	node_attr(node, "href", href_of_text(context, query, text));
}

/* Nothing found: the same words without the filters when those find something, else words that sound alike. */
static void add_empty(struct context *context, struct node *search, const struct search_query *query,
		      const struct search_result *result)
{
	struct node *empty = node_add(search, "empty");
	if (result->unfiltered > 0 && query->text[0])
		add_suggestion(context, empty, query, query->text);
	for (size_t i = 0; i < result->suggestion_count; i++)
		add_suggestion(context, empty, query, result->suggestions[i]);
}

/* The same search, from its first page, in other forms. */
static void add_forms(struct context *context, struct node *search, const struct search_query *query)
{
	static const char *const forms[] = {"csv", "atom", "json"};
	struct search_query first = *query;
	first.page = 1;
	first.rows = SEARCH_ROWS_DEFAULT;
	const char *href = search_href(context, &first);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct node *node = node_add(search, "form");
		node_attr(node, "name", forms[i]);
		node_attr(node, "href",
			  arena_printf(context->arena, "%s%cformat=%s", href, strchr(href, '?') ? '&' : '?', forms[i]));
	}
}

/* The same words without choices, order and page: the one address that robots should know this search by. */
static const char *canonical_href(struct context *context, const struct search_query *query)
{
	struct search_query words = {.text = query->text, .rows = SEARCH_ROWS_DEFAULT};
	return search_href(context, &words);
}

enum status search_answer_page(struct context *context, const struct search_query *query,
			       const struct search_result *result)
{
	struct node *page;
	struct doc *doc = page_new(context, "search", query->text, &page);
	struct node *search = node_add(page, "search");
	node_attr(search, "q", query->text);
	node_attr_int(search, "total", (int64_t)result->total);
	node_attr_int(search, "took-ms", context_elapsed_us(context) / 1000);
	node_attr_int(search, "page", (int64_t)query->page);
	node_attr_int(search, "pages", (int64_t)result->pages);
	node_attr(search, "sort", search_sort_name(query->sort));
	node_attr(search, "action", context->request->path);
	node_attr(search, "canonical", canonical_href(context, query));
	node_attr(search, "partial", yes_no(result->partial));
	node_attr(search, "any-word", yes_no(result->any_word));
	node_attr(search, "by-sound", yes_no(result->by_sound));
	node_attr(search, "about", yes_no(result->about));
	node_attr(search, "cut", yes_no(result->text_cut));
	add_state(context, search, query);
	add_sorts(context, search, query);
	add_facets(context, search, query, result);
	add_chosen(context, search, query);
	for (size_t i = 0; i < result->suggestion_count && result->hit_count > 0; i++)
		add_suggestion(context, search, query, result->suggestions[i]);
	for (size_t i = 0; i < result->hit_count; i++)
		add_hit(context, search, query, &result->hits[i]);
	add_pager(context, search, query, result);
	add_forms(context, search, query);
	if (result->total == 0)
		add_empty(context, search, query, result);
	return page_send(context, doc);
}
