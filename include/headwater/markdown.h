/*
 * markdown.h -- the one door to cmark: Markdown in, a safe HTML fragment out.
 *
 * CommonMark plus pipe tables (GFM form; not inside lists and quotations; at most 64 columns and 65,536 cells). Raw HTML
 * is dropped. Links may go to https://…, http://…, mailto:, '#...' and site-absolute or relative paths without a scheme or
 * "//"; anything else loses its target and keeps its text. An image of the portal stays one; an image from elsewhere
 * becomes a link to it, since pages load nothing from other hosts. External links get class="external" and
 * rel="noopener noreferrer"; a table stands in <div class="table-scroll" tabindex="0">, its aligned cells have the class
 * align-right or align-center. Headings are moved down by `heading_shift` and get ids, so that a definition can be linked
 * to. Input is at most 64 KiB (cmark 0.30.2 has quadratic cases above that).
 */
#ifndef HEADWATER_MARKDOWN_H
#define HEADWATER_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/lang.h>
#include <headwater/status.h>

#define MARKDOWN_MAX_BYTES ((size_t)64 * 1024)

/* A link or image target met in a text, for the dangling-link rule. */
struct markdown_link {
	const char *target;
	int line;     /* within the Markdown text, 1-based */
	bool refused; /* its scheme is not allowed */
};

struct markdown_heading {
	const char *id, *text;
	int level;
};

struct markdown {
	const char *html;
	size_t html_len;
	struct markdown_link *links;
	size_t link_count;
	struct markdown_heading *headings;
	size_t heading_count;
	bool raw_html;     /* some was there and was dropped */
	int raw_html_line; /* the first */
};

struct markdown_options {
	int heading_shift;       /* 1: '#' becomes <h2> */
	const char *path_prefix; /* put before site-absolute page links ("/en" on English pages), or "" */
};

/* STATUS_TOO_LARGE past MARKDOWN_MAX_BYTES. */
enum status markdown_render(const char *text, size_t len, const struct markdown_options *options, struct arena *arena,
			    struct markdown *out);

#endif
