/*
 * render.c -- documents through both engines: the same bytes, and how long each takes.
 *
 * usage: render TEMPLATES ROUNDS DOCUMENT.xml …
 *
 * Documents are those of `headwater build --save-documents`. Splices are not saved with them: some bytes stand in for
 * each. Prints for each kind the pages and the microseconds of CPU that one takes, best of ROUNDS; fails when the two
 * differ, or when a batch had to be taken over by the reference engine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <headwater/buf.h>
#include <headwater/render.h>

#define KINDS_MAX 64
#define FILE_MAX_BYTES ((size_t)1 << 28)

struct measure {
	const char *kind;
	size_t pages, bytes;
	double seconds[2]; /* compiled, reference */
};

static struct measure measures[KINDS_MAX];
static size_t measure_count;

static double cpu_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool read_file(const char *path, struct buf *bytes)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	char chunk[65536];
	for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
		buf_add(bytes, chunk, got);
	bool good = !ferror(file) && !buf_overflowed(bytes);
	fclose(file);
	return good;
}

/* What stands between `<pages kind="…">` and `</pages>`, as a document. */
static struct doc *parse(const char *text, struct arena *arena)
{
	const char *kind = strstr(text, "<pages kind=\"");
	const char *end = strstr(text, "</pages>");
	const char *start = kind ? strchr(kind, '>') : NULL;
	if (!start || !end)
		return NULL;
	kind += strlen("<pages kind=\"");
	struct doc *doc = doc_new(arena_copy(arena, kind, strcspn(kind, "\"")));
	for (const char *at = start; (at = strstr(at, " splice=\"")); at++)
		node_splice(doc_root(doc), "unused", "<p>&amp;</p>", 12);
	if (node_fragment(doc_root(doc), start + 1, (size_t)(end - start - 1)) == STATUS_OK)
		return doc;
	doc_free(doc);
	return NULL;
}

struct made {
	struct buf html;
	size_t pages;
};

static enum status keep(void *context, const char *path, const char *html, size_t len)
{
	struct made *made = context;
	buf_printf(&made->html, "\n%s\n", path);
	buf_add(&made->html, html, len);
	made->pages++;
	return STATUS_OK;
}

static enum status count(void *context, const char *path, const char *html, size_t len)
{
	(void)path, (void)html, (void)len;
	++*(size_t *)context;
	return STATUS_OK;
}

static struct measure *measure_of(const char *kind)
{
	for (size_t i = 0; i < measure_count; i++)
		if (strcmp(measures[i].kind, kind) == 0)
			return &measures[i];
	if (measure_count == KINDS_MAX)
		exit(EXIT_FAILURE);
	measures[measure_count].kind = kind;
	return &measures[measure_count++];
}

static void say_difference(const char *path, const struct buf *a, const struct buf *b)
{
	static int said;
	if (said++ >= 5)
		return;
	size_t at = 0;
	while (at < a->len && at < b->len && a->bytes[at] == b->bytes[at])
		at++;
	size_t from = at > 80 ? at - 80 : 0;
	printf("# %s: differs at %zu:\n# compiled:  %.160s\n# reference: %.160s\n", path, at, a->bytes + from,
	       b->bytes + from);
}

/* Both engines once, for their bytes; then in turn, for their time. */
static bool compare(struct render *render, struct doc *doc, const char *path, int rounds)
{
	struct made made[2];
	struct measure *measure = measure_of(doc_kind(doc));
	double best[2] = {1e9, 1e9};
	bool good = true;
	for (int engine = 0; engine < 2; engine++) {
		made[engine].pages = 0;
		buf_init(&made[engine].html, BUF_MAX_DEFAULT);
		render_use_reference(render, engine == 1);
		if (render_pages(render, doc, keep, &made[engine]) != STATUS_OK) {
			printf("# %s: %s\n", path, render_error(render));
			good = false;
		}
	}
	for (int round = 0; round < rounds * 2; round++) {
		size_t pages = 0;
		render_use_reference(render, round % 2 == 1);
		double start = cpu_s();
		render_pages(render, doc, count, &pages);
		double took = cpu_s() - start;
		if (took < best[round % 2])
			best[round % 2] = took;
	}
	if (made[0].html.len != made[1].html.len ||
	    memcmp(made[0].html.bytes, made[1].html.bytes, made[0].html.len) != 0) {
		say_difference(path, &made[0].html, &made[1].html);
		good = false;
	}
	if (render_engine(render, doc_kind(doc)) != RENDER_COMPILED) {
		printf("# %s: page/%s.xsl is not compiled\n", path, doc_kind(doc));
		good = false;
	}
	measure->pages += made[0].pages;
	measure->bytes += made[0].html.len;
	for (int engine = 0; engine < 2; engine++) {
		measure->seconds[engine] += best[engine];
		buf_free(&made[engine].html);
	}
	return good;
}

static void report(void)
{
	printf("# %-12s %8s %10s %12s %12s %8s\n", "kind", "pages", "bytes/page", "compiled µs", "reference µs",
	       "ratio");
	for (size_t i = 0; i < measure_count; i++) {
		const struct measure *measure = &measures[i];
		double pages = measure->pages ? (double)measure->pages : 1;
		printf("# %-12s %8zu %10.0f %12.1f %12.1f %8.1f\n", measure->kind, measure->pages,
		       (double)measure->bytes / pages, measure->seconds[0] / pages * 1e6,
		       measure->seconds[1] / pages * 1e6, measure->seconds[1] / measure->seconds[0]);
	}
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct render_source *sources = NULL;
	struct render *render = NULL;
	const char *error = "usage: render TEMPLATES ROUNDS DOCUMENT.xml …";
	size_t source_count = 0;
	if (argc < 4 || render_sources(argv[1], arena, &sources, &source_count, &error) != STATUS_OK ||
	    render_open(sources, source_count, arena, &render, &error) != STATUS_OK) {
		fprintf(stderr, "%s\n", error);
		return EXIT_FAILURE;
	}
	bool good = true;
	for (int i = 3; i < argc; i++) {
		struct buf text;
		buf_init(&text, FILE_MAX_BYTES);
		struct doc *doc = read_file(argv[i], &text) ? parse(text.bytes, arena) : NULL;
		if (!doc)
			printf("# %s: no document\n", argv[i]);
		good = doc && compare(render, doc, argv[i], atoi(argv[2])) && good;
		doc_free(doc);
		buf_free(&text);
	}
	if (atoi(argv[2]) > 0)
		report();
	if (render_taken_over(render))
		printf("# %zu batches were taken over by the reference engine\n", render_taken_over(render));
	good = good && render_taken_over(render) == 0;
	render_close(render);
	arena_free(arena);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
