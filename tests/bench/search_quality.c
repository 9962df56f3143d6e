/*
 * search_quality.c -- known-item queries over the 54,623 real records, and what our search answers to them.
 *
 *	search_quality FOLDER QUERIES SEED...
 *
 * For every class QUERIES queries of each seed are made. FOLDER gets documents.tsv (number, title, abstract, tags and
 * provider, folded title), queries.tsv (class, query, number of the document that was meant, folded query) and ours.tsv
 * (numbers of the first ten answers), for search_quality.py to hold against other engines.
 *
 * Before that, what the index finds for runs of characters out of titles, abstracts and tags is held against a scan of
 * all texts.
 */
#include <stdio.h>
#include <unistd.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

#include "index/index.h"
#include "search.h"
#include "store/catalogue.h"

#include "../unit/real_catalogue.h"

struct bench {
	struct model model;
	struct arena *arena;
	struct folder *folder;
	const char **keys; /* folded titles */
	unsigned seed;
	uint32_t traditional[0x10000]; /* of a simplified character; 0: none */
	struct homophones {
		const char *pinyin;
		uint32_t codes[64];
		size_t count;
	} sounds[512];
	size_t sound_count;
	struct pair {
		const char *from, *to;
	} pairs[512];
	size_t pair_count;
};

static size_t pick(struct bench *bench, size_t below)
{
	return (size_t)rand_r(&bench->seed) % below;
}

/* ---- the catalogue ---- */

static struct org *provider(struct model *model, const char *name, struct org **slots, size_t slot_count)
{
	size_t at = span_hash(span_of(name)) % slot_count;
	while (slots[at] && strcmp(slots[at]->name.text[LANG_ZH], name) != 0)
		at = (at + 1) % slot_count;
	if (!slots[at]) {
		slots[at] = &model->orgs[model->org_count];
		slots[at]->id = arena_printf(model->arena, "o%zu", model->org_count++);
		slots[at]->name.text[LANG_ZH] = name;
	}
	return slots[at];
}

static void add_providers(struct model *model)
{
	enum { SLOTS = 1 << 15 };
	struct org **slots = arena_array(model->arena, SLOTS, sizeof(struct org *));
	model->orgs = arena_array(model->arena, SLOTS / 2, sizeof *model->orgs);
	model->org_count = 0;
	for (size_t i = 0; i < model->folder_count; i++)
		if (model->folders[i].provider_id)
			model->folders[i].org = provider(model, model->folders[i].provider_id, slots, SLOTS);
}

/* The sample portal's synonyms; a word with "、" between. */
static void add_synonyms(struct bench *bench)
{
	struct model *model = &bench->model;
	char line[1024];
	FILE *file = fopen("content/vocabularies/synonyms.csv", "r");
	struct vocabulary *vocabulary =
	    ARENA_PUSH(model->arena, model->vocabularies, model->vocabulary_count, model->vocabulary_capacity);
	*vocabulary = (struct vocabulary){.id = "synonyms"};
	while (file && fgets(line, sizeof line, file)) {
		char *label = strchr(line, ','), *end = label ? strchr(label + 1, ',') : NULL;
		if (!end || strncmp(line, "code,", 5) == 0)
			continue;
		*end = '\0';
		const char *words[8];
		size_t count = 0;
		struct term *term =
		    ARENA_PUSH(model->arena, vocabulary->terms, vocabulary->count, vocabulary->capacity);
		*term = (struct term){.code = arena_printf(model->arena, "s%03zu", vocabulary->count)};
		term->label.text[LANG_ZH] = arena_string(model->arena, label + 1);
		for (char *word = label + 1; word && count < 8;) {
			char *next = strstr(word, "、");
			words[count++] = arena_copy(model->arena, word, next ? (size_t)(next - word) : strlen(word));
			word = next ? next + strlen("、") : NULL;
		}
		for (size_t i = 0; i < count; i++)
			for (size_t k = 0; k < count; k++)
				if (i != k && bench->pair_count < 512)
					bench->pairs[bench->pair_count++] = (struct pair){words[i], words[k]};
	}
	if (file)
		fclose(file);
}

