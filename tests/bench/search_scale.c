/*
 * search_scale.c -- search over synthetic records: build time, size, and latency by class of query, cold and warm, beside
 * FTS5 over bigrams (bm25 for the first twenty and GROUP BY for four facets).
 *
 *	search_scale FOLDER [RECORDS [FTS5_RECORDS [XAPIAN_RECORDS]]]      1,000,000, 100,000 and 0 unless given; 0: no such peer
 *
 * An index that is in FOLDER already is not built again. With XAPIAN_RECORDS the records and queries are left there for
 * search_xapian.py. BENCH_CPU=1 measures processor time instead of time, for a machine that others use as well.
 *
 * A record has a title of about 20 characters and a description of about 200 out of 5,000 words in Zipf's proportions; three
 * pieces of ten are phrases that recur. What it has of each facet is drawn at random, the region by its organisation.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

#include "index/search_writer.h"
#include "index_schema_sql.h"
#include "search.h"
#include "store/catalogue.h"

enum { WORDS = 5000, PHRASES = 300, QUERIES = 200, THEMES = 21, ORGS = 400, REGIONS = 53, FORMATS = 6, YEARS = 15 };

static const char common_characters[] = "青海省西宁东北黄南果洛玉树格尔木德令哈行政许可企业人口经济统计年度月季名录信息"
					"数据公共服务医疗卫生教育就业社会保障交通运输生态环境水利"
					"农牧林草自然资源住房城乡建设应急管理市场监督知识产权文化旅游体科技创新财税审民"
					"司法安消防气象地震能源电力通邮金融险用价格商投项目招标采"
					"购合同资预算决测评质量全准证书执照登记备案批处罚检查培训考试学校院机构员设施面"
					"积数金额比例增长指排分类编码址话时间日期范围来说明";

static uint32_t characters[512];
static size_t character_count;
static const char *words[WORDS], *phrases[PHRASES];
static double shares[WORDS];
static uint64_t state;
static struct arena *arena;

static uint32_t chance(uint32_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state >> 33) % below);
}

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(getenv("BENCH_CPU") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* ---- records ---- */

