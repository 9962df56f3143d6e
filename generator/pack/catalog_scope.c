#include "catalog_scope.h"

#include <stdlib.h>
#include <string.h>

#include "catalog_files.h"
#include "stages.h"

/* Scopes with more datasets than this have each form in a job of its own, so that no worker is left with them. */
#define JOINT_MAX 5000

static const struct catalog_form *const forms[CATALOG_FORM__MAX] = {
    [CATALOG_CSV] = &catalog_csv,     [CATALOG_XLSX] = &catalog_xlsx, [CATALOG_JSON] = &catalog_json,
    [CATALOG_JSONL] = &catalog_jsonl, [CATALOG_XML] = &catalog_xml,
};

static const struct {
	enum facet facet;
	const char *kind;
} cuts[] = {{FACET_ORG, "org"}, {FACET_REGION, "region"}, {FACET_THEME, "theme"}};

struct catalog_scope *catalog_scopes(const struct model *model, struct arena *arena, size_t *count)
{
	struct catalog_scope *scopes = NULL;
	struct card **cards = arena_array(arena, model->dataset_count + 1, sizeof(struct card *));
	size_t capacity = 0;
	*count = 0;
	for (size_t i = 0; i < model->dataset_count; i++)
		cards[i] = &model->cards[i];
	*ARENA_PUSH(arena, scopes, *count, capacity) = (struct catalog_scope){.folder = "",
									      .page = "/datasets/",
									      .kind = "portal",
									      .title = model->portal.name,
									      .shelf = {cards, model->dataset_count}};
	for (size_t c = 0; c < sizeof cuts / sizeof cuts[0]; c++) {
		enum facet facet = cuts[c].facet;
		struct shelf *shelves = facet_shelves(model, facet, cards, arena);
		for (size_t i = 0; i < facet_size(model, facet); i++) {
			const struct label *label;
			const void *value = facet_at(model, facet, i, &label);
			if (shelves[i].count == 0 || shelves[i].count == model->dataset_count)
				continue;
			struct catalog_scope *scope = ARENA_PUSH(arena, scopes, *count, capacity);
			*scope = (struct catalog_scope){.kind = cuts[c].kind, .title = *label, .shelf = shelves[i]};
			scope->code = facet_value(facet, value);
			scope->page = facet_path(facet, value, arena);
			scope->folder = scope->page + 1;
		}
	}
	return scopes;
}

/* What one job writes: some of a scope's forms, the feed with the first of them. */
struct part {
	const struct catalog_scope *scope;
	size_t first, end;
};

struct parts {
	const struct model *model;
	struct arena *arena;
	struct part *items;
	size_t count, capacity;
};

static enum status begin(struct catalog_pass *pass, const struct catalog_form *form)
{
	return form->fits && !form->fits(pass->scope) ? STATUS_NOT_FOUND : form->begin(pass);
}

/* The one loop: each dataset is opened once for all the forms of the job. */
static enum status put_forms(const struct model *model, const struct part *part, struct output *output)
{
	struct catalog_facts facts = catalog_facts_of_manifest(model->manifest);
	struct sink sinks[CATALOG_FORM__MAX];
	struct catalog_pass passes[CATALOG_FORM__MAX];
	enum status states[CATALOG_FORM__MAX], status = STATUS_OK;
	struct arena *arena = arena_new(), *scratch = arena_new();
	for (size_t f = part->first; f < part->end; f++) {
		const char *path = arena_printf(arena, "%scatalog.%s", part->scope->folder, forms[f]->extension);
		sink_open(&sinks[f], output, path, forms[f]->compress);
		passes[f] = (struct catalog_pass){.model = model, .facts = &facts, .scope = part->scope};
		passes[f].arena = scratch;
		passes[f].sink = &sinks[f];
		states[f] = begin(&passes[f], forms[f]);
	}
	for (size_t i = 0; i < part->scope->shelf.count; i++) {
		const struct dataset *dataset = dataset_items(model, part->scope->shelf.cards[i], scratch);
		for (size_t f = part->first; f < part->end; f++) {
			if (states[f] != STATUS_OK)
				continue;
			forms[f]->dataset(&passes[f], dataset);
			sink_flow(&sinks[f]);
		}
		arena_reset(scratch);
	}
	for (size_t f = part->first; f < part->end; f++) {
		bool wanted = states[f] != STATUS_NOT_FOUND;
		if (states[f] == STATUS_OK)
			states[f] = forms[f]->end(&passes[f]);
		states[f] = sink_close(&sinks[f], states[f]);
		if (wanted && status == STATUS_OK)
			status = states[f];
	}
	arena_free(scratch);
	arena_free(arena);
	return status;
}

