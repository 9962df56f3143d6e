/*
 * graph.c -- DCAT where clients of ckanext-dcat look for it: /dataset/<id>.<form> and, a hundred datasets a page,
 * /catalog.<form>?page=, of all of them or of a search (q, fq, modified_since). Documents lie ready in catalogue.db; a page is several of them and a description of the page.
 */
#include <string.h>

#include <headwater/deflate.h>

#include "../ckan/action.h"
#include "../route.h"
#include "../store/catalogue.h"
#include "fcgi_ckan_sql.h"

#define PAGE_DATASETS 100
#define GRAPH_MAX_BYTES ((size_t)1 << 20) /* of one dataset */
#define RDF_OPEN "<rdf:RDF"
#define RDF_CLOSE "</rdf:RDF>"

/* As in table graph. */
enum form { FORM_TURTLE, FORM_JSONLD, FORM_RDFXML };

static const struct form_row {
	const char *extension, *media_type;
	enum form form;
} forms[] = {{".ttl", "text/turtle; charset=utf-8", FORM_TURTLE},
	     {".n3", "text/n3; charset=utf-8", FORM_TURTLE}, /* which Turtle is a part of */
	     {".jsonld", "application/ld+json; charset=utf-8", FORM_JSONLD},
	     {".xml", "application/rdf+xml; charset=utf-8", FORM_RDFXML},
	     {".rdf", "application/rdf+xml; charset=utf-8", FORM_RDFXML}};

static const struct form_row *form_of(const struct context *context)
{
	const char *extension = strrchr(context->request->path, '.');
	const struct form_row *row = forms;
	while (strcmp(row->extension, extension) != 0)
		row++;
	return row; /* every route of these handlers ends with one of them */
}

static void start(struct context *context, const struct form_row *form)
{
	response_header(context->response, "Content-Type", form->media_type);
	response_header(context->response, "Access-Control-Allow-Origin", "*");
}

/* Appends the document of one dataset. */
static enum status read_graph(struct context *context, uint32_t docid, enum form form, struct buf *out)
{
	struct stmt *stmt = db_prepare(release_catalogue(context->release), &SQL_GET_GRAPH);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_int(stmt, 1, docid);
	stmt_int(stmt, 2, form);
	enum status status = stmt_step(stmt);
	if (status == STATUS_OK) {
		struct span bytes = stmt_column_blob(stmt, 0);
		if (!deflate_gunzip(bytes.ptr, bytes.len, GRAPH_MAX_BYTES, out))
			status = STATUS_CORRUPT;
	}
	stmt_reset(stmt);
	return status;
}

enum status handle_dataset_graph(struct context *context)
{
	const struct form_row *form = form_of(context);
	struct action action;
	uint32_t docid;
	action_begin(&action, context);
	enum status status = package_of(&action, context->parts[0], &docid);
	if (status == STATUS_OK)
		status = read_graph(context, docid, form->form, &context->response->body);
	if (status == STATUS_NOT_FOUND)
		return context_refuse(context, REASON_NO_DATASET, NULL);
	start(context, form);
	return status;
}

/* Where CKAN has its pages: they are elsewhere here. */
enum status handle_dataset_page(struct context *context)
{
	struct action action;
	uint32_t docid;
	action_begin(&action, context);
	enum status status = package_of(&action, context->parts[0], &docid);
	if (status == STATUS_NOT_FOUND)
		return context_refuse(context, REASON_NO_DATASET, NULL);
	struct stmt *stmt = db_prepare(release_catalogue(context->release), &SQL_GET_PACKAGE_NAME);
	if (status != STATUS_OK || !stmt)
		return status != STATUS_OK ? status : STATUS_CORRUPT;
	stmt_int(stmt, 1, docid);
	status = stmt_step(stmt);
	if (status == STATUS_OK) {
		context->response->status = 301;
		response_header(context->response, "Location",
				arena_printf(context->arena, "/datasets/%.*s/", SPAN_FMT(stmt_column_text(stmt, 0))));
		response_header(context->response, "Cache-Control", "no-cache");
	}
	stmt_reset(stmt);
	return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

/* ---- a page of the catalogue ---- */

struct page {
	const char *base, *path;     /* path: of the form, without a query */
	const char *selection;       /* the query behind page=: "&q=…", or "" */
	size_t total, number, count; /* count: pages */
	uint32_t docids[PAGE_DATASETS];
	const char *datasets[PAGE_DATASETS];
	size_t dataset_count;
};

static const char *page_address(struct context *context, const struct page *page, size_t number)
{
	return arena_printf(context->arena, "%s%s?page=%zu%s", page->base, page->path, number, page->selection);
}

static const char *selection_of(struct context *context)
{
	static const char *const names[] = {"q", "fq", "modified_since"};
	struct buf query;
	buf_init(&query, RESPONSE_BODY_MAX);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = params_text(context->params, names[i]);
		if (!*value)
			continue;
		buf_printf(&query, "&%s=", names[i]);
		buf_url(&query, value, strlen(value));
	}
	const char *result = query.len > 0 ? arena_copy(context->arena, query.bytes, query.len) : "";
	buf_free(&query);
	return result;
}

