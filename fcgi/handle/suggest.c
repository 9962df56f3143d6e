/* suggest.c -- GET /search/suggest: while one is typing, titles, themes and organisations that hold the text. */
#include <string.h>

#include "../route.h"
#include "search.h"

#define TITLES 6
#define LABELS 3 /* of one facet */

enum status handle_suggest(struct context *context);

static void put(struct json *json, const char *kind, const char *text, const char *url)
{
	json_object(json);
	json_put(json, "kind", kind);
	json_put(json, "text", text);
	json_put(json, "url", url);
	json_object_end(json);
}

/* Values whose label holds the text, the one with most datasets first. */
static void put_labels(struct context *context, struct json *json, const struct search_facet *values, const char *text)
{
	size_t shown = 0;
	for (size_t i = 0; i < values->count && shown < LABELS; i++) {
		struct search_query query = {.text = "", .page = 1, .rows = SEARCH_ROWS_DEFAULT};
		struct search_choice *choice = &query.choices[values->facet];
		if (!values->values[i].label || !strcasestr(values->values[i].label, text))
			continue;
		choice->values[choice->count++] = values->values[i].value;
		put(json, facet_name(values->facet), values->values[i].label,
		    search_href_at(context, search_path(context, "/search"), &query));
		shown++;
	}
}

enum status handle_suggest(struct context *context)
{
	const char *text = params_text(context->params, "q");
	struct search *search = release_search(context->release);
	struct search_query titles = {.text = text,
				      .page = 1,
				      .rows = *text ? TITLES : 0,
				      .lang = context->request->lang},
			    all = {.text = "", .page = 1, .lang = context->request->lang};
	struct search_result found, every;
	struct json json;
	enum status status = search_run(search, &titles, context->arena, &found);
	if (status == STATUS_OK)
		status = search_run(search, &all, context->arena, &every);
	if (status != STATUS_OK)
		return status;
	if (found.partial)
		response_header(context->response, "Cache-Control", "no-store");
	response_json(context->response, &json);
	json_object(&json);
	json_put(&json, "query", text);
	json_key(&json, "suggestions");
	json_array(&json);
	for (size_t i = 0; i < found.hit_count && !found.any_word; i++)
		put(&json, "title", found.hits[i].title, search_path(context, found.hits[i].url));
	if (*text) {
		put_labels(context, &json, &every.facets[FACET_THEME], text);
		put_labels(context, &json, &every.facets[FACET_ORG], text);
	}
	json_array_end(&json);
	json_object_end(&json);
	return STATUS_OK;
}
