/* part.h -- pieces of documents that several page kinds share. Addresses are complete: prefix and all. */
#ifndef GENERATOR_PAGE_PART_H
#define GENERATOR_PAGE_PART_H

#include "page.h"

/* title= and description= of the page, with title-lang= when the title had to fall back. */
void part_head(const struct view *view, const struct label *title, const struct label *description);
/* The same for pages whose title is a word of the stylesheets: title-text="themes". */
void part_head_text(const struct view *view, const char *word);

/* href="<prefix><path>" */
void part_href(const struct view *view, struct node *node, const char *path);
/* <name href=…>label</name> */
struct node *part_link(const struct view *view, struct node *parent, const char *name, const char *path,
		       const struct label *label);
/* Text that exists in Chinese only: <name lang="zh-CN">…</name> on an English page. Nothing when NULL or "". */
struct node *part_chinese(const struct view *view, struct node *parent, const char *name, const char *text);

/* <crumb href>label</crumb>; the text form names a word of text/<lang>.xml. */
void part_crumb(const struct view *view, struct node *crumbs, const char *path, const struct label *label);
void part_crumb_text(const struct view *view, struct node *crumbs, const char *path, const char *word);

/* One dataset in a list. */
void part_item(const struct view *view, struct node *parent, const struct card *card);
/* <figure id value href>: a number that links to its definition. */
void part_figure(const struct view *view, struct node *parent, const char *id, uint64_t value);
/* Figures of a set of datasets: how many, how many open; fields, rows and capacity of the open ones. */
void part_figures(const struct view *view, struct node *parent, struct card *const *items, size_t count);
/* <pager> of `pages` pages below `path`; nothing, and NULL, for a single page. */
struct node *part_pager(const struct view *view, struct node *parent, const char *path, size_t number, size_t pages);
/* <download> with format, size and checksum; false when the file was not put out. */
bool part_download(const struct view *view, struct node *parent, const struct download *download);
/* Markdown spliced as <body>, marked as Chinese on pages of another language; editors begin with "##". */
void part_body(const struct view *view, struct node *parent, const char *markdown, size_t len, int heading_shift);

/* <quality>: points of the MQA, completeness, core items that are missing. */
void part_quality(const struct view *view, struct node *parent, const struct quality *quality);

/* Path of a page about one thing, in the view's arena. */
const char *dataset_path(const struct view *view, const char *id);
/* The page of a dataset by an id of any day: its own, or the one that says it was withdrawn. */
const char *id_path(const struct view *view, const char *id);
const char *article_path(const struct view *view, const struct article *article);

#endif
