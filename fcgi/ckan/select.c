#include "select.h"

#include <math.h>
#include <string.h>

#include "../hits.h"
#include "../words.h"
#include "fcgi_ckan_sql.h"

#define VALUE_LAST "\xF4\x8F\xBF\xBF" /* U+10FFFF, behind every text */
#define INSTANT "0000-00-00T00:00:00.000000Z"

static const struct field fields[] = {
    {"id", FIELD_VALUE, NULL, true},
    {"name", FIELD_VALUE, NULL, true},
    {"title", FIELD_WORDS, "title", false},
    {"title_string", FIELD_VALUE, NULL, true},
    {"notes", FIELD_WORDS, "notes", false},
    {"text", FIELD_WORDS, NULL, false},
    {"tags", FIELD_VALUE, NULL, false},
    {"groups", FIELD_VALUE, NULL, false},
    {"organization", FIELD_VALUE, NULL, true},
    {"owner_org", FIELD_VALUE, NULL, true},
    {"license_id", FIELD_VALUE, NULL, true},
    {"res_format", FIELD_VALUE, NULL, false},
    {"res_url", FIELD_VALUE, NULL, false},
    {"res_name", FIELD_SUBSTRING, NULL, false},
    {"res_description", FIELD_SUBSTRING, NULL, false},
    {"author", FIELD_VALUE, NULL, true},
    {"maintainer", FIELD_VALUE, NULL, true},
    {"metadata_created", FIELD_DATE, NULL, true},
    {"metadata_modified", FIELD_DATE, NULL, true},
    {"state", FIELD_CONSTANT, "active", true},
    {"capacity", FIELD_CONSTANT, "public", true},
    {"dataset_type", FIELD_CONSTANT, "dataset", true},
    {"type", FIELD_CONSTANT, "dataset", true},
    {"entity_type", FIELD_CONSTANT, "package", true},
    {"private", FIELD_CONSTANT, "false", true},
    {"views_total", FIELD_EMPTY, NULL, true},
    {"views_recent", FIELD_EMPTY, NULL, true},
};

const struct field *select_field(struct selector *selector, const char *name)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	bool extra = strncmp(name, "extras_", 7) == 0;
	if (!extra && strncmp(name, "vocab_", 6) != 0)
		return NULL;
	struct field *field = arena_alloc(selector->arena, sizeof *field);
	*field = (struct field){arena_string(selector->arena, name), extra ? FIELD_VALUE : FIELD_EMPTY, NULL, extra};
	return field;
}

/* ---- sets ---- */

static size_t words_of(const struct selector *selector)
{
	return selector->count / 64 + 1;
}

bool select_has(const uint64_t *set, uint32_t docid)
{
	return set[docid / 64] >> docid % 64 & 1;
}

void select_add(uint64_t *set, uint32_t docid)
{
	set[docid / 64] |= (uint64_t)1 << docid % 64;
}

uint64_t *select_none(struct selector *selector)
{
	return arena_array(selector->arena, words_of(selector), sizeof(uint64_t));
}

uint64_t *select_all(struct selector *selector)
{
	uint64_t *set = select_none(selector);
	for (uint32_t docid = 1; docid <= selector->count; docid++)
		select_add(set, docid);
	return set;
}

static enum status refuse(struct selector *selector, const char *what, const char *subject)
{
	selector->error = arena_printf(selector->arena, "%s %s", what, subject);
	return STATUS_INVALID;
}

static struct stmt *start(struct selector *selector, const struct sql *sql, const char *first)
{
	struct stmt *stmt = db_prepare(selector->catalogue, sql);
	if (stmt)
		stmt_text(stmt, 1, first, strlen(first));
	return stmt;
}

/* Adds every docid that the statement yields; a value equal to `not_low` or `not_high` (may be NULL) is passed over. */
static enum status add_rows(struct selector *selector, struct stmt *stmt, const char *not_low, const char *not_high,
			    uint64_t *set)
{
	enum status status;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		int64_t docid = stmt_column_int(stmt, 0);
		if (docid < 1 || docid > (int64_t)selector->count)
			return STATUS_CORRUPT;
		if ((not_low && span_is(stmt_column_text(stmt, 1), not_low)) ||
		    (not_high && span_is(stmt_column_text(stmt, 1), not_high)))
			continue;
		select_add(set, (uint32_t)docid);
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- leaves ---- */

static enum status add_range(struct selector *selector, const char *field, const struct lucene *leaf, uint64_t *set)
{
	const char *low = leaf->low ? leaf->low : "", *high = leaf->high ? leaf->high : VALUE_LAST;
	struct stmt *stmt = start(selector, &SQL_FIND_RANGE, field);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 2, low, strlen(low));
	stmt_text(stmt, 3, high, strlen(high));
	return add_rows(selector, stmt, leaf->low_excluded ? low : NULL, leaf->high_excluded ? high : NULL, set);
}