static const char *word(void)
{
	double at = (double)chance(1u << 24) / (1u << 24) * shares[WORDS - 1];
	size_t low = 0, high = WORDS - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (shares[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return words[low];
}

static void add_run(struct buf *out, size_t points)
{
	for (size_t have = 0; have < points;) {
		const char *next = word();
		buf_str(out, next);
		have += utf8_length(next, strlen(next));
	}
}

static void make_words(void)
{
	struct buf text;
	buf_init(&text, 1 << 16);
	for (size_t at = 0; at < strlen(common_characters);)
		characters[character_count++] = utf8_next(common_characters, strlen(common_characters), &at);
	for (size_t i = 0; i < WORDS; i++) {
		size_t points = 2 + (chance(5) > 2) + (chance(5) > 3);
		buf_reset(&text);
		for (size_t k = 0; k < points; k++) {
			char bytes[5];
			buf_add(&text, bytes, utf8_put(bytes, characters[chance((uint32_t)character_count)]));
		}
		words[i] = arena_copy(arena, text.bytes, text.len);
		shares[i] = (i ? shares[i - 1] : 0) + 1.0 / (double)(i + 1);
	}
	for (size_t i = 0; i < PHRASES; i++) {
		buf_reset(&text);
		add_run(&text, 14);
		phrases[i] = arena_copy(arena, text.bytes, text.len);
	}
	buf_free(&text);
}

/* The same record for the same number. */
static void make_record(size_t number, struct buf *title, struct buf *text)
{
	state = number * 0x9E3779B97F4A7C15u + 1;
	chance(2);
	buf_reset(title);
	buf_reset(text);
	add_run(title, 15);
	if (chance(4) == 0)
		buf_printf(title, "%u年", 2010 + chance(16));
	if (chance(10) == 0)
		buf_printf(title, "GB%u", 1000 + chance(9000));
	while (utf8_length(text->bytes, text->len) < 190) {
		if (chance(10) < 3)
			buf_str(text, phrases[chance(PHRASES)]);
		else
			add_run(text, 8);
		buf_str(text, "，");
	}
}

/* ---- ours ---- */

static void put_values(struct db *db, const char *facet, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct stmt *stmt = db_prepare(db, &SQL_ADD_FACET_VALUE);
		const char *value = arena_printf(arena, "%zu", i);
		stmt_text(stmt, 1, facet, strlen(facet));
		stmt_int(stmt, 2, (int64_t)i);
		stmt_text(stmt, 3, value, strlen(value));
		stmt_text(stmt, 4, value, strlen(value));
		stmt_step(stmt);
		stmt_reset(stmt);
	}
}

static void put_dataset(struct db *db, size_t docid, const struct buf *title, const struct buf *text)
{
	struct stmt *stmt = db_prepare(db, &SQL_ADD_DATASET);
	char id[32];
	int len = snprintf(id, sizeof id, "d%07zu", docid);
	stmt_int(stmt, 1, (int64_t)docid);
	stmt_text(stmt, 2, id, (size_t)len);
	stmt_text(stmt, 3, "/", 1);
	stmt_text(stmt, 4, title->bytes, title->len);
	stmt_text(stmt, 6, text->bytes, text->len);
	stmt_text(stmt, 8, "2026-01-01", 10);
	stmt_text(stmt, 9, "2026-01-01", 10);
	stmt_int(stmt, 10, 0);
	stmt_step(stmt);
	stmt_reset(stmt);
}

static uint32_t value_of(enum index_facet facet, uint32_t value)
{
	return (uint32_t)facet << INDEX_FACET_SHIFT | value;
}

struct facet_draw {
	uint32_t theme, org, open, format, year;
};

static struct facet_draw draw_facets(void)
{
	uint32_t org = chance(ORGS);
	return (struct facet_draw){chance(THEMES), org, chance(10) / 8 + chance(50) / 49, chance(FORMATS),
				   chance(YEARS)};
}

static void add_document(struct search_writer *writer, size_t number, const struct buf *title, const struct buf *text)
{
	char id[32];
	snprintf(id, sizeof id, "d%07zu", number + 1);
	struct facet_draw draw = draw_facets();
	uint32_t provider[3] = {value_of(INDEX_FACET_ORG, draw.org), value_of(INDEX_FACET_REGION, draw.org % REGIONS),
				value_of(INDEX_FACET_OPEN_TYPE, draw.open)};
	uint32_t subject[1] = {value_of(INDEX_FACET_THEME, draw.theme)};
	uint32_t form[2] = {value_of(INDEX_FACET_FORMAT, draw.format), value_of(INDEX_FACET_YEAR, draw.year)};
	struct search_facts facts = {
	    .id = id, .titles = {title->bytes, NULL}, .values = {provider, subject, form}, .value_counts = {3, 1, 2}};
	search_writer_text(writer, INDEX_TITLE, title->bytes, title->len);
	search_writer_text(writer, INDEX_ANY, text->bytes, text->len);
	search_writer_text(writer, INDEX_TAG, id, strlen(id));
	if (search_writer_document(writer, &facts) != STATUS_OK)
		abort();
}

static double peak_mb(int who)
{
	struct rusage usage;
	getrusage(who, &usage);
	return (double)usage.ru_maxrss / 1024;
}

static double used_ms(int who)
{
	struct rusage usage;
	getrusage(who, &usage);
	return ((double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec) * 1e3 +
	       ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) / 1e3;
}

/* What a build took; the processor time of its workers is known once they are gone. */
struct stopwatch {
	double started, self, children;
};

static struct stopwatch watch_start(void)
{
	return (struct stopwatch){now_ms(), used_ms(RUSAGE_SELF), used_ms(RUSAGE_CHILDREN)};
}

static const char *watch_stop(const struct stopwatch *watch)
{
	double used = used_ms(RUSAGE_SELF) - watch->self + used_ms(RUSAGE_CHILDREN) - watch->children;
	return arena_printf(arena, "%.1f s, %.1f s of processors", (now_ms() - watch->started) / 1e3, used / 1e3);
}

struct record {
	struct buf title, text;
};

/* All of them ahead, so that what is measured is the index alone. */
static struct record *make_records(size_t count)
{
	struct record *records = memory_alloc(count * sizeof *records);
	struct buf title, text;
	buf_init(&title, 1 << 16);
	buf_init(&text, 1 << 16);
	for (size_t i = 0; i < count; i++) {
		make_record(i, &title, &text);
		records[i] = (struct record){{.bytes = arena_copy(arena, title.bytes, title.len), .len = title.len},
					     {.bytes = arena_copy(arena, text.bytes, text.len), .len = text.len}};
	}
	buf_free(&title);
	buf_free(&text);
	return records;
}

/* Builds the index alone (timed), then what else the service needs of a catalogue. */
static void build(const char *folder, const struct record *records, size_t count)
{
	struct search_writer *writer;
	struct folder *folds = folder_new();
	char identity[SHA256_HEX_LEN + 1];
	struct db *db;
	double source = 0;
	const char *error, *index = arena_printf(arena, "%s/search.idx", folder),
			   *path = arena_printf(arena, "%s/catalogue.db", folder);
	double before_mb = peak_mb(RUSAGE_SELF);
	struct stopwatch watch = watch_start();
	if (search_writer_new(index, folds, (int)sysconf(_SC_NPROCESSORS_ONLN), &writer) != STATUS_OK)
		abort();
	for (size_t i = 0; i < count; i++) {
		source += (double)(records[i].title.len + records[i].text.len);
		add_document(writer, i, &records[i].title, &records[i].text);
	}
	if (search_writer_finish(writer, identity) != STATUS_OK)
		abort();
	search_writer_free(writer);
	const char *took = watch_stop(&watch);
	struct stat facts;
	stat(index, &facts);
	printf("%zu records, %.0f MB of text: index in %s, %.0f MB (%.2f of the text); it took %.0f MB of memory\n",
	       count, source / 1e6, took, (double)facts.st_size / 1e6, (double)facts.st_size / source,
	       peak_mb(RUSAGE_SELF) - before_mb);
	fflush(stdout);
	unlink(path);
	if (db_create(path, arena, &db, &error) != STATUS_OK)
		abort();
	db_script(db, &SQL_SETTLE);
	db_script(db, &SQL_SCHEMA);
	db_script(db, &SQL_SCHEMA_CKAN);
	static const char *const meta[][2] = {{"format", CATALOGUE_FORMAT}, {"search", NULL}};
	for (size_t i = 0; i < 2; i++) {
		struct stmt *stmt = db_prepare(db, &SQL_ADD_META);
		const char *value = meta[i][1] ? meta[i][1] : identity;
		stmt_text(stmt, 1, meta[i][0], strlen(meta[i][0]));
		stmt_text(stmt, 2, value, strlen(value));
		stmt_step(stmt);
		stmt_reset(stmt);
	}
	static const struct {
		const char *facet;
		size_t count;
	} facets[] = {{"theme", THEMES}, {"org", ORGS},       {"region", REGIONS},
		      {"open_type", 3},  {"format", FORMATS}, {"year", YEARS}};
	for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
		put_values(db, facets[i].facet, facets[i].count);
	for (size_t i = 0; i < count; i++)
		put_dataset(db, i + 1, &records[i].title, &records[i].text);
	db_script(db, &SQL_FINISH);
	db_close(db);
	folder_free(folds);
}

/* ---- the peer ---- */

static const struct sql peer_schema = {
    "peer_schema", "BEGIN; CREATE VIRTUAL TABLE t USING fts5 (title, text, content = '', tokenize = 'ascii');"
		   "CREATE TABLE facet (docid INTEGER PRIMARY KEY, theme INT, org INT, region INT, format INT);"};
static const struct sql peer_add = {"peer_add", "INSERT INTO t (rowid, title, text) VALUES (?1, ?2, ?3)"};
static const struct sql peer_facet = {"peer_facet", "INSERT INTO facet VALUES (?1, ?2, ?3, ?4, ?5)"};
static const struct sql peer_end = {"peer_end", "INSERT INTO t (t) VALUES ('optimize'); COMMIT;"};
static const struct sql peer_top = {"peer_top",
				    "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY bm25(t, 10, 1) LIMIT 20"};
static const struct sql peer_groups[] = {
    {"g1", "SELECT theme, count(*) FROM facet WHERE docid IN (SELECT rowid FROM t WHERE t MATCH ?1) GROUP BY 1"},
    {"g2", "SELECT org, count(*) FROM facet WHERE docid IN (SELECT rowid FROM t WHERE t MATCH ?1) GROUP BY 1"},
    {"g3", "SELECT region, count(*) FROM facet WHERE docid IN (SELECT rowid FROM t WHERE t MATCH ?1) GROUP BY 1"},
    {"g4", "SELECT format, count(*) FROM facet WHERE docid IN (SELECT rowid FROM t WHERE t MATCH ?1) GROUP BY 1"},
};

static void add_terms(struct folder *folds, const char *text, size_t len, struct buf *out, struct arena *scratch)
{
	struct fold_term *terms;
	size_t count = fold_terms(folds, text, len, 0, scratch, &terms);
	for (size_t i = 0; i < count; i++) {
		buf_add(out, terms[i].text, terms[i].len);
		buf_byte(out, ' ');
	}
}

static struct db *build_peer(const char *folder, const struct record *records, size_t count)
{
	struct folder *folds = folder_new();
	struct arena *scratch = arena_new();
	struct buf terms[2];
	struct db *db;
	const char *error, *path = arena_printf(arena, "%s/peer.db", folder);
	unlink(path);
	buf_init(&terms[0], 1 << 20);
	buf_init(&terms[1], 1 << 20);
	struct stopwatch watch = watch_start();
	if (db_create(path, arena, &db, &error) != STATUS_OK)
		abort();
	db_script(db, &SQL_SETTLE);
	db_script(db, &peer_schema);
	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[i];
		struct facet_draw draw = draw_facets();
		buf_reset(&terms[0]);
		buf_reset(&terms[1]);
		add_terms(folds, record->title.bytes, record->title.len, &terms[0], scratch);
		add_terms(folds, record->text.bytes, record->text.len, &terms[1], scratch);
		arena_reset(scratch);
		struct stmt *stmt = db_prepare(db, &peer_add);
		stmt_int(stmt, 1, (int64_t)i + 1);
		stmt_text(stmt, 2, terms[0].bytes, terms[0].len);
		stmt_text(stmt, 3, terms[1].bytes, terms[1].len);
		stmt_step(stmt);
		stmt_reset(stmt);
		const uint32_t values[] = {draw.theme, draw.org, draw.org % REGIONS, draw.format};
		stmt = db_prepare(db, &peer_facet);
		stmt_int(stmt, 1, (int64_t)i + 1);
		for (int k = 0; k < 4; k++)
			stmt_int(stmt, k + 2, values[k]);
		stmt_step(stmt);
		stmt_reset(stmt);
	}
	db_script(db, &peer_end);
	struct stat facts;
	stat(path, &facts);
	printf("%zu records: FTS5 bigrams in %s, %.0f MB\n", count, watch_stop(&watch), (double)facts.st_size / 1e6);
	folder_free(folds);
	arena_free(scratch);
	return db;
}