static void learn_characters(struct bench *bench)
{
	for (uint32_t code = 0x4E00; code < 0xA000; code++) {
		char text[5] = "";
		size_t len = utf8_put(text, code), at = 0;
		const char *folded = fold_text(bench->folder, text, len, bench->arena);
		uint32_t simple = utf8_next(folded, strlen(folded), &at);
		if (simple != code && simple < 0x10000 && !bench->traditional[simple])
			bench->traditional[simple] = code;
	}
	for (size_t i = 0; i < bench->model.folder_count; i++) {
		const char *key = bench->keys[i];
		for (size_t at = 0, len = strlen(key); at < len;) {
			size_t from = at, k = 0, c = 0;
			uint32_t code = utf8_next(key, len, &at);
			if (!utf8_is_han(code))
				continue;
			const char *sound = fold_pinyin(bench->folder, key + from, at - from, bench->arena);
			while (k < bench->sound_count && strcmp(bench->sounds[k].pinyin, sound) != 0)
				k++;
			if (k == 512)
				continue;
			struct homophones *same = &bench->sounds[k];
			if (k == bench->sound_count) {
				bench->sound_count++;
				same->pinyin = sound;
			}
			while (c < same->count && same->codes[c] != code)
				c++;
			if (c == same->count && c < 64)
				same->codes[same->count++] = code;
		}
	}
}

/* ---- queries ---- */

/* `points` characters of the title from a random place, all Han; NULL when there are none. */
static const char *piece(struct bench *bench, const char *key, size_t points)
{
	size_t len = strlen(key), length = utf8_length(key, len);
	if (length < points)
		return NULL;
	size_t from = utf8_prefix(key, len, pick(bench, length - points + 1));
	size_t to = from + utf8_prefix(key + from, len - from, points);
	for (size_t at = from; at < to;)
		if (!utf8_is_han(utf8_next(key, to, &at)))
			return NULL;
	return arena_copy(bench->arena, key + from, to - from);
}

static const char *cut(struct bench *bench, size_t item)
{
	size_t length = utf8_length(bench->keys[item], strlen(bench->keys[item]));
	return length < 6 ? NULL : piece(bench, bench->keys[item], length * (6 + pick(bench, 3)) / 10);
}

/* The text with the character at `place` replaced; 0 takes it out. */
static const char *replaced(struct bench *bench, const char *text, size_t place, uint32_t code)
{
	size_t len = strlen(text), from = utf8_prefix(text, len, place);
	size_t to = from + utf8_prefix(text + from, len - from, 1);
	char with[5] = "";
	if (code)
		utf8_put(with, code);
	return arena_printf(bench->arena, "%.*s%s%s", (int)from, text, with, text + to);
}

static const char *parts(struct bench *bench, size_t item)
{
	const char *key = bench->keys[item];
	size_t len = strlen(key), length = utf8_length(key, len);
	if (length < 8)
		return NULL;
	size_t first = utf8_prefix(key, len, 2 + pick(bench, 3)),
	       last = utf8_prefix(key, len, length - 2 - pick(bench, 3));
	return arena_printf(bench->arena, "%.*s %s", (int)first, key, key + last);
}

static const char *two(struct bench *bench, size_t item)
{
	return piece(bench, bench->keys[item], 2);
}

static const char *missing(struct bench *bench, size_t item)
{
	const char *text = cut(bench, item);
	size_t length = text ? utf8_length(text, strlen(text)) : 0;
	return length < 5 ? NULL : replaced(bench, text, 1 + pick(bench, length - 2), 0);
}

