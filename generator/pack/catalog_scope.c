#include "catalog_scope.h"

#include <stdlib.h>
#include <string.h>

#include "catalog_files.h"
#include "catalog_records.h"
#include "fault.h"
#include "stages.h"

/* Scopes with more datasets than this have each form in a job of its own, so that no worker is left with them. */
#define JOINT_MAX 5000

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
	struct catalog_records *records;
	struct arena *arena;
	struct part *items;
	size_t count, capacity;
};

/* The forms of one job under way. */
struct writing {
	const struct part *part;
	struct sink sinks[CATALOG_FORM__MAX];
	struct catalog_pass passes[CATALOG_FORM__MAX];
	enum status states[CATALOG_FORM__MAX];
};

static const char *file_of(const struct part *part, size_t form, struct arena *arena)
{
	return arena_printf(arena, "%scatalog.%s", part->scope->folder, catalog_forms[form]->extension);
}

static enum status begin(struct catalog_pass *pass, const struct catalog_form *form)
{
	return form->fits && !form->fits(pass->scope) ? STATUS_NOT_FOUND : form->begin(pass);
}

static void put_record(struct writing *writing, const struct span *spans)
{
	for (size_t f = writing->part->first; f < writing->part->end; f++) {
		if (writing->states[f] != STATUS_OK)
			continue;
		catalog_forms[f]->put(&writing->passes[f], spans[f]);
		sink_flow(&writing->sinks[f]);
	}
}

/* The first fault of them all; a form that is not wanted is none. */
static enum status end_all(struct writing *writing, enum status status)
{
	for (size_t f = writing->part->first; f < writing->part->end; f++) {
		enum status state = writing->states[f];
		bool wanted = state != STATUS_NOT_FOUND;
		if (state == STATUS_OK)
			state = catalog_forms[f]->end(&writing->passes[f]);
		state = sink_close(&writing->sinks[f], state == STATUS_OK ? status : state);
		if (wanted && status == STATUS_OK)
			status = state;
	}
	return status;
}

static enum status put_forms(const struct parts *parts, const struct part *part, struct output *output)
{
	struct catalog_facts facts = catalog_facts_of_manifest(parts->model->manifest);
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct catalog_reading reading = {
	    .records = parts->records, .first = part->first, .end = part->end, .arena = scratch};
	struct writing writing = {.part = part};
	enum status status = STATUS_OK;
	buf_init(&reading.bytes, BUF_MAX_DEFAULT);
	for (size_t f = part->first; f < part->end; f++) {
		struct catalog_pass *pass = &writing.passes[f];
		sink_open(&writing.sinks[f], output, file_of(part, f, arena), catalog_forms[f]->compress);
		*pass = (struct catalog_pass){.model = parts->model, .facts = &facts, .scope = part->scope};
		pass->arena = scratch;
		pass->sink = &writing.sinks[f];
		writing.states[f] = begin(pass, catalog_forms[f]);
	}
	for (size_t i = 0; i < part->scope->shelf.count && status == STATUS_OK; i++) {
		status = catalog_records_read(&reading, part->scope->shelf.cards[i]);
		if (status == STATUS_OK)
			put_record(&writing, reading.spans);
		else
			fault_set(output, status, "%s: cannot read records back", file_of(part, part->first, arena));
		arena_reset(scratch);
	}
	status = end_all(&writing, status);
	buf_free(&reading.bytes);
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
		printer_string(printer, card->id);
		printer_print(printer, &card->print);
		for (size_t k = 0; k < card->related_count; k++)
			card_print_link(card->related[k], printer);
	}
	return printer_end(printer);
}

static struct print print_of_part(const struct model *model, const struct part *part)
{
	struct printer *printer = printer_new();
	struct print print = print_of(model, part->scope, printer);
	printer_free(printer);
	return print;
}

static enum status put_part(const struct parts *parts, const struct part *part, struct output *output)
{
	enum status status = put_forms(parts, part, output);
	return status == STATUS_OK && part->first == 0 ? put_feed(parts->model, part->scope, output) : status;
}

static enum status run(void *context, size_t job, struct output *output)
{
	const struct parts *parts = context;
	const struct part *part = &parts->items[job];
	struct arena *arena = arena_new();
	struct print print = print_of_part(parts->model, part);
	enum status status = STATUS_OK;
	if (!output_keep_unit(output, file_of(part, part->first, arena), &print)) {
		output_unit(output, &print);
		status = put_part(parts, part, output);
		output_unit(output, NULL);
	}
	arena_free(arena);
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

/* The parts of a scope. True when all that was asked to be kept of the release before could be. */
static bool add_parts(struct parts *parts, const struct catalog_scope *scope, struct output *keep)
{
	size_t step = scope->shelf.count > JOINT_MAX ? 1 : CATALOG_FORM__MAX, before = parts->count;
	struct print print;
	for (size_t first = 0; first < CATALOG_FORM__MAX; first += step) {
		struct part part = {scope, first, first + step};
		if (keep && first == 0)
			print = print_of_part(parts->model, &part);
		if (!keep || !output_keep_unit(keep, file_of(&part, first, parts->arena), &print))
			*ARENA_PUSH(parts->arena, parts->items, parts->count, parts->capacity) = part;
	}
	return parts->count == before;
}

/* When the portal's own catalogues are as they were, so are most others: records are then made where one is wanted. */
enum status catalog_scopes_run(struct jobs *jobs, struct model *model)
{
	struct parts parts = {.model = model, .arena = arena_new(), .records = catalog_records_new(model)};
	size_t count;
	struct catalog_scope *scopes = catalog_scopes(model, parts.arena, &count);
	bool unchanged = add_parts(&parts, &scopes[0], jobs->output);
	for (size_t i = 1; i < count; i++)
		add_parts(&parts, &scopes[i], NULL);
	enum status status = unchanged ? STATUS_OK : catalog_records_make(parts.records, jobs);
	if (parts.count > 0)
		qsort(parts.items, parts.count, sizeof *parts.items, largest_first);
	struct job_set set = {.name = "catalogues", .count = parts.count, .run = run, .context = &parts};
	if (status == STATUS_OK)
		status = jobs_run(jobs, &set);
	catalog_records_free(parts.records);
	arena_free(parts.arena);
	return status;
}