/* The datasets of q=, fq= and modified_since=. */
static enum status select_datasets(struct context *context, struct action *action, uint64_t **set)
{
	const char *q = params_text(context->params, "q"), *fq = params_text(context->params, "fq");
	const char *since = params_text(context->params, "modified_since"), *filters[2];
	struct package_query query = {*q ? q : "*", filters, 0};
	float *scores;
	/* Nothing of Lucene's syntax is in an instant: whether it is one is seen where it is compared. */
	if (strspn(since, "0123456789-:.TZ") != strlen(since))
		return context_refuse(context, REASON_PARAM_RANGE, "modified_since");
	if (*since)
		filters[query.filter_count++] = arena_printf(context->arena, "metadata_modified:[\"%s\" TO *]", since);
	if (*fq)
		filters[query.filter_count++] = fq;
	enum status status = package_select(action, &query, set, &scores);
	return status == STATUS_INVALID ? context_refuse(context, REASON_BAD_REQUEST, NULL) : status;
}

/* Which of them stand on the page, and how many there are. */
static void read_page(const struct action *action, const uint64_t *set, struct page *page)
{
	size_t from = (page->number - 1) * PAGE_DATASETS;
	for (uint32_t docid = 1; docid <= action->selector.count; docid++) {
		if (!select_has(set, docid))
			continue;
		if (page->total >= from && page->dataset_count < PAGE_DATASETS)
			page->docids[page->dataset_count++] = docid;
		page->total++;
	}
	page->count = page->total > 0 ? (page->total + PAGE_DATASETS - 1) / PAGE_DATASETS : 1;
}

/* The addresses that datasets have as things: those of their documents. */
static enum status read_names(struct context *context, struct page *page)
{
	struct stmt *stmt = db_prepare(release_catalogue(context->release), &SQL_GET_PACKAGE_NAME);
	enum status status = stmt ? STATUS_OK : STATUS_CORRUPT;
	for (size_t i = 0; status == STATUS_OK && i < page->dataset_count; i++) {
		stmt_int(stmt, 1, page->docids[i]);
		status = stmt_step(stmt);
		if (status == STATUS_OK)
			page->datasets[i] = arena_printf(context->arena, "%s/datasets/%.*s/#dataset", page->base,
							 SPAN_FMT(stmt_column_text(stmt, 0)));
		stmt_reset(stmt);
	}
	return status;
}

struct link {
	const char *name;
	size_t number; /* 0: there is none */
};

/* Hydra's words for the pages there are. */
static void links_of(const struct page *page, struct link links[4])
{
	links[0] = (struct link){"firstPage", 1};
	links[1] = (struct link){"lastPage", page->count};
	links[2] = (struct link){"previousPage", page->number > 1 ? page->number - 1 : 0};
	links[3] = (struct link){"nextPage", page->number < page->count ? page->number + 1 : 0};
}

static void put_turtle(struct context *context, const struct page *page, struct buf *out)
{
	struct link links[4];
	links_of(page, links);
	buf_printf(out,
		   "\n@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n\n<%s> a hydra:PagedCollection ;\n"
		   "    hydra:totalItems %zu ;\n    hydra:itemsPerPage %d",
		   page_address(context, page, page->number), page->total, PAGE_DATASETS);
	for (size_t i = 0; i < 4; i++)
		if (links[i].number > 0)
			buf_printf(out, " ;\n    hydra:%s \"%s\"", links[i].name,
				   page_address(context, page, links[i].number));
	buf_printf(out, " .\n\n<%s/#catalog> a dcat:Catalog", page->base);
	for (size_t i = 0; i < page->dataset_count; i++)
		buf_printf(out, "%s <%s>", i > 0 ? "," : " ;\n    dcat:dataset", page->datasets[i]);
	buf_str(out, " .\n");
}

