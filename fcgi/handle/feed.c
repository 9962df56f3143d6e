/* feed.c -- Atom feeds where CKAN has them: a search of packages, twenty a page, last changed first. */
#include <string.h>

#include "../ckan/action.h"
#include "../json_body.h"
#include "../route.h"
#include "../store/catalogue.h"

#define PAGE_ENTRIES 20
#define SORT_DEFAULT "metadata_modified desc"

struct feed {
	struct context *context;
	struct action action;
	const char *base, *title;
	struct thing thing;        /* of an organization, group or tag */
	const char *kind;          /* "organization", "group", "tag", or NULL */
	const struct input *found; /* the answer of package_search */
	int64_t page, pages;
	struct buf *out;
};

/* ---- the search ---- */

static void give(struct input *input, const char *key, const char *text, struct arena *arena)
{
	struct input *value = arena_alloc(arena, sizeof *value);
	*value = (struct input){.type = INPUT_STRING, .text = text};
	*ARENA_PUSH(arena, input->members, input->count, input->capacity) = (struct input_member){key, value};
}

/* `field:"value"`, the value as it is. */
static const char *filter_of(struct feed *feed, const char *field, const char *value)
{
	struct buf text;
	buf_init(&text, RESPONSE_BODY_MAX);
	buf_printf(&text, "%s:\"", field);
	for (const char *at = value; *at; at++) {
		if (*at == '"' || *at == '\\')
			buf_byte(&text, '\\');
		buf_byte(&text, *at);
	}
	buf_byte(&text, '"');
	const char *result = arena_copy(feed->context->arena, text.bytes, text.len);
	buf_free(&text);
	return result;
}

static enum status find_thing(struct feed *feed)
{
	static const char *const kinds[][2] = {{"organization", "organization"}, {"group", "groups"}, {"tag", "tags"}};
	struct arena *arena = feed->context->arena;
	struct input *input = (struct input *)feed->action.input;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && feed->context->parts[0]; i++) {
		const char *prefix = arena_printf(arena, "/feeds/%s/", kinds[i][0]);
		if (strncmp(feed->context->request->path, prefix, strlen(prefix)) != 0)
			continue;
		feed->kind = kinds[i][0];
		enum status status = thing_find(&feed->action, feed->kind, feed->context->parts[0], &feed->thing);
		if (status != STATUS_OK)
			return status;
		give(input, "fq_list", filter_of(feed, kinds[i][1], feed->thing.name), arena);
	}
	return STATUS_OK;
}

static enum status search(struct feed *feed)
{
	struct context *context = feed->context;
	struct arena *arena = context->arena;
	const struct params *params = context->params;
	struct input *input = arena_alloc(arena, sizeof *input);
	const char *sort = params_text(params, "sort"), *error;
	input->type = INPUT_OBJECT;
	feed->action.input = input;
	enum status status = find_thing(feed);
	if (status != STATUS_OK)
		return status;
	give(input, "q", params_text(params, "q"), arena);
	give(input, "fq", params_text(params, "fq"), arena);
	give(input, "sort", *sort ? sort : SORT_DEFAULT, arena);
	give(input, "rows", arena_printf(arena, "%d", PAGE_ENTRIES), arena);
	give(input, "start", arena_printf(arena, "%lld", (long long)(feed->page - 1) * PAGE_ENTRIES), arena);
	struct buf result;
	buf_init(&result, RESPONSE_BODY_MAX);
	json_init(&feed->action.json, &result, false);
	status = action_package_search(&feed->action);
	if (status == STATUS_OK)
		status = json_body_read((struct span){result.bytes, result.len}, arena, &feed->found, &error);
	else if (status == STATUS_INVALID)
		status = context_refuse(context, REASON_BAD_REQUEST, NULL);
	buf_free(&result);
	return status;
}

/* ---- the document ---- */

static void put(struct feed *feed, const char *name, const char *text)
{
	buf_printf(feed->out, "<%s>", name);
	buf_xml(feed->out, text, strlen(text));
	buf_printf(feed->out, "</%s>\n", name);
}

