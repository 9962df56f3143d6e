/* search_titles.c -- titles in order, for exact titles and beginnings, and by length; sets of near-identical ones. */
#include <limits.h>
#include <stdlib.h>

#include <headwater/arena.h>

#include "search_inside.h"

/* ---- twins ---- */

static int by_hash(const void *a, const void *b)
{
	const struct twin *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->document < y->document ? -1 : x->document > y->document;
}

void twins_write(struct search_writer *writer)
{
	struct buf *starts = &writer->sections[INDEX_TWIN_STARTS], *members = &writer->sections[INDEX_TWIN_MEMBERS];
	uint32_t *sets = memory_alloc(((size_t)writer->count + 1) * sizeof *sets), set = 0;
	memset(sets, 0, ((size_t)writer->count + 1) * sizeof *sets);
	if (writer->count > 0)
		qsort(writer->twins, writer->count, sizeof *writer->twins, by_hash);
	put_u32(starts, 0);
	for (size_t i = 0, end; i < writer->count; i = end) {
		for (end = i + 1; end < writer->count && writer->twins[end].hash == writer->twins[i].hash; end++)
			;
		if (writer->twins[i].hash == 0 || end - i < 2)
			continue;
		put_u32(starts, (uint32_t)(members->len / 4));
		set++;
		for (size_t k = i; k < end; k++) {
			sets[writer->twins[k].document] = set;
			put_u32(members, writer->twins[k].document);
		}
	}
	put_u32(starts, (uint32_t)(members->len / 4));
	for (size_t document = 1; document <= writer->count; document++)
		put_u32(&writer->sections[INDEX_TWINS], sets[document]);
	free(sets);
}

/* ---- order ---- */

struct title {
	uint64_t prefix; /* the first bytes of its key */
	const char *at, *end;
	uint32_t reference;
};

/* The next byte of the key of a title, -1 at its end: marks of gaps are no part of it. */
static int next_byte(const char **at, const char *end)
{
	while (*at < end && **at == FOLD_GAP)
		++*at;
	return *at < end ? (unsigned char)*(*at)++ : -1;
}

static int by_key(const void *a, const void *b)
{
	const struct title *x = a, *y = b;
	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	const char *one = x->at, *two = y->at;
	for (;;) {
		int left = next_byte(&one, x->end), right = next_byte(&two, y->end);
		if (left != right)
			return left < right ? -1 : 1;
		if (left < 0)
			return x->reference < y->reference ? -1 : x->reference > y->reference;
	}
}

void title_order_write(struct search_writer *writer)
{
	const unsigned char *starts = (const unsigned char *)writer->sections[INDEX_TITLE_STARTS].bytes;
	const char *titles = writer->sections[INDEX_TITLES].bytes;
	size_t places = (size_t)writer->count * LANG__MAX, count = 0;
	struct title *order = memory_alloc(places * sizeof *order);
	for (size_t i = 0; i < places; i++) {
		uint32_t start = index_u32(starts + 4 * i), end = index_u32(starts + 4 * i + 4);
		struct title title = {.at = titles + start, .end = titles + end};
		const char *at = title.at;
		if (start == end)
			continue;
		for (int k = 0; k < 8; k++) {
			int byte = next_byte(&at, title.end);
			title.prefix = title.prefix << 8 | (unsigned)(byte < 0 ? 0 : byte);
		}
		title.reference = (uint32_t)((i / LANG__MAX + 1) << 1 | i % LANG__MAX);
		order[count++] = title;
	}
	if (count > 0)
		qsort(order, count, sizeof *order, by_key);
	for (size_t i = 0; i < count; i++)
		put_u32(&writer->sections[INDEX_TITLE_ORDER], order[i].reference);
	free(order);
}

/* ---- rank ---- */

void title_rank_write(struct search_writer *writer)
{
	const unsigned char *lengths = (const unsigned char *)writer->sections[INDEX_TITLE_LENGTHS].bytes;
	uint32_t *ranked = memory_alloc(((size_t)writer->count + 1) * sizeof *ranked);
	size_t starts[UCHAR_MAX + 2] = {0};
	for (size_t i = 0; i < writer->count; i++)
		starts[lengths[i] + 1]++;
	for (size_t length = 1; length <= UCHAR_MAX; length++)
		starts[length] += starts[length - 1];
	for (size_t i = 0; i < writer->count; i++)
		ranked[starts[lengths[i]]++] = (uint32_t)i + 1;
	for (size_t i = 0; i < writer->count; i++)
		put_u32(&writer->sections[INDEX_TITLE_RANK], ranked[i]);
	free(ranked);
}
