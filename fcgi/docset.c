/* docset.c -- see docset.h; the lists are described in headwater/index_format.h. */
#include "docset.h"

#define WIDTH_BITS 6u
#define ENTRY 8u /* bytes of a block in the table before the data */

/* ---- lists ---- */

static bool is_dense(const struct index *index, const struct index_list *list)
{
	return list->count > 1 && list->count >= index->count / INDEX_DENSE_SHARE;
}

static size_t block_count(const struct index_list *list)
{
	return ((size_t)list->count + INDEX_BLOCK - 1) / INDEX_BLOCK;
}

static uint32_t block_last(const struct index_list *list, size_t block)
{
	return index_u32(list->data + block * ENTRY);
}

/* A row of bits is there whole, a table of blocks too. */
static bool is_whole(const struct index *index, const struct index_list *list)
{
	if (is_dense(index, list))
		return list->size == docset_words(index) * 8;
	return list->size / ENTRY >= block_count(list);
}

/*
 * Documents of one block into `out`; 0 when its bytes lead outside the list. Each gap is cut out of the 8 bytes in which it
 * begins: those behind the last one are some other section's, for the lists are the first.
 */
static size_t read_block(const struct index *index, const struct index_list *list, size_t block,
			 uint32_t out[INDEX_BLOCK])
{
	const size_t blocks = block_count(list);
	const size_t count = block + 1 < blocks ? INDEX_BLOCK : list->count - block * INDEX_BLOCK;
	const uint32_t place = index_u32(list->data + block * ENTRY + 4), width = place & ((1u << WIDTH_BITS) - 1);
	const uint64_t from = blocks * ENTRY + (uint64_t)(place >> WIDTH_BITS) * 8;
	uint64_t document = block > 0 ? block_last(list, block - 1) : 0;
	if (width > 32 || from + (count * width + 63) / 64 * 8 > list->size ||
	    list->data + list->size + 8 > index->map + index->size)
		return 0;
	const unsigned char *data = list->data + from;
	const uint64_t mask = ((uint64_t)1 << width) - 1;
	for (size_t i = 0, bit = 0; i < count; i++, bit += width) {
		document += (index_u64(data + (bit >> 3)) >> (bit & 7) & mask) + 1;
		out[i] = (uint32_t)document;
	}
	return document <= index->count ? count : 0;
}

void docset_mark_list(const struct index *index, const struct index_list *list, uint64_t *bits)
{
	uint32_t block[INDEX_BLOCK];
	if (list->count == 1)
		bits[list->only / 64] |= (uint64_t)1 << list->only % 64;
	if (list->count < 2 || !is_whole(index, list))
		return;
	if (is_dense(index, list)) {
		for (size_t i = 0; i < docset_words(index); i++)
			bits[i] |= index_u64(list->data + 8 * i);
		return;
	}
	for (size_t b = 0; b < block_count(list); b++) {
		size_t count = read_block(index, list, b, block);
		for (size_t i = 0; i < count; i++)
			bits[block[i] / 64] |= (uint64_t)1 << block[i] % 64;
	}
}

/* ---- rows of bits ---- */

/* Counting bits takes one instruction where there is one: that is seen when the program starts. */
#ifdef __x86_64__
#define COUNTS_BITS __attribute__((target_clones("popcnt", "default")))
#else
#define COUNTS_BITS
#endif

COUNTS_BITS static size_t population(const uint64_t *bits, size_t words)
{
	size_t count = 0;
	for (size_t i = 0; i < words; i++)
		count += (size_t)__builtin_popcountll(bits[i]);
	return count;
}

/* Keeps what is in the row of a list as well; returns how many are left. */
COUNTS_BITS static size_t intersect_row(uint64_t *bits, const unsigned char *with, size_t words)
{
	size_t count = 0;
	for (size_t i = 0; i < words; i++) {
		bits[i] &= index_u64(with + 8 * i);
		count += (size_t)__builtin_popcountll(bits[i]);
	}
	return count;
}

/* ---- sets ---- */

/* Documents past the last are no documents, whatever the file says. */
static void clip(const struct index *index, uint64_t *bits)
{
	unsigned used = index->count % 64 + 1;
	bits[0] &= ~(uint64_t)1;
	if (used < 64)
		bits[docset_words(index) - 1] &= ((uint64_t)1 << used) - 1;
}

