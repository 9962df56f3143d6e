/*
 * quality.h -- how good the records are: the EU's Metadata Quality Assessment, and our completeness of the core items.
 *
 * MQA (data.europa.eu/mqa/methodology): each metric is asked of datasets or of their distributions; its points are
 * weight x passed / asked, 405 in all. For interoperability the best distribution of a dataset counts. DCAT-AP compliance is
 * held by construction: the shapes are run over every release by the tests. What a release offers answers with 200.
 *
 * Completeness: core items filled / core items that apply, of the 13 of the national guide.
 *
 * A quality counts, so that those of datasets add up to that of an organisation and of the portal.
 */
#ifndef GENERATOR_QUALITY_H
#define GENERATOR_QUALITY_H

#include <stddef.h>
#include <stdint.h>

#define QUALITY_MQA_MAX 405
#define QUALITY_CORE_ITEMS 13

enum dimension {
	DIMENSION_FINDABILITY,
	DIMENSION_ACCESSIBILITY,
	DIMENSION_INTEROPERABILITY,
	DIMENSION_REUSABILITY,
	DIMENSION_CONTEXTUALITY,
	DIMENSION__MAX
};

enum metric {
#define METRIC(id, name, dimension, weight) METRIC_##id,
#include "quality.def"
#undef METRIC
	METRIC__MAX
};

struct quality {
	size_t datasets;
	size_t passed[METRIC__MAX], asked[METRIC__MAX];
	size_t filled[QUALITY_CORE_ITEMS], wanted[QUALITY_CORE_ITEMS]; /* core item n is at n - 1 */
};

/* "findability", ...; "keyword", ... */
const char *dimension_name(enum dimension dimension);
const char *metric_name(enum metric metric);
enum dimension metric_dimension(enum metric metric);
int metric_weight(enum metric metric);
/* The points of one metric, of a dimension, of all; 0 where nothing was asked. */
double quality_metric(const struct quality *quality, enum metric metric);
double quality_dimension(const struct quality *quality, enum dimension dimension);
int quality_dimension_max(enum dimension dimension);
double quality_mqa(const struct quality *quality);
/* "excellent" from 351, "good" from 221, "sufficient" from 121, else "bad" */
const char *quality_band(double points);
/* Per cent of the core items that apply; 100 where none does. */
double quality_completeness(const struct quality *quality);
void quality_add(struct quality *sum, const struct quality *quality);

#endif
