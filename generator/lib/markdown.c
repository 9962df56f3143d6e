/*
 * markdown.c -- cmark, with what a portal needs around it.
 *
 * cmark parses and renders. In between its tree is changed: raw HTML is taken out, links are judged, headings and tables
 * become custom nodes, whose markup is ours and whose content cmark renders as ever in its safe mode.
 */
#include <headwater/markdown.h>

#include <string.h>

#include <cmark.h>

#include "clean.h"
#include "markdown_link.h"
#include "markdown_slug.h"
#include "markdown_table.h"
#include "pool.h"

static cmark_mem pool = {pool_zeroed, pool_resize, pool_free};

struct work {
	const struct markdown_options *options;
	struct arena *arena;
	struct markdown *out;
	const struct rewritten *rewritten; /* NULL when the text was parsed as it stands */
	size_t link_capacity, heading_capacity;
	struct slugs slugs;
	struct buf scratch;
};

static cmark_node *parse(const char *text, size_t len)
{
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_VALIDATE_UTF8, &pool);
	cmark_parser_feed(parser, text, len);
	cmark_node *root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

/* ---- changing the tree ---- */

/* Puts a custom node around the children of `node`, in its place. */
static void replace(cmark_node *node, cmark_node_type type, const char *enter, const char *leave)
{
	cmark_node *custom = cmark_node_new_with_mem(type, &pool);
	cmark_node_set_on_enter(custom, enter);
	cmark_node_set_on_exit(custom, leave);
	cmark_node_insert_before(node, custom);
	for (cmark_node *child; (child = cmark_node_first_child(node));)
		cmark_node_append_child(custom, child);
	cmark_node_unlink(node);
	cmark_node_free(node);
}

/* The line of a node in the text as it was given. */
static int line_of(const struct work *work, cmark_node *node)
{
	while (node && cmark_node_get_start_line(node) <= 0)
		node = cmark_node_parent(node);
	int line = node ? cmark_node_get_start_line(node) : 1;
	if (!work->rewritten || line > (int)work->rewritten->line_count)
		return line;
	return work->rewritten->lines[line - 1].original;
}

static void drop_html(struct work *work, cmark_node *node)
{
	int line = line_of(work, node);
	if (!work->out->raw_html || line < work->out->raw_html_line)
		work->out->raw_html_line = line;
	work->out->raw_html = true;
	cmark_node_unlink(node);
	cmark_node_free(node);
}

/* ---- links ---- */

static bool is_in_link(cmark_node *node)
{
	while ((node = cmark_node_parent(node))) {
		const char *enter = cmark_node_get_on_enter(node);
		if (cmark_node_get_type(node) == CMARK_NODE_LINK || (enter && strncmp(enter, "<a ", 3) == 0))
			return true;
	}
	return false;
}

static void write_link(struct work *work, cmark_node *node, enum link_kind kind)
{
	struct buf *enter = &work->scratch;
	buf_reset(enter);
	buf_str(enter, "<a href=\"");
	link_write(enter, cmark_node_get_url(node), work->options->path_prefix ? work->options->path_prefix : "");
	buf_byte(enter, '"');
	const char *title = cmark_node_get_title(node);
	if (title && *title) {
		buf_str(enter, " title=\"");
		buf_xml(enter, title, strlen(title));
		buf_byte(enter, '"');
	}
	buf_str(enter, kind == LINK_EXTERNAL ? " rel=\"noopener noreferrer\" class=\"external\">" : ">");
	replace(node, CMARK_NODE_CUSTOM_INLINE, enter->bytes, "</a>");
}

/* A picture of the portal stays a picture; one from elsewhere becomes a link to it, since a page loads nothing from there. */
static void judge_link(struct work *work, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	enum link_kind kind = link_judge(url);
	bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
	if (image && kind == LINK_MAIL)
		kind = LINK_REFUSED;
	struct markdown_link *link =
	    ARENA_PUSH(work->arena, work->out->links, work->out->link_count, work->link_capacity);
	*link = (struct markdown_link){arena_string(work->arena, url), line_of(work, node), kind == LINK_REFUSED};
	if (image && kind == LINK_LOCAL)
		return;
	if (kind == LINK_REFUSED || is_in_link(node))
		replace(node, CMARK_NODE_CUSTOM_INLINE, "", "");
	else
		write_link(work, node, kind);
}

/* ---- headings ---- */