static void put_json_catalog(struct context *context, const struct page *page, struct json *json)
{
	json_object(json);
	json_put(json, "@id", arena_printf(context->arena, "%s/#catalog", page->base));
	json_put(json, "@type", "dcat:Catalog");
	json_key(json, "dcat:dataset");
	json_array(json);
	for (size_t i = 0; i < page->dataset_count; i++) {
		json_object(json);
		json_put(json, "@id", page->datasets[i]);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

static void put_json(struct context *context, const struct page *page, struct buf *out)
{
	struct link links[4];
	struct json json;
	links_of(page, links);
	json_init(&json, out, false);
	json_object(&json);
	json_key(&json, "@context");
	json_object(&json);
	json_put(&json, "hydra", "http://www.w3.org/ns/hydra/core#");
	json_put(&json, "dcat", "http://www.w3.org/ns/dcat#");
	json_object_end(&json);
	json_key(&json, "@graph");
	json_array(&json);
	json_object(&json);
	json_put(&json, "@id", page_address(context, page, page->number));
	json_put(&json, "@type", "hydra:PagedCollection");
	json_put_int(&json, "hydra:totalItems", (int64_t)page->total);
	json_put_int(&json, "hydra:itemsPerPage", PAGE_DATASETS);
	for (size_t i = 0; i < 4; i++)
		if (links[i].number > 0)
			json_put(&json, arena_printf(context->arena, "hydra:%s", links[i].name),
				 page_address(context, page, links[i].number));
	json_object_end(&json);
	put_json_catalog(context, page, &json);
	json_array_end(&json);
	json_object_end(&json);
}

static void put_element(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "  <hydra:%s>", name);
	buf_xml(out, text, strlen(text));
	buf_printf(out, "</hydra:%s>\n", name);
}

static void put_xml(struct context *context, const struct page *page, struct buf *out)
{
	struct link links[4];
	const char *address = page_address(context, page, page->number);
	links_of(page, links);
	buf_str(out, "<hydra:PagedCollection xmlns:hydra=\"http://www.w3.org/ns/hydra/core#\" rdf:about=\"");
	buf_xml(out, address, strlen(address));
	buf_str(out, "\">\n");
	put_element(out, "totalItems", arena_printf(context->arena, "%zu", page->total));
	put_element(out, "itemsPerPage", arena_printf(context->arena, "%d", PAGE_DATASETS));
	for (size_t i = 0; i < 4; i++)
		if (links[i].number > 0)
			put_element(out, links[i].name, page_address(context, page, links[i].number));
	buf_str(out, "</hydra:PagedCollection>\n<dcat:Catalog rdf:about=\"");
	buf_xml(out, page->base, strlen(page->base));
	buf_str(out, "/#catalog\">\n");
	for (size_t i = 0; i < page->dataset_count; i++) {
		buf_str(out, "  <dcat:dataset rdf:resource=\"");
		buf_xml(out, page->datasets[i], strlen(page->datasets[i]));
		buf_str(out, "\"/>\n");
	}
	buf_str(out, "</dcat:Catalog>\n" RDF_CLOSE "\n");
}

/* One document more on the page: all of the first in XML but its end, of the others what stands within. */
static enum status add_graph(const struct buf *graph, enum form form, bool first, struct buf *out)
{
	if (form == FORM_JSONLD) {
		buf_str(out, first ? "[" : ",\n");
		buf_add(out, graph->bytes, graph->len);
		return STATUS_OK;
	}
	if (form == FORM_TURTLE) {
		buf_add(out, graph->bytes, graph->len);
		return STATUS_OK;
	}
	const char *open = strstr(graph->bytes, RDF_OPEN), *from = open ? strchr(open, '>') : NULL;
	const char *end = from ? strstr(from, RDF_CLOSE) : NULL;
	if (!end)
		return STATUS_CORRUPT;
	if (first)
		from = graph->bytes - 1;
	buf_add(out, from + 1, (size_t)(end - from - 1));
	return STATUS_OK;
}

/* What stands before the description of a page without datasets. */
static const char *const empty_pages[] = {[FORM_TURTLE] = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n",
					  [FORM_JSONLD] = "[",
					  [FORM_RDFXML] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" RDF_OPEN
							  " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""
							  " xmlns:dcat=\"http://www.w3.org/ns/dcat#\">\n"};

static enum status add_graphs(struct context *context, const struct page *page, enum form form, struct buf *out)
{
	struct buf graph;
	enum status status = STATUS_OK;
	buf_init(&graph, GRAPH_MAX_BYTES);
	if (page->dataset_count == 0)
		buf_str(out, empty_pages[form]);
	for (size_t i = 0; i < page->dataset_count && status == STATUS_OK; i++) {
		buf_reset(&graph);
		status = read_graph(context, page->docids[i], form, &graph);
		if (status == STATUS_OK)
			status = add_graph(&graph, form, i == 0, out);
	}
	buf_free(&graph);
	return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

static void put_page(struct context *context, const struct page *page, enum form form, struct buf *out)
{
	if (form == FORM_TURTLE) {
		put_turtle(context, page, out);
	} else if (form == FORM_JSONLD) {
		buf_str(out, page->dataset_count > 0 ? ",\n" : "");
		put_json(context, page, out);
		buf_str(out, "]\n");
	} else {
		put_xml(context, page, out);
	}
}

enum status handle_catalog_graph(struct context *context)
{
	const struct form_row *form = form_of(context);
	struct action action;
	struct buf *out = &context->response->body;
	uint64_t *set;
	action_begin(&action, context);
	struct page page = {.base = catalogue_meta(release_catalogue(context->release), "base_url", context->arena),
			    .path = context->request->path,
			    .selection = selection_of(context),
			    .number = (size_t)params_int(context->params, "page")};
	enum status status = select_datasets(context, &action, &set);
	if (status != STATUS_OK)
		return status;
	read_page(&action, set, &page);
	if (page.number > page.count)
		return context_refuse(context, REASON_PARAM_RANGE, "page");
	start(context, form);
	status = read_names(context, &page);
	if (status == STATUS_OK)
		status = add_graphs(context, &page, form->form, out);
	put_page(context, &page, form->form, out);
	return status;
}