static enum status add_value(struct selector *selector, const char *field, const struct lucene *leaf, uint64_t *set)
{
	struct lucene range = {.kind = LUCENE_RANGE};
	if (leaf->kind == LUCENE_TERM) {
		struct stmt *stmt = start(selector, &SQL_FIND_VALUE, field);
		if (!stmt)
			return STATUS_CORRUPT;
		stmt_text(stmt, 2, leaf->text, strlen(leaf->text));
		return add_rows(selector, stmt, NULL, NULL, set);
	}
	if (leaf->kind == LUCENE_PREFIX) {
		range.low = leaf->text;
		range.high = arena_printf(selector->arena, "%s" VALUE_LAST, leaf->text);
	}
	return add_range(selector, field, leaf->kind == LUCENE_RANGE ? leaf : &range, set);
}

/* Whether months, days and what is smaller are such; how long a month is makes no difference between two instants. */
static bool parts_fit(const char *instant)
{
	static const struct part {
		size_t at;
		int least, most;
	} parts[] = {{5, 1, 12}, {8, 1, 31}, {11, 0, 23}, {14, 0, 59}, {17, 0, 60}};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		int value = (instant[parts[i].at] - '0') * 10 + instant[parts[i].at + 1] - '0';
		if (value < parts[i].least || value > parts[i].most)
			return false;
	}
	return true;
}

/* 2026-03-02, 2026-03-02T08:15:30Z and the like in the form they are stored in; NULL when it is no instant. */
static const char *instant(struct selector *selector, const char *text)
{
	char *full = arena_string(selector->arena, INSTANT);
	size_t len = strlen(text);
	if (len > 0 && text[len - 1] == 'Z')
		len--;
	if (len != strlen("2026-03-02") &&
	    (len < strlen("2026-03-02T08:15:30") || len > strlen(INSTANT) - 1 || len == 20))
		return NULL;
	for (size_t i = 0; i < len; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';
		if (INSTANT[i] == '0' ? !digit : text[i] != INSTANT[i])
			return NULL;
		full[i] = text[i];
	}
	return parts_fit(full) ? full : NULL;
}

static enum status add_date(struct selector *selector, const char *field, const struct lucene *leaf, uint64_t *set)
{
	struct lucene exact = *leaf;
	const char **const ends[] = {&exact.text, &exact.low, &exact.high};
	if (leaf->kind == LUCENE_PREFIX)
		return refuse(selector, "Invalid Date String:", leaf->text);
	for (size_t i = leaf->kind == LUCENE_RANGE; i < (leaf->kind == LUCENE_TERM ? 1 : 3); i++) {
		const char *given = *ends[i];
		if (given && (*ends[i] = instant(selector, given)) == NULL)
			return refuse(selector, "Invalid Date String:", given);
	}
	return add_value(selector, field, &exact, set);
}