static void ask_peer(struct db *db, struct folder *folds, const char *query)
{
	struct arena *scratch = arena_new();
	struct fold_term *terms;
	struct buf match;
	size_t count = fold_terms(folds, query, strlen(query), 0, scratch, &terms);
	buf_init(&match, 1 << 16);
	for (size_t i = 0; i < count; i++) {
		bool goes_on = i > 0 && terms[i].position == terms[i - 1].position + 1;
		if (terms[i].part || (terms[i].tail && goes_on))
			continue;
		if (!goes_on && match.len)
			buf_str(&match, "\" ");
		buf_str(&match, goes_on ? " " : "\"");
		buf_add(&match, terms[i].text, terms[i].len);
	}
	buf_str(&match, "\"");
	for (size_t i = 0; i < 5; i++) {
		struct stmt *stmt = db_prepare(db, i == 0 ? &peer_top : &peer_groups[i - 1]);
		stmt_text(stmt, 1, match.bytes, match.len);
		while (stmt_step(stmt) == STATUS_OK)
			;
		stmt_reset(stmt);
	}
	buf_free(&match);
	arena_free(scratch);
}

/* ---- queries ---- */

static const char *piece(size_t count, size_t points)
{
	static struct buf title, text;
	static uint64_t own = 12345;
	if (!title.bytes) {
		buf_init(&title, 1 << 16);
		buf_init(&text, 1 << 16);
	}
	own = own * 6364136223846793005u + 1442695040888963407u;
	size_t number = (size_t)(own >> 20) % count;
	make_record(number, &title, &text);
	const struct buf *from = own >> 62 ? &text : &title;
	size_t length = utf8_length(from->bytes, from->len);
	size_t start = utf8_prefix(from->bytes, from->len, (size_t)(own >> 33) % (length - points));
	size_t end = start + utf8_prefix(from->bytes + start, from->len - start, points);
	return arena_copy(arena, from->bytes + start, end - start);
}

