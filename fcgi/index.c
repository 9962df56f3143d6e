/* index.c -- see index.h. */
#include "index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- opening ---- */

static enum status refuse(struct arena *arena, const char *path, const char *why, const char **error)
{
	*error = arena_printf(arena, "%s: %s", path, why);
	return STATUS_CORRUPT;
}

static bool identity_is(const unsigned char *bytes, const char *identity)
{
	static const char digits[] = "0123456789abcdef";
	if (!identity || strlen(identity) != (size_t)2 * INDEX_IDENTITY_SIZE)
		return false;
	for (size_t i = 0; i < INDEX_IDENTITY_SIZE; i++)
		if (identity[2 * i] != digits[bytes[i] >> 4] || identity[2 * i + 1] != digits[bytes[i] & 15])
			return false;
	return true;
}

static bool read_sections(struct index *index)
{
	const unsigned char *at = index->map + 24 + INDEX_IDENTITY_SIZE;
	for (int i = 0; i < INDEX_SECTION__MAX; i++, at += 24) {
		uint64_t offset = index_u64(at), size = index_u64(at + 8);
		if (offset < INDEX_HEADER_SIZE || offset % 8 != 0 || offset > index->size ||
		    size > index->size - offset)
			return false;
		index->sections[i] = (struct index_bytes){index->map + offset, (size_t)size};
	}
	return true;
}

/* The sizes of sections that go by the number of documents. */
static bool sizes_fit(const struct index *index)
{
	const struct {
		enum index_section section;
		size_t size;
	} sizes[] = {
	    {INDEX_TITLE_STARTS, ((size_t)index->count * 2 + 1) * 4},
	    {INDEX_TITLE_LENGTHS, index->count},
	    {INDEX_SORTS, (size_t)index->count * INDEX_SORT__MAX * 4},
	    {INDEX_TITLE_RANK, (size_t)index->count * 4},
	    {INDEX_GROUPS, INDEX_GROUP__MAX * 4},
	    {INDEX_TWINS, (size_t)index->count * 4},
	};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (index->sections[sizes[i].section].size != sizes[i].size)
			return false;
	return true;
}

/* The columns of combinations fill their section, and the groups have all combinations there are. */
static bool find_columns(struct index *index)
{
	const struct index_bytes *section = &index->sections[INDEX_COMBOS];
	uint64_t at = 0, first = 0;
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++) {
		uint32_t count = index_number(index, INDEX_GROUPS, group);
		unsigned width = index_combo_width(count);
		index->columns[group] = (struct index_column){section->bytes + (at < section->size ? at : 0), width,
							      (uint32_t)first, count};
		at += ((uint64_t)index->count * width + 7) & ~(uint64_t)7;
		first += count;
	}
	return at == section->size && first == index->combo_count;
}

static const char *fault_of(struct index *index, const char *identity)
{
	const unsigned char *map = index->map;
	const size_t summed = INDEX_HEADER_SIZE - 8;
	if (index->size < INDEX_HEADER_SIZE || memcmp(map, INDEX_MAGIC, 8) != 0)
		return "not a search index";
	if (index_u32(map + 8) != INDEX_VERSION)
		return "a search index of another version";
	if (index_sum(INDEX_SUM_START, map, summed) != index_u64(map + summed) || index_u64(map + 16) != index->size)
		return "a damaged search index";
	if (!identity_is(map + 24, identity))
		return "the search index of another catalogue";
	index->count = index_u32(map + 12);
	if (index->count > INDEX_DOCUMENTS_MAX || !read_sections(index) || !sizes_fit(index))
		return "a damaged search index";
	index->term_count_max = (uint32_t)(index->sections[INDEX_TERM_BLOCKS].size / 8 * INDEX_DICT_TERMS);
	size_t starts = index->sections[INDEX_COMBO_STARTS].size / 4;
	index->combo_count = starts > 0 ? (uint32_t)starts - 1 : 0;
	if (!find_columns(index))
		return "a damaged search index";
	size_t twins = index->sections[INDEX_TWIN_STARTS].size / 4;
	index->twin_count = twins > 1 ? (uint32_t)twins - 2 : 0;
	return NULL;
}