/* The plain text of a heading, in work->scratch. */
static void gather_text(struct work *work, cmark_node *heading)
{
	buf_reset(&work->scratch);
	cmark_iter *iter = cmark_iter_new(heading);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (event != CMARK_EVENT_ENTER)
			continue;
		const char *literal = cmark_node_get_literal(node);
		if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			buf_byte(&work->scratch, ' ');
		else if (literal && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE))
			clean_add(&work->scratch, literal, strlen(literal));
	}
	cmark_iter_free(iter);
}

static void mark_heading(struct work *work, cmark_node *node)
{
	int level = cmark_node_get_heading_level(node) + work->options->heading_shift;
	level = level < 1 ? 1 : level > 6 ? 6 : level;
	gather_text(work, node);
	struct markdown_heading *heading =
	    ARENA_PUSH(work->arena, work->out->headings, work->out->heading_count, work->heading_capacity);
	heading->text = arena_copy(work->arena, work->scratch.bytes, work->scratch.len);
	heading->id = slug_make(&work->slugs, work->scratch.bytes, work->scratch.len);
	heading->level = level;
	struct buf *enter = &work->scratch;
	buf_reset(enter);
	buf_printf(enter, "<h%d id=\"", level);
	buf_xml(enter, heading->id, strlen(heading->id));
	buf_str(enter, "\">");
	const char leave[] = {'<', '/', 'h', (char)('0' + level), '>', '\0'};
	replace(node, CMARK_NODE_CUSTOM_BLOCK, enter->bytes, leave);
}

static bool is_changed(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
	case CMARK_NODE_HEADING:
		return true;
	default:
		return false;
	}
}

static void change(struct work *work, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	if (type == CMARK_NODE_HEADING)
		mark_heading(work, node);
	else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
		judge_link(work, node);
	else
		drop_html(work, node);
}

/* The nodes are listed first: an iterator does not survive what is done to them. */
static void change_all(struct work *work, cmark_node *root)
{
	cmark_node **nodes = NULL;
	size_t count = 0, capacity = 0;
	cmark_iter *iter = cmark_iter_new(root);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		if (event == CMARK_EVENT_ENTER && is_changed(cmark_iter_get_node(iter)))
			*ARENA_PUSH(work->arena, nodes, count, capacity) = cmark_iter_get_node(iter);
	cmark_iter_free(iter);
	for (size_t i = 0; i < count; i++)
		change(work, nodes[i]);
}

/* ---- tables ---- */

/* Paragraphs that stand in no list or quotation; tables inside those are left as text. */
static size_t list_paragraphs(cmark_node *root, struct arena *arena, struct line_range **ranges)
{
	size_t count = 0, capacity = 0;
	for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
		int first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);
		if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && first > 0 && last > first)
			*ARENA_PUSH(arena, *ranges, count, capacity) =
			    (struct line_range){(size_t)first - 1, (size_t)last - 1};
	}
	return count;
}

static bool take_guard(cmark_node *paragraph)
{
	cmark_node *text = cmark_node_first_child(paragraph);
	const char *literal = text ? cmark_node_get_literal(text) : NULL;
	if (!literal || cmark_node_get_type(text) != CMARK_NODE_TEXT || literal[0] != TABLE_GUARD[0])
		return false;
	return cmark_node_set_literal(text, literal + (literal[1] == TABLE_GUARD[1] ? 2 : 1)) == 1;
}

/* The paragraphs of all cells, in order; false when cmark saw one of them as something else. */
static bool find_cells(cmark_node *root, const struct rewritten *rewritten, struct arena *arena, cmark_node ***cells)
{
	size_t count = 0, capacity = 0, line = 0;
	for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
		size_t start = (size_t)cmark_node_get_start_line(node) - 1;
		for (; line < start && line < rewritten->line_count; line++)
			if (rewritten->lines[line].table >= 0)
				return false;
		if (start >= rewritten->line_count || rewritten->lines[start].table < 0)
			continue;
		if (cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH || line != start || !take_guard(node))
			return false;
		*ARENA_PUSH(arena, *cells, count, capacity) = node;
		line = start + 1;
	}
	for (; line < rewritten->line_count; line++)
		if (rewritten->lines[line].table >= 0)
			return false;
	return true;
}