void docset_list(const struct index *index, struct docset *set, size_t most, struct arena *arena)
{
	struct docset_walk walk = {0};
	struct docset bits = *set;
	uint32_t document;
	size_t used = 0;
	if (!set->bits || set->count > most)
		return;
	set->documents = arena_room(arena, set->count + 1, sizeof *set->documents);
	while (docset_next(index, &bits, &walk, &document))
		set->documents[used++] = document;
	set->bits = NULL;
}

void docset_of_bits(const struct index *index, uint64_t *bits, struct arena *arena, struct docset *set)
{
	clip(index, bits);
	*set = (struct docset){.count = population(bits, docset_words(index)), .bits = bits};
	docset_list(index, set, index->count / DOCSET_SPARSE_SHARE, arena);
}

void docset_every(const struct index *index, struct arena *arena, struct docset *set)
{
	uint64_t *bits = arena_room(arena, docset_words(index), sizeof *bits);
	memset(bits, 0xFF, docset_words(index) * sizeof *bits);
	clip(index, bits);
	*set = (struct docset){.count = index->count, .bits = bits};
}

void docset_others(const struct index *index, const struct docset *set, struct arena *arena, struct docset *others)
{
	uint64_t *bits = arena_room(arena, docset_words(index), sizeof *bits);
	for (size_t i = 0; i < docset_words(index); i++)
		bits[i] = ~set->bits[i];
	clip(index, bits);
	*others = (struct docset){.count = index->count - set->count, .bits = bits};
}

void docset_of_list(const struct index *index, const struct index_list *list, struct arena *arena, struct docset *set)
{
	*set = (struct docset){0};
	if (list->count > 1 && list->count >= index->count / DOCSET_SPARSE_SHARE) {
		set->bits = arena_array(arena, docset_words(index), sizeof *set->bits);
		docset_mark_list(index, list, set->bits);
		clip(index, set->bits);
		set->count = population(set->bits, docset_words(index));
		return;
	}
	set->documents = arena_room(arena, (size_t)list->count + INDEX_BLOCK, sizeof *set->documents);
	if (list->count == 1)
		set->documents[set->count++] = list->only;
	if (list->count < 2 || !is_whole(index, list))
		return;
	for (size_t b = 0; b < block_count(list); b++)
		set->count += read_block(index, list, b, set->documents + set->count);
}

static bool bit_of(const unsigned char *data, uint32_t document)
{
	return data[document / 8] >> document % 8 & 1;
}

static void narrow_by_dense(const struct index *index, struct docset *set, const struct index_list *list)
{
	size_t kept = 0;
	if (set->bits) {
		set->count = intersect_row(set->bits, list->data, docset_words(index));
		return;
	}
	for (size_t i = 0; i < set->count; i++) {
		set->documents[kept] = set->documents[i];
		kept += bit_of(list->data, set->documents[i]);
	}
	set->count = kept;
}