enum status index_open(const char *path, const char *identity, struct arena *arena, struct index **result,
		       const char **error)
{
	struct stat facts;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	*result = NULL;
	if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		*error = arena_printf(arena, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return STATUS_IO;
	}
	struct index *index = memory_alloc(sizeof *index);
	*index = (struct index){.size = (size_t)facts.st_size};
	void *map = index->size ? mmap(NULL, index->size, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
	close(fd);
	if (map == MAP_FAILED) {
		free(index);
		return refuse(arena, path, "not a search index", error);
	}
	index->map = map;
	const char *fault = fault_of(index, identity);
	if (fault) {
		index_close(index);
		return refuse(arena, path, fault, error);
	}
	*result = index;
	return STATUS_OK;
}

void index_close(struct index *index)
{
	if (!index)
		return;
	munmap((void *)(uintptr_t)index->map, index->size);
	free(index);
}

bool index_verify(const struct index *index)
{
	const unsigned char *at = index->map + 24 + INDEX_IDENTITY_SIZE;
	for (int i = 0; i < INDEX_SECTION__MAX; i++, at += 24)
		if (index_sum(INDEX_SUM_START, index->sections[i].bytes, index->sections[i].size) != index_u64(at + 16))
			return false;
	return true;
}

/* ---- the dictionary ---- */

uint64_t index_varint(const struct index_bytes *bytes, size_t *at)
{
	uint64_t value = 0;
	for (int shift = 0; shift < 64 && *at < bytes->size; shift += 7) {
		unsigned char byte = bytes->bytes[(*at)++];
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			break;
	}
	return value;
}

void index_walk_start(struct index_walk *walk, const struct index *index, uint32_t number)
{
	uint32_t block = number / INDEX_DICT_TERMS;
	walk->index = index;
	walk->next = block * INDEX_DICT_TERMS;
	walk->term.len = 0;
	walk->at = index_number(index, INDEX_TERM_BLOCKS, (size_t)block * 2);
	walk->posting_at = (size_t)index_number(index, INDEX_TERM_BLOCKS, (size_t)block * 2 + 1) << 3;
	if (number >= index->term_count_max)
		walk->at = index->sections[INDEX_TERMS].size;
	while (walk->next < number && index_walk_next(walk))
		;
}

static bool read_text(struct index_walk *walk, const struct index_bytes *terms)
{
	struct index_term *term = &walk->term;
	size_t shared = (size_t)index_varint(terms, &walk->at), more = (size_t)index_varint(terms, &walk->at);
	if (walk->next % INDEX_DICT_TERMS == 0)
		term->len = 0;
	if (shared > term->len || more > INDEX_TERM_MAX - shared || more > terms->size - walk->at)
		return false;
	memcpy(term->text + shared, terms->bytes + walk->at, more);
	term->len = shared + more;
	walk->at += more;
	return true;
}

static bool read_list(struct index_walk *walk, const struct index_bytes *terms, int field)
{
	const struct index_bytes *postings = &walk->index->sections[INDEX_POSTINGS];
	struct index_list *list = &walk->term.lists[field];
	uint64_t count = index_varint(terms, &walk->at), size = count > 0 ? index_varint(terms, &walk->at) : 0;
	*list = (struct index_list){.count = (uint32_t)count};
	if (count > walk->index->count)
		return false;
	if (count == 0)
		return true;
	if (field != INDEX_ANY && size == 0) {
		*list = walk->term.lists[INDEX_ANY];
		return true;
	}
	if (count == 1) {
		list->only = (uint32_t)size;
		return size >= 1 && size <= walk->index->count;
	}
	if (walk->posting_at > postings->size || size > postings->size - walk->posting_at)
		return false;
	list->data = postings->bytes + walk->posting_at;
	list->size = (size_t)size;
	walk->posting_at += (size_t)size;
	return true;
}

bool index_walk_next(struct index_walk *walk)
{
	const struct index_bytes *terms = &walk->index->sections[INDEX_TERMS];
	if (walk->at >= terms->size || walk->next >= walk->index->term_count_max)
		return false;
	bool whole = read_text(walk, terms);
	for (int field = 0; field < INDEX_FIELD__MAX && whole; field++)
		whole = read_list(walk, terms, field);
	if (!whole) {
		walk->at = terms->size;
		return false;
	}
	walk->term.number = walk->next++;
	return true;
}

static int compare(const struct index_term *term, struct span text)
{
	size_t len = term->len < text.len ? term->len : text.len;
	int order = memcmp(term->text, text.ptr, len);
	return order ? order : (term->len > text.len) - (term->len < text.len);
}

uint32_t index_lower_bound(const struct index *index, struct span text)
{
	struct index_walk walk;
	uint32_t low = 0, high = index->term_count_max / INDEX_DICT_TERMS;
	while (low < high) { /* the last block whose first term does not come after the text */
		uint32_t middle = low + (high - low) / 2;
		index_walk_start(&walk, index, middle * INDEX_DICT_TERMS);
		if (index_walk_next(&walk) && compare(&walk.term, text) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	index_walk_start(&walk, index, low > 0 ? (low - 1) * INDEX_DICT_TERMS : 0);
	while (index_walk_next(&walk))
		if (compare(&walk.term, text) >= 0)
			return walk.term.number;
	return index->term_count_max;
}

bool index_find(const struct index *index, struct span text, struct index_term *term)
{
	struct index_walk walk;
	index_walk_start(&walk, index, index_lower_bound(index, text));
	if (!index_walk_next(&walk) || compare(&walk.term, text) != 0)
		return false;
	*term = walk.term;
	return true;
}

/* ---- documents ---- */

struct span index_title(const struct index *index, uint32_t document, unsigned lang)
{
	const struct index_bytes *titles = &index->sections[INDEX_TITLES];
	size_t place = ((size_t)document - 1) * 2 + lang;
	uint32_t start = index_number(index, INDEX_TITLE_STARTS, place),
		 end = index_number(index, INDEX_TITLE_STARTS, place + 1);
	if (end < start || end > titles->size)
		return (struct span){"", 0};
	return (struct span){(const char *)titles->bytes + start, end - start};
}

uint32_t index_sort_key(const struct index *index, uint32_t document, enum index_sort sort)
{
	return index_number(index, INDEX_SORTS, ((size_t)document - 1) * INDEX_SORT__MAX + (size_t)sort);
}
