/* intake_codes.c -- one counter for each class, past every code that was ever given. */
#include "intake_codes.h"

#include <stdlib.h>
#include <string.h>

#include "../resource_code.h"
#include "files.h"
#include "ledger.h"

#define CLASS_LEN 3
#define ITEM_OF_CLASS "000/" /* 目 of the codes that are given here */
#define CLASSES 1000

struct counters {
	unsigned long last[CLASSES];
};

static int class_number(const char *code)
{
	int number = 0;
	for (int i = 0; i < CLASS_LEN; i++) {
		if (code[i] < '0' || code[i] > '9')
			return -1;
		number = number * 10 + (code[i] - '0');
	}
	return number;
}

static void note_code(struct counters *counters, const char *code)
{
	int class = code && strlen(code) > CLASS_LEN ? class_number(code) : -1;
	if (class < 0 || strncmp(code + CLASS_LEN, ITEM_OF_CLASS, strlen(ITEM_OF_CLASS)) != 0)
		return;
	unsigned long number = strtoul(code + CLASS_LEN + strlen(ITEM_OF_CLASS), NULL, 10);
	if (number > counters->last[class])
		counters->last[class] = number;
}

/* Codes of the id ledgers of other sources. */
static void note_others(struct reading *content, const char *source, struct counters *counters)
{
	static const struct column columns[] = {{"code", false}};
	const char *own = arena_printf(content->arena, "%s.ids.csv", source);
	struct entries entries;
	files_list(content, "ledgers", &entries);
	for (size_t i = 0; i < entries.count; i++) {
		const char *name = entries.items[i].name;
		size_t len = strlen(name);
		if (len <= 8 || strcmp(name + len - 8, ".ids.csv") != 0 || strcmp(name, own) == 0)
			continue;
		struct diags unheard; /* its own import tells what is wrong with it, and columns are known there */
		struct reading reading = *content;
		struct ledger ledger;
		reading.arena = arena_new();
		diags_init(&unheard, reading.arena);
		reading.diags = &unheard;
		if (ledger_open(&reading, arena_printf(reading.arena, "ledgers/%s", name), columns, 1, &ledger))
			for (size_t r = 0; r < ledger.row_count; r++)
				note_code(counters, ledger_cell(&ledger, r, 0));
		arena_free(reading.arena);
	}
}

static int by_id(const void *a, const void *b)
{
	return strcmp((*(struct record *const *)a)->id, (*(struct record *const *)b)->id);
}

/* "307": class and item; a class alone has item "00". NULL: there is none. */
static const char *class_of(const struct record *record, const struct model *model, struct arena *arena)
{
	const char *class = record->kept[ITEM_CLASS] && record->values[ITEM_CLASS] ? record->values[ITEM_CLASS]
										   : model->portal.default_class;
	return class && strlen(class) <= CLASS_LEN
		   ? arena_printf(arena, "%s%.*s", class, (int)(CLASS_LEN - strlen(class)), "00")
		   : NULL;
}

static bool is_given_here(const char *code)
{
	return class_number(code) >= 0 && strncmp(code + CLASS_LEN, ITEM_OF_CLASS, strlen(ITEM_OF_CLASS)) == 0;
}

/* A code of the source's own stays the record's when the source gives it up. */
static void keep_own(struct record *record)
{
	const char *code = record->kept[ITEM_CODE], **known = &record->known->code;
	if (code && resource_code_ok(code) && (!*known || !is_given_here(*known)))
		*known = code;
}

size_t intake_codes_give(struct reading *content, struct intake *intake)
{
	struct arena *arena = content->arena;
	struct counters *counters = arena_alloc(arena, sizeof *counters);
	struct record **sorted = arena_array(arena, intake->count + 1, sizeof *sorted);
	size_t given = 0;
	for (size_t i = 0; i < intake->count; i++) {
		sorted[i] = &intake->records[i];
		note_code(counters, sorted[i]->known->code);
	}
	qsort(sorted, intake->count, sizeof *sorted, by_id);
	note_others(content, intake->mapping->source, counters);
	for (size_t i = 0; i < intake->count; i++) {
		struct record *record = sorted[i];
		const char *class = class_of(record, content->model, arena);
		int number = class ? class_number(class) : -1;
		if (!record->kept[ITEM_CLASS])
			record->kept[ITEM_CLASS] = class;
		keep_own(record);
		if (record->kept[ITEM_CODE] || (!record->known->code && number < 0))
			continue;
		if (!record->known->code) {
			record->known->code =
			    arena_printf(arena, "%s" ITEM_OF_CLASS "%06lu", class, ++counters->last[number]);
			given++;
		}
		record->kept[ITEM_CODE] = record->known->code;
	}
	return given;
}