static bool all_han(const char *text)
{
	for (size_t at = 0, len = strlen(text); at < len;)
		if (!utf8_is_han(utf8_next(text, len, &at)))
			return false;
	return true;
}

static const char *make_query(int kind, size_t count, size_t i)
{
	static const size_t points[] = {2, 4, 8, 4, 0, 1};
	const char *text = NULL;
	if (kind == 4)
		return words[i % 10];
	if (kind == 6) /* the dearest that can be typed: frequent single characters */
		return arena_printf(arena, "%s %s %s %s", piece(count, 1), piece(count, 1), piece(count, 1),
				    piece(count, 1));
	while (!text || !all_han(text))
		text = piece(count, points[kind]);
	return kind == 3 ? arena_printf(arena, "%s %u", text, 2010 + (unsigned)i % 16) : text;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void report(const char *name, const char *how, double *times, int count, size_t hits)
{
	double sum = 0;
	for (int i = 0; i < count; i++)
		sum += times[i];
	qsort(times, (size_t)count, sizeof *times, by_value);
	printf("%-22s %-6s %9.3f %9.3f %9.3f %9.3f %10.0f\n", name, how, times[count / 2], times[count * 99 / 100],
	       times[count - 1], sum / count, (double)hits / count);
	fflush(stdout);
}

/* Out of the page cache, as far as the system lets go. */
static void forget(const char *folder)
{
	static const char *const names[] = {"search.idx", "catalogue.db"};
	for (size_t i = 0; i < 2; i++) {
		int fd = open(arena_printf(arena, "%s/%s", folder, names[i]), O_RDONLY);
		if (fd < 0)
			continue;
		fsync(fd);
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		close(fd);
	}
}

static struct search *open_search(const char *folder, struct db **catalogue)
{
	struct search *search;
	const char *error;
	double started = now_ms();
	if (catalogue_open(arena_printf(arena, "%s/catalogue.db", folder), arena, catalogue, &error) != STATUS_OK ||
	    search_open(*catalogue, arena_printf(arena, "%s/search.idx", folder), arena, &search, &error) !=
		STATUS_OK) {
		fprintf(stderr, "%s\n", error);
		exit(1);
	}
	printf("    opened in %.1f ms\n", now_ms() - started);
	return search;
}

/* The best of so many rounds of each; into `kept` too, where that is wanted. */
static void measure(struct search *search, const char *name, const char *const *texts, int rounds, double *kept)
{
	double times[QUERIES];
	size_t hits = 0, partial = 0;
	struct arena *scratch = arena_new();
	for (int i = 0; i < QUERIES; i++) {
		times[i] = 1e9;
		for (int round = 0; round < rounds; round++) {
			struct search_query query = {.text = texts[i], .page = 1, .rows = 20};
			struct search_result result;
			double from = now_ms();
			if (search_run(search, &query, scratch, &result) != STATUS_OK)
				abort();
			double took = now_ms() - from;
			times[i] = took < times[i] ? took : times[i];
			hits += round == 0 ? result.total : 0;
			partial += round == 0 && result.partial;
			arena_reset(scratch);
		}
		if (kept)
			kept[i] = times[i];
	}
	arena_free(scratch);
	report(name, rounds == 1 ? "cold" : "warm", times, QUERIES, hits);
	if (partial > 0)
		printf("    %zu of them partial\n", partial);
}

/* ---- the run ---- */

enum { KINDS = 7, MIXED = 5 /* the kinds that the goals are for */ };
static const char *const names[KINDS] = {"2 characters",   "4 characters", "8 characters",       "4 characters + year",
					 "frequent words", "1 character",  "4 single characters"};
static const char *queries[KINDS][QUERIES];

static void measure_ours(const char *folder)
{
	static double times[MIXED * QUERIES];
	struct db *catalogue;
	puts("ours, ms");
	for (int kind = 0; kind < KINDS; kind++) {
		forget(folder);
		struct search *search = open_search(folder, &catalogue);
		measure(search, names[kind], queries[kind], 1, NULL);
		measure(search, names[kind], queries[kind], 3, kind < MIXED ? times + (size_t)kind * QUERIES : NULL);
		search_close(search);
		db_close(catalogue);
	}
	report("mixed: the first five", "warm", times, MIXED * QUERIES, 0);
}

static void measure_peer(const char *folder, const struct record *records, size_t count)
{
	static double times[MIXED * QUERIES];
	struct db *peer = build_peer(folder, records, count);
	struct folder *folds = folder_new();
	puts("FTS5 + GROUP BY, ms");
	for (int kind = 0; kind < MIXED; kind++) {
		double *of_kind = times + (size_t)kind * QUERIES;
		for (int i = 0; i < QUERIES; i++) {
			double from = now_ms();
			ask_peer(peer, folds, queries[kind][i]);
			of_kind[i] = now_ms() - from;
		}
		report(names[kind], "warm", of_kind, QUERIES, 0);
	}
	report("mixed", "warm", times, MIXED * QUERIES, 0);
	folder_free(folds);
	db_close(peer);
}

/* What search_xapian.py needs to be asked the same: records with what they have of four facets, and queries by kind. */
static void write_for_xapian(const char *folder, const struct record *records, size_t count)
{
	FILE *file = fopen(arena_printf(arena, "%s/records.tsv", folder), "wb"),
	     *asked = fopen(arena_printf(arena, "%s/asked.tsv", folder), "wb");
	if (!file || !asked)
		abort();
	for (size_t i = 0; i < count; i++) {
		struct facet_draw draw = draw_facets();
		fprintf(file, "%s\t%s\t%u\t%u\t%u\t%u\n", records[i].title.bytes, records[i].text.bytes, draw.theme,
			draw.org, draw.org % REGIONS, draw.format);
	}
	for (int kind = 0; kind < MIXED; kind++)
		for (int i = 0; i < QUERIES; i++)
			fprintf(asked, "%s\t%s\n", names[kind], queries[kind][i]);
	if (fclose(file) != 0 || fclose(asked) != 0)
		abort();
}

int main(int argc, char **argv)
{
	size_t count = argc > 2 ? (size_t)atol(argv[2]) : 1000000,
	       peer_count = argc > 3 ? (size_t)atol(argv[3]) : 100000,
	       xapian_count = argc > 4 ? (size_t)atol(argv[4]) : 0;
	size_t made = count > peer_count ? count : peer_count;
	if (argc < 2)
		return 64;
	memory_keep(); /* as the service does */
	arena = arena_new();
	state = 1;
	make_words();
	struct record *records = make_records(made > xapian_count ? made : xapian_count);
	if (access(arena_printf(arena, "%s/search.idx", argv[1]), R_OK) != 0)
		build(argv[1], records, count);
	for (int kind = 0; kind < KINDS; kind++)
		for (int i = 0; i < QUERIES; i++)
			queries[kind][i] = make_query(kind, count, (size_t)i);
	printf("%-22s %-6s %9s %9s %9s %9s %10s\n", "", "", "p50", "p99", "max", "mean", "hits");
	measure_ours(argv[1]);
	if (peer_count > 0)
		measure_peer(argv[1], records, peer_count);
	if (xapian_count > 0)
		write_for_xapian(argv[1], records, xapian_count);
	return 0;
}
