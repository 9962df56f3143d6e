#include "quality_files.h"

#include <string.h>

#include <headwater/json.h>

#include "quality.h"
#include "sink.h"
#include "stages.h"

#define BOM "\xEF\xBB\xBF"

static void put_head(struct buf *out)
{
	buf_str(out, BOM "kind,id,title,datasets");
	for (enum dimension dimension = 0; dimension < DIMENSION__MAX; dimension++)
		buf_printf(out, ",%s", dimension_name(dimension));
	buf_str(out, ",mqa,mqa_of,band,completeness,missing\r\n");
}

static void put_row(struct buf *out, const char *kind, const char *id, const struct label *title,
		    const struct quality *quality)
{
	const char *zh = label_text(title, LANG_ZH, NULL);
	double points = quality_mqa(quality);
	bool first = true;
	buf_printf(out, "%s,%s,", kind, id);
	buf_csv(out, zh, strlen(zh));
	buf_printf(out, ",%zu", quality->datasets);
	for (enum dimension dimension = 0; dimension < DIMENSION__MAX; dimension++)
		buf_printf(out, ",%.1f", quality_dimension(quality, dimension));
	buf_printf(out, ",%.1f,%d,%s,%.1f,", points, QUALITY_MQA_MAX, quality_band(points),
		   quality_completeness(quality));
	for (int i = 0; i < QUALITY_CORE_ITEMS; i++) {
		if (quality->filled[i] == quality->wanted[i])
			continue;
		buf_printf(out, "%s%d", first ? "" : ";", i + 1);
		first = false;
	}
	buf_str(out, "\r\n");
}

static enum status put_csv(const struct model *model, struct output *output)
{
	struct arena *arena = arena_new();
	struct sink sink;
	sink_open(&sink, output, QUALITY_FIRST_FILE, true);
	put_head(&sink.buf);
	put_row(&sink.buf, "portal", "", &model->portal.name, &model->quality[0]);
	for (size_t i = 0; i < model->org_count; i++)
		if (model->quality[1 + i].datasets > 0)
			put_row(&sink.buf, "org", model->orgs[i].id, &model->orgs[i].name, &model->quality[1 + i]);
	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		struct quality quality;
		measure_quality(model, dataset_items(model, card, arena), &quality);
		put_row(&sink.buf, "dataset", card->id, &card->title, &quality);
		sink_flow(&sink);
		arena_reset(arena);
	}
	arena_free(arena);
	return sink_close(&sink, STATUS_OK);
}

/* To a thousandth: what is shown is rounded further. */
static void put_points(struct json *json, const char *key, double points)
{
	char text[32];
	int len = snprintf(text, sizeof text, "%.3f", points);
	json_key(json, key);
	json_number_text(json, text, (size_t)len);
}

static void put_metric(struct json *json, const struct quality *quality, enum metric metric)
{
	json_object(json);
	json_put(json, "metric", metric_name(metric));
	json_put(json, "dimension", dimension_name(metric_dimension(metric)));
	json_put_int(json, "weight", metric_weight(metric));
	json_put_int(json, "asked", (int64_t)quality->asked[metric]);
	json_put_int(json, "passed", (int64_t)quality->passed[metric]);
	put_points(json, "points", quality_metric(quality, metric));
	json_object_end(json);
}

static void put_core(struct json *json, const struct quality *quality)
{
	json_key(json, "core_items");
	json_array(json);
	for (int i = 0; i < QUALITY_CORE_ITEMS; i++) {
		json_object(json);
		json_put_int(json, "item", i + 1);
		json_put_int(json, "wanted", (int64_t)quality->wanted[i]);
		json_put_int(json, "filled", (int64_t)quality->filled[i]);
		json_object_end(json);
	}
	json_array_end(json);
}

static enum status put_json(const struct model *model, struct output *output)
{
	const struct quality *quality = &model->quality[0];
	struct sink sink;
	struct json json;
	sink_open(&sink, output, "quality.json", true);
	json_init(&json, &sink.buf, true);
	json_object(&json);
	json_put(&json, "generated", model->now.text);
	json_put_int(&json, "datasets", (int64_t)quality->datasets);
	put_points(&json, "mqa", quality_mqa(quality));
	json_put_int(&json, "mqa_of", QUALITY_MQA_MAX);
	json_put(&json, "band", quality_band(quality_mqa(quality)));
	json_key(&json, "metrics");
	json_array(&json);
	for (enum metric metric = 0; metric < METRIC__MAX; metric++)
		put_metric(&json, quality, metric);
	json_array_end(&json);
	put_points(&json, "completeness", quality_completeness(quality));
	put_core(&json, quality);
	json_object_end(&json);
	buf_byte(&sink.buf, '\n');
	return sink_close(&sink, STATUS_OK);
}

enum status quality_put(const struct model *model, struct output *output)
{
	enum status status = put_csv(model, output);
	return status == STATUS_OK ? put_json(model, output) : status;
}
