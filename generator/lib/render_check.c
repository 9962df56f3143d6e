/* render_check.c -- documents against their RELAX NG contracts. */
#include <headwater/render.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>

#include <headwater/buf.h>

#include "doc_tree.h"

#define ERROR_MAX_BYTES 4096

/* Contracts stay parsed for the life of the process: a build checks thousands of documents against a dozen of them. */
static struct contract {
	char *file;
	xmlRelaxNG *schema;
} * contracts;
static size_t contract_count;

/* The folder that a contract being parsed may include from. */
static const char *include_dir;

static xmlParserInput *open_contract(const char *url, const char *id, xmlParserCtxt *parser)
{
	(void)id;
	size_t dir_len = include_dir ? strlen(include_dir) : 0;
	if (!url || !dir_len || strncmp(url, include_dir, dir_len) != 0 || url[dir_len] != '/' ||
	    strchr(url + dir_len + 1, '/'))
		return NULL;
	return xmlNewInputFromFile(parser, url);
}

static void add_error(void *context, xmlError *error)
{
	struct buf *out = context;
	if (out->len)
		buf_str(out, "; ");
	if (error->file && error->line)
		buf_printf(out, "%s:%d: ", error->file, error->line);
	for (const xmlNode *node = error->node; node; node = node->parent) {
		if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, "page") != 0)
			continue;
		xmlChar *path = xmlGetNoNsProp((xmlNode *)node, BAD_CAST "path");
		buf_printf(out, "%s: ", path ? (const char *)path : "?");
		xmlFree(path);
		break;
	}
	const char *message = error->message ? error->message : "unknown error";
	buf_add(out, message, strcspn(message, "\n"));
}

static xmlRelaxNG *parse_contract(const char *file, const char *dir, struct buf *errors)
{
	xmlExternalEntityLoader usual = xmlGetExternalEntityLoader();
	include_dir = dir;
	xmlSetExternalEntityLoader(open_contract);
	xmlSetStructuredErrorFunc(errors, add_error);
	xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewParserCtxt(file);
	xmlRelaxNGSetParserStructuredErrors(parser, add_error, errors);
	xmlRelaxNG *schema = xmlRelaxNGParse(parser);
	xmlRelaxNGFreeParserCtxt(parser);
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlSetExternalEntityLoader(usual);
	include_dir = NULL;
	return schema;
}

static xmlRelaxNG *find_contract(const char *templates_dir, const char *kind, struct arena *arena, struct buf *errors)
{
	const char *dir = arena_printf(arena, "%s/contract", templates_dir);
	const char *file = arena_printf(arena, "%s/%s.rng", dir, kind);
	for (size_t i = 0; i < contract_count; i++)
		if (strcmp(contracts[i].file, file) == 0)
			return contracts[i].schema;
	xmlRelaxNG *schema = parse_contract(file, dir, errors);
	if (!schema)
		return NULL;
	contracts = memory_resize(contracts, (contract_count + 1) * sizeof *contracts);
	size_t size_bytes = strlen(file) + 1;
	contracts[contract_count].file = memcpy(memory_alloc(size_bytes), file, size_bytes);
	contracts[contract_count++].schema = schema;
	return schema;
}

enum status render_check(const char *templates_dir, const struct doc *doc, struct arena *arena, const char **error)
{
	struct buf errors;
	buf_init(&errors, ERROR_MAX_BYTES);
	enum status status = STATUS_CORRUPT;
	xmlRelaxNG *schema = find_contract(templates_dir, doc->kind, arena, &errors);
	if (schema) {
		xmlRelaxNGValidCtxt *check = xmlRelaxNGNewValidCtxt(schema);
		xmlRelaxNGSetValidStructuredErrors(check, add_error, &errors);
		xmlDoc *xml = doc_xml(doc);
		int result = xmlRelaxNGValidateDoc(check, xml);
		xmlFreeDoc(xml);
		xmlRelaxNGFreeValidCtxt(check);
		status = result == 0 ? STATUS_OK : result > 0 ? STATUS_INVALID : STATUS_INTERNAL;
	}
	*error = status == STATUS_OK ? NULL
				     : arena_printf(arena, "%s: %s", doc->kind,
						    errors.len ? errors.bytes : "the contract cannot be read");
	buf_free(&errors);
	return status;
}