static const char *homophone(struct bench *bench, size_t item)
{
	const char *text = cut(bench, item);
	size_t length = text ? utf8_length(text, strlen(text)) : 0;
	if (length < 4)
		return NULL;
	size_t place = pick(bench, length), from = utf8_prefix(text, strlen(text), place), at = from;
	uint32_t code = utf8_next(text, strlen(text), &at);
	const char *sound = fold_pinyin(bench->folder, text + from, at - from, bench->arena);
	for (size_t i = 0; i < bench->sound_count; i++)
		if (strcmp(bench->sounds[i].pinyin, sound) == 0) {
			uint32_t other = bench->sounds[i].codes[pick(bench, bench->sounds[i].count)];
			return other == code ? NULL : replaced(bench, text, place, other);
		}
	return NULL;
}

static const char *traditional(struct bench *bench, size_t item)
{
	const char *text = cut(bench, item);
	struct buf out;
	bool changed = false;
	if (!text)
		return NULL;
	buf_init(&out, 4096);
	for (size_t at = 0, len = strlen(text); at < len;) {
		char bytes[5];
		uint32_t code = utf8_next(text, len, &at);
		uint32_t other = code < 0x10000 ? bench->traditional[code] : 0;
		changed = changed || other;
		buf_add(&out, bytes, utf8_put(bytes, other ? other : code));
	}
	const char *result = changed ? arena_copy(bench->arena, out.bytes, out.len) : NULL;
	buf_free(&out);
	return result;
}

static const char *letters(struct bench *bench, size_t item, size_t points, bool initials)
{
	const char *text = piece(bench, bench->keys[item], points);
	if (!text)
		return NULL;
	const char *from = fold_pinyin(bench->folder, text, strlen(text), bench->arena);
	char *out = arena_string(bench->arena, from), *to = out;
	for (bool start = true; *from; from++) {
		if (*from != ' ' && (start || !initials))
			*to++ = *from;
		start = *from == ' ';
	}
	*to = '\0';
	return out;
}

static const char *pinyin(struct bench *bench, size_t item)
{
	return letters(bench, item, 4 + pick(bench, 4), false);
}

static const char *initials(struct bench *bench, size_t item)
{
	return letters(bench, item, 5 + pick(bench, 4), true);
}

static const char *synonym(struct bench *bench, size_t item)
{
	const char *key = bench->keys[item];
	size_t first = pick(bench, bench->pair_count);
	for (size_t i = 0; i < bench->pair_count; i++) {
		const struct pair *pair = &bench->pairs[(first + i) % bench->pair_count];
		const char *at = strstr(key, pair->from);
		if (at && !strstr(key, pair->to))
			return arena_printf(bench->arena, "%.*s%s%s", (int)(at - key), key, pair->to,
					    at + strlen(pair->from));
	}
	return NULL;
}

static const char *department(struct bench *bench, size_t item)
{
	const struct org *org = bench->model.folders[item].org;
	const char *text = piece(bench, bench->keys[item], 4);
	if (!org || !text)
		return NULL;
	const char *name =
	    fold_key(bench->folder, org->name.text[LANG_ZH], strlen(org->name.text[LANG_ZH]), bench->arena);
	size_t len = utf8_prefix(name, strlen(name), 3 + pick(bench, 6));
	return arena_printf(bench->arena, "%.*s %s", (int)len, name, text);
}

static const char *question(struct bench *bench, size_t item)
{
	static const char *const forms[][3] = {{"请问", "有哪些", ""},       {"", "在哪里查询", ""},
					       {"我想查找", "的数据", ""},   {"", "有多少", ""},
					       {"关于", "的信息有哪些", ""}, {"如何查询", "", "？"}};
	const char *text = cut(bench, item);
	size_t form = pick(bench, sizeof forms / sizeof *forms);
	if (!text || utf8_length(text, strlen(text)) < 6)
		return NULL;
	return arena_printf(bench->arena, "%s%s%s%s", forms[form][0], text, forms[form][1], forms[form][2]);
}

