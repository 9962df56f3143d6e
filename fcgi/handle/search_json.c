/* search_json.c -- the answer of a search as JSON. */
#include "search.h"

static void put_runs(struct json *json, const char *key, const struct search_runs *runs)
{
	if (key)
		json_key(json, key);
	json_array(json);
	for (size_t i = 0; i < runs->count; i++) {
		json_object(json);
		json_key(json, "text");
		json_bytes(json, runs->items[i].text, runs->items[i].len);
		json_put_bool(json, "marked", runs->items[i].marked);
		json_object_end(json);
	}
	json_array_end(json);
}

static void put_label(struct json *json, const char *key, const struct search_label *label)
{
	if (key)
		json_key(json, key);
	if (!label->value) {
		json_null(json);
		return;
	}
	json_object(json);
	json_put(json, "value", label->value);
	json_put(json, "label", label->label);
	json_object_end(json);
}

static void put_labels(struct json *json, const char *key, const struct search_label *labels, size_t count)
{
	json_key(json, key);
	json_array(json);
	for (size_t i = 0; i < count; i++)
		put_label(json, NULL, &labels[i]);
	json_array_end(json);
}

static void put_highlight(struct json *json, const struct search_hit *hit)
{
	json_key(json, "highlight");
	json_object(json);
	put_runs(json, "title", &hit->title_runs);
	put_runs(json, "abstract", &hit->abstract_runs);
	json_key(json, "fields");
	json_array(json);
	for (size_t i = 0; i < hit->field_run_count; i++)
		put_runs(json, NULL, &hit->field_runs[i]);
	json_array_end(json);
	json_object_end(json);
}

static void put_hit(struct context *context, struct json *json, const struct search_hit *hit)
{
	json_object(json);
	json_put(json, "id", hit->id);
	json_put(json, "title", hit->title);
	json_put(json, "url", search_path(context, hit->url));
	json_put(json, "abstract", hit->abstract);
	put_label(json, "org", &hit->org);
	put_label(json, "region", &hit->region);
	put_label(json, "open_type", &hit->open_type);
	put_labels(json, "themes", hit->themes, hit->theme_count);
	put_labels(json, "sectors", hit->sectors, hit->sector_count);
	json_key(json, "formats");
	json_array(json);
	for (size_t i = 0; i < hit->format_count; i++)
		json_string(json, hit->formats[i].value);
	json_array_end(json);
	json_put(json, "issued", hit->issued);
	json_put(json, "modified", hit->modified);
	json_put_int(json, "fields", hit->fields);
	json_put_int(json, "rows", hit->rows);
	json_put_int(json, "capacity", hit->capacity);
	json_put_int(json, "alike", (int64_t)hit->twin_count);
	put_highlight(json, hit);
	json_object_end(json);
}

static void put_facet(struct json *json, enum facet facet, const struct search_facet *values)
{
	json_key(json, facet_name(facet));
	json_array(json);
	for (size_t i = 0; i < values->count; i++) {
		const struct search_value *value = &values->values[i];
		json_object(json);
		json_put(json, "value", value->value);
		json_put(json, "label", value->label);
		json_put_int(json, "count", (int64_t)value->count);
		json_put_bool(json, "selected", value->selected);
		json_put_if(json, "parent", value->parent);
		json_object_end(json);
	}
	json_array_end(json);
}

static void put_figures(struct context *context, struct json *json, const struct search_query *query,
			const struct search_result *result)
{
	json_put_int(json, "total", (int64_t)result->total);
	json_put_int(json, "took_ms", context_elapsed_us(context) / 1000);
	json_put(json, "query", query->text);
	json_put_int(json, "page", (int64_t)query->page);
	json_put_int(json, "rows", (int64_t)query->rows);
	json_put_int(json, "pages", (int64_t)result->pages);
	json_put(json, "sort", search_sort_name(query->sort));
	json_put_bool(json, "about", result->about);
	json_put_bool(json, "partial", result->partial);
	json_put_bool(json, "any_word", result->any_word);
	json_put_bool(json, "by_sound", result->by_sound);
	json_put_bool(json, "query_cut", result->text_cut);
}

enum status search_answer_json(struct context *context, const struct search_query *query,
			       const struct search_result *result)
{
	struct json json;
	response_json(context->response, &json);
	json_object(&json);
	put_figures(context, &json, query, result);
	json_key(&json, "results");
	json_array(&json);
	for (size_t i = 0; i < result->hit_count; i++)
		put_hit(context, &json, &result->hits[i]);
	json_array_end(&json);
	json_key(&json, "facets");
	json_object(&json);
	for (int facet = 0; facet < FACET__MAX; facet++)
		put_facet(&json, (enum facet)facet, &result->facets[facet]);
	json_object_end(&json);
	json_key(&json, "suggestions");
	json_array(&json);
	for (size_t i = 0; i < result->suggestion_count; i++)
		json_string(&json, result->suggestions[i]);
	json_array_end(&json);
	json_object_end(&json);
	return buf_overflowed(&context->response->body) ? STATUS_TOO_LARGE : STATUS_OK;
}
