#include "sound.h"

#include <stdlib.h>

#include <headwater/utf8.h>

#define CUTS_MAX 8     /* ways to cut letters into syllables that are tried */
#define STEPS_MAX 4000 /* tries in all: letters that can be cut in very many ways are given up */
#define LETTERS_MAX 64 /* longer words are no Pinyin */
#define ENTRY 8u       /* bytes of INDEX_SOUNDS */
#define FIRST_HAN 0x3400u
#define LAST_HAN 0x9FFFu
#define SILENT 0xFFFFu   /* in sound_table.known: no syllable */
#define CHECKED_MAX 4000 /* titles that are read again; past that what has all pairs of sounds counts */

/* Syllables that may stand at one place: from low to below high. */
struct place {
	uint32_t low, high;
};

struct cut {
	struct place places[SOUND_SYLLABLES_MAX];
	size_t count;
};

struct cuts {
	const struct sound_table *table;
	struct span letters;
	struct cut found[CUTS_MAX], open;
	size_t count, steps;
};

struct sound_table *sound_load(const struct index *index, struct arena *arena)
{
	const struct index_bytes *bytes = &index->sections[INDEX_SYLLABLES];
	struct sound_table *table = arena_alloc(arena, sizeof *table);
	table->known = arena_array(arena, LAST_HAN - FIRST_HAN + 1, sizeof *table->known);
	size_t capacity = 0;
	for (size_t at = 0; at < bytes->size;) {
		const char *start = (const char *)bytes->bytes + at, *end = memchr(start, '\n', bytes->size - at);
		if (!end)
			break;
		*ARENA_PUSH(arena, table->syllables, table->count, capacity) =
		    (struct span){start, (size_t)(end - start)};
		at += (size_t)(end - start) + 1;
	}
	return table;
}

/* ---- cutting ---- */