/* What a query means: documents of the same title, or whose titles have the piece it was made of. */
static const struct kind {
	const char *name;
	const char *(*make)(struct bench *, size_t);
} kinds[] = {{"title cut", cut},
	     {"title in two pieces", parts},
	     {"two characters", two},
	     {"a character missing", missing},
	     {"wrong homophone", homophone},
	     {"Traditional", traditional},
	     {"Pinyin", pinyin},
	     {"initials", initials},
	     {"synonym", synonym},
	     {"department + words", department},
	     {"question", question}};

/* ---- answers ---- */

struct files {
	FILE *queries, *ours;
};

static void answer(struct bench *bench, struct search *search, const char *text, FILE *file)
{
	struct search_query query = {.text = text, .page = 1, .rows = 10};
	struct search_result result;
	if (search_run(search, &query, bench->arena, &result) != STATUS_OK)
		exit(1);
	for (size_t i = 0; i < result.hit_count; i++)
		fprintf(file, "%s%zu", i ? " " : "", (size_t)strtoul(result.hits[i].id + 1, NULL, 10));
	fputc('\n', file);
}

static void ask(struct bench *bench, struct search *search, const struct kind *kind, struct files *files)
{
	struct arena *keep = bench->arena, *scratch = arena_new();
	size_t item = pick(bench, bench->model.folder_count);
	bench->arena = scratch;
	const char *text = kind->make(bench, item);
	while (!text) {
		item = pick(bench, bench->model.folder_count);
		text = kind->make(bench, item);
	}
	fprintf(files->queries, "%s\t%s\t%zu\t%s\n", kind->name, text, item,
		fold_key(bench->folder, text, strlen(text), scratch));
	answer(bench, search, text, files->ours);
	arena_free(scratch);
	bench->arena = keep;
}

static FILE *create(const char *folder, const char *name)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	if (!file) {
		perror(path);
		exit(1);
	}
	return file;
}

static void put_text(FILE *file, const char *text)
{
	for (; text && *text; text++)
		fputc((unsigned char)*text < ' ' ? ' ' : *text, file);
}

static void put_documents(const struct bench *bench, const char *folder)
{
	const struct model *model = &bench->model;
	FILE *file = create(folder, "documents.tsv");
	for (size_t i = 0; i < model->folder_count; i++) {
		const struct dataset *dataset = &model->folders[i];
		fprintf(file, "%zu\t", i);
		put_text(file, dataset->title.text[LANG_ZH]);
		fputc('\t', file);
		put_text(file, dataset->abstract.text[LANG_ZH]);
		fputc('\t', file);
		for (size_t k = 0; k < dataset->keywords.count; k++) {
			put_text(file, dataset->keywords.items[k]);
			fputc(' ', file);
		}
		put_text(file, dataset->org ? dataset->org->name.text[LANG_ZH] : NULL);
		fprintf(file, "\t%s\n", bench->keys[i]);
	}
	fclose(file);
}

static struct search *build(struct bench *bench, const char *folder)
{
	const char *error, *path = arena_printf(bench->arena, "%s/catalogue.db", folder);
	const struct index_paths paths = {
	    .catalogue = path, .search = arena_printf(bench->arena, "%s/search.idx", folder), .work_dir = folder};
	struct db *catalogue;
	struct search *search;
	unlink(path);
	model_lay_cards(&bench->model);
	if (index_write(&paths, &bench->model, "templates", bench->arena, &error) != STATUS_OK ||
	    catalogue_open(path, bench->arena, &catalogue, &error) != STATUS_OK ||
	    search_open(catalogue, paths.search, bench->arena, &search, &error) != STATUS_OK) {
		fprintf(stderr, "search_quality: %s\n", error);
		exit(1);
	}
	search_budget(search, 0);
	return search;
}

/* ---- runs of characters, against a scan ---- */

enum { SCANS = 500, SCAN_POINTS = 8 };

