/* intake_ids.c -- sorted lists of what is known and what has come, walked side by side. */
#include "intake_ids.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <headwater/hash.h>

#include "files.h"
#include "ledger.h"

#define DIGITS 16

enum { ID, KEY, MATCH, PRINT, FIRST_SEEN, GONE, CODE, SAID, COLUMN_COUNT };

static const struct column COLUMNS[COLUMN_COUNT] = {{"id", false},    {"key", false},        {"match", false},
						    {"print", false}, {"first_seen", false}, {"gone", false},
						    {"code", false},  {"said", false}};

static const char *or_blank(const char *text)
{
	return text ? text : "";
}

bool ids_read(struct reading *content, const char *file, struct ids *ids)
{
	struct ledger ledger;
	*ids = (struct ids){0};
	if (faccessat(content->dir, file, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
		return true;
	size_t errors = content->diags->error_count;
	if (!ledger_open(content, file, COLUMNS, COLUMN_COUNT, &ledger) || content->diags->error_count > errors)
		return false;
	for (size_t r = 0; r < ledger.row_count; r++) {
		struct known_id *known = arena_alloc(content->arena, sizeof *known);
		*known = (struct known_id){or_blank(ledger_cell(&ledger, r, ID)),
					   ledger_cell(&ledger, r, KEY),
					   or_blank(ledger_cell(&ledger, r, MATCH)),
					   or_blank(ledger_cell(&ledger, r, PRINT)),
					   or_blank(ledger_cell(&ledger, r, FIRST_SEEN)),
					   ledger_cell(&ledger, r, GONE),
					   ledger_cell(&ledger, r, CODE),
					   ledger_cell(&ledger, r, SAID),
					   false};
		*ARENA_PUSH(content->arena, ids->items, ids->count, ids->capacity) = known;
		if (!slug_is_valid(known->id))
			diag_add(content->diags, ledger_place(&ledger, r, ID), &RULE_E202, known->id, (char *)NULL);
	}
	ids->known = ids->count;
	return content->diags->error_count == errors;
}

const char *ids_of_seed(const char *source, const char *seed, struct arena *arena)
{
	char hex[SHA256_HEX_LEN + 1];
	sha256_hex(seed, strlen(seed), hex);
	return arena_printf(arena, "%s-%.*s", source, DIGITS, hex);
}

static void claim(struct known_id *known, struct record *record)
{
	known->claimed = true;
	known->gone = NULL;
	known->match = record->match;
	known->print = record->print;
	record->id = known->id;
	record->known = known;
}

static int by_key_then_match(const char *key_a, const char *key_b, const char *match_a, const char *match_b)
{
	int order = strcmp(or_blank(key_a), or_blank(key_b));
	return order || key_a ? order : strcmp(match_a, match_b);
}

static int compare_known(const void *a, const void *b)
{
	const struct known_id *x = *(struct known_id *const *)a, *y = *(struct known_id *const *)b;
	int order = by_key_then_match(x->key, y->key, x->match, y->match);
	return order ? order : strcmp(x->id, y->id);
}

static int compare_records(const void *a, const void *b)
{
	const struct record *x = *(struct record *const *)a, *y = *(struct record *const *)b;
	int order = by_key_then_match(x->key, y->key, x->match, y->match);
	order = order ? order : strcmp(x->print, y->print);
	return order ? order : (x > y) - (x < y);
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp((*(struct known_id *const *)a)->id, (*(struct known_id *const *)b)->id);
}

/* Ids and records that have one key, or one title and provider. */
struct meeting {
	struct known_id **known;
	struct record **records;
	size_t known_count, record_count;
};

static void claim_same_print(struct meeting *meeting)
{
	for (size_t k = 0; k < meeting->known_count; k++)
		for (size_t i = 0; i < meeting->record_count && !meeting->known[k]->claimed; i++)
			if (!meeting->records[i]->id &&
			    strcmp(meeting->records[i]->print, meeting->known[k]->print) == 0)
				claim(meeting->known[k], meeting->records[i]);
}

/*
 * What is left over has changed: with a key, the ids go on in order; without, they do where one is left of either side,
 * for two cannot be told apart.
 */
static void claim_rest(struct meeting *meeting)
{
	size_t known_left = 0, records_left = 0;
	for (size_t k = 0; k < meeting->known_count; k++)
		known_left += !meeting->known[k]->claimed;
	for (size_t i = 0; i < meeting->record_count; i++)
		records_left += !meeting->records[i]->id;
	if (!meeting->records[0]->key && (known_left != 1 || records_left != 1))
		return;
	for (size_t k = 0, i = 0; k < meeting->known_count; k++) {
		while (i < meeting->record_count && meeting->records[i]->id)
			i++;
		if (!meeting->known[k]->claimed && i < meeting->record_count)
			claim(meeting->known[k], meeting->records[i]);
	}
}

static bool is_taken(const struct meeting *meeting, const char *id)
{
	for (size_t k = 0; k < meeting->known_count; k++)
		if (strcmp(meeting->known[k]->id, id) == 0)
			return true;
	for (size_t i = 0; i < meeting->record_count; i++)
		if (meeting->records[i]->id && strcmp(meeting->records[i]->id, id) == 0)
			return true;
	return false;
}

static const char *seed_of(const struct record *record, struct arena *arena)
{
	return record->key ? record->key : arena_printf(arena, "%s\x1f%s", record->match, record->print);
}

/* Records that share a key, or say the very same, are numbered: each row of a ledger has an id of its own. */
static void give_new(struct intake *intake, struct ids *ids, struct meeting *meeting, size_t index)
{
	struct arena *arena = intake->reading->arena;
	struct record *record = meeting->records[index];
	const char *seed = seed_of(record, arena), *id = ids_of_seed(intake->mapping->source, seed, arena);
	for (size_t n = record->key ? index : 1; is_taken(meeting, id); n++)
		id = ids_of_seed(intake->mapping->source, arena_printf(arena, "%s\x1f%zu", seed, n), arena);
	struct known_id *known = arena_alloc(arena, sizeof *known);
	*known = (struct known_id){.id = id, .key = record->key, .first_seen = intake->now.text};
	*ARENA_PUSH(arena, ids->items, ids->count, ids->capacity) = known;
	claim(known, record);
}

/* Of records that say the very same, the first has the least id: the next import meets them so. */
static void order_same(struct meeting *meeting, struct arena *arena)
{
	struct known_id **known = arena_array(arena, meeting->record_count, sizeof(struct known_id *));
	for (size_t from = 0, to; from < meeting->record_count; from = to) {
		struct record **records = meeting->records;
		for (to = from; to < meeting->record_count && strcmp(records[to]->print, records[from]->print) == 0;
		     to++)
			known[to - from] = records[to]->known;
		if (to - from > 1)
			qsort(known, to - from, sizeof(struct known_id *), compare_ids);
		for (size_t i = from; i < to; i++)
			claim(known[i - from], records[i]);
	}
}

static void meet(struct intake *intake, struct ids *ids, struct meeting *meeting)
{
	bool single = meeting->records[0]->key && meeting->known_count == 1 && meeting->record_count == 1;
	if (!single)
		claim_same_print(meeting);
	claim_rest(meeting);
	for (size_t i = 0; i < meeting->record_count; i++)
		if (!meeting->records[i]->id)
			give_new(intake, ids, meeting, i);
	if (meeting->record_count > 1)
		order_same(meeting, intake->reading->arena);
}

bool ids_settle(struct intake *intake, const char *file, struct ids *ids)
{
	bool good = true;
	qsort(ids->items, ids->count, sizeof *ids->items, compare_ids);
	for (size_t i = 1; i < ids->count; i++) {
		if (strcmp(ids->items[i]->id, ids->items[i - 1]->id) != 0)
			continue;
		diag_add(intake->reading->diags, (struct place){file, 0, 1}, &RULE_E208, ids->items[i]->id, "?",
			 (char *)NULL);
		good = false;
	}
	return good;
}

bool ids_give(struct intake *intake, const char *file, struct ids *ids)
{
	struct record **records = arena_array(intake->reading->arena, intake->count + 1, sizeof *records);
	struct known_id **known = arena_array(intake->reading->arena, ids->known + 1, sizeof *known);
	for (size_t i = 0; i < intake->count; i++)
		records[i] = &intake->records[i];
	for (size_t k = 0; k < ids->known; k++)
		known[k] = ids->items[k];
	qsort(records, intake->count, sizeof *records, compare_records);
	qsort(known, ids->known, sizeof *known, compare_known);
	size_t k = 0;
	for (size_t from = 0, to; from < intake->count; from = to) {
		const struct record *first = records[from];
		for (to = from + 1; to < intake->count && by_key_then_match(first->key, records[to]->key, first->match,
									    records[to]->match) == 0;)
			to++;
		while (k < ids->known &&
		       by_key_then_match(known[k]->key, first->key, known[k]->match, first->match) < 0)
			k++;
		struct meeting meeting = {known + k, records + from, 0, to - from};
		while (k < ids->known &&
		       by_key_then_match(known[k]->key, first->key, known[k]->match, first->match) == 0) {
			meeting.known_count++;
			k++;
		}
		meet(intake, ids, &meeting);
	}
	for (size_t i = 0; i < ids->known; i++)
		if (!ids->items[i]->claimed && !ids->items[i]->gone)
			ids->items[i]->gone = intake->now.text;
	return ids_settle(intake, file, ids);
}

void ids_write(const struct ids *ids, struct buf *out)
{
	for (size_t c = 0; c < COLUMN_COUNT; c++)
		buf_printf(out, "%s%s", c ? "," : "\xEF\xBB\xBF", COLUMNS[c].name);
	buf_str(out, "\r\n");
	for (size_t i = 0; i < ids->count; i++) {
		const struct known_id *known = ids->items[i];
		const char *cells[COLUMN_COUNT] = {known->id,         known->key,  known->match, known->print,
						   known->first_seen, known->gone, known->code,  known->said};
		for (size_t c = 0; c < COLUMN_COUNT; c++) {
			buf_str(out, c ? "," : "");
			buf_csv(out, or_blank(cells[c]), strlen(or_blank(cells[c])));
		}
		buf_str(out, "\r\n");
	}
}