static enum status add_substring(struct selector *selector, const char *field, const struct lucene *leaf, uint64_t *set)
{
	struct stmt *stmt = start(selector, &SQL_LIST_VALUES, field);
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	if (leaf->kind == LUCENE_RANGE)
		return refuse(selector, "no range of", field);
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		struct span value = stmt_column_text(stmt, 1);
		const char *text = value.ptr;
		if (leaf->kind == LUCENE_EXISTS || strcasestr(text, leaf->text))
			select_add(set, (uint32_t)stmt_column_int(stmt, 0));
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Packages whose notes have the words: those that have them anywhere are looked at. */
static enum status add_notes(struct selector *selector, const char *text, uint64_t *set)
{
	uint64_t *anywhere = select_none(selector);
	struct words words;
	struct arena *scratch = arena_new();
	words_read(selector->folder, text, selector->arena, &words);
	const struct hits_source source = {
	    .catalogue = selector->catalogue, .folder = selector->folder, .words = &words};
	enum status status = search_mark(selector->search, NULL, text, selector->arena, anywhere);
	for (uint32_t docid = 1; docid <= selector->count && status == STATUS_OK; docid++) {
		bool holds = false;
		if (!select_has(anywhere, docid))
			continue;
		status = hits_check_abstract(&source, docid, scratch, &holds);
		if (holds)
			select_add(set, docid);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return status;
}

/* Words of the search index at a place; nothing without a letter or digit. */
static enum status add_words(struct selector *selector, const char *place, const char *text, uint64_t *set)
{
	if (place && strcmp(place, "notes") == 0)
		return add_notes(selector, text, set);
	return search_mark(selector->search, place, text, selector->arena, set);
}

static void add_every(struct selector *selector, uint64_t *set)
{
	memcpy(set, select_all(selector), words_of(selector) * sizeof *set);
}

static enum status add_constant(struct selector *selector, const struct field *field, const struct lucene *leaf,
				uint64_t *set)
{
	bool same = leaf->kind == LUCENE_EXISTS;
	if (leaf->kind == LUCENE_TERM)
		same = strcmp(leaf->text, field->detail) == 0;
	if (leaf->kind == LUCENE_PREFIX)
		same = strncmp(leaf->text, field->detail, strlen(leaf->text)) == 0;
	if (leaf->kind == LUCENE_RANGE)
		return refuse(selector, "no range of", field->name);
	if (same)
		add_every(selector, set);
	return STATUS_OK;
}

static enum status add_leaf(struct selector *selector, const struct lucene *leaf, uint64_t *set)
{
	const struct field *field = select_field(selector, leaf->field ? leaf->field : "text");
	if (!field)
		return refuse(selector, "undefined field", leaf->field);
	switch (field->class) {
	case FIELD_VALUE:
		return add_value(selector, field->name, leaf, set);
	case FIELD_DATE:
		return add_date(selector, field->name, leaf, set);
	case FIELD_SUBSTRING:
		return add_substring(selector, field->name, leaf, set);
	case FIELD_WORDS:
		if (leaf->kind == LUCENE_RANGE)
			return refuse(selector, "no range of", field->name);
		if (leaf->kind != LUCENE_EXISTS)
			return add_words(selector, field->detail, leaf->text, set);
		add_every(selector, set);
		return STATUS_OK;
	case FIELD_CONSTANT:
		return add_constant(selector, field, leaf, set);
	case FIELD_EMPTY:
		break;
	}
	return STATUS_OK;
}

/* ---- trees ---- */

static enum status join(struct selector *selector, const struct lucene *tree, uint64_t **set)
{
	uint64_t *left, *right;
	enum status status = select_tree(selector, tree->left, &left);
	if (status == STATUS_OK)
		status = select_tree(selector, tree->right, &right);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < words_of(selector); i++)
		left[i] = tree->kind == LUCENE_AND ? left[i] & right[i] : left[i] | right[i];
	*set = left;
	return STATUS_OK;
}

enum status select_tree(struct selector *selector, const struct lucene *tree, uint64_t **set)
{
	enum status status;
	*set = NULL;
	if (tree->kind == LUCENE_AND || tree->kind == LUCENE_OR)
		return join(selector, tree, set);
	if (tree->kind == LUCENE_NOT) {
		status = select_tree(selector, tree->left, set);
		uint64_t *all = select_all(selector);
		for (size_t i = 0; status == STATUS_OK && i < words_of(selector); i++)
			all[i] &= ~(*set)[i];
		*set = all;
		return status;
	}
	*set = select_none(selector);
	if (tree->kind == LUCENE_ALL) {
		add_every(selector, *set);
		return STATUS_OK;
	}
	return add_leaf(selector, tree, *set);
}

/* ---- words ---- */

static size_t population(const uint64_t *set, size_t words)
{
	size_t count = 0;
	for (size_t i = 0; i < words; i++)
		count += (size_t)__builtin_popcountll(set[i]);
	return count;
}

/* One word's worth, where it stands; every place counts. */
static enum status score_word(struct selector *selector, const char *word, uint8_t *matches, float *scores)
{
	static const struct {
		const char *column;
		float weight;
	} places[] = {{NULL, 1}, {"tags", 2}, {"title", 4}};
	float worth = 0;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		uint64_t *set = select_none(selector);
		enum status status = add_words(selector, places[i].column, word, set);
		if (status != STATUS_OK)
			return status;
		if (i == 0)
			worth = (float)log(1.0 +
					   (double)selector->count / (double)(population(set, words_of(selector)) + 1));
		for (uint32_t docid = 1; docid <= selector->count; docid++)
			if (select_has(set, docid)) {
				matches[docid] = (uint8_t)(matches[docid] + (i == 0));
				scores[docid] += worth * places[i].weight;
			}
	}
	return STATUS_OK;
}

static size_t must_match(size_t words)
{
	if (words <= 2)
		return words;
	return words <= 5 ? words - 1 : words * 80 / 100;
}

enum status select_words(struct selector *selector, const char *text, uint64_t **set, float **scores)
{
	static const char spaces[] = " \t\r\n";
	size_t words = 0;
	uint8_t *matches = arena_array(selector->arena, selector->count + 1, 1);
	*scores = arena_array(selector->arena, selector->count + 1, sizeof **scores);
	*set = select_none(selector);
	for (text += strspn(text, spaces); *text && words < SEARCH_TERMS_MAX; text += strspn(text, spaces)) {
		size_t len = strcspn(text, spaces);
		const char *word = arena_copy(selector->arena, text, len);
		text += len;
		struct words probe;
		words_read(selector->folder, word, selector->arena, &probe);
		if (probe.count == 0)
			continue;
		enum status status = score_word(selector, word, matches, *scores);
		if (status != STATUS_OK)
			return status;
		words++;
	}
	for (uint32_t docid = 1; docid <= selector->count && words > 0; docid++)
		if (matches[docid] >= must_match(words))
			select_add(*set, docid);
	return STATUS_OK;
}
