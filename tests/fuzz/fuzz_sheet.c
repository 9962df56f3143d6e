/*
 * fuzz_sheet.c -- any bytes as a stylesheet: the compiler takes it or leaves it; what it takes runs within its budget, and
 * makes the bytes that the reference engine makes, where that makes any.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/render_xslt.h"
#include "lib/sheet.h"

#define OPERATIONS 200000
#define REFERENCE_OPERATIONS 5000000ul

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char part[] =
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:strip-space elements='*'/>"
    "<xsl:variable name='g' select='/pages/page/a'/><xsl:template name='p'><xsl:param name='x'/><p class='{$x}'>"
    "<xsl:apply-templates select='*'/></p></xsl:template><xsl:template match='b'><b><xsl:copy-of select='@n'/>"
    "<xsl:value-of select='.'/></b></xsl:template></xsl:stylesheet>";
static const char texts[] = "<text><t id='a'>{0} of {1}</t><t id='b'>&lt;b&gt;</t></text>";

static enum status keep(void *context, const char *path, const char *html, size_t len)
{
	buf_str(context, path);
	buf_add(context, html, len);
	return STATUS_OK;
}

static struct doc *sample(void)
{
	struct doc *doc = doc_new("x");
	for (int p = 0; p < 2; p++) {
		struct node *page = doc_page(doc, p ? LANG_EN : LANG_ZH, p ? "/en/" : "/");
		for (int i = 0; i < 3; i++) {
			struct node *item = node_add(page, i % 2 ? "b" : "a");
			node_attr_int(item, "n", i);
			node_text(item, "b", i ? "青<&\"" : " 7 ");
			node_content(item, i == 1 ? " " : "t", 1);
		}
		node_splice(page, "body", "<p>s</p>", 8);
	}
	return doc;
}

static void compare(struct xslt *xslt, const struct doc *doc, const struct buf *made)
{
	struct buf reference;
	buf_init(&reference, BUF_MAX_DEFAULT);
	struct xslt_job job = {doc, 0, REFERENCE_OPERATIONS, keep, &reference};
	if (xslt_pages(xslt, "page/x.xsl", &job) == STATUS_OK &&
	    (reference.len != made->len || memcmp(reference.bytes, made->bytes, made->len) != 0)) {
		fprintf(stderr, "compiled:\n%s\nreference:\n%s\n", made->bytes, reference.bytes);
		abort();
	}
	buf_free(&reference);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sheet_engine engine;
	static struct doc *doc;
	if (!doc) {
		sheet_engine_init(&engine, 1 << 20);
		doc = sample();
	}
	struct arena *arena = arena_new();
	const char *bytes = arena_copy(arena, (const char *)data, size);
	const struct render_source sources[] = {{"page/x.xsl", bytes, size},
						{"part/p.xsl", part, sizeof part - 1},
						{"text/en.xml", texts, sizeof texts - 1},
						{"text/zh.xml", texts, sizeof texts - 1}};
	size_t count = sizeof sources / sizeof sources[0];
	struct xslt *xslt = NULL;
	struct sheet_set set;
	if (xslt_open(sources, count, &xslt) != STATUS_OK)
		abort();
	sheet_set_init(&set, sources, count, xslt_texts(xslt));
	const struct sheet *sheet = sheet_compile(&set, "page/x.xsl", arena);
	struct buf made;
	buf_init(&made, BUF_MAX_DEFAULT);
	struct sheet_job job = {.operations = OPERATIONS, .sink = keep, .context = &made};
	if (sheet && sheet_run(&engine, sheet, doc, &job) && job.status == STATUS_OK)
		compare(xslt, doc, &made);
	buf_free(&made);
	sheet_set_free(&set);
	xslt_close(xslt);
	arena_free(arena);
	return 0;
}
