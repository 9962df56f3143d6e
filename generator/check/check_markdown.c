/* check_markdown.c -- texts of datasets and articles. */
#include <string.h>

#include <headwater/markdown.h>

#include "../near.h"
#include "checking.h"

/* What the editor most likely meant: the slash forgotten, or a dataset's id mistyped. NULL when neither. */
static const char *meant(struct checking *checking, const char *target)
{
	const struct model *model = checking->model;
	struct arena *scratch = checking->scratch;
	const char *bare = arena_copy(scratch, target, strcspn(target, "?#"));
	const char *closed = arena_printf(scratch, "%s/", bare);
	if (site_path_exists(model, closed, scratch))
		return closed;
	if (strncmp(bare, "/datasets/", 10) != 0)
		return NULL;
	const char *id = arena_copy(scratch, bare + 10, strcspn(bare + 10, "/"));
	const char **ids = arena_array(scratch, model->dataset_count, sizeof *ids);
	for (size_t i = 0; i < model->dataset_count; i++)
		ids[i] = model->cards[i].id;
	const char *near = near_name(id, ids, model->dataset_count);
	return near ? arena_printf(scratch, "/datasets/%s/", near) : NULL;
}

static bool has_scheme(const char *target)
{
	size_t word = strcspn(target, ":/?#");
	return word > 0 && target[word] == ':';
}

static void check_link(struct checking *checking, const struct markdown_link *link, struct place place)
{
	const char *target = link->target;
	if (link->refused) {
		diag_add(checking->diags, place, &RULE_E611, target, (char *)NULL);
		return;
	}
	if (has_scheme(target) || target[0] == '#')
		return;
	if (target[0] == '/' && site_path_exists(checking->model, target, checking->scratch))
		return;
	const char *near = target[0] == '/' ? meant(checking, target) : NULL;
	if (near)
		diag_add(checking->diags, place, &RULE_E613, target, near, (char *)NULL);
	else
		diag_add(checking->diags, place, &RULE_E612, target, (char *)NULL);
}

bool markdown_check(struct checking *checking, const char *file, const char *text, size_t len, int line)
{
	struct markdown markdown = {0};
	struct markdown_options options = {.heading_shift = 1, .path_prefix = ""};
	enum status status = markdown_render(text, len, &options, checking->scratch, &markdown);
	if (status == STATUS_TOO_LARGE)
		diag_add(checking->diags, (struct place){file, line, 1}, &RULE_E614, (char *)NULL);
	if (status != STATUS_OK)
		return false;
	if (markdown.raw_html)
		diag_add(checking->diags, (struct place){file, line + markdown.raw_html_line - 1, 0}, &RULE_E610,
			 (char *)NULL);
	for (size_t i = 0; i < markdown.link_count; i++) {
		const struct markdown_link *link = &markdown.links[i];
		check_link(checking, link, (struct place){file, line + link->line - 1, 0});
	}
	return markdown.link_count > 0;
}
