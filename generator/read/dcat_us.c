/* dcat_us.c -- the datasets of data.json. */
#include "dcat_us.h"

#include "json_flat.h"
#include "source_rules.h"

/* The fields of resources.data.gov/resources/dcat-us, v1.1; those of agencies of the federal government come as met. */
static const char *const columns[] = {"identifier",
				      "title",
				      "description",
				      "keyword",
				      "issued",
				      "modified",
				      "publisher.name",
				      "contactPoint.fn",
				      "contactPoint.hasEmail",
				      "accessLevel",
				      "rights",
				      "license",
				      "accrualPeriodicity",
				      "theme",
				      "spatial",
				      "temporal",
				      "landingPage",
				      "describedBy",
				      "describedByType",
				      "conformsTo",
				      "isPartOf",
				      "language",
				      "references",
				      "distribution.title",
				      "distribution.description",
				      "distribution.format",
				      "distribution.mediaType",
				      "distribution.downloadURL",
				      "distribution.accessURL"};

struct table *dcat_us_parse(struct reading *reading, const char *file, struct text text)
{
	struct tree root;
	if (!json_tree_parse(reading, file, text, &root))
		return NULL;
	/* version 1.0 was the bare list */
	const struct tree *datasets = root.kind == TREE_LIST ? &root : tree_get(&root, "dataset");
	if (!datasets || datasets->kind != TREE_LIST) {
		diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_S101, "“dataset”列表", "a list “dataset”",
			 (char *)NULL);
		return NULL;
	}
	struct records *records = records_open(reading, file);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		records_column(records, columns[i]);
	for (size_t i = 0; i < datasets->count; i++) {
		records_begin(records);
		if (datasets->items[i].kind == TREE_MAP)
			json_flat_put(records, reading->arena, NULL, &datasets->items[i]);
		else
			diag_add(reading->diags, (struct place){file, (int)i + 1, 1}, &RULE_S102,
				 arena_printf(reading->arena, "%zu", i + 1), (char *)NULL);
	}
	struct table *table = records_table(records);
	records_close(records);
	return table;
}
