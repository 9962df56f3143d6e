/* search.c -- GET /search: parameters to a query, a query to an answer as a page, JSON, an Atom feed or CSV. */
#include "search.h"

#include <string.h>

#include "../route.h"

enum status handle_search(struct context *context);

/* ---- addresses ---- */

const char *search_param(enum facet facet)
{
	return facet == FACET_FORMAT ? "filetype" : facet_name(facet);
}

const char *search_path(struct context *context, const char *path)
{
	return context->request->lang == LANG_EN ? arena_printf(context->arena, "/en%s", path) : path;
}

static void add_param(struct buf *href, const char *name, const char *value)
{
	buf_byte(href, strchr(href->bytes, '?') ? '&' : '?');
	buf_str(href, name);
	buf_byte(href, '=');
	buf_url(href, value, strlen(value));
}

static void add_number(struct context *context, struct buf *href, const char *name, int number)
{
	if (number > 0)
		add_param(href, name, arena_printf(context->arena, "%d", number));
}

const char *search_href(struct context *context, const struct search_query *query)
{
	return search_href_at(context, context->request->path, query);
}

const char *search_href_at(struct context *context, const char *path, const struct search_query *query)
{
	struct buf href;
	buf_init(&href, RESPONSE_BODY_MAX);
	buf_str(&href, path);
	if (query->text[0])
		add_param(&href, "q", query->text);
	for (int facet = 0; facet < FACET__MAX; facet++)
		for (size_t i = 0; i < query->choices[facet].count; i++)
			add_param(&href, search_param((enum facet)facet), query->choices[facet].values[i]);
	add_number(context, &href, "year_from", query->year_from);
	add_number(context, &href, "year_to", query->year_to);
	if (query->twin)
		add_param(&href, "like", query->twin);
	if (query->sort != SORT_RELEVANCE)
		add_param(&href, "sort", search_sort_name(query->sort));
	if (query->rows != SEARCH_ROWS_DEFAULT)
		add_param(&href, "rows", arena_printf(context->arena, "%zu", query->rows));
	if (query->page > 1)
		add_param(&href, "page", arena_printf(context->arena, "%zu", query->page));
	const char *result = arena_copy(context->arena, href.bytes, href.len);
	buf_free(&href);
	return result;
}

/* ---- the query ---- */

static bool has_value(const struct search_choice *choice, const char *value)
{
	for (size_t i = 0; i < choice->count; i++)
		if (strcmp(choice->values[i], value) == 0)
			return true;
	return false;
}

static void add_values(const struct params *params, const char *name, struct search_choice *choice)
{
	const char *const *values;
	size_t count = params_list(params, name, &values);
	for (size_t i = 0; i < count && choice->count < SEARCH_VALUES_MAX; i++)
		if (!has_value(choice, values[i]))
			choice->values[choice->count++] = values[i];
}

/* A feed is of what changed last unless it asks for another order; a table is long. */
static void read_list(const struct context *context, struct search_query *query)
{
	bool feed = context->request->answer == ANSWER_ATOM;
	query->apart = true;
	if (feed && query->sort == SORT_RELEVANCE)
		query->sort = SORT_UPDATED;
	if (!params_given(context->params, "rows"))
		query->rows = feed ? SEARCH_ROWS_FEED : SEARCH_ROWS_CSV;
}

static void read_query(const struct context *context, struct search_query *query)
{
	const struct params *params = context->params;
	*query = (struct search_query){
	    .text = params_text(params, "q"),
	    .sort = (enum search_sort)params_choice(params, "sort"),
	    .page = (size_t)params_int(params, "page"),
	    .rows = (size_t)params_int(params, "rows"),
	    .lang = context->request->lang,
	    .year_from = (int)params_int(params, "year_from"),
	    .year_to = (int)params_int(params, "year_to"),
	    .twin = params_text(params, "like"),
	};
	if (!*query->twin)
		query->twin = NULL;
	for (int facet = 0; facet < FACET__MAX; facet++)
		add_values(params, facet_name((enum facet)facet), &query->choices[facet]);
	add_values(params, search_param(FACET_FORMAT), &query->choices[FACET_FORMAT]);
	if (context->request->answer == ANSWER_ATOM || context->request->answer == ANSWER_CSV)
		read_list(context, query);
}

/* No dataset has all the words, though none was left out by a choice. Counted once a search: at its first page. */
static bool is_missed(const struct search_query *query, const struct search_result *result)
{
	if (!*query->text || query->page > 1 || query->twin || query->year_from || query->year_to)
		return false;
	for (int facet = 0; facet < FACET__MAX; facet++)
		if (query->choices[facet].count > 0)
			return false;
	return !result->partial && (result->total == 0 || result->any_word || result->by_sound);
}

enum status handle_search(struct context *context)
{
	static enum status (*const answers[])(struct context *, const struct search_query *,
					      const struct search_result *) = {
	    [ANSWER_HTML] = search_answer_page,
	    [ANSWER_JSON] = search_answer_json,
	    [ANSWER_ATOM] = search_answer_atom,
	    [ANSWER_CSV] = search_answer_csv,
	};
	struct search_query query;
	struct search_result result;
	read_query(context, &query);
	enum status status = search_run(release_search(context->release), &query, context->arena, &result);
	if (status != STATUS_OK)
		return status;
	if (result.partial) /* the next try may have the time that this one lacked */
		response_header(context->response, "Cache-Control", "no-store");
	status = answers[context->request->answer](context, &query, &result);
	if (status == STATUS_OK && is_missed(&query, &result))
		context->response->missed = query.text;
	return status;
}
