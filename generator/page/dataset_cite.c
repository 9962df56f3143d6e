/* dataset_cite.c -- how to cite a dataset. The day of access is the reader's to fill in. */
#include "dataset.h"
#include "part.h"

/* The one answerable. An organisation that only stands as a sample has published nothing, so the portal answers. */
static const struct label *author(const struct view *view, const struct dataset *dataset)
{
	return dataset->org->synthetic ? &view->model->portal.name : &dataset->org->name;
}

void dataset_add_citation(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	const char *title = label_text(&dataset->title, view->lang, NULL);
	const char *name = label_text(author(view, dataset), view->lang, NULL);
	const char *path = dataset_path(view, dataset->id);
	struct buf text;
	buf_init(&text, 65536);
	const char *modified = dataset->modified.text, *base = view->model->portal.base_url;
	if (view->lang == LANG_ZH) /* GB/T 7714: author. title[DS/OL]. (date of change)[date of access]. address */
		buf_printf(&text, "%s. %s[DS/OL]. (%s)[引用日期]. %s%s%s", name, title, modified, base, view->prefix,
			   path);
	else
		buf_printf(&text, "%s. “%s” [dataset]. Last changed %s. Accessed [date]. %s%s%s", name, title, modified,
			   base, view->prefix, path);
	node_text(parent, "cite", text.bytes);
	buf_free(&text);
}
