/* quality.c -- the quality of the records: a line on the pages of datasets and organisations, and a page of the portal's. */
#include "quality.h"

#include <stdlib.h>

#include "list.h"
#include "part.h"

#define QUALITY_ORGS 50 /* organisations listed on the page; quality.csv has all */

void part_quality(const struct view *view, struct node *parent, const struct quality *quality)
{
	struct node *node = node_add(parent, "quality");
	double points = quality_mqa(quality);
	node_attr_printf(node, "mqa", "%.1f", points);
	node_attr_int(node, "of", QUALITY_MQA_MAX);
	node_attr(node, "band", quality_band(points));
	node_attr_printf(node, "completeness", "%.0f", quality_completeness(quality));
	part_href(view, node, "/help/definitions/");
	for (int i = 0; i < QUALITY_CORE_ITEMS; i++) {
		if (quality->filled[i] == quality->wanted[i])
			continue;
		struct node *missing = node_add(node, "missing");
		node_attr_int(missing, "core", i + 1);
		node_attr_int(missing, "count", (int64_t)(quality->wanted[i] - quality->filled[i]));
	}
}

void quality_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan(site, kind, lang, "/quality/");
}

static void add_dimensions(struct node *parent, const struct quality *quality)
{
	for (enum dimension dimension = 0; dimension < DIMENSION__MAX; dimension++) {
		struct node *node = node_add(parent, "dimension");
		node_attr(node, "id", dimension_name(dimension));
		node_attr_printf(node, "points", "%.1f", quality_dimension(quality, dimension));
		node_attr_int(node, "of", quality_dimension_max(dimension));
		for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
			if (metric_dimension(metric) != dimension)
				continue;
			struct node *row = node_add(node, "metric");
			node_attr(row, "id", metric_name(metric));
			node_attr_printf(row, "points", "%.1f", quality_metric(quality, metric));
			node_attr_int(row, "of", metric_weight(metric));
			node_attr_int(row, "passed", (int64_t)quality->passed[metric]);
			node_attr_int(row, "asked", (int64_t)quality->asked[metric]);
		}
	}
}

/* What fails most often: metrics by the number of those that did not pass. */
struct failing {
	enum metric metric;
	size_t count;
};

static int most_first(const void *left, const void *right)
{
	const struct failing *a = left, *b = right;
	return a->count != b->count ? (a->count < b->count ? 1 : -1) : (int)a->metric - (int)b->metric;
}

static void add_failing(struct node *parent, const struct quality *quality)
{
	struct failing failing[METRIC__MAX];
	for (enum metric metric = 0; metric < METRIC__MAX; metric++)
		failing[metric] = (struct failing){metric, quality->asked[metric] - quality->passed[metric]};
	qsort(failing, METRIC__MAX, sizeof failing[0], most_first);
	for (size_t i = 0; i < METRIC__MAX && failing[i].count > 0; i++) {
		struct node *node = node_add(parent, "failing");
		node_attr(node, "id", metric_name(failing[i].metric));
		node_attr_int(node, "count", (int64_t)failing[i].count);
		node_attr_int(node, "asked", (int64_t)quality->asked[failing[i].metric]);
	}
}

struct ranked {
	const struct org *org;
	const struct quality *quality;
};

static int lowest_first(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	double x = quality_mqa(a->quality), y = quality_mqa(b->quality);
	return x != y ? (x < y ? -1 : 1) : (a->org > b->org) - (a->org < b->org);
}

/* Those with most to do come first. */
static void add_orgs(const struct view *view, struct node *parent)
{
	const struct model *model = view->model;
	struct ranked *ranked = arena_array(view->arena, model->org_count + 1, sizeof *ranked);
	size_t count = 0;
	for (size_t i = 0; i < model->org_count; i++)
		if (model->quality[1 + i].datasets > 0)
			ranked[count++] = (struct ranked){&model->orgs[i], &model->quality[1 + i]};
	qsort(ranked, count, sizeof *ranked, lowest_first);
	for (size_t i = 0; i < count && i < QUALITY_ORGS; i++) {
		const char *path = facet_path(FACET_ORG, ranked[i].org, view->arena);
		struct node *node = part_link(view, parent, "org", path, &ranked[i].org->name);
		node_attr_int(node, "datasets", (int64_t)ranked[i].quality->datasets);
		node_attr_printf(node, "mqa", "%.1f", quality_mqa(ranked[i].quality));
		node_attr_printf(node, "completeness", "%.0f", quality_completeness(ranked[i].quality));
	}
}

void quality_fill(const struct view *view, const struct page *page)
{
	static const char *const files[] = {"quality.csv", "quality.json"};
	const struct quality *quality = &view->model->quality[0];
	part_head_text(view, "quality");
	part_crumb_text(view, node_add(view->page, "crumbs"), page->path, "quality");
	struct node *node = node_add(view->page, "portal-quality");
	node_attr_int(node, "datasets", (int64_t)quality->datasets);
	part_quality(view, node, quality);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		part_download(view, node, &(struct download){.format = i == 0 ? "csv" : "json", .path = files[i]});
	add_dimensions(node, quality);
	add_failing(node, quality);
	add_orgs(view, node);
}
