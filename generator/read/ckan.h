/*
 * ckan.h -- datasets as CKAN gives them: a dump of one dataset a line (`ckanapi dump datasets`), or answers of
 * package_search, current_package_list_with_resources or package_show, one or many of them after one another.
 *
 * One record for each dataset, columns as json_flat.h says, and "extras.<key>" for each of the extras. When package_search
 * counts more datasets than its pages hold, the catalogue is refused as not whole.
 */
#ifndef READ_CKAN_H
#define READ_CKAN_H

#include "json_table.h"
#include "json_tree.h"

/* NULL: told. */
struct table *ckan_parse(struct reading *reading, const char *file, struct text text);

/* One answer of package_search. False when it is none (nothing told). */
struct ckan_page {
	const struct tree *results; /* a list */
	size_t count;               /* datasets of the whole catalogue */
};
bool ckan_page_of(const struct tree *answer, struct ckan_page *page);

#endif
