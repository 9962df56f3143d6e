/*
 * fold.c -- see fold.h. What folding needs to know of the code points of the basic plane stands in a table that is made with
 * the program (fold_make.c); ICU is asked once for each other one that is met.
 */
#include <assert.h>
#include <string.h>

#include <headwater/fold.h>
#include <headwater/span.h>
#include <headwater/utf8.h>

#include "fold_learn.h"
#include "fold_table.h"

#define REPLACEMENT 0xFFFDu /* for bytes that are no character */
#define PAGE_POINTS 256
#define PAGE_COUNT (0x110000 / PAGE_POINTS)
/* More marks on one letter than this are folded apart; Unicode's stream-safe limit, so no real text is touched. */
#define CLUSTER_MAX 30
/* A word of more parts than this is an opaque identifier, whose parts nobody searches for. */
#define PARTS_MAX 4
#define HAN_BYTES 3 /* of a character of the basic plane, such as begins each row of pinyin_words */

/* A code point beyond the table. */
struct entry {
	struct fold_learned learned;
	bool known;
};

struct folder {
	struct arena *arena;
	struct fold_learner *learner; /* made when first wanted */
	struct entry *pages[PAGE_COUNT];
};

/* One folded code point: its bytes in the folded text and in the source. */
struct point {
	size_t at;
	size_t start, end;
	uint32_t code;
	uint8_t class;
};

struct folded {
	char *text;
	size_t len;
	struct point *points;
	size_t count, capacity;
};

static const struct {
	const char *word;
	size_t len;
	const char *pinyin;
} pinyin_words[] = {
#define WORD(word, pinyin) {word, sizeof(word) - 1, pinyin},
#include "fold_pinyin.def"
#undef WORD
};

struct folder *folder_new(void)
{
	struct arena *arena = arena_new();
	struct folder *folder = arena_alloc(arena, sizeof *folder);
	folder->arena = arena;
	return folder;
}

void folder_free(struct folder *folder)
{
	if (!folder)
		return;
	fold_learner_free(folder->learner);
	arena_free(folder->arena);
}

/* ---- what is known of a code point ---- */

static struct fold_learner *learner_of(struct folder *folder)
{
	if (!folder->learner)
		folder->learner = fold_learner_new(folder->arena);
	return folder->learner;
}

static const struct fold_learned *learned_of(struct folder *folder, uint32_t code)
{
	struct entry **page = &folder->pages[code / PAGE_POINTS];
	if (!*page)
		*page = arena_array(folder->arena, PAGE_POINTS, sizeof **page);
	struct entry *entry = &(*page)[code % PAGE_POINTS];
	if (!entry->known)
		fold_learn(learner_of(folder), code, &entry->learned);
	entry->known = true;
	return &entry->learned;
}

static inline const struct fold_learned *known_of(struct folder *folder, uint32_t code)
{
	return code < FOLD_TABLE_SIZE ? &fold_table[code] : learned_of(folder, code);
}

/* ---- folding ---- */

static uint32_t next_code(const char *text, size_t len, size_t *at)
{
	uint32_t code = utf8_next(text, len, at);
	return code == UTF8_BAD ? REPLACEMENT : code;
}

static void point_add(struct folder *folder, struct folded *folded, uint32_t code, size_t start, size_t end)
{
	struct point *point = &folded->points[folded->count++];
	*point = (struct point){folded->len, start, end, code, known_of(folder, code)->class};
	folded->len += utf8_put(folded->text + folded->len, code);
}

/* Makes room for `extra` more points; four bytes a point always suffice for the text. */
static void folded_enlarge(struct folded *folded, size_t extra, struct arena *arena)
{
	struct folded old = *folded;
	folded->capacity = (old.count + extra) * 2;
	folded->points = arena_room(arena, folded->capacity, sizeof *folded->points);
	folded->text = arena_room(arena, folded->capacity * 4 + 1, 1);
	if (old.count)
		memcpy(folded->points, old.points, old.count * sizeof *old.points);
	if (old.len)
		memcpy(folded->text, old.text, old.len);
}