/* The first block, from `block` on, that may hold a document. */
static size_t seek_block(const struct index_list *list, size_t block, uint32_t document)
{
	size_t blocks = block_count(list), step = 1, low = block;
	while (low + step < blocks && block_last(list, low + step) < document) {
		low += step;
		step *= 2;
	}
	size_t high = low + step < blocks ? low + step : blocks;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (block_last(list, middle) < document)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void narrow_list(const struct index *index, struct docset *set, const struct index_list *list)
{
	uint32_t block[INDEX_BLOCK];
	size_t blocks = block_count(list), at = 0, in = 0, size = 0, kept = 0;
	bool read = false;
	for (size_t i = 0; i < set->count; i++) {
		uint32_t document = set->documents[i];
		if (!read || (size > 0 && block[size - 1] < document)) {
			size_t found = seek_block(list, at, document);
			if (found == blocks)
				break;
			if (!read || found != at)
				size = read_block(index, list, found, block);
			read = true;
			at = found;
			in = 0;
		}
		while (in < size && block[in] < document)
			in++;
		if (in < size && block[in] == document)
			set->documents[kept++] = document;
	}
	set->count = kept;
}

/* A row of bits by a list: few survive, and those in order. */
static void narrow_bits(const struct index *index, struct docset *set, const struct index_list *list)
{
	uint32_t block[INDEX_BLOCK];
	uint64_t *bits = set->bits;
	size_t word = 0;
	uint64_t kept = 0;
	for (size_t b = 0; b < block_count(list); b++) {
		size_t size = read_block(index, list, b, block);
		for (size_t i = 0; i < size && block[i] / 64 >= word; i++) { /* below it: a damaged file */
			for (; word < block[i] / 64; word++, kept = 0)
				bits[word] &= kept;
			kept |= (uint64_t)1 << block[i] % 64;
		}
	}
	for (; word < docset_words(index); word++, kept = 0)
		bits[word] &= kept;
	set->count = population(bits, docset_words(index));
}

void docset_narrow(const struct index *index, struct docset *set, const struct index_list *list)
{
	if (list->count == 0 || (list->count > 1 && !is_whole(index, list))) {
		*set = (struct docset){.documents = set->documents, .bits = set->bits};
		if (set->bits)
			memset(set->bits, 0, docset_words(index) * sizeof *set->bits);
		return;
	}
	if (is_dense(index, list)) {
		narrow_by_dense(index, set, list);
		return;
	}
	if (list->count == 1) {
		bool there = docset_has(set, list->only);
		if (set->bits) {
			memset(set->bits, 0, docset_words(index) * sizeof *set->bits);
			set->bits[list->only / 64] |= (uint64_t)there << list->only % 64;
		} else if (there) {
			set->documents[0] = list->only;
		}
		set->count = there;
		return;
	}
	if (set->bits)
		narrow_bits(index, set, list);
	else
		narrow_list(index, set, list);
}

/* A row of bits by documents that are listed. */
static void keep_listed(const struct index *index, struct docset *set, const struct docset *listed)
{
	uint64_t kept = 0;
	size_t word = 0;
	for (size_t i = 0; i < listed->count; i++) {
		uint32_t document = listed->documents[i];
		for (; word < document / 64; word++, kept = 0)
			set->bits[word] &= kept;
		kept |= (uint64_t)1 << document % 64;
	}
	for (; word < docset_words(index); word++, kept = 0)
		set->bits[word] &= kept;
	set->count = population(set->bits, docset_words(index));
}

void docset_intersect(const struct index *index, struct docset *set, const struct docset *with)
{
	size_t kept = 0, at = 0;
	if (set->bits && with->bits) {
		for (size_t i = 0; i < docset_words(index); i++)
			set->bits[i] &= with->bits[i];
		set->count = population(set->bits, docset_words(index));
		return;
	}
	if (set->bits) {
		keep_listed(index, set, with);
		return;
	}
	for (size_t i = 0; i < set->count; i++) {
		uint32_t document = set->documents[i];
		while (with->documents && at < with->count && with->documents[at] < document)
			at++;
		bool there =
		    with->bits ? docset_has(with, document) : at < with->count && with->documents[at] == document;
		if (there)
			set->documents[kept++] = document;
	}
	set->count = kept;
}

void docset_mark(const struct docset *set, uint64_t *bits, const struct index *index)
{
	for (size_t i = 0; set->bits && i < docset_words(index); i++)
		bits[i] |= set->bits[i];
	for (size_t i = 0; set->documents && i < set->count; i++)
		bits[set->documents[i] / 64] |= (uint64_t)1 << set->documents[i] % 64;
}

void docset_as_bits(const struct index *index, struct docset *set, struct arena *arena)
{
	if (set->bits)
		return;
	uint64_t *bits = arena_array(arena, docset_words(index), sizeof *bits);
	docset_mark(set, bits, index);
	*set = (struct docset){.count = set->count, .bits = bits};
}

bool docset_lists(const struct docset *set, uint32_t document)
{
	size_t low = 0, high = set->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (set->documents[middle] < document)
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->count && set->documents[low] == document;
}

bool docset_next(const struct index *index, const struct docset *set, struct docset_walk *walk, uint32_t *document)
{
	if (!set->bits) {
		if (walk->at == set->count)
			return false;
		*document = set->documents[walk->at++];
		return true;
	}
	while (walk->word == 0) {
		if (walk->at == docset_words(index))
			return false;
		walk->word = set->bits[walk->at++];
	}
	*document = (uint32_t)((walk->at - 1) * 64 + (size_t)__builtin_ctzll(walk->word));
	walk->word &= walk->word - 1;
	return true;
}

size_t docset_take(const struct index *index, const struct docset *set, struct docset_walk *walk, uint32_t *documents,
		   size_t max)
{
	size_t count = 0;
	if (!set->bits) {
		count = set->count - walk->at < max ? set->count - walk->at : max;
		if (count > 0)
			memcpy(documents, set->documents + walk->at, count * sizeof *documents);
		walk->at += count;
		return count;
	}
	while (count < max) {
		for (; walk->word && count < max; walk->word &= walk->word - 1)
			documents[count++] = (uint32_t)((walk->at - 1) * 64 + (size_t)__builtin_ctzll(walk->word));
		if (walk->word || walk->at == docset_words(index))
			break;
		walk->word = set->bits[walk->at++];
	}
	return count;
}