static enum status put_feed(const struct model *model, const struct catalog_scope *scope, struct output *output)
{
	struct catalog_facts facts = catalog_facts_of_manifest(model->manifest);
	struct arena *arena = arena_new();
	struct sink sink;
	sink_open(&sink, output, arena_printf(arena, "%sfeed.atom", scope->folder), true);
	catalog_feed(model, &facts, scope, &sink);
	enum status status = sink_close(&sink, STATUS_OK);
	arena_free(arena);
	return status;
}

/*
 * What a scope's files are made of: its datasets, the names of those related to them, and the day; those of the portal tell
 * of everything.
 */
static struct print print_of(const struct model *model, const struct catalog_scope *scope, struct printer *printer)
{
	printer_print(printer, scope->code ? &model->frame : &model->whole);
	printer_string(printer, model->now.text);
	for (size_t i = 0; i < scope->shelf.count; i++) {
		const struct card *card = scope->shelf.cards[i];
		printer_print(printer, &card->print);
		for (size_t k = 0; k < card->related_count; k++)
			card_print_link(card->related[k], printer);
	}
	return printer_end(printer);
}

static enum status run(void *context, size_t job, struct output *output)
{
	const struct parts *parts = context;
	const struct part *part = &parts->items[job];
	struct printer *printer = printer_new();
	struct arena *arena = arena_new();
	struct print print = print_of(parts->model, part->scope, printer);
	const char *first = arena_printf(arena, "%scatalog.%s", part->scope->folder, forms[part->first]->extension);
	enum status status = STATUS_OK;
	if (!output_keep_unit(output, first, &print)) {
		output_unit(output, &print);
		status = put_forms(parts->model, part, output);
		if (status == STATUS_OK && part->first == 0)
			status = put_feed(parts->model, part->scope, output);
		output_unit(output, NULL);
	}
	arena_free(arena);
	printer_free(printer);
	return status;
}

static int largest_first(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	size_t x = a->scope->shelf.count, y = b->scope->shelf.count;
	if (x != y)
		return x < y ? 1 : -1;
	if (a->scope != b->scope)
		return a->scope < b->scope ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first;
}

enum status catalog_scopes_run(struct jobs *jobs, struct model *model)
{
	struct parts parts = {.model = model, .arena = arena_new()};
	size_t count;
	struct catalog_scope *scopes = catalog_scopes(model, parts.arena, &count);
	for (size_t i = 0; i < count; i++) {
		size_t step = scopes[i].shelf.count > JOINT_MAX ? 1 : CATALOG_FORM__MAX;
		for (size_t first = 0; first < CATALOG_FORM__MAX; first += step)
			*ARENA_PUSH(parts.arena, parts.items, parts.count, parts.capacity) =
			    (struct part){&scopes[i], first, first + step};
	}
	qsort(parts.items, parts.count, sizeof *parts.items, largest_first);
	struct job_set set = {.name = "catalogues", .count = parts.count, .run = run, .context = &parts};
	enum status status = jobs_run(jobs, &set);
	arena_free(parts.arena);
	return status;
}
