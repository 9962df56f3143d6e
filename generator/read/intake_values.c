/* intake_values.c -- what a source writes into what the ledger says: one function for each kind of item. */
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/utf8.h>

#include "../dates.h"
#include "../states.h"
#include "dates_written.h"
#include "intake_records.h"
#include "json_table.h"

#define LIST_SEPARATOR ";"
#define CHOICES_SHOWN 12

/* What parts several values in one cell is a blank where the item has only one. */
static bool is_space(uint32_t code)
{
	return code == ' ' || code == (unsigned char)JSON_LIST_SEPARATOR[0] || (code >= '\t' && code <= '\r') ||
	       code == 0xA0 || code == 0x3000;
}

static bool is_invisible(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFEFF || code == 0x200B || code == 0xFFFE ||
	       code == 0xFFFF || code == UTF8_BAD;
}

char *intake_clean(struct arena *arena, struct span text, bool *dropped)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t n = 0, at = 0;
	while (at < text.len) {
		size_t from = at;
		uint32_t code = utf8_next(text.ptr, text.len, &at);
		if (is_space(code)) {
			if (n > 0 && out[n - 1] != ' ')
				out[n++] = ' ';
		} else if (is_invisible(code)) {
			*dropped = true;
		} else {
			memcpy(out + n, text.ptr + from, at - from);
			n += at - from;
		}
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

static char *strip(char *text, const char *marks)
{
	size_t len = strlen(text);
	while (marks && len > 0 && strchr(marks, text[len - 1]))
		text[--len] = '\0';
	return marks ? text + strspn(text, marks) : text;
}

static bool stands_for_nothing(const struct mapping *mapping, const char *text)
{
	return !text[0] || strings_has(&mapping->blank, text);
}

/* The value, or NULL when it is blank. */
static const char *piece(struct intake *intake, struct record *record, enum item item, struct span cell)
{
	bool dropped = false;
	char *text = strip(intake_clean(intake->reading->arena, cell, &dropped), intake->mapping->items[item].strip);
	if (dropped)
		intake_tell(intake, record, item, INTAKE_N306, (const char *const[2]){NULL, NULL});
	return stands_for_nothing(intake->mapping, text) ? NULL : text;
}

static void add_choice(struct buf *out, const char *text, size_t *shown)
{
	if (*shown < CHOICES_SHOWN)
		buf_printf(out, "%s%s", *shown ? "、" : "", text);
	else if (*shown == CHOICES_SHOWN)
		buf_str(out, "、…");
	++*shown;
}

/* The spellings that are taken as they are, for the one who must choose. */
static const char *choices(struct intake *intake, enum item item)
{
	const struct mapped_item *mapped = &intake->mapping->items[item];
	const char *list = INTAKE_ITEMS[item].vocabulary;
	const struct vocabulary *vocabulary = intake->lists && list ? model_vocabulary(intake->lists, list) : NULL;
	struct buf out;
	size_t shown = 0;
	buf_init(&out, BUF_MAX_DEFAULT);
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++)
		add_choice(&out,
			   arena_printf(intake->reading->arena, "%s %s", vocabulary->terms[i].code,
					label_text(&vocabulary->terms[i].label, LANG_ZH, NULL)),
			   &shown);
	for (size_t i = 0; !vocabulary && i < mapped->value_count; i++)
		if (mapped->values[i].outcome == VALUE_TAKEN)
			add_choice(&out, mapped->values[i].spelling, &shown);
	const char *text = arena_string(intake->reading->arena, out.bytes);
	buf_free(&out);
	return text;
}

/* Spreadsheet programs take "01" for a number. NULL unless one code only differs by the zeros in front. */
static const char *with_zeros(const struct vocabulary *vocabulary, const char *text)
{
	const char *code = NULL;
	size_t count = 0;
	if (!text[0] || text[strspn(text, "0123456789")])
		return NULL;
	for (size_t i = 0; i < vocabulary->count; i++) {
		const char *known = vocabulary->terms[i].code;
		if (known[0] == '0' && strcmp(known + strspn(known, "0"), text) == 0) {
			code = known;
			count++;
		}
	}
	return count == 1 ? code : NULL;
}

/* The code that a code or label of the portal's own lists stands for. */
static struct mapped_value listed_value(const struct model *lists, enum item item, const char *text)
{
	const char *list = INTAKE_ITEMS[item].vocabulary;
	const struct state *state = item == ITEM_STATE ? state_named(text) : NULL;
	const struct vocabulary *vocabulary = list ? model_vocabulary(lists, list) : NULL;
	if (state)
		return (struct mapped_value){text, state->code, VALUE_TAKEN};
	if (vocabulary && model_term(lists, list, text))
		return (struct mapped_value){text, text, VALUE_TAKEN};
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++)
		for (int lang = 0; lang < LANG__MAX; lang++)
			if (vocabulary->terms[i].label.text[lang] &&
			    strcmp(vocabulary->terms[i].label.text[lang], text) == 0)
				return (struct mapped_value){text, vocabulary->terms[i].code, VALUE_TAKEN};
	const char *code = vocabulary ? with_zeros(vocabulary, text) : NULL;
	return (struct mapped_value){text, code, code ? VALUE_TAKEN : VALUE_UNKNOWN};
}