static void put_link(struct feed *feed, const char *rel, const char *type, const char *href)
{
	buf_printf(feed->out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
	buf_xml(feed->out, href, strlen(href));
	buf_str(feed->out, "\"/>\n");
}

/* Instants of packages have no zone: they are UTC. */
static const char *instant(struct feed *feed, const char *text)
{
	return arena_printf(feed->context->arena, "%.19sZ", text ? text : "1970-01-01T00:00:00");
}

static const char *page_href(struct feed *feed, int64_t page)
{
	static const char *const kept[] = {"q", "fq", "sort"};
	struct buf href;
	buf_init(&href, RESPONSE_BODY_MAX);
	buf_str(&href, feed->base);
	buf_url_path(&href, feed->context->request->path);
	buf_printf(&href, "?page=%lld", (long long)page);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const char *value = params_text(feed->context->params, kept[i]);
		if (!*value)
			continue;
		buf_printf(&href, "&%s=", kept[i]);
		buf_url(&href, value, strlen(value));
	}
	const char *result = arena_copy(feed->context->arena, href.bytes, href.len);
	buf_free(&href);
	return result;
}

static void put_entry(struct feed *feed, const struct input *package)
{
	struct arena *arena = feed->context->arena;
	const char *name = input_text(package, "name"), *notes = input_text(package, "notes");
	const char *page = arena_printf(arena, "%s/datasets/%s/", feed->base, name);
	const struct input *organization = input_get(package, "organization"), *tags = input_get(package, "tags");
	const char *author = organization ? input_text(organization, "title") : NULL;
	buf_str(feed->out, "<entry>\n");
	put(feed, "title", input_text(package, "title"));
	put(feed, "id", page);
	put(feed, "updated", instant(feed, input_text(package, "metadata_modified")));
	put(feed, "published", instant(feed, input_text(package, "metadata_created")));
	if (author) {
		buf_str(feed->out, "<author>");
		put(feed, "name", author);
		buf_str(feed->out, "</author>\n");
	}
	for (size_t i = 0; tags && i < tags->count; i++) {
		const char *tag = input_text(tags->members[i].value, "name");
		buf_str(feed->out, "<category term=\"");
		buf_xml(feed->out, tag, strlen(tag));
		buf_str(feed->out, "\"/>\n");
	}
	put(feed, "summary", notes ? notes : "");
	put_link(feed, "alternate", "text/html", page);
	put_link(feed, "enclosure", "application/json",
		 arena_printf(arena, "%s/api/3/action/package_show?id=%s", feed->base, name));
	buf_str(feed->out, "</entry>\n");
}

static void put_pages(struct feed *feed)
{
	static const char media_type[] = "application/atom+xml";
	put_link(feed, "self", media_type, page_href(feed, feed->page));
	put_link(feed, "alternate", "text/html", arena_printf(feed->context->arena, "%s/datasets/", feed->base));
	put_link(feed, "first", media_type, page_href(feed, 1));
	put_link(feed, "last", media_type, page_href(feed, feed->pages));
	if (feed->page > 1 && feed->page <= feed->pages)
		put_link(feed, "prev", media_type, page_href(feed, feed->page - 1));
	if (feed->page < feed->pages)
		put_link(feed, "next", media_type, page_href(feed, feed->page + 1));
}

static void put_feed(struct feed *feed, const struct input *packages)
{
	struct arena *arena = feed->context->arena;
	const char *latest = packages->count > 0 ? input_text(packages->members[0].value, "metadata_modified") : NULL;
	buf_str(feed->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
			   "xml:lang=\"zh-CN\">\n");
	put(feed, "title", feed->kind ? arena_printf(arena, "%s：%s", feed->title, feed->thing.title) : feed->title);
	put(feed, "id", page_href(feed, feed->page));
	put(feed, "updated", instant(feed, latest));
	buf_str(feed->out, "<author>");
	put(feed, "name", feed->title);
	buf_str(feed->out, "</author>\n");
	put_pages(feed);
	for (size_t i = 0; i < packages->count; i++)
		put_entry(feed, packages->members[i].value);
	buf_str(feed->out, "</feed>\n");
}

enum status handle_feed(struct context *context)
{
	struct db *catalogue = release_catalogue(context->release);
	struct feed feed = {.context = context, .out = &context->response->body};
	int64_t count = 0;
	feed.base = catalogue_meta(catalogue, "base_url", context->arena);
	feed.title = catalogue_meta(catalogue, "title_zh", context->arena);
	feed.page = params_int(context->params, "page");
	action_begin(&feed.action, context);
	enum status status = search(&feed);
	if (status != STATUS_OK)
		return status;
	input_number(input_get(feed.found, "count"), &count);
	feed.pages = count > 0 ? (count + PAGE_ENTRIES - 1) / PAGE_ENTRIES : 1;
	response_header(context->response, "Content-Type", "application/atom+xml; charset=utf-8");
	response_header(context->response, "Access-Control-Allow-Origin", "*");
	put_feed(&feed, input_get(feed.found, "results"));
	return STATUS_OK;
}
