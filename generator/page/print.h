/*
 * print.h -- what a page is made of, so that one made of the same is kept from the release before.
 *
 * A print must cover everything that decides on the page's bytes but the program: the frame (templates, portal, code lists,
 * regions, organisations) is in every one; then comes what the kind shows. Covering too much costs time, covering too little
 * publishes a stale page; a test compares thousands of builds over edits with builds from nothing.
 */
#ifndef GENERATOR_PAGE_PRINT_H
#define GENERATOR_PAGE_PRINT_H

#include "list.h"
#include "page.h"

/* One for each way a page kind depends on the content; all add to the print under way. */
typedef void page_printer(const struct site *site, const struct page *page, struct printer *printer);
/* The whole content and the day of the build. */
page_printer print_whole;
/* The members a page of a list shows, and the list's head (of its first page: all members). */
page_printer print_list;
/* The dataset, and what is shown of those related to it. */
page_printer print_dataset;

/* Takes the prints of links, which many pages show. */
void print_links(struct site *site);
/* What all pages of a list show of it: its counts, and the figures of its subject (NULL for none). Taken when it is planned. */
struct print print_head(const struct site *site, const struct list *list, const void *subject);
/* The print of one page. */
struct print print_page(const struct site *site, const struct page *page, struct printer *printer);

#endif