static inline void folded_reserve(struct folded *folded, size_t extra, struct arena *arena)
{
	if (folded->count + extra > folded->capacity)
		folded_enlarge(folded, extra, arena);
}

static void fold_code(struct folder *folder, struct folded *folded, uint32_t code, size_t start, size_t end)
{
	const struct fold_learned *known = known_of(folder, code);
	if (known->count == 1) {
		point_add(folder, folded, known->folded, start, end);
		return;
	}
	for (size_t i = 0, at = 0; i < known->count; i++)
		point_add(folder, folded, utf8_next(known->expansion, strlen(known->expansion), &at), start, end);
}

/* A letter with marks on it is normalised as one; all that comes out stands for all that went in. */
static void fold_cluster(struct folder *folder, struct folded *folded, struct span source, size_t start)
{
	uint32_t in[CLUSTER_MAX + 1], out[(CLUSTER_MAX + 1) * FOLD_EXPANSION_MAX];
	size_t count = 0;
	for (size_t at = 0; at < source.len;)
		in[count++] = next_code(source.ptr, source.len, &at);
	count = fold_normalize(learner_of(folder), in, count, out, sizeof out / sizeof *out);
	for (size_t i = 0; i < count; i++)
		fold_code(folder, folded, out[i], start, start + source.len);
}

/*
 * Folds from `at` on as long as each code point of the table folds to one and stands alone: most of any text. Returns where
 * the first that does not begins.
 */
static size_t fold_plain(struct folded *folded, struct span text, size_t at)
{
	struct point *point = folded->points + folded->count, *end = folded->points + folded->capacity, *first = point;
	char *out = folded->text + folded->len;
	while (at < text.len && point < end) {
		size_t start = at;
		uint32_t code = utf8_next(text.ptr, text.len, &at);
		const struct fold_learned *known = code < FOLD_TABLE_SIZE ? &fold_table[code] : NULL;
		if (known && known->joins && point > first) { /* what stands before is not alone */
			at = (--point)->start;
			out = folded->text + point->at;
			break;
		}
		if (!known || known->count != 1 || known->folded >= FOLD_TABLE_SIZE) {
			at = start;
			break;
		}
		*point++ = (struct point){(size_t)(out - folded->text), start, at, known->folded,
					  fold_table[known->folded].class};
		if (known->folded == code && at - start == 3)
			out = (char *)memcpy(out, text.ptr + start, 3) + 3;
		else
			out += utf8_put(out, known->folded);
	}
	folded->count = (size_t)(point - folded->points);
	folded->len = (size_t)(out - folded->text);
	return at;
}

static void fold_points(struct folder *folder, struct span text, struct arena *arena, struct folded *folded)
{
	*folded = (struct folded){0};
	folded_reserve(folded, text.len / 3 + 32, arena);
	for (size_t at = 0; (at = fold_plain(folded, text, at)) < text.len;) {
		size_t start = at, end, marks = 0;
		uint32_t code = next_code(text.ptr, text.len, &at);
		for (end = at; at < text.len && marks < CLUSTER_MAX; end = at, marks++)
			if (!known_of(folder, next_code(text.ptr, text.len, &at))->joins)
				break;
		at = end;
		folded_reserve(folded, (marks + 1) * FOLD_EXPANSION_MAX, arena);
		if (marks == 0)
			fold_code(folder, folded, code, start, end);
		else
			fold_cluster(folder, folded, (struct span){text.ptr + start, end - start}, start);
	}
}

const char *fold_text(struct folder *folder, const char *text, size_t len, struct arena *arena)
{
	struct folded folded;
	fold_points(folder, (struct span){text, len}, arena, &folded);
	folded.text[folded.len] = '\0';
	return folded.text;
}

static bool in_word(const struct point *point)
{
	return point->class == CLASS_LETTER || point->class == CLASS_DIGIT || point->class == CLASS_MARK;
}

