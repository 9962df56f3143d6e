/* intake_orgs.c -- names and regions of providers, sorted, once each. */
#include "intake_orgs.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/fold.h>

#include "files.h"
#include "ledger_lookup.h"

#define SLUG_MAX 48

struct newcomer {
	const char *name, *code, *id;
	const struct region *region;
};

struct adding {
	struct reading *content;
	struct newcomer *items;
	size_t count, capacity;
};

static int by_place_and_name(const void *a, const void *b)
{
	const struct newcomer *x = a, *y = b;
	int order = strcmp(x->region->code, y->region->code);
	return order ? order : strcmp(x->name, y->name);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void gather(struct adding *adding, const struct intake *intake)
{
	const struct model *model = adding->content->model;
	const struct ledger_lookup *lookup = ledger_lookup_new(model, adding->content->arena);
	for (size_t i = 0; i < intake->count; i++) {
		const struct record *record = &intake->records[i];
		const char *name = record->values[ITEM_PROVIDER], *where = record->values[ITEM_REGION];
		const struct region *region = where ? ledger_lookup_region(lookup, where) : NULL;
		bool several;
		if (!name || !region || ledger_lookup_org(lookup, name, region, &several) || several)
			continue;
		*ARENA_PUSH(adding->content->arena, adding->items, adding->count, adding->capacity) =
		    (struct newcomer){name, record->values[ITEM_PROVIDER_CODE], NULL, region};
	}
	size_t kept = 0;
	if (adding->count > 0)
		qsort(adding->items, adding->count, sizeof *adding->items, by_place_and_name);
	for (size_t i = 0; i < adding->count; i++)
		if (i == 0 || by_place_and_name(&adding->items[i], &adding->items[kept - 1]) != 0)
			adding->items[kept++] = adding->items[i];
	adding->count = kept;
}

/* "330400-jia-xing-shi-jiao-yu-ju", cut between syllables. */
static const char *slug_of(struct folder *folder, const struct newcomer *newcomer, struct arena *arena)
{
	const char *pinyin = fold_pinyin(folder, newcomer->name, strlen(newcomer->name), arena);
	char *slug = arena_printf(arena, "%s-", newcomer->region->code);
	size_t n = strlen(slug);
	slug = arena_printf(arena, "%s%s ", slug, pinyin);
	size_t end = n - 1;
	for (const char *c = slug + n; *c; c++) {
		bool word = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
		if (!word && slug[n - 1] == '-')
			continue;
		if (!word && n <= SLUG_MAX)
			end = n;
		slug[n++] = word ? *c : '-';
	}
	slug[end] = '\0';
	return slug;
}

static bool is_known(const struct model *model, const char *const *ids, size_t count, const char *id)
{
	return model_org(model, id) || (count > 0 && bsearch(&id, ids, count, sizeof *ids, by_id));
}

static void name_all(struct adding *adding)
{
	struct arena *arena = adding->content->arena;
	struct folder *folder = folder_new();
	const char **ids = arena_array(arena, adding->count + 1, sizeof *ids);
	for (size_t i = 0; i < adding->count; i++) {
		const char *slug = slug_of(folder, &adding->items[i], arena), *id = slug;
		for (int n = 2; is_known(adding->content->model, ids, i, id); n++)
			id = arena_printf(arena, "%s-%d", slug, n);
		adding->items[i].id = ids[i] = id;
		qsort(ids, i + 1, sizeof *ids, by_id);
	}
	folder_free(folder);
}

static void put_row(struct buf *out, const struct newcomer *newcomer, struct span header)
{
	const struct {
		const char *column, *value;
	} cells[] = {{"id", newcomer->id},
		     {"code", newcomer->code},
		     {"name", newcomer->name},
		     {"region", newcomer->region->code}};
	for (size_t from = 0, first = 1; from <= header.len; first = 0) {
		size_t len = 0;
		while (from + len < header.len && header.ptr[from + len] != ',')
			len++;
		struct span column = span_trim((struct span){header.ptr + from, len});
		buf_str(out, first ? "" : ",");
		for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
			if (span_is(column, cells[i].column) && cells[i].value)
				buf_csv(out, cells[i].value, strlen(cells[i].value));
		from += len + 1;
	}
	buf_byte(out, '\n');
}

size_t intake_orgs_add(struct reading *content, const struct intake *intake, struct buf *out)
{
	struct adding adding = {.content = content};
	struct text text;
	if (!files_read_text(content, "orgs.csv", (struct place){"orgs.csv", 0, 0}, &text))
		return SIZE_MAX;
	gather(&adding, intake);
	name_all(&adding);
	struct span header = {text.bytes, 0};
	while (header.len < text.len && header.ptr[header.len] != '\n' && header.ptr[header.len] != '\r')
		header.len++;
	buf_add(out, text.bytes, text.len);
	if (text.len > 0 && text.bytes[text.len - 1] != '\n')
		buf_byte(out, '\n');
	for (size_t i = 0; i < adding.count; i++)
		put_row(out, &adding.items[i], header);
	return adding.count;
}
