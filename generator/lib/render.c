/* render.c -- which engine makes a page: the compiled stylesheet where there is one, else the reference engine. */
#include <headwater/render.h>

#include <stdlib.h>
#include <string.h>

#include "doc_tree.h"
#include "render_xslt.h"
#include "sheet.h"

/* Operations allowed: for a batch, and more for each of its pages. 100 million take about two seconds. */
#define LIMIT_BASE 10000000ul
#define LIMIT_PER_PAGE 2000000ul

struct kind {
	const char *name;          /* "dataset" */
	const char *source;        /* "page/dataset.xsl" */
	const struct sheet *sheet; /* NULL: beyond the subset */
};

struct render {
	struct arena *arena;
	struct xslt *xslt;
	struct sheet_engine engine;
	struct kind *kinds;
	size_t kind_count, kind_capacity;
	bool reference_only;
	size_t taken_over;
};

/* "page/dataset.xsl" -> "dataset"; NULL for what is no page. */
static const char *kind_name(struct arena *arena, const char *source)
{
	size_t len = strlen(source);
	if (strncmp(source, "page/", 5) != 0 || len < 10 || strcmp(source + len - 4, ".xsl") != 0)
		return NULL;
	return arena_copy(arena, source + 5, len - 9);
}

/* Returns the name of the source that cannot be compiled, NULL when all is well. */
static const char *compile_kinds(struct render *render, const struct render_source *sources, size_t count)
{
	struct sheet_set set;
	sheet_set_init(&set, sources, count, xslt_texts(render->xslt));
	const char *failed = NULL;
	for (size_t i = 0; i < count && !failed; i++) {
		const char *name = kind_name(render->arena, sources[i].name);
		if (!name)
			continue;
		struct kind *kind = ARENA_PUSH(render->arena, render->kinds, render->kind_count, render->kind_capacity);
		*kind = (struct kind){name, sources[i].name, sheet_compile(&set, sources[i].name, render->arena)};
		if (!kind->sheet && xslt_compile(render->xslt, kind->source) != STATUS_OK)
			failed = kind->source;
	}
	sheet_set_free(&set);
	return failed;
}

enum status render_open(const struct render_source *sources, size_t count, struct arena *arena, struct render **render,
			const char **error)
{
	struct render *opened = memory_alloc(sizeof *opened);
	memset(opened, 0, sizeof *opened);
	opened->arena = arena_new();
	sheet_engine_init(&opened->engine, RENDER_PAGE_MAX_BYTES);
	const char *failed = "text";
	if (xslt_open(sources, count, &opened->xslt) == STATUS_OK)
		failed = compile_kinds(opened, sources, count);
	*error = failed ? arena_printf(arena, "%s: %s", failed, xslt_error(opened->xslt)->bytes) : NULL;
	*render = failed ? NULL : opened;
	if (failed)
		render_close(opened);
	return failed ? STATUS_CORRUPT : STATUS_OK;
}

void render_close(struct render *render)
{
	if (!render)
		return;
	xslt_close(render->xslt);
	sheet_engine_free(&render->engine);
	arena_free(render->arena);
	free(render);
}

const char *render_error(const struct render *render)
{
	return xslt_error(render->xslt)->bytes;
}

static const struct kind *find_kind(const struct render *render, const char *name)
{
	for (size_t i = 0; i < render->kind_count; i++)
		if (strcmp(render->kinds[i].name, name) == 0)
			return &render->kinds[i];
	return NULL;
}

enum status render_pages(struct render *render, struct doc *doc, render_sink *sink, void *context)
{
	const struct kind *kind = find_kind(render, doc->kind);
	struct buf *error = xslt_error(render->xslt);
	buf_reset(error);
	if (!kind) {
		buf_printf(error, "no stylesheet page/%s.xsl", doc->kind);
		return STATUS_NOT_FOUND;
	}
	unsigned long operations = LIMIT_BASE + LIMIT_PER_PAGE * doc->page_count;
	size_t done = 0;
	if (kind->sheet && !render->reference_only) {
		struct sheet_job job = {.operations = (int64_t)operations, .sink = sink, .context = context};
		if (sheet_run(&render->engine, kind->sheet, doc, &job)) {
			if (job.status == STATUS_BUDGET)
				buf_printf(error, "the operation limit of a batch was reached");
			return job.status;
		}
		render->taken_over++;
		done = job.page_count;
	}
	struct xslt_job job = {doc, done, operations, sink, context};
	return xslt_pages(render->xslt, kind->source, &job);
}

enum render_engine render_engine(const struct render *render, const char *name)
{
	const struct kind *kind = find_kind(render, name);
	return kind && kind->sheet ? RENDER_COMPILED : RENDER_REFERENCE;
}

void render_use_reference(struct render *render, bool only)
{
	render->reference_only = only;
}

size_t render_taken_over(const struct render *render)
{
	return render->taken_over;
}