/* The texts of a document, folded, a newline between; in titles and tags marks and spaces do not count. */
static const char *scanned_text(struct bench *bench, const struct dataset *dataset, const char *key)
{
	const char *abstract = dataset->abstract.text[LANG_ZH];
	const char *text = arena_printf(bench->arena, "%s\n%s", key,
					fold_text(bench->folder, abstract, strlen(abstract), bench->arena));
	for (size_t k = 0; k <= dataset->keywords.count; k++) {
		const char *tag = k < dataset->keywords.count ? dataset->keywords.items[k]
				  : dataset->org              ? dataset->org->name.text[LANG_ZH]
							      : "";
		text =
		    arena_printf(bench->arena, "%s\n%s", text, fold_key(bench->folder, tag, strlen(tag), bench->arena));
	}
	return text;
}

/* Numbers of the records in the order of the index. */
static size_t *read_order(struct bench *bench, struct search *search)
{
	size_t *order = arena_array(bench->arena, bench->model.folder_count + 1, sizeof *order), count = 0;
	struct search_query query = {.text = "", .apart = true, .rows = SEARCH_ROWS_MAX};
	struct search_result result;
	while (count < bench->model.folder_count) {
		query.page++;
		if (search_run(search, &query, bench->arena, &result) != STATUS_OK || result.hit_count == 0)
			exit(1);
		for (size_t i = 0; i < result.hit_count; i++)
			order[++count] = (size_t)strtoul(result.hits[i].id + 1, NULL, 10);
	}
	return order;
}

static void scan(struct bench *bench, struct search *search)
{
	const size_t count = bench->model.folder_count, *order = read_order(bench, search);
	const char **texts = arena_array(bench->arena, count, sizeof *texts);
	size_t hits = 0, missing = 0, extra = 0;
	for (size_t i = 0; i < count; i++)
		texts[i] = scanned_text(bench, &bench->model.folders[i], bench->keys[i]);
	bench->seed = SCANS;
	for (int q = 0; q < SCANS; q++) {
		const char *text = NULL;
		while (!text)
			text = piece(bench, texts[pick(bench, count)], 2 + pick(bench, SCAN_POINTS - 1));
		uint64_t *found = arena_array(bench->arena, count / 64 + 1, sizeof *found);
		if (search_mark(search, NULL, text, bench->arena, found) != STATUS_OK)
			exit(1);
		for (size_t document = 1; document <= count; document++) {
			bool there = strstr(texts[order[document]], text) != NULL;
			bool marked = found[document / 64] >> document % 64 & 1;
			hits += there;
			missing += there && !marked;
			extra += !there && marked;
		}
	}
	printf("runs of 2 to %d characters: %d, in %zu texts by a scan, of which the index misses %zu; %zu too many\n",
	       SCAN_POINTS, SCANS, hits, missing, extra);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	if (argc < 4)
		return 64;
	bench.arena = bench.model.arena = arena_new();
	bench.folder = folder_new();
	real_facets(&bench.model);
	add_synonyms(&bench);
	if (!real_catalogue(&bench.model)) {
		puts("search_quality: ../shared/data/cn-open-catalogs is not there");
		return 0;
	}
	add_providers(&bench.model);
	bench.keys = arena_array(bench.arena, bench.model.folder_count, sizeof *bench.keys);
	for (size_t i = 0; i < bench.model.folder_count; i++) {
		const char *title = bench.model.folders[i].title.text[LANG_ZH];
		bench.keys[i] = fold_key(bench.folder, title, strlen(title), bench.arena);
	}
	learn_characters(&bench);
	struct search *search = build(&bench, argv[1]);
	struct files files = {create(argv[1], "queries.tsv"), create(argv[1], "ours.tsv")};
	put_documents(&bench, argv[1]);
	scan(&bench, search);
	for (int i = 3; i < argc; i++) {
		bench.seed = (unsigned)strtoul(argv[i], NULL, 10);
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
			for (int q = 0; q < atoi(argv[2]); q++)
				ask(&bench, search, &kinds[k], &files);
	}
	fclose(files.queries);
	fclose(files.ours);
	search_close(search);
	return 0;
}
