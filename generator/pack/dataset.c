#include "dataset.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <headwater/arena.h>

#include "bundle.h"
#include "catalog.h"
#include "day.h"
#include "fault.h"
#include "format.h"
#include "metadata.h"
#include "sink.h"

/* Text compresses; what is a container of its own does not. */
static bool is_text(const struct model *model, const char *format)
{
	const struct term *term = model_term(model, "formats", format);
	const char *type = term ? term_extra(term, "media_type") : NULL;
	return type &&
	       (strncmp(type, "text/", 5) == 0 || strstr(type, "json") || strstr(type, "/xml") || strstr(type, "+xml"));
}

static enum status copy(const char *source, struct sink *sink)
{
	char block[4096];
	size_t got;
	FILE *file = fopen(source, "rbe");
	if (!file)
		return fault_set(sink->output, STATUS_IO, "%s: cannot read", source);
	while ((got = fread(block, 1, sizeof block, file)) > 0) {
		buf_add(&sink->buf, block, got);
		sink_flow(sink);
	}
	bool failed = ferror(file);
	fclose(file);
	return failed ? fault_set(sink->output, STATUS_IO, "%s: cannot read", source) : STATUS_OK;
}

static enum status put_as_it_is(const struct model *model, const struct dataset *dataset,
				const struct resource *resource, struct output *output)
{
	struct arena *arena = arena_new();
	struct sink sink;
	const struct download *download = &resource->downloads[0];
	const char *source = arena_printf(arena, "%s/%s/%s", model->content_dir, dataset->folder, resource->file);
	sink_open(&sink, output, download->path, is_text(model, download->format));
	enum status status = sink_close(&sink, copy(source, &sink));
	arena_free(arena);
	return status;
}

static enum status put_table(const struct dataset *dataset, const struct resource *resource, struct output *output)
{
	struct arena *arena = arena_new();
	struct format_input input;
	enum status status = STATUS_OK;
	bool ready = format_prepare(dataset, resource, arena, &input);
	for (size_t i = 0; ready && i < resource->download_count && status == STATUS_OK; i++) {
		const struct format *format = format_of(resource, &resource->downloads[i]);
		struct sink sink;
		assert(format);
		sink_open(&sink, output, resource->downloads[i].path, true);
		status = sink_close(&sink, format->write(format, &input, &sink));
	}
	arena_free(arena);
	return status;
}

static enum status put_text(struct output *output, const char *path, struct buf *text)
{
	enum status status = buf_overflowed(text) ? fault_set(output, STATUS_TOO_LARGE, "%s: too large", path)
						  : output_put_compressed(output, path, text->bytes, text->len);
	buf_reset(text);
	return status;
}

static enum status put_papers(const struct model *model, const struct dataset *dataset, struct output *output)
{
	struct catalog_facts facts = catalog_facts_of_output(output);
	struct arena *arena = arena_new();
	struct buf text;
	buf_init(&text, BUF_MAX_DEFAULT);
	metadata_write(model, dataset, &facts, NOTATION_JSON, &text);
	enum status status = put_text(output, arena_printf(arena, "datasets/%s/metadata.json", dataset->id), &text);
	bool full = metadata_in_full(dataset);
	if (status == STATUS_OK && full) {
		metadata_write(model, dataset, &facts, NOTATION_XML, &text);
		status = put_text(output, arena_printf(arena, "datasets/%s/metadata.xml", dataset->id), &text);
	}
	if (status == STATUS_OK && full && dictionary_exists(dataset)) {
		dictionary_write(model, dataset, &text);
		status = put_text(output, arena_printf(arena, "datasets/%s/dictionary.csv", dataset->id), &text);
	}
	buf_free(&text);
	arena_free(arena);
	return status;
}

static enum status put_archive(const struct model *model, const struct dataset *dataset, struct output *output)
{
	struct member_list members = {.arena = arena_new(), .top = dataset->id};
	member_add_dataset(&members, model, dataset, dataset->id, output);
	member_seal(&members);
	enum status status =
	    bundle_put(&members, BULK_ZIP, day_start(&dataset->modified), dataset->archive.path, output);
	arena_free(members.arena);
	return status;
}

enum status dataset_put(struct model *model, const struct dataset *dataset, struct output *output)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < dataset->resource_count && status == STATUS_OK; i++) {
		const struct resource *resource = &dataset->resources[i];
		if (resource->download_count == 0)
			continue;
		assert(resource_is_public(dataset, resource));
		status = resource->tabular ? put_table(dataset, resource, output)
					   : put_as_it_is(model, dataset, resource, output);
	}
	if (status == STATUS_OK)
		status = put_papers(model, dataset, output);
	if (status == STATUS_OK)
		status = catalog_dataset(model, dataset, output);
	if (status == STATUS_OK && dataset->archive.path)
		status = put_archive(model, dataset, output);
	return status;
}

const char *dataset_first_file(const struct dataset *dataset, struct arena *arena)
{
	for (size_t i = 0; i < dataset->resource_count; i++)
		if (dataset->resources[i].download_count > 0)
			return dataset->resources[i].downloads[0].path;
	return arena_printf(arena, "datasets/%s/metadata.json", dataset->id);
}
