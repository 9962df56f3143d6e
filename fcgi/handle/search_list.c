/* search_list.c -- the answer of a search as an Atom feed (RFC 4287) or as CSV (RFC 4180). */
#include <string.h>

#include "../store/catalogue.h"
#include "search.h"

#define CHARSET "; charset=utf-8"

static const char *base_url(struct context *context)
{
	const char *base = catalogue_meta(release_catalogue(context->release), "base_url", context->arena);
	return base ? base : "";
}

static const char *address(struct context *context, const char *base, const char *path)
{
	return arena_printf(context->arena, "%s%s", base, search_path(context, path));
}

/* ---- Atom ---- */

static void element(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "<%s>", name);
	buf_xml(out, text, strlen(text));
	buf_printf(out, "</%s>\n", name);
}

static void link_to(struct buf *out, const char *rel, const char *type, const char *href)
{
	buf_printf(out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
	buf_xml(out, href, strlen(href));
	buf_str(out, "\"/>\n");
}

/* Midnight in China of an ISO 8601 date; of a year or a month its first day. */
static const char *instant(struct context *context, const char *date)
{
	static const char rest[] = "0000-01-01";
	size_t len = strlen(date);
	return arena_printf(context->arena, "%s%sT00:00:00+08:00", date, len < strlen(rest) ? rest + len : "");
}

static void put_entry(struct context *context, struct buf *out, const char *base, const struct search_hit *hit)
{
	const char *url = address(context, base, hit->url);
	buf_str(out, "<entry>\n");
	element(out, "id", url);
	element(out, "title", hit->title);
	element(out, "updated", instant(context, hit->modified));
	element(out, "published", instant(context, hit->issued));
	link_to(out, "alternate", "text/html", url);
	if (hit->org.label) {
		buf_str(out, "<author>");
		element(out, "name", hit->org.label);
		buf_str(out, "</author>\n");
	}
	element(out, "summary", hit->abstract);
	buf_str(out, "</entry>\n");
}

/* The address of this answer, or of the page of the same search. */
static const char *own_address(struct context *context, const char *base, const struct search_query *query,
			       const char *format)
{
	const char *href = search_href(context, query);
	const char *mark = strchr(href, '?') ? "&" : "?";
	return format ? arena_printf(context->arena, "%s%s%sformat=%s", base, href, mark, format)
		      : arena_printf(context->arena, "%s%s", base, href);
}

enum status search_answer_atom(struct context *context, const struct search_query *query,
			       const struct search_result *result)
{
	struct buf *out = &context->response->body;
	struct db *catalogue = release_catalogue(context->release);
	const char *base = base_url(context), *newest = "1970-01-01";
	bool english = query->lang == LANG_EN;
	const char *site = catalogue_meta(catalogue, english ? "title_en" : "title_zh", context->arena);
	struct search_query page = *query;
	for (size_t i = 0; i < result->hit_count; i++)
		if (strcmp(result->hits[i].modified, newest) > 0)
			newest = result->hits[i].modified;
	page.rows = SEARCH_ROWS_DEFAULT;
	response_header(context->response, "Content-Type", "application/atom+xml" CHARSET);
	response_header(context->response, "Access-Control-Allow-Origin", "*");
	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	buf_printf(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n", lang_tag(query->lang));
	element(out, "id", own_address(context, base, query, "atom"));
	element(out, "title", arena_printf(context->arena, "%s: %s", site ? site : "", query->text));
	element(out, "updated", instant(context, newest));
	link_to(out, "self", "application/atom+xml", own_address(context, base, query, "atom"));
	link_to(out, "alternate", "text/html", own_address(context, base, &page, NULL));
	buf_str(out, "<author>");
	element(out, "name", site ? site : "");
	buf_str(out, "</author>\n");
	for (size_t i = 0; i < result->hit_count; i++)
		put_entry(context, out, base, &result->hits[i]);
	buf_str(out, "</feed>\n");
	return buf_overflowed(out) ? STATUS_TOO_LARGE : STATUS_OK;
}

/* ---- CSV ---- */

static void put_cell(struct buf *out, const char *text, char after)
{
	if (text)
		buf_csv(out, text, strlen(text));
	buf_byte(out, after);
}

/* Labels, or values where there are none, with a semicolon between. */
static const char *joined(struct context *context, const struct search_label *labels, size_t count, bool values)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = arena_printf(context->arena, "%s%s%s", text, i > 0 ? ";" : "",
				    values || !labels[i].label ? labels[i].value : labels[i].label);
	return text;
}

static void put_row(struct context *context, struct buf *out, const char *base, const struct search_hit *hit)
{
	const char *const cells[] = {
	    hit->id,
	    hit->title,
	    hit->abstract,
	    hit->org.label,
	    hit->region.label,
	    hit->open_type.label,
	    joined(context, hit->themes, hit->theme_count, false),
	    joined(context, hit->formats, hit->format_count, true),
	    hit->issued,
	    hit->modified,
	    arena_printf(context->arena, "%lld", (long long)hit->fields),
	    arena_printf(context->arena, "%lld", (long long)hit->rows),
	};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		put_cell(out, cells[i], ',');
	put_cell(out, address(context, base, hit->url), '\r');
	buf_byte(out, '\n');
}

enum status search_answer_csv(struct context *context, const struct search_query *query,
			      const struct search_result *result)
{
	struct buf *out = &context->response->body;
	const char *base = base_url(context);
	(void)query;
	response_header(context->response, "Content-Type", "text/csv" CHARSET);
	response_header(context->response, "Content-Disposition", "attachment; filename=\"search.csv\"");
	response_header(context->response, "Access-Control-Allow-Origin", "*");
	buf_str(
	    out,
	    "\xEF\xBB\xBFid,title,abstract,organisation,region,open_type,themes,formats,issued,modified,fields,rows,"
	    "url\r\n");
	for (size_t i = 0; i < result->hit_count; i++)
		put_row(context, out, base, &result->hits[i]);
	return buf_overflowed(out) ? STATUS_TOO_LARGE : STATUS_OK;
}