static const char *make_key(struct folder *folder, struct span text, bool gaps, struct arena *arena)
{
	struct folded folded;
	const struct point *before = NULL;
	fold_points(folder, text, arena, &folded);
	char *key = arena_array(arena, folded.len * 2 + 1, 1), *at = key;
	for (size_t i = 0; i < folded.count; i++) {
		const struct point *point = &folded.points[i];
		if (point->class == CLASS_GAP)
			continue;
		if (before && before + 1 < point) {
			if (in_word(before) && in_word(point))
				*at++ = ' ';
			else if (gaps)
				*at++ = FOLD_GAP;
		}
		at += utf8_put(at, point->code);
		before = point;
	}
	return key;
}

const char *fold_key(struct folder *folder, const char *text, size_t len, struct arena *arena)
{
	return make_key(folder, (struct span){text, len}, false, arena);
}

const char *fold_title(struct folder *folder, const char *text, size_t len, struct arena *arena)
{
	return make_key(folder, (struct span){text, len}, true, arena);
}

/* ---- cutting ---- */

struct cut {
	const struct folded *folded;
	struct arena *arena;
	struct fold_term *terms;
	size_t count, capacity, max;
	uint32_t position;
};

/* The term made of points [from, to), standing for the source of points [from, source_to). */
static struct fold_term *cut_term(struct cut *cut, size_t from, size_t to, size_t source_to, enum fold_script script)
{
	static struct fold_term dropped;
	const struct folded *folded = cut->folded;
	if (cut->max && cut->count == cut->max)
		return &dropped;
	size_t end_at = to < folded->count ? folded->points[to].at : folded->len;
	struct fold_term *term = ARENA_PUSH(cut->arena, cut->terms, cut->count, cut->capacity);
	*term = (struct fold_term){
	    .text = folded->text + folded->points[from].at,
	    .len = end_at - folded->points[from].at,
	    .script = script,
	    .source_start = folded->points[from].start,
	    .source_end = folded->points[source_to - 1].end,
	    .position = cut->position,
	};
	return term;
}

/* The bigrams of points [from, to) where there is room for all of them: most terms there are. */
static void cut_bigrams(struct cut *cut, size_t from, size_t to)
{
	const struct point *points = cut->folded->points;
	struct fold_term *terms = cut->terms + cut->count;
	for (size_t i = from; i + 1 < to; i++) {
		size_t end_at = i + 2 < cut->folded->count ? points[i + 2].at : cut->folded->len;
		*terms++ = (struct fold_term){
		    .text = cut->folded->text + points[i].at,
		    .len = end_at - points[i].at,
		    .script = FOLD_HAN,
		    .source_start = points[i].start,
		    .source_end = points[i + 1].end,
		    .position = cut->position++,
		};
	}
	cut->count += to - 1 - from;
}

static size_t cut_han(struct cut *cut, size_t from)
{
	size_t to = from + 1;
	while (to < cut->folded->count && cut->folded->points[to].class == CLASS_HAN)
		to++;
	if (!cut->max && to - from < cut->capacity - cut->count)
		cut_bigrams(cut, from, to);
	else
		for (size_t i = from; i + 1 < to; i++, cut->position++)
			cut_term(cut, i, i + 2, i + 2, FOLD_HAN);
	cut_term(cut, to - 1, to, to, FOLD_HAN)->tail = true;
	return to;
}

static size_t cut_tibetan(struct cut *cut, size_t from)
{
	size_t to = from + 1;
	while (to < cut->folded->count && cut->folded->points[to].class == CLASS_TIBETAN)
		to++;
	cut_term(cut, from, to - from > FOLD_WORD_MAX ? from + FOLD_WORD_MAX : to, to, FOLD_TIBETAN);
	return to;
}

/* True where a letter stands before a digit or the reverse; a mark goes with what it is on. */
static bool is_seam(const struct point *points, size_t i)
{
	return points[i].class != CLASS_MARK &&
	       (points[i].class == CLASS_DIGIT) != (points[i - 1].class == CLASS_DIGIT);
}

