/* terms.c -- one page for each vocabulary that cuts the catalogue: all its values, with counts. */
#include "list.h"
#include "part.h"

static const enum facet vocabularies[] = {FACET_THEME, FACET_SECTOR, FACET_FORMAT, FACET_OPEN_TYPE};

void terms_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (size_t i = 0; i < sizeof vocabularies / sizeof vocabularies[0]; i++)
		page_plan(site, kind, lang, facet_kinds[vocabularies[i]].folder)->subject =
		    &facet_kinds[vocabularies[i]];
}

void terms_fill(const struct view *view, const struct page *page)
{
	const struct facet_kind *facet = page->subject;
	const struct vocabulary *vocabulary = model_vocabulary(view->model, facet->vocabulary);
	part_head_text(view, facet->vocabulary);
	part_crumb_text(view, node_add(view->page, "crumbs"), facet->folder, facet->vocabulary);
	struct node *terms = node_add(view->page, "terms");
	node_attr(terms, "id", facet->vocabulary);
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->terms[i];
		struct node *node = node_add(terms, "term");
		node_attr(node, "code", term->code);
		part_href(view, node, facet_path((enum facet)(facet - facet_kinds), term, view->arena));
		node_attr_int(node, "count", (int64_t)term->dataset_count);
		node_label(node, "title", &term->label, view->lang);
		if (term->note.text[LANG_ZH])
			node_label(node, "note", &term->note, view->lang);
	}
}
