/* quality.c -- points and shares out of counts. */
#include "quality.h"

static const struct {
	const char *name;
	enum dimension dimension;
	int weight;
} metrics[METRIC__MAX] = {
#define METRIC(id, name, dimension, weight) {name, DIMENSION_##dimension, weight},
#include "quality.def"
#undef METRIC
};

const char *dimension_name(enum dimension dimension)
{
	static const char *const names[DIMENSION__MAX] = {"findability", "accessibility", "interoperability",
							  "reusability", "contextuality"};
	return names[dimension];
}

const char *metric_name(enum metric metric)
{
	return metrics[metric].name;
}

enum dimension metric_dimension(enum metric metric)
{
	return metrics[metric].dimension;
}

int metric_weight(enum metric metric)
{
	return metrics[metric].weight;
}

double quality_metric(const struct quality *quality, enum metric metric)
{
	size_t asked = quality->asked[metric];
	return asked ? metrics[metric].weight * (double)quality->passed[metric] / (double)asked : 0;
}

double quality_dimension(const struct quality *quality, enum dimension dimension)
{
	double points = 0;
	for (enum metric metric = 0; metric < METRIC__MAX; metric++)
		points += metrics[metric].dimension == dimension ? quality_metric(quality, metric) : 0;
	return points;
}

int quality_dimension_max(enum dimension dimension)
{
	int points = 0;
	for (enum metric metric = 0; metric < METRIC__MAX; metric++)
		points += metrics[metric].dimension == dimension ? metrics[metric].weight : 0;
	return points;
}

double quality_mqa(const struct quality *quality)
{
	double points = 0;
	for (enum dimension dimension = 0; dimension < DIMENSION__MAX; dimension++)
		points += quality_dimension(quality, dimension);
	return points;
}

const char *quality_band(double points)
{
	return points >= 351 ? "excellent" : points >= 221 ? "good" : points >= 121 ? "sufficient" : "bad";
}

double quality_completeness(const struct quality *quality)
{
	size_t filled = 0, wanted = 0;
	for (int i = 0; i < QUALITY_CORE_ITEMS; i++) {
		filled += quality->filled[i];
		wanted += quality->wanted[i];
	}
	return wanted ? 100.0 * (double)filled / (double)wanted : 100;
}

void quality_add(struct quality *sum, const struct quality *quality)
{
	sum->datasets += quality->datasets;
	for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
		sum->passed[metric] += quality->passed[metric];
		sum->asked[metric] += quality->asked[metric];
	}
	for (int i = 0; i < QUALITY_CORE_ITEMS; i++) {
		sum->filled[i] += quality->filled[i];
		sum->wanted[i] += quality->wanted[i];
	}
}
