/*
 * render.c -- compiling stylesheets from memory and running them in a cage.
 *
 * The names of a set appear to libxslt as headwater://set/<name>; its one loader answers those and nothing else, in
 * includes, imports and document(). Its security preferences allow reading such a name and forbid everything else.
 */
#include <headwater/render.h>

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libexslt/exslt.h>
#include <libxml/parser.h>
#include <libxslt/documents.h>
#include <libxslt/extensions.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "doc_tree.h"
#include "render_html.h"
#include "render_text.h"

#define SET_URL "headwater://set/"
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOCDATA)
#define ERROR_MAX_BYTES 4096
#define PAGE_MAX_BYTES ((size_t)64 * 1024 * 1024)
/* Operations allowed: for a transform, and more for each page of its batch. 100 million take about two seconds. */
#define LIMIT_BASE 10000000ul
#define LIMIT_PER_PAGE 2000000ul

struct sheet {
	const char *kind;
	xsltStylesheet *style;
};

struct render {
	const struct render_source *sources;
	size_t source_count;
	struct arena *arena;
	struct sheet *sheets;
	size_t sheet_count, sheet_capacity;
	struct text_catalogue catalogues[LANG__MAX];
	struct buf html, error;
	bool over_limit;
};

/* libxslt's loader and error callbacks are process-wide: this is the set at work in this thread. */
static _Thread_local struct render *at_work;
static size_t open_count;
static xsltSecurityPrefs *cage;

/* ---- errors: into render->error, nothing on standard error ---- */