static struct mapped_value find_value(struct intake *intake, enum item item, const char *text)
{
	struct mapped_value value = {text, NULL, VALUE_UNKNOWN};
	if (intake->lists && !intake->by_source[item])
		value = listed_value(intake->lists, item, text);
	if (value.outcome == VALUE_UNKNOWN)
		value = mapping_value(&intake->mapping->items[item], text);
	if (value.outcome == VALUE_UNKNOWN && intake->lists && intake->by_source[item])
		value = listed_value(intake->lists, item, text);
	return value;
}

/* The code, or NULL when the spelling is not known (told) or has none. */
static const char *look_up(struct intake *intake, struct record *record, enum item item, const char *text)
{
	struct mapped_value value = find_value(intake, item, text);
	if (value.outcome == VALUE_UNKNOWN)
		intake_tell(intake, record, item, INTAKE_R201, (const char *const[2]){text, choices(intake, item)});
	else if (value.outcome == VALUE_WARNED && value.code)
		intake_tell(intake, record, item, INTAKE_N201, (const char *const[2]){text, value.code});
	else if (value.outcome == VALUE_WARNED)
		intake_tell(intake, record, item, INTAKE_N202, (const char *const[2]){text, NULL});
	return value.code;
}

/* How a day may be written; as patterns where all of them have the time too. */
static const char *date_examples(const struct strings *patterns, struct arena *arena)
{
	const char *all = "", *as_patterns = "";
	for (size_t i = 0; i < patterns->count; i++) {
		const char *example = date_pattern_example(patterns->items[i], arena);
		if (example)
			all = arena_printf(arena, "%s%s%s", all, all[0] ? "、" : "", example);
		as_patterns = arena_printf(arena, "%s%s%s", as_patterns, i ? "、" : "", patterns->items[i]);
	}
	return all[0] ? all : as_patterns;
}

static const char *take_date(struct intake *intake, struct record *record, enum item item, const char *text)
{
	const struct strings *patterns = &intake->mapping->dates;
	struct date date;
	size_t i = 0;
	while (i < patterns->count && !date_written(text, patterns->items[i], intake->reading->arena, &date))
		i++;
	if (i == patterns->count) {
		intake_tell(intake, record, item, INTAKE_R202,
			    (const char *const[2]){text, date_examples(patterns, intake->reading->arena)});
		return NULL;
	}
	if (date_compare(&date, &intake->now) > 0) {
		intake_tell(intake, record, item, INTAKE_R203, (const char *const[2]){date.text, intake->now.text});
		return NULL;
	}
	return date.text;
}

static const char *take_number(struct intake *intake, struct record *record, enum item item, const char *text)
{
	char *digits = arena_alloc(intake->reading->arena, strlen(text) + 1);
	size_t n = 0;
	bool good = true;
	for (const char *at = text; *at; at++) {
		good = good && (*at == ',' || (*at >= '0' && *at <= '9'));
		if (*at != ',')
			digits[n++] = *at;
	}
	if (good && n > 0 && n < 19)
		return digits;
	intake_tell(intake, record, item, INTAKE_R205, (const char *const[2]){text, NULL});
	return NULL;
}

static const char *take_link(struct intake *intake, struct record *record, enum item item, const char *text)
{
	const char *host = strncmp(text, "http://", 7) == 0    ? text + 7
			   : strncmp(text, "https://", 8) == 0 ? text + 8
							       : NULL;
	if (host && host[0] && !strpbrk(text, " \"<>\\^`{|}"))
		return text;
	intake_tell(intake, record, item, INTAKE_R204, (const char *const[2]){text, NULL});
	return NULL;
}

/* Parts "联系电话=3" where the grade begins; NULL when nothing parts it. */
static const char *grade_of_field(const char *piece, size_t *name_len)
{
	static const char *const marks[] = {"=", ":", "：", "＝"};
	const char *found = NULL;
	size_t mark_len = 0;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		for (const char *at = strstr(piece, marks[i]); at; at = strstr(at + 1, marks[i]))
			if (!found || at > found) {
				found = at;
				mark_len = strlen(marks[i]);
			}
	*name_len = found ? (size_t)(found - piece) : 0;
	return found ? found + mark_len : NULL;
}

