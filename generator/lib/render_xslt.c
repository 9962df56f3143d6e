/*
 * render_xslt.c -- the reference engine: libxslt on stylesheets from memory, in a cage.
 *
 * The names of a set appear to libxslt as headwater://set/<name>; its one loader answers those and nothing else, in
 * includes, imports and document(). Its security preferences allow reading such a name and forbid everything else.
 */
#include "render_xslt.h"

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
struct xslt_sheet {
	const char *name;
	xsltStylesheet *style;
};

struct xslt {
	const struct render_source *sources;
	size_t source_count;
	struct arena *arena;
	struct xslt_sheet *sheets;
	size_t sheet_count, sheet_capacity;
	struct text_catalogue catalogues[LANG__MAX];
	struct buf html, error;
	bool over_limit;
};

/* libxslt's loader and error callbacks are process-wide: this is the set at work in this thread. */
static _Thread_local struct xslt *at_work;
static size_t open_count;
static xsltSecurityPrefs *cage;

/* ---- errors: into xslt->error, nothing on standard error ---- */

static void add_error(void *context, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add_error(void *context, const char *format, ...)
{
	struct xslt *xslt = context;
	char line[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	buf_str(&xslt->error, line);
}

static void add_xml_error(void *context, xmlError *error)
{
	struct xslt *xslt = context;
	if (error->code == XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED)
		xslt->over_limit = true;
	if (error->file && error->line)
		add_error(xslt, "%s:%d: ", error->file, error->line);
	add_error(xslt, "%s", error->message ? error->message : "unknown error\n");
}

static void begin_work(struct xslt *xslt)
{
	at_work = xslt;
	buf_reset(&xslt->error);
	xslt->over_limit = false;
	xmlSetStructuredErrorFunc(xslt, add_xml_error);
	xmlSetGenericErrorFunc(xslt, add_error);
	xsltSetGenericErrorFunc(xslt, add_error);
}

static void end_work(struct xslt *xslt)
{
	struct buf *error = &xslt->error;
	while (error->len && strchr("\r\n ", error->bytes[error->len - 1]))
		error->bytes[--error->len] = '\0';
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlSetGenericErrorFunc(NULL, NULL);
	xsltSetGenericErrorFunc(NULL, NULL);
	at_work = NULL;
}

/* ---- the set as libxslt sees it ---- */

static const struct render_source *find_name(const struct xslt *xslt, const char *name)
{
	for (size_t i = 0; i < xslt->source_count; i++)
		if (strcmp(xslt->sources[i].name, name) == 0)
			return &xslt->sources[i];
	return NULL;
}

static const struct render_source *find_source(const struct xslt *xslt, const char *url)
{
	if (!xslt || strncmp(url, SET_URL, strlen(SET_URL)) != 0)
		return NULL;
	const char *name = url + strlen(SET_URL);
	const struct render_source *source = find_name(xslt, name);
	/* A stylesheet in page/ or part/ may say document('text/zh.xml') too. */
	const char *text = source ? NULL : strstr(name, "/text/");
	return text ? find_name(xslt, text + 1) : source;
}

/* Parses one source; NULL, with an error noted, when it is ill-formed or has a document type. */
static xmlDoc *parse_source(struct xslt *xslt, const struct render_source *source, const char *url, xmlDict *dict)
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
		add_error(xslt, "%s: a document type is not allowed\n", source->name);
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

static void open_texts(struct xslt *xslt, enum lang lang)
{
	const char *name = arena_printf(xslt->arena, "text/%s.xml", lang_name(lang));
	const struct render_source *source = find_name(xslt, name);
	xmlDoc *tree = source ? parse_source(xslt, source, arena_printf(xslt->arena, SET_URL "%s", name), NULL) : NULL;
	if (tree)
		text_catalogue_init(&xslt->catalogues[lang], tree);
}

enum status xslt_open(const struct render_source *sources, size_t count, struct xslt **opened)
{
	library_init();
	struct xslt *xslt = memory_alloc(sizeof *xslt);
	memset(xslt, 0, sizeof *xslt);
	xslt->sources = sources;
	xslt->source_count = count;
	xslt->arena = arena_new();
	buf_init(&xslt->html, RENDER_PAGE_MAX_BYTES);
	buf_init(&xslt->error, ERROR_MAX_BYTES);
	begin_work(xslt);
	for (int lang = 0; lang < LANG__MAX; lang++)
		open_texts(xslt, lang);
	end_work(xslt);
	*opened = xslt;
	return xslt->error.len ? STATUS_CORRUPT : STATUS_OK;
}

void xslt_close(struct xslt *xslt)
{
	if (!xslt)
		return;
	for (size_t i = 0; i < xslt->sheet_count; i++)
		xsltFreeStylesheet(xslt->sheets[i].style);
	for (int lang = 0; lang < LANG__MAX; lang++)
		text_catalogue_free(&xslt->catalogues[lang]);
	buf_free(&xslt->html);
	buf_free(&xslt->error);
	arena_free(xslt->arena);
	free(xslt);
	library_done();
}

const struct text_catalogue *xslt_texts(const struct xslt *xslt)
{
	return xslt->catalogues;
}

struct buf *xslt_error(struct xslt *xslt)
{
	return &xslt->error;
}

static xsltStylesheet *find_style(const struct xslt *xslt, const char *name)
{
	for (size_t i = 0; i < xslt->sheet_count; i++)
		if (strcmp(xslt->sheets[i].name, name) == 0)
			return xslt->sheets[i].style;
	return NULL;
}

static bool compile(struct xslt *xslt, const char *name)
{
	const struct render_source *source = find_name(xslt, name);
	const char *url = arena_printf(xslt->arena, SET_URL "%s", name);
	xmlDoc *tree = source ? parse_source(xslt, source, url, NULL) : NULL;
	if (!tree)
		return false;
	xsltStylesheet *style = xsltParseStylesheetDoc(tree);
	if (!style) {
		xmlFreeDoc(tree);
		return false;
	}
	if (style->errors || xslt->error.len) {
		xsltFreeStylesheet(style);
		return false;
	}
	*ARENA_PUSH(xslt->arena, xslt->sheets, xslt->sheet_count, xslt->sheet_capacity) =
	    (struct xslt_sheet){arena_string(xslt->arena, name), style};
	return true;
}

enum status xslt_compile(struct xslt *xslt, const char *name)
{
	if (find_style(xslt, name))
		return STATUS_OK;
	begin_work(xslt);
	bool compiled = compile(xslt, name);
	end_work(xslt);
	return compiled ? STATUS_OK : STATUS_CORRUPT;
}

/* ---- rendering ---- */

/* Puts the parsed text catalogues where document() looks first; `main` keeps the transform from freeing them. */
static void lend_catalogues(struct xslt *xslt, xsltTransformContext *transform)
{
	for (int lang = 0; lang < LANG__MAX; lang++) {
		if (!xslt->catalogues[lang].tree)
			continue;
		xsltDocument *lent = xsltNewDocument(transform, xslt->catalogues[lang].tree);
		if (lent)
			lent->main = 1;
	}
}

static xmlDoc *apply(struct xslt *xslt, xsltStylesheet *style, xmlDoc *tree, unsigned long limit)
{
	xsltTransformContext *transform = xsltNewTransformContext(style, tree);
	struct text_run run = {.catalogues = xslt->catalogues};
	transform->_private = &run;
	xsltSetTransformErrorFunc(transform, xslt, add_error);
	xsltSetCtxtSecurityPrefs(cage, transform);
	transform->opLimit = limit;
	transform->xpathCtxt->opLimit = limit;
	lend_catalogues(xslt, transform);
	xmlDoc *result = xsltApplyStylesheetUser(style, tree, NULL, NULL, NULL, transform);
	if (transform->opCount > transform->opLimit)
		xslt->over_limit = true;
	if (transform->state != XSLT_STATE_OK || xslt->over_limit) {
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
static enum status hand_over(struct xslt *xslt, const struct xslt_job *job, xmlNode *page, xmlNode *made)
{
	xmlChar *path = xmlGetNoNsProp(page, BAD_CAST "path");
	xmlNode *html = is_page(made) ? next_element(made->children) : NULL;
	enum status status = STATUS_INTERNAL;
	const char *error = "the stylesheet did not make this page";
	buf_reset(&xslt->html);
	if (html)
		status = html_write(html, job->doc, &xslt->html, &error);
	if (error)
		add_error(xslt, "%s: %s", (const char *)path, error);
	else
		status = job->sink(job->context, (const char *)path, xslt->html.bytes, xslt->html.len);
	xmlFree(path);
	return status;
}

static enum status hand_over_all(struct xslt *xslt, const struct xslt_job *job, xmlDoc *tree, xmlDoc *result)
{
	xmlNode *root = xmlDocGetRootElement(result);
	xmlNode *made = root ? next_element(root->children) : NULL;
	size_t number = 0;
	for (xmlNode *page = xmlDocGetRootElement(tree)->children; page; page = page->next) {
		if (page->type != XML_ELEMENT_NODE || !is_page(page))
			continue;
		enum status status = number++ < job->skip ? STATUS_OK : hand_over(xslt, job, page, made);
		if (status != STATUS_OK)
			return status;
		made = made ? next_element(made->next) : NULL;
	}
	if (!made)
		return STATUS_OK;
	add_error(xslt, "the stylesheet made more pages than it was given");
	return STATUS_INTERNAL;
}

enum status xslt_pages(struct xslt *xslt, const char *name, const struct xslt_job *job)
{
	enum status status = xslt_compile(xslt, name);
	if (status != STATUS_OK)
		return status;
	begin_work(xslt);
	xmlDoc *tree = doc_xml(job->doc);
	xmlDoc *result = apply(xslt, find_style(xslt, name), tree, job->operations);
	status = xslt->over_limit ? STATUS_BUDGET : STATUS_INTERNAL;
	if (result)
		status = hand_over_all(xslt, job, tree, result);
	xmlFreeDoc(result);
	xmlFreeDoc(tree);
	end_work(xslt);
	return status;
}
