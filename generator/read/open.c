/*
 * open.c -- one dataset at a time, with the cells of its tables.
 *
 * What stays in the model of a table is how large it is. Opening reads the files again into the caller's arena, into a
 * copy of the dataset, so that the model itself stays as it is.
 */
#include <string.h>

#include <headwater/utf8.h>

#include "../ledgers.h"
#include "../stages.h"
#include "keep.h"
#include "reading.h"
#include "table.h"

/* True when there is nothing to read: no table, or all of them are in memory. */
static bool has_cells(const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		if (resource->tabular && resource->is_there && !(resource->table && resource->table->header))
			return false;
	}
	return true;
}

static void *copied(struct arena *arena, const void *items, size_t count, size_t item_bytes)
{
	void *copy = arena_array(arena, count + 1, item_bytes);
	if (count > 0)
		memcpy(copy, items, count * item_bytes);
	return copy;
}

static struct dataset *copy_of(const struct dataset *folder, struct arena *arena)
{
	struct dataset *dataset = copied(arena, folder, 1, sizeof *dataset);
	dataset->resources = copied(arena, folder->resources, folder->resource_count, sizeof *folder->resources);
	for (size_t i = 0; i < dataset->resource_count; i++) {
		struct resource *resource = &dataset->resources[i];
		resource->table = NULL;
		resource->fields = copied(arena, resource->fields, resource->field_count, sizeof *resource->fields);
		for (size_t k = 0; k < resource->field_count; k++)
			resource->fields[k].column = -1;
	}
	return dataset;
}

static struct dataset *read_tables(const struct model *model, const struct dataset *folder, struct arena *arena,
				   struct diags *diags)
{
	struct reading reading = {(struct model *)model, arena, diags, model->content_fd};
	struct dataset *dataset = copy_of(folder, arena);
	for (size_t i = 0; i < dataset->resource_count; i++)
		if (dataset->resources[i].is_there && dataset->resources[i].tabular)
			table_read(&reading, dataset, &dataset->resources[i]);
	return dataset;
}

/* False when the files are not those that were surveyed. */
static bool is_as_surveyed(const struct dataset *dataset, const struct dataset *folder)
{
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct table *now = dataset->resources[i].table, *then = folder->resources[i].table;
		if (!now != !then)
			return false;
		if (now && (now->row_count != then->row_count || now->column_count != then->column_count ||
			    dataset->resources[i].size_bytes != folder->resources[i].size_bytes))
			return false;
	}
	return true;
}

static struct dataset *open_row(const struct model *model, const struct card *card, struct arena *arena)
{
	struct reading reading = {(struct model *)model, arena, NULL, model->content_fd};
	struct dataset *dataset = arena_alloc(arena, sizeof *dataset);
	ledger_row_open(model, card->row, dataset, arena);
	resolve_dataset(&reading, dataset);
	dataset->card = card;
	dataset->field_total = card->field_total;
	return dataset;
}

static struct dataset *open_folder(const struct card *card, struct arena *arena)
{
	return kept_is_ready(card->folder) ? keep_open_dataset(card->folder, arena) : card->folder;
}

const struct dataset *dataset_items(const struct model *model, const struct card *card, struct arena *arena)
{
	return card->folder ? open_folder(card, arena) : open_row(model, card, arena);
}

enum status dataset_tables(const struct model *model, const struct card *card, struct arena *arena,
			   struct dataset **dataset)
{
	struct dataset *surveyed = *dataset = card->folder ? open_folder(card, arena) : open_row(model, card, arena);
	if (!card->folder || has_cells(surveyed))
		return STATUS_OK;
	struct diags unheard; /* they were told when it was surveyed */
	diags_init(&unheard, arena);
	*dataset = read_tables(model, surveyed, arena, &unheard);
	return is_as_surveyed(*dataset, surveyed) ? STATUS_OK : STATUS_IO;
}

/* The longest cell in UTF-16 code units, by which a spreadsheet counts. */
static size_t longest_cell(const struct table *table)
{
	size_t longest = 0;
	for (size_t i = 0; i < table->row_count * table->column_count; i++) {
		struct span cell = table->cells[i];
		size_t units = 0;
		if (cell.len > longest) /* a code unit takes at least a byte */
			for (size_t at = 0; at < cell.len;)
				units += utf8_next(cell.ptr, cell.len, &at) > 0xFFFF ? 2 : 1;
		longest = units > longest ? units : longest;
	}
	return longest;
}

static struct table *shape_of(struct table *table, struct arena *arena)
{
	struct table *shape = arena_alloc(arena, sizeof *shape);
	table->cell_units_max = longest_cell(table);
	*shape = (struct table){.column_count = table->column_count,
				.row_count = table->row_count,
				.cell_units_max = table->cell_units_max};
	return shape;
}

/* Of the dataset's text and of every file it names. */
static struct print print_of(const struct model *model, const struct dataset *dataset, struct arena *arena)
{
	struct printer *printer = printer_new();
	printer_print(printer, &dataset->print);
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		char sha256[SHA256_HEX_LEN + 1] = "";
		uint64_t size_bytes;
		if (resource->is_there)
			sha256_file(
			    arena_printf(arena, "%s/%s/%s", model->content_dir, dataset->folder, resource->file),
			    sha256, &size_bytes);
		printer_string(printer, sha256);
	}
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

struct dataset *dataset_survey(struct model *model, struct card *card, struct arena *arena, struct diags *diags)
{
	struct dataset *folder = card->folder;
	if (!folder)
		return open_row(model, card, arena);
	card->print = print_of(model, folder, arena);
	if (has_cells(folder))
		return folder;
	struct dataset *dataset = read_tables(model, folder, arena, diags);
	for (size_t i = 0; i < dataset->resource_count; i++) {
		struct resource *resource = &dataset->resources[i], *kept = &folder->resources[i];
		kept->size_bytes = resource->size_bytes;
		kept->table = resource->table ? shape_of(resource->table, model->arena) : NULL;
		for (size_t k = 0; k < resource->field_count; k++)
			kept->fields[k].column = resource->fields[k].column;
	}
	return dataset;
}