static void open_cell(struct buf *out, const struct table_shape *shape, size_t row, size_t column)
{
	static const char *const aligned[] = {[ALIGN_NONE] = ">",
					      [ALIGN_LEFT] = ">",
					      [ALIGN_CENTER] = " class=\"align-center\">",
					      [ALIGN_RIGHT] = " class=\"align-right\">"};
	if (column == 0)
		buf_str(out, row == 0 ? "<thead><tr>" : row == 1 ? "<tbody><tr>" : "<tr>");
	buf_str(out, row == 0 ? "<th scope=\"col\"" : "<td");
	buf_str(out, aligned[shape->align[column]]);
}

static void close_cell(struct buf *out, const struct table_shape *shape, size_t row, size_t column)
{
	buf_str(out, row == 0 ? "</th>" : "</td>");
	if (column + 1 < shape->column_count)
		return;
	buf_str(out, row == 0 ? "</tr></thead>" : row + 1 == shape->row_count ? "</tr></tbody>" : "</tr>");
}

/* Moves the cells of one table out of their paragraphs; returns how many there were. */
static size_t build_table(cmark_node **cells, const struct table_shape *shape)
{
	cmark_node *table = cmark_node_new_with_mem(CMARK_NODE_CUSTOM_BLOCK, &pool);
	cmark_node_set_on_enter(table, "<div class=\"table-scroll\" tabindex=\"0\"><table>");
	cmark_node_set_on_exit(table, "</table></div>");
	cmark_node_insert_before(cells[0], table);
	size_t count = shape->row_count * shape->column_count;
	struct buf enter, leave;
	buf_init(&enter, 256);
	buf_init(&leave, 256);
	for (size_t i = 0; i < count; i++) {
		buf_reset(&enter);
		buf_reset(&leave);
		open_cell(&enter, shape, i / shape->column_count, i % shape->column_count);
		close_cell(&leave, shape, i / shape->column_count, i % shape->column_count);
		cmark_node *cell = cmark_node_new_with_mem(CMARK_NODE_CUSTOM_INLINE, &pool);
		cmark_node_set_on_enter(cell, enter.bytes);
		cmark_node_set_on_exit(cell, leave.bytes);
		for (cmark_node *child; (child = cmark_node_first_child(cells[i]));)
			cmark_node_append_child(cell, child);
		cmark_node_append_child(table, cell);
		cmark_node_unlink(cells[i]);
		cmark_node_free(cells[i]);
	}
	buf_free(&enter);
	buf_free(&leave);
	return count;
}

/* The tree of the text with its tables, or NULL when it has none. */
static cmark_node *parse_tables(struct work *work, cmark_node *root, const struct lines *lines)
{
	struct line_range *ranges = NULL;
	size_t range_count = list_paragraphs(root, work->arena, &ranges);
	struct rewritten *rewritten = arena_alloc(work->arena, sizeof *rewritten);
	tables_rewrite(lines, ranges, range_count, work->arena, rewritten);
	if (rewritten->table_count == 0)
		return NULL;
	cmark_node *with_tables = parse(rewritten->text, rewritten->len);
	cmark_node **cells = NULL;
	if (!find_cells(with_tables, rewritten, work->arena, &cells)) {
		cmark_node_free(with_tables);
		return NULL;
	}
	work->rewritten = rewritten;
	for (size_t i = 0; i < rewritten->table_count; i++)
		cells += build_table(cells, &rewritten->tables[i]);
	return with_tables;
}

enum status markdown_render(const char *text, size_t len, const struct markdown_options *options, struct arena *arena,
			    struct markdown *out)
{
	*out = (struct markdown){.html = ""};
	if (len > MARKDOWN_MAX_BYTES)
		return STATUS_TOO_LARGE;
	struct work work = {.options = options, .arena = arena, .out = out, .slugs = {.arena = arena}};
	buf_init(&work.scratch, BUF_MAX_DEFAULT);
	cmark_node *root = parse(text, len);
	struct lines lines = {0};
	lines_split(text, len, arena, &lines);
	cmark_node *with_tables = tables_suspected(&lines) ? parse_tables(&work, root, &lines) : NULL;
	if (with_tables) {
		cmark_node_free(root);
		root = with_tables;
	}
	change_all(&work, root);
	char *html = cmark_render_html(root, CMARK_OPT_DEFAULT);
	buf_reset(&work.scratch);
	clean_add(&work.scratch, html, strlen(html));
	out->html = arena_copy(arena, work.scratch.bytes, work.scratch.len);
	out->html_len = work.scratch.len;
	pool_free(html);
	cmark_node_free(root);
	buf_free(&work.scratch);
	return STATUS_OK;
}
