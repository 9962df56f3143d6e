/* dataset.h -- the parts of a dataset's page, one file each. */
#ifndef GENERATOR_PAGE_DATASET_H
#define GENERATOR_PAGE_DATASET_H

#include "page.h"

/* <core n="1">…</core> for each of the 13 core items, then <meta id="…"> for what goes beyond them. */
void dataset_add_core(const struct view *view, struct node *parent, const struct dataset *dataset);
/* <resource> for each file: downloads, field dictionary with profiles, preview. */
void dataset_add_resources(const struct view *view, struct node *parent, const struct dataset *dataset);
/* <cite>: a citation to copy, in the style of GB/T 7714 (Chinese) or plain (English). */
void dataset_add_citation(const struct view *view, struct node *parent, const struct dataset *dataset);

#endif
