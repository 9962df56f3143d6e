/* pickle.c -- numbers take as many bytes as they need, seven bits each, the sign in the lowest. */
#include "pickle.h"

#include <stdint.h>
#include <string.h>

#include "../model.h"

/* ---- writing ---- */

static void put_number(struct buf *out, int64_t number)
{
	uint64_t bits = (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0);
	char bytes[10];
	size_t count = 0;
	for (; bits >= 0x80; bits >>= 7)
		bytes[count++] = (char)(bits | 0x80);
	bytes[count++] = (char)bits;
	buf_add(out, bytes, count);
}

static void put_text(struct buf *out, const char *text)
{
	size_t len = text ? strlen(text) + 1 : 0;
	put_number(out, (int64_t)len);
	buf_add(out, text, len);
}

enum file_kind { FILE_NONE, FILE_USUAL, FILE_OTHER };

static void put_place(struct buf *out, const struct place *place, const char *file)
{
	enum file_kind kind = !place->file                             ? FILE_NONE
			      : file && strcmp(place->file, file) == 0 ? FILE_USUAL
								       : FILE_OTHER;
	put_number(out, kind);
	if (kind == FILE_OTHER)
		put_text(out, place->file);
	put_number(out, place->line);
	put_number(out, place->column);
}

static void put_date(struct buf *out, const struct date *date)
{
	put_text(out, date->text);
	put_number(out, date->year);
	put_number(out, date->month);
	put_number(out, date->day);
}

static void put_texts(struct buf *out, const struct strings *texts, const char *file)
{
	put_number(out, (int64_t)texts->count);
	for (size_t i = 0; i < texts->count; i++) {
		put_text(out, texts->items[i]);
		put_place(out, texts->places ? &texts->places[i] : &(struct place){0}, file);
	}
}

static void put_marks(struct buf *out, const struct marks *marks)
{
	put_number(out, (int64_t)marks->count);
	for (size_t i = 0; i < marks->count; i++) {
		put_text(out, marks->items[i].key);
		put_number(out, marks->items[i].line);
		put_number(out, marks->items[i].column);
	}
}

static void put_items(struct buf *out, const void *items, size_t count, const struct pickle *row, const char *file)
{
	put_number(out, (int64_t)count);
	for (size_t i = 0; i < count; i++)
		pickle_put(out, (const char *)items + i * row->item_bytes, &row->of, file);
}

static size_t count_of(const void *record, const struct pickle *row)
{
	return *(const size_t *)(const void *)((const char *)record + row->count_offset);
}

static void put_member(struct buf *out, const void *record, const struct pickle *row, const char *file)
{
	const void *member = (const char *)record + row->offset;
	const void *const *pointer = member;
	switch (row->kind) {
	case PICKLE_TEXT:
		put_text(out, *pointer);
		break;
	case PICKLE_LABEL:
		for (int lang = 0; lang < LANG__MAX; lang++)
			put_text(out, ((const struct label *)member)->text[lang]);
		break;
	case PICKLE_INT:
		put_number(out, *(const int *)member);
		break;
	case PICKLE_BIG:
		put_number(out, *(const int64_t *)member);
		break;
	case PICKLE_BOOL:
		put_number(out, *(const bool *)member);
		break;
	case PICKLE_DATE:
		put_date(out, member);
		break;
	case PICKLE_PLACE:
		put_place(out, member, file);
		break;
	case PICKLE_TEXTS:
		put_texts(out, member, file);
		break;
	case PICKLE_VALUES:
		put_number(out, (int64_t)count_of(record, row));
		for (size_t i = 0; i < count_of(record, row); i++)
			put_text(out, ((const char *const *)*pointer)[i]);
		break;
	case PICKLE_MARKS:
		put_marks(out, member);
		break;
	case PICKLE_PRINT:
		buf_add(out, member, sizeof(struct print));
		break;
	case PICKLE_ITEMS:
		put_items(out, *pointer, count_of(record, row), row, file);
		break;
	case PICKLE_ONE:
		put_items(out, *pointer, *pointer ? 1 : 0, row, file);
		break;
	}
}

void pickle_put_count(struct buf *out, size_t count)
{
	put_number(out, (int64_t)count);
}

void pickle_put(struct buf *out, const void *record, const struct pickle_table *table, const char *file)
{
	for (size_t i = 0; i < table->count; i++)
		put_member(out, record, &table->rows[i], file);
}

/* ---- reading ---- */

static int64_t take_number(struct unpickling *in)
{
	uint64_t bits = 0;
	for (unsigned shift = 0; in->at < in->end && shift < 64; shift += 7) {
		unsigned char byte = (unsigned char)*in->at++;
		bits |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return (int64_t)(bits >> 1) ^ -(int64_t)(bits & 1);
	}
	in->bad = true;
	return 0;
}

