#include "search_list.h"

#include <stdlib.h>

#include <headwater/arena.h>

#define WIDTH_BITS 6

void put_u32(struct buf *out, uint32_t value)
{
	value = htole32(value);
	buf_add(out, &value, sizeof value);
}

void put_u64(struct buf *out, uint64_t value)
{
	value = htole64(value);
	buf_add(out, &value, sizeof value);
}

void put_number(struct buf *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		buf_byte(out, (char)(value | 0x80));
	buf_byte(out, (char)value);
}

static void put_bits(struct buf *out, const uint32_t *documents, size_t count, size_t total)
{
	size_t words = total / 64 + 1;
	uint64_t *bits = memory_alloc(words * sizeof *bits);
	memset(bits, 0, words * sizeof *bits);
	for (size_t i = 0; i < count; i++)
		bits[documents[i] / 64] |= (uint64_t)1 << documents[i] % 64;
	for (size_t i = 0; i < words; i++)
		put_u64(out, bits[i]);
	free(bits);
}

static unsigned width_of(const uint32_t *documents, size_t count, uint32_t before)
{
	uint32_t all = 0;
	for (size_t i = 0; i < count; i++) {
		all |= documents[i] - before - 1;
		before = documents[i];
	}
	return all ? 32u - (unsigned)__builtin_clz(all) : 0;
}

static void put_block(struct buf *out, const uint32_t *documents, size_t count, uint32_t before)
{
	unsigned width = width_of(documents, count, before), used = 0;
	uint64_t word = 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t gap = documents[i] - before - 1;
		before = documents[i];
		word |= gap << used;
		used += width;
		if (used < 64)
			continue;
		put_u64(out, word);
		used -= 64;
		word = used ? gap >> (width - used) : 0;
	}
	if (used > 0)
		put_u64(out, word);
}

void put_list(struct buf *out, const uint32_t *documents, size_t count, size_t total)
{
	uint32_t before = 0, words = 0;
	if (count >= total / INDEX_DENSE_SHARE) {
		put_bits(out, documents, count, total);
		return;
	}
	for (size_t at = 0; at < count; at += INDEX_BLOCK) {
		size_t size = count - at < INDEX_BLOCK ? count - at : INDEX_BLOCK;
		unsigned width = width_of(documents + at, size, before);
		before = documents[at + size - 1];
		put_u32(out, before);
		put_u32(out, words << WIDTH_BITS | width);
		words += (uint32_t)(size * width + 63) / 64;
	}
	before = 0;
	for (size_t at = 0; at < count; at += INDEX_BLOCK) {
		size_t size = count - at < INDEX_BLOCK ? count - at : INDEX_BLOCK;
		put_block(out, documents + at, size, before);
		before = documents[at + size - 1];
	}
}