static int compare(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.ptr, b.ptr, len);
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static uint32_t lower_bound(const struct sound_table *table, struct span text)
{
	size_t low = 0, high = table->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (compare(table->syllables[middle], text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

unsigned sound_number(const struct sound_table *table, struct folder *folder, uint32_t code)
{
	char text[4];
	if (code < FIRST_HAN || code > LAST_HAN)
		return 0;
	uint16_t *known = &table->known[code - FIRST_HAN];
	if (*known == 0) {
		struct arena *scratch = arena_new();
		struct span syllable = span_of(fold_pinyin(folder, text, utf8_put(text, code), scratch));
		uint32_t number = lower_bound(table, syllable);
		bool there = number < table->count && compare(table->syllables[number], syllable) == 0;
		*known = there && number < SILENT - 1 ? (uint16_t)(number + 1) : SILENT;
		arena_free(scratch);
	}
	return *known == SILENT ? 0 : *known;
}

/* The syllables that begin with the text. */
static struct place beginning_with(const struct sound_table *table, struct span text)
{
	struct place place = {lower_bound(table, text), 0};
	for (place.high = place.low; place.high < table->count; place.high++) {
		struct span syllable = table->syllables[place.high];
		if (syllable.len < text.len || memcmp(syllable.ptr, text.ptr, text.len) != 0)
			break;
	}
	return place;
}

static void cut_from(struct cuts *cuts, size_t at)
{
	if (cuts->open.count == SOUND_SYLLABLES_MAX || cuts->count == CUTS_MAX || cuts->steps > STEPS_MAX)
		return;
	struct place *place = &cuts->open.places[cuts->open.count++];
	for (size_t len = cuts->letters.len - at; len > 0; len--, cuts->steps++) {
		struct span piece = {cuts->letters.ptr + at, len};
		if (at + len == cuts->letters.len) {
			*place = beginning_with(cuts->table, piece);
			if (place->low < place->high && cuts->count < CUTS_MAX)
				cuts->found[cuts->count++] = cuts->open;
			continue;
		}
		uint32_t exact = lower_bound(cuts->table, piece);
		if (exact == cuts->table->count || compare(cuts->table->syllables[exact], piece) != 0)
			continue;
		*place = (struct place){exact, exact + 1};
		cut_from(cuts, at + len);
	}
	cuts->open.count--;
}

/* ---- finding ---- */

static unsigned syllable_at(const struct index_bytes *sounds, size_t i, size_t k)
{
	const unsigned char *at = sounds->bytes + i * ENTRY + k * 2;
	return (unsigned)at[0] | (unsigned)at[1] << 8;
}

/* The first entry whose syllables are not before the pair. */
static size_t first_sound(const struct index_bytes *sounds, uint32_t first, uint32_t second)
{
	size_t low = 0, high = sounds->size / ENTRY;
	while (low < high) {
		size_t middle = (low + high) / 2;
		unsigned one = syllable_at(sounds, middle, 0), two = syllable_at(sounds, middle, 1);
		if (one < first || (one == first && two < second))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Titles with any bigram whose characters sound like the two places. */
static void mark_pair(struct matcher *matcher, const struct place *pair, uint64_t *bits)
{
	const struct index_bytes *sounds = &matcher->index->sections[INDEX_SOUNDS];
	struct index_walk walk;
	for (uint32_t first = pair[0].low; first < pair[0].high && !matcher->late; first++)
		for (size_t i = first_sound(sounds, first, pair[1].low); i < sounds->size / ENTRY; i++) {
			if (syllable_at(sounds, i, 0) != first || syllable_at(sounds, i, 1) >= pair[1].high)
				break;
			index_walk_start(&walk, matcher->index, index_u32(sounds->bytes + i * ENTRY + 4));
			if (!index_walk_next(&walk))
				break;
			docset_mark_list(matcher->index, &walk.term.lists[INDEX_TITLE], bits);
			if (match_worked(matcher, walk.term.lists[INDEX_TITLE].count))
				return;
		}
}

/* Whether the sounds stand in a row in a title. */
static bool sounds_in(struct matcher *matcher, uint32_t document, const struct cut *cut, struct arena *scratch)
{
	const struct sound_table *table = matcher->sounds;
	struct span title = index_title(matcher->index, document, 0);
	const char *pinyin = fold_pinyin(matcher->folder, title.ptr, title.len, scratch);
	size_t met = 0, starts[SOUND_SYLLABLES_MAX + 1] = {0};
	/* starts[k]: 1 when the k places before here were met by the last k syllables */
	while (*pinyin) {
		struct span syllable = {pinyin, strcspn(pinyin, " ")};
		uint32_t number = lower_bound(table, syllable);
		bool known = number < table->count && compare(table->syllables[number], syllable) == 0;
		starts[0] = 1;
		for (size_t k = cut->count; k > 0; k--)
			starts[k] = starts[k - 1] && known && number >= cut->places[k - 1].low &&
				    number < cut->places[k - 1].high;
		met |= starts[cut->count];
		pinyin += syllable.len;
		pinyin += *pinyin == ' ';
	}
	return met;
}

static void mark_cut(struct matcher *matcher, const struct cut *cut, uint64_t *bits)
{
	const struct index *index = matcher->index;
	struct docset set, pair;
	struct docset_walk walk = {0};
	uint32_t document;
	if (cut->count < 2)
		return;
	for (size_t i = 0; i + 1 < cut->count; i++) {
		uint64_t *row = arena_array(matcher->arena, docset_words(index), sizeof *row);
		mark_pair(matcher, &cut->places[i], row);
		docset_of_bits(index, row, matcher->arena, i == 0 ? &set : &pair);
		if (i > 0)
			docset_intersect(index, &set, &pair);
		if (set.count == 0)
			return;
	}
	if (cut->count == 2 || set.count > CHECKED_MAX) {
		docset_mark(&set, bits, index);
		return;
	}
	struct arena *scratch = arena_new();
	while (docset_next(index, &set, &walk, &document)) {
		if (sounds_in(matcher, document, cut, scratch))
			bits[document / 64] |= (uint64_t)1 << document % 64;
		arena_reset(scratch);
		if (match_late(matcher))
			break;
	}
	arena_free(scratch);
}

static bool is_letters(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < 'a' || text.ptr[i] > 'z')
			return false;
	return text.len >= 2 && text.len <= LETTERS_MAX;
}

void sound_mark_letters(struct matcher *matcher, struct span letters, uint64_t *bits)
{
	struct cuts *cuts = arena_alloc(matcher->arena, sizeof *cuts);
	if (!is_letters(letters))
		return;
	cuts->table = matcher->sounds;
	cuts->letters = letters;
	cut_from(cuts, 0);
	for (size_t i = 0; i < cuts->count; i++)
		mark_cut(matcher, &cuts->found[i], bits);
	if (letters.len > SOUND_SYLLABLES_MAX)
		return;
	struct cut initials = {.count = letters.len};
	for (size_t i = 0; i < letters.len; i++)
		initials.places[i] = beginning_with(matcher->sounds, (struct span){letters.ptr + i, 1});
	mark_cut(matcher, &initials, bits);
}

void sound_mark_han(struct matcher *matcher, struct span text, uint64_t *bits)
{
	const char *pinyin = fold_pinyin(matcher->folder, text.ptr, text.len, matcher->arena);
	struct cut cut = {0};
	while (*pinyin && cut.count < SOUND_SYLLABLES_MAX) {
		struct span syllable = {pinyin, strcspn(pinyin, " ")};
		uint32_t number = lower_bound(matcher->sounds, syllable);
		if (number == matcher->sounds->count || compare(matcher->sounds->syllables[number], syllable) != 0)
			return; /* no title sounds so */
		cut.places[cut.count++] = (struct place){number, number + 1};
		pinyin += syllable.len;
		pinyin += *pinyin == ' ';
	}
	mark_cut(matcher, &cut, bits);
}