/* "name=code", told when it is no such thing. */
static const char *take_grade(struct intake *intake, struct record *record, enum item item, const char *text)
{
	struct arena *arena = intake->reading->arena;
	size_t name_len;
	bool dropped;
	const char *written = grade_of_field(text, &name_len), *code = NULL;
	if (written)
		code = find_value(intake, ITEM_GRADE, intake_clean(arena, span_of(written), &dropped)).code;
	if (code && name_len > 0)
		return arena_printf(arena, "%s=%s", intake_clean(arena, (struct span){text, name_len}, &dropped), code);
	intake_tell(intake, record, item, INTAKE_R408, (const char *const[2]){text, NULL});
	return NULL;
}

static const char *take_single(struct intake *intake, struct record *record, enum item item, const char *text)
{
	switch (INTAKE_ITEMS[item].kind) {
	case ITEM_CODED:
	case ITEM_CODES:
		return look_up(intake, record, item, text);
	case ITEM_GRADED:
		return take_grade(intake, record, item, text);
	case ITEM_DATE:
		return take_date(intake, record, item, text);
	case ITEM_NUMBER:
		return take_number(intake, record, item, text);
	case ITEM_LINK:
		return take_link(intake, record, item, text);
	default:
		return text;
	}
}

/* Bytes of the separator that stands at `text`, or 0. */
static size_t separator_at(const struct strings *split, struct span text)
{
	for (size_t i = 0; i < split->count; i++) {
		size_t len = strlen(split->items[i]);
		if (len > 0 && len <= text.len && memcmp(text.ptr, split->items[i], len) == 0)
			return len;
	}
	return text.len > 0 && text.ptr[0] == JSON_LIST_SEPARATOR[0] ? 1 : 0;
}

static bool list_has(const struct buf *list, const char *word)
{
	const char *at = list->bytes;
	size_t len = strlen(word);
	while (*at) {
		size_t one = strcspn(at, LIST_SEPARATOR);
		if (one == len && memcmp(at, word, len) == 0)
			return true;
		at += one + (at[one] != '\0');
	}
	return false;
}

static void add_to_list(struct buf *list, const char *value)
{
	if (list_has(list, value))
		return;
	buf_str(list, list->len ? LIST_SEPARATOR : "");
	for (const char *at = value; *at; at++)
		buf_byte(list, *at == LIST_SEPARATOR[0] ? ',' : *at);
}

/* A list under way: of values, and of what a ledger keeps. */
struct lists {
	struct buf values, kept;
};

static bool is_returned_since(const struct intake *intake, size_t fault_count)
{
	for (size_t i = fault_count; i < intake->fault_count; i++)
		if (intake_rule(intake->faults[i].rule)->severity == SEVERITY_ERROR)
			return true;
	return false;
}

static void add_piece(struct intake *intake, struct record *record, enum item item, struct span cell,
		      struct lists *lists)
{
	size_t told = intake->fault_count;
	const char *text = piece(intake, record, item, cell);
	const char *value = text ? take_single(intake, record, item, text) : NULL;
	if (value)
		add_to_list(&lists->values, value);
	if (value || (text && is_returned_since(intake, told)))
		add_to_list(&lists->kept, value ? value : text);
}

static const char *end_list(struct intake *intake, struct buf *list)
{
	const char *text = list->len ? arena_string(intake->reading->arena, list->bytes) : NULL;
	buf_free(list);
	return text;
}

static void take_list(struct intake *intake, struct record *record, enum item item, struct span cell)
{
	const struct strings *split = &intake->mapping->items[item].split;
	struct lists lists;
	size_t from = 0, at = 0;
	buf_init(&lists.values, BUF_MAX_DEFAULT);
	buf_init(&lists.kept, BUF_MAX_DEFAULT);
	while (at < cell.len) {
		size_t len = separator_at(split, (struct span){cell.ptr + at, cell.len - at});
		if (len > 0) {
			add_piece(intake, record, item, (struct span){cell.ptr + from, at - from}, &lists);
			from = at + len;
		}
		at += len ? len : 1;
	}
	add_piece(intake, record, item, (struct span){cell.ptr + from, cell.len - from}, &lists);
	record->values[item] = end_list(intake, &lists.values);
	record->kept[item] = end_list(intake, &lists.kept);
}

void intake_take_value(struct intake *intake, struct record *record, enum item item, struct span cell)
{
	enum item_kind kind = INTAKE_ITEMS[item].kind;
	bool dropped = false;
	size_t told = intake->fault_count;
	const char *whole = intake_clean(intake->reading->arena, cell, &dropped);
	record->raw[item] = stands_for_nothing(intake->mapping, whole) ? NULL : whole;
	if (kind == ITEM_CODES || kind == ITEM_TEXTS || kind == ITEM_GRADED) {
		if (record->raw[item])
			take_list(intake, record, item, cell);
		return;
	}
	const char *text = piece(intake, record, item, cell);
	record->raw[item] = text;
	record->values[item] = text ? take_single(intake, record, item, text) : NULL;
	record->kept[item] = record->values[item]              ? record->values[item]
			     : is_returned_since(intake, told) ? text
							       : NULL;
}
