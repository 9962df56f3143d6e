#include "print.h"

#include <string.h>

void print_whole(const struct site *site, const struct page *page, struct printer *printer)
{
	(void)page;
	printer_print(printer, &site->model->whole);
	printer_string(printer, site->model->now.text);
}

/* Members are printed once for all pages of a list: they decide on its counts and on the figures of its head. */
void print_list(const struct site *site, const struct page *page, struct printer *printer)
{
	const struct list *list = page->list;
	printer_print(printer, &list->print);
	printer_int(printer, (int64_t)list->count);
	printer_int(printer, list->count == site->model->dataset_count); /* whose catalogue it links to */
	if (list->facet != FACET_REGION)
		return;
	/* a region's page counts what its organisations have, wherever that lies */
	for (size_t i = 0; i < site->model->org_count; i++)
		if (site->model->orgs[i].region == page->subject)
			printer_int(printer, (int64_t)site->model->orgs[i].dataset_count);
}

void print_dataset(const struct site *site, const struct page *page, struct printer *printer)
{
	const struct card *card = page->subject;
	(void)site;
	printer_print(printer, &card->print);
	for (size_t i = 0; i < card->related_count; i++)
		card_print_link(card->related[i], printer);
	printer_int(printer, (int64_t)card->related_count);
	for (size_t i = 0; i < card->near_count; i++)
		card_print_link(card->near[i], printer);
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