static size_t cut_word(struct cut *cut, size_t from)
{
	const struct point *points = cut->folded->points;
	size_t to = from + 1, seams = 0;
	while (to < cut->folded->count && in_word(&points[to])) {
		seams += is_seam(points, to);
		to++;
	}
	size_t shown = to - from > FOLD_WORD_MAX ? from + FOLD_WORD_MAX : to;
	cut_term(cut, from, shown, to, FOLD_WORD);
	if (seams == 0 || seams >= PARTS_MAX || shown < to)
		return to;
	for (size_t start = from, i = from + 1; i <= to; i++)
		if (i == to || is_seam(points, i)) {
			cut_term(cut, start, i, i, FOLD_WORD)->part = true;
			start = i;
		}
	return to;
}

/* The mark that ends a Tibetan syllable without ending the run. */
static bool is_tsheg(const struct folded *folded, size_t i)
{
	return folded->points[i].code == 0x0F0B && i + 1 < folded->count &&
	       folded->points[i + 1].class == CLASS_TIBETAN;
}

size_t fold_terms(struct folder *folder, const char *text, size_t len, size_t max_terms, struct arena *arena,
		  struct fold_term **terms)
{
	struct folded folded;
	struct cut cut = {.folded = &folded, .arena = arena, .max = max_terms};
	fold_points(folder, (struct span){text, len}, arena, &folded);
	cut.capacity = folded.count + 1; /* more only where words have parts */
	cut.terms = arena_room(arena, cut.capacity, sizeof *cut.terms);
	for (size_t i = 0; i < folded.count && (!max_terms || cut.count < max_terms);) {
		uint8_t class = folded.points[i].class;
		if (class == CLASS_GAP || class == CLASS_MARK) {
			i++;
			continue;
		}
		if (class == CLASS_HAN)
			i = cut_han(&cut, i);
		else if (class == CLASS_TIBETAN)
			i = cut_tibetan(&cut, i);
		else
			i = cut_word(&cut, i);
		bool run_goes_on = class == CLASS_TIBETAN && i < folded.count && is_tsheg(&folded, i);
		cut.position += run_goes_on ? 1 : 2;
	}
	*terms = cut.terms;
	return cut.count;
}

/* ---- pinyin ---- */

/* The row of pinyin_words that the folded text has at `at`, or NULL. */
static const char *pinyin_word(const struct folded *folded, size_t at, size_t *len)
{
	for (size_t i = 0; i < sizeof pinyin_words / sizeof *pinyin_words; i++) {
		const char *word = pinyin_words[i].word;
		*len = pinyin_words[i].len;
		if (folded->len - at >= *len && memcmp(folded->text + at, word, HAN_BYTES) == 0 &&
		    memcmp(folded->text + at, word, *len) == 0)
			return pinyin_words[i].pinyin;
	}
	return NULL;
}

const char *fold_pinyin(struct folder *folder, const char *text, size_t len, struct arena *arena)
{
	struct folded folded;
	struct buf out;
	bool gap = false;
	size_t word_len, skip_to = 0;

	fold_points(folder, (struct span){text, len}, arena, &folded);
	buf_init(&out, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < folded.count; i++) {
		const struct point *point = &folded.points[i];
		if (point->at < skip_to)
			continue;
		bool han = point->class == CLASS_HAN;
		if ((gap || han) && out.len && out.bytes[out.len - 1] != ' ' && point->class != CLASS_GAP)
			buf_byte(&out, ' ');
		gap = han || point->class == CLASS_GAP;
		const char *word = han ? pinyin_word(&folded, point->at, &word_len) : NULL;
		if (word)
			skip_to = point->at + word_len;
		if (point->class != CLASS_GAP)
			buf_str(&out, word ? word : known_of(folder, point->code)->latin);
	}
	const char *result = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return result;
}