static void add_error(void *context, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add_error(void *context, const char *format, ...)
{
	struct render *render = context;
	char line[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	buf_str(&render->error, line);
}

static void add_xml_error(void *context, xmlError *error)
{
	struct render *render = context;
	if (error->code == XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED)
		render->over_limit = true;
	if (error->file && error->line)
		add_error(render, "%s:%d: ", error->file, error->line);
	add_error(render, "%s", error->message ? error->message : "unknown error\n");
}

static void begin_work(struct render *render)
{
	at_work = render;
	buf_reset(&render->error);
	render->over_limit = false;
	xmlSetStructuredErrorFunc(render, add_xml_error);
	xmlSetGenericErrorFunc(render, add_error);
	xsltSetGenericErrorFunc(render, add_error);
}

static void end_work(struct render *render)
{
	struct buf *error = &render->error;
	while (error->len && strchr("\r\n ", error->bytes[error->len - 1]))
		error->bytes[--error->len] = '\0';
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlSetGenericErrorFunc(NULL, NULL);
	xsltSetGenericErrorFunc(NULL, NULL);
	at_work = NULL;
}

/* ---- the set as libxslt sees it ---- */

static const struct render_source *find_name(const struct render *render, const char *name)
{
	for (size_t i = 0; i < render->source_count; i++)
		if (strcmp(render->sources[i].name, name) == 0)
			return &render->sources[i];
	return NULL;
}

static const struct render_source *find_source(const struct render *render, const char *url)
{
	if (!render || strncmp(url, SET_URL, strlen(SET_URL)) != 0)
		return NULL;
	const char *name = url + strlen(SET_URL);
	const struct render_source *source = find_name(render, name);
	/* A stylesheet in page/ or part/ may say document('text/zh.xml') too. */
	const char *text = source ? NULL : strstr(name, "/text/");
	return text ? find_name(render, text + 1) : source;
}

/* Parses one source; NULL, with an error noted, when it is ill-formed or has a document type. */
static xmlDoc *parse_source(struct render *render, const struct render_source *source, const char *url, xmlDict *dict)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	if (dict) {
		xmlDictFree(parser->dict);
		parser->dict = dict;
		xmlDictReference(dict);
	}
	xmlDoc *tree = xmlCtxtReadMemory(parser, source->bytes, (int)source->len, url, NULL, PARSE_OPTIONS);
	xmlFreeParserCtxt(parser);
	if (tree && (tree->intSubset || tree->extSubset)) {
		add_error(render, "%s: a document type is not allowed\n", source->name);
		xmlFreeDoc(tree);
		return NULL;
	}
	return tree;
}

static xmlDoc *load(const xmlChar *url, xmlDict *dict, int options, void *context, xsltLoadType type)
{
	(void)options, (void)context, (void)type;
	const struct render_source *source = find_source(at_work, (const char *)url);
	if (source)
		return parse_source(at_work, source, (const char *)url, dict);
	if (at_work)
		add_error(at_work, "%s: not in the stylesheet set\n", url);
	return NULL;
}

static int only_the_set(xsltSecurityPrefs *prefs, xsltTransformContext *transform, const char *url)
{
	(void)prefs, (void)transform;
	return find_source(at_work, url) != NULL;
}

/* hw:t(key, …) of the stylesheets. */
static void function_t(xmlXPathParserContext *parser, int count)
{
	xsltTransformContext *transform = xsltXPathGetTransformContext(parser);
	if (!text_function(parser, count, transform->_private, &at_work->error))
		transform->state = XSLT_STATE_STOPPED;
}

static void library_init(void)
{
	doc_library_init();
	if (open_count++ > 0)
		return;
	xsltInit();
	exsltCommonRegister();
	exsltStrRegister();
	xsltRegisterExtModuleFunction(BAD_CAST "t", BAD_CAST "urn:headwater", function_t);
	xsltSetLoaderFunc(load);
	cage = xsltNewSecurityPrefs();
	xsltSetSecurityPrefs(cage, XSLT_SECPREF_READ_FILE, xsltSecurityForbid);
	xsltSetSecurityPrefs(cage, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
	xsltSetSecurityPrefs(cage, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
	xsltSetSecurityPrefs(cage, XSLT_SECPREF_READ_NETWORK, only_the_set);
	xsltSetSecurityPrefs(cage, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
	xsltSetDefaultSecurityPrefs(cage);
}

static void library_done(void)
{
	if (--open_count > 0)
		return;
	xsltSetDefaultSecurityPrefs(NULL);
	xsltFreeSecurityPrefs(cage);
	cage = NULL;
	xsltSetLoaderFunc(NULL);
	xsltCleanupGlobals();
}

/* ---- opening ---- */

/* "page/dataset.xsl" -> "dataset"; NULL for what is no page. */
static const char *kind_of(const struct render *render, const char *name)
{
	size_t len = strlen(name);
	if (strncmp(name, "page/", 5) != 0 || len < 10 || strcmp(name + len - 4, ".xsl") != 0)
		return NULL;
	return arena_copy(render->arena, name + 5, len - 9);
}

static bool compile(struct render *render, const struct render_source *source, const char *kind)
{
	const char *url = arena_printf(render->arena, SET_URL "%s", source->name);
	xmlDoc *tree = parse_source(render, source, url, NULL);
	if (!tree)
		return false;
	xsltStylesheet *style = xsltParseStylesheetDoc(tree);
	if (!style) {
		xmlFreeDoc(tree);
		return false;
	}
	struct sheet *sheet = ARENA_PUSH(render->arena, render->sheets, render->sheet_count, render->sheet_capacity);
	*sheet = (struct sheet){kind, style};
	return style->errors == 0 && render->error.len == 0;
}

static bool open_source(struct render *render, const struct render_source *source)
{
	const char *kind = kind_of(render, source->name);
	if (kind)
		return compile(render, source, kind);
	for (int lang = 0; lang < LANG__MAX; lang++) {
		const char *name = arena_printf(render->arena, "text/%s.xml", lang_name(lang));
		if (strcmp(source->name, name) != 0)
			continue;
		xmlDoc *tree = parse_source(render, source, arena_printf(render->arena, SET_URL "%s", name), NULL);
		if (!tree)
			return false;
		text_catalogue_init(&render->catalogues[lang], tree);
	}
	return true;
}

enum status render_open(const struct render_source *sources, size_t count, struct arena *arena, struct render **render,
			const char **error)
{
	library_init();
	struct render *opened = memory_alloc(sizeof *opened);
	memset(opened, 0, sizeof *opened);
	opened->sources = sources;
	opened->source_count = count;
	opened->arena = arena_new();
	buf_init(&opened->html, PAGE_MAX_BYTES);
	buf_init(&opened->error, ERROR_MAX_BYTES);
	*render = opened;
	*error = NULL;
	begin_work(opened);
	const struct render_source *failed = NULL;
	for (size_t i = 0; i < count && !failed; i++)
		if (!open_source(opened, &sources[i]))
			failed = &sources[i];
	end_work(opened);
	if (!failed)
		return STATUS_OK;
	*error = arena_printf(arena, "%s: %s", failed->name, opened->error.bytes);
	render_close(opened);
	*render = NULL;
	return STATUS_CORRUPT;
}

void render_close(struct render *render)
{
	if (!render)
		return;
	for (size_t i = 0; i < render->sheet_count; i++)
		xsltFreeStylesheet(render->sheets[i].style);
	for (int lang = 0; lang < LANG__MAX; lang++)
		text_catalogue_free(&render->catalogues[lang]);
	buf_free(&render->html);
	buf_free(&render->error);
	arena_free(render->arena);
	free(render);
	library_done();
}

const char *render_error(const struct render *render)
{
	return render->error.bytes;
}

/* ---- rendering ---- */

/* Puts the parsed text catalogues where document() looks first; `main` keeps the transform from freeing them. */
static void lend_catalogues(struct render *render, xsltTransformContext *transform)
{
	for (int lang = 0; lang < LANG__MAX; lang++) {
		if (!render->catalogues[lang].tree)
			continue;
		xsltDocument *lent = xsltNewDocument(transform, render->catalogues[lang].tree);
		if (lent)
			lent->main = 1;
	}
}

static xmlDoc *apply(struct render *render, xsltStylesheet *style, struct doc *doc)
{
	xsltTransformContext *transform = xsltNewTransformContext(style, doc->tree);
	struct text_run run = {.catalogues = render->catalogues};
	transform->_private = &run;
	xsltSetTransformErrorFunc(transform, render, add_error);
	xsltSetCtxtSecurityPrefs(cage, transform);
	transform->opLimit = LIMIT_BASE + LIMIT_PER_PAGE * doc->page_count;
	transform->xpathCtxt->opLimit = transform->opLimit;
	lend_catalogues(render, transform);
	xmlDoc *result = xsltApplyStylesheetUser(style, doc->tree, NULL, NULL, NULL, transform);
	if (transform->opCount > transform->opLimit)
		render->over_limit = true;
	if (transform->state != XSLT_STATE_OK || render->over_limit) {
		xmlFreeDoc(result);
		result = NULL;
	}
	xsltFreeTransformContext(transform);
	return result;
}

static xmlNode *next_element(xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

static bool is_page(const xmlNode *node)
{
	return node && strcmp((const char *)node->name, "page") == 0;
}

/* Hands over one page: `made` is the <page> of the result, `page` that of the document. */
static enum status hand_over(struct render *render, struct doc *doc, xmlNode *page, xmlNode *made, render_sink *sink,
			     void *context)
{
	xmlChar *path = xmlGetNoNsProp(page, BAD_CAST "path");
	xmlNode *html = is_page(made) ? next_element(made->children) : NULL;
	enum status status = STATUS_INTERNAL;
	const char *error = "the stylesheet did not make this page";
	buf_reset(&render->html);
	if (html)
		status = html_write(html, doc, &render->html, &error);
	if (error)
		add_error(render, "%s: %s", (const char *)path, error);
	else
		status = sink(context, (const char *)path, render->html.bytes, render->html.len);
	xmlFree(path);
	return status;
}

static enum status hand_over_all(struct render *render, struct doc *doc, xmlDoc *result, render_sink *sink,
				 void *context)
{
	xmlNode *root = xmlDocGetRootElement(result);
	xmlNode *made = root ? next_element(root->children) : NULL;
	for (xmlNode *page = next_element(doc->root->children); page; page = next_element(page->next)) {
		if (!is_page(page))
			continue;
		enum status status = hand_over(render, doc, page, made, sink, context);
		if (status != STATUS_OK)
			return status;
		made = next_element(made->next);
	}
	if (!made)
		return STATUS_OK;
	add_error(render, "the stylesheet made more pages than it was given");
	return STATUS_INTERNAL;
}

enum status render_pages(struct render *render, struct doc *doc, render_sink *sink, void *context)
{
	const struct sheet *sheet = NULL;
	for (size_t i = 0; i < render->sheet_count; i++)
		if (strcmp(render->sheets[i].kind, doc->kind) == 0)
			sheet = &render->sheets[i];
	begin_work(render);
	enum status status = STATUS_NOT_FOUND;
	if (sheet) {
		xmlDoc *result = apply(render, sheet->style, doc);
		status = render->over_limit ? STATUS_BUDGET : STATUS_INTERNAL;
		if (result)
			status = hand_over_all(render, doc, result, sink, context);
		xmlFreeDoc(result);
	} else {
		add_error(render, "no stylesheet page/%s.xsl", doc->kind);
	}
	end_work(render);
	return status;
}