size_t pickle_take_count(struct unpickling *in)
{
	int64_t count = take_number(in);
	if (count >= 0 && count <= in->end - in->at)
		return (size_t)count;
	in->bad = true;
	return 0;
}

static const char *take_text(struct unpickling *in)
{
	size_t len = pickle_take_count(in);
	const char *text = in->at;
	if (len == 0)
		return NULL;
	in->at += len;
	in->bad |= text[len - 1] != '\0';
	return in->bad ? NULL : text;
}

static struct place take_place(struct unpickling *in)
{
	struct place place = {0};
	int64_t kind = take_number(in);
	if (kind == FILE_USUAL)
		place.file = in->file;
	else if (kind == FILE_OTHER)
		place.file = take_text(in);
	place.line = (int)take_number(in);
	place.column = (int)take_number(in);
	return place;
}

static struct date take_date(struct unpickling *in)
{
	struct date date = {.text = take_text(in)};
	date.year = (int)take_number(in);
	date.month = (int)take_number(in);
	date.day = (int)take_number(in);
	return date;
}

static struct strings take_texts(struct unpickling *in)
{
	size_t count = pickle_take_count(in);
	struct strings texts = {.count = count, .capacity = count};
	if (count == 0)
		return texts;
	texts.items = arena_array(in->arena, count, sizeof *texts.items);
	texts.places = arena_array(in->arena, count, sizeof *texts.places);
	for (size_t i = 0; i < count; i++) {
		texts.items[i] = take_text(in);
		texts.places[i] = take_place(in);
	}
	return texts;
}

static struct marks take_marks(struct unpickling *in)
{
	size_t count = pickle_take_count(in);
	struct marks marks = {.count = count, .capacity = count};
	if (count == 0)
		return marks;
	marks.items = arena_array(in->arena, count, sizeof *marks.items);
	for (size_t i = 0; i < count; i++) {
		marks.items[i].key = take_text(in);
		marks.items[i].line = (int)take_number(in);
		marks.items[i].column = (int)take_number(in);
	}
	return marks;
}

static const char **take_values(struct unpickling *in, size_t *count)
{
	*count = pickle_take_count(in);
	const char **values = *count ? arena_array(in->arena, *count, sizeof *values) : NULL;
	for (size_t i = 0; i < *count; i++)
		values[i] = take_text(in);
	return values;
}

static void *take_items(struct unpickling *in, const struct pickle *row, size_t *count)
{
	*count = pickle_take_count(in);
	char *items = *count ? arena_array(in->arena, *count, row->item_bytes) : NULL;
	for (size_t i = 0; i < *count && !in->bad; i++)
		pickle_take(in, items + i * row->item_bytes, &row->of);
	return items;
}

static void take_print(struct unpickling *in, struct print *print)
{
	if (in->end - in->at < (ptrdiff_t)sizeof *print) {
		in->bad = true;
		return;
	}
	memcpy(print, in->at, sizeof *print);
	in->at += sizeof *print;
}

static void take_member(struct unpickling *in, void *record, const struct pickle *row)
{
	void *member = (char *)record + row->offset, **pointer = member;
	size_t count, *counted = (void *)((char *)record + row->count_offset);
	switch (row->kind) {
	case PICKLE_TEXT:
		*(const char **)member = take_text(in);
		break;
	case PICKLE_LABEL:
		for (int lang = 0; lang < LANG__MAX; lang++)
			((struct label *)member)->text[lang] = take_text(in);
		break;
	case PICKLE_INT:
		*(int *)member = (int)take_number(in);
		break;
	case PICKLE_BIG:
		*(int64_t *)member = take_number(in);
		break;
	case PICKLE_BOOL:
		*(bool *)member = take_number(in) != 0;
		break;
	case PICKLE_DATE:
		*(struct date *)member = take_date(in);
		break;
	case PICKLE_PLACE:
		*(struct place *)member = take_place(in);
		break;
	case PICKLE_TEXTS:
		*(struct strings *)member = take_texts(in);
		break;
	case PICKLE_VALUES:
		*(const char ***)member = take_values(in, counted);
		break;
	case PICKLE_MARKS:
		*(struct marks *)member = take_marks(in);
		break;
	case PICKLE_PRINT:
		take_print(in, member);
		break;
	case PICKLE_ITEMS:
		*pointer = take_items(in, row, counted);
		break;
	case PICKLE_ONE:
		*pointer = take_items(in, row, &count);
		break;
	}
}

void pickle_take(struct unpickling *in, void *record, const struct pickle_table *table)
{
	for (size_t i = 0; i < table->count && !in->bad; i++)
		take_member(in, record, &table->rows[i]);
}
