#include "print.h"

#include <string.h>

#include "manifest.h"
#include "quality.h"

void print_whole(const struct site *site, const struct page *page, struct printer *printer)
{
	(void)page;
	printer_print(printer, &site->model->whole);
	printer_string(printer, site->model->now.text);
}

/* What stands beside and above the items of a list: how many have each value, and the sums of the figures. */
static void print_counts(const struct list *list, struct printer *printer)
{
	uint64_t sums[4] = {0};
	for (enum facet facet = 0; list->tallies && facet < FACET__MAX; facet++) {
		const struct tally *tally = &list->tallies[facet];
		printer_add(printer, tally->entries, tally->count * sizeof *tally->entries);
	}
	for (size_t i = 0; i < list->count; i++) {
		const struct card *card = list->items[i];
		sums[0] += card->open == OPEN_UNCONDITIONAL;
		sums[1] += card->field_total;
		sums[2] += card->row_total;
		sums[3] += card->capacity;
	}
	printer_add(printer, sums, sizeof sums);
}

/* A region's page shows its archives, and counts what its organisations have, wherever that lies. */
static void print_region(const struct site *site, const struct region *region, struct printer *printer)
{
	const struct model *model = site->model;
	for (size_t i = 0; i < model->org_count; i++)
		if (model->orgs[i].region == region)
			printer_int(printer, (int64_t)model->orgs[i].dataset_count);
	for (size_t i = 0; i < model->bulk_count; i++) {
		struct file_facts facts;
		bool is_out = model->manifest && manifest_find(model->manifest, model->bulk[i].path, &facts);
		printer_int(printer, is_out);
		if (is_out)
			printer_add(printer, &facts.sha256, sizeof facts.sha256);
	}
}

struct print print_head(const struct site *site, const struct list *list, const void *subject)
{
	struct printer *printer = site->printer;
	const struct model *model = site->model;
	print_counts(list, printer);
	printer_int(printer, (int64_t)list->count);
	printer_int(printer, list->count == model->dataset_count); /* whose catalogue it links to */
	if (list->facet == FACET_REGION)
		print_region(site, subject, printer);
	if (list->facet == FACET_ORG && model->quality)
		printer_add(printer, &model->quality[1 + ((const struct org *)subject - model->orgs)],
			    sizeof *model->quality);
	return printer_end(printer);
}

void print_list(const struct site *site, const struct page *page, struct printer *printer)
{
	const struct list *list = page->list;
	size_t first = (page->number - 1) * LIST_PAGE_ITEMS;
	(void)site;
	printer_print(printer, &list->head);
	if (page->number == 1) /* it offers the list's catalogue, and tells its checksum */
		printer_print(printer, &list->print);
	for (size_t i = first; i < list->count && i < first + LIST_PAGE_ITEMS; i++) {
		printer_string(printer, list->items[i]->id);
		printer_print(printer, &list->items[i]->print);
	}
}

void print_links(struct site *site)
{
	const struct model *model = site->model;
	site->links = arena_array(site->arena, model->dataset_count + 1, sizeof *site->links);
	for (size_t i = 0; i < model->dataset_count; i++) {
		card_print_link(&model->cards[i], site->printer);
		site->links[i] = printer_end(site->printer);
	}
}

void print_dataset(const struct site *site, const struct page *page, struct printer *printer)
{
	const struct card *card = page->subject, *cards = site->model->cards;
	printer_print(printer, &card->print);
	for (size_t i = 0; i < card->related_count; i++)
		printer_print(printer, &site->links[card->related[i] - cards]);
	printer_int(printer, (int64_t)card->related_count);
	for (size_t i = 0; i < card->near_count; i++)
		printer_print(printer, &site->links[card->near[i]]);
}

struct print print_page(const struct site *site, const struct page *page, struct printer *printer)
{
	printer_print(printer, &site->model->frame);
	printer_string(printer, page->kind->name);
	printer_int(printer, page->lang);
	printer_string(printer, page->path);
	page->kind->print(site, page, printer);
	return printer_end(printer);
}
