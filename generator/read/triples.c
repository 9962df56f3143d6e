/* triples.c -- nodes, statements, and references to them. */
#include "triples.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#define NODES_MAX ((size_t)8 * 1000 * 1000)
#define STATEMENTS_MAX ((size_t)32 * 1000 * 1000)
#define FEW 32

static int by_number(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int compare(const void *a, const void *b)
{
	const struct statement *x = a, *y = b;
	int order = by_number(x->subject, y->subject);
	order = order ? order : by_number(x->property, y->property);
	order = order ? order : statement_is_literal(x) - statement_is_literal(y);
	order = order ? order : by_number(x->object, y->object);
	order = order ? order : by_number(x->lang, y->lang);
	order = order ? order : by_number(x->text.len, y->text.len);
	return order || x->text.len == 0 ? order : memcmp(x->text.ptr, y->text.ptr, x->text.len);
}

static void keep(void *statement)
{
	(void)statement; /* it lives in the arena */
}

void triples_open(struct triples *triples, struct reading *reading, const char *file)
{
	*triples = (struct triples){.reading = reading, .file = file};
	names_open(&triples->names, reading->arena);
	names_open(&triples->properties, reading->arena);
	names_open(&triples->langs, reading->arena);
	names_take(&triples->langs, span_of(""));
}

void triples_close(struct triples *triples)
{
	names_close(&triples->names);
	names_close(&triples->properties);
	names_close(&triples->langs);
	tdestroy(triples->said, keep);
	triples->said = NULL;
}

bool triples_full(const struct triples *triples)
{
	return triples->node_count >= NODES_MAX || triples->statement_count >= STATEMENTS_MAX;
}

size_t triples_node(struct triples *triples, struct span name)
{
	size_t number = names_take(&triples->names, name);
	if (number == triples->node_count)
		*ARENA_PUSH(triples->reading->arena, triples->nodes, triples->node_count, triples->node_capacity) =
		    (struct rdf_node){.name = triples->names.items[number]};
	return number;
}

size_t triples_blank(struct triples *triples)
{
	/* '#' stands in no label that is written in a document */
	return triples_node(triples, span_of(arena_printf(triples->reading->arena, "_:#%zu", triples->blank_count++)));
}

static void index_statement(struct triples *triples, struct statement *statement)
{
	if (!tsearch(statement, &triples->said, compare))
		abort();
}

/* Most nodes say little, and a look along what they say is quicker than one into the tree of all. */
static bool is_said(struct triples *triples, const struct rdf_node *node, const struct statement *said)
{
	if (node->count > FEW)
		return tfind(said, &triples->said, compare) != NULL;
	const struct statement *one = node->first;
	while (one && compare(one, said) != 0)
		one = one->next;
	return one != NULL;
}

static void add(struct triples *triples, const struct statement *said)
{
	struct rdf_node *node = &triples->nodes[said->subject];
	if (triples_full(triples) || is_said(triples, node, said))
		return;
	struct statement *statement = arena_alloc(triples->reading->arena, sizeof *statement);
	*statement = *said;
	triples->statement_count++;
	if (node->last)
		node->last->next = statement;
	else
		node->first = statement;
	node->last = statement;
	node->count++;
	if (node->count == FEW + 1)
		for (struct statement *one = node->first; one; one = one->next)
			index_statement(triples, one);
	else if (node->count > FEW)
		index_statement(triples, statement);
}

void triples_link(struct triples *triples, size_t subject, const char *property, size_t object)
{
	struct statement said = {.subject = (uint32_t)subject,
				 .property = (uint32_t)names_take(&triples->properties, span_of(property)),
				 .object = (uint32_t)object};
	add(triples, &said);
}

/* Of the tag in lower case. */
static uint32_t lang_number(struct triples *triples, const char *lang)
{
	char small[64];
	size_t len = strlen(lang);
	char *tag = len < sizeof small ? small : arena_alloc(triples->reading->arena, len + 1);
	for (size_t i = 0; i <= len; i++)
		tag[i] = lang[i] >= 'A' && lang[i] <= 'Z' ? (char)(lang[i] + ('a' - 'A')) : lang[i];
	return (uint32_t)names_take(&triples->langs, (struct span){tag, len});
}

void triples_literal(struct triples *triples, size_t subject, const char *property, struct span text, const char *lang)
{
	struct statement said = {.subject = (uint32_t)subject,
				 .property = (uint32_t)names_take(&triples->properties, span_of(property)),
				 .lang = lang_number(triples, lang ? lang : ""),
				 .text = {text.ptr ? text.ptr : "", text.len}};
	add(triples, &said);
}

bool statement_is_literal(const struct statement *statement)
{
	return statement->text.ptr != NULL;
}

bool rdf_is_blank(const struct rdf_node *node)
{
	return strncmp(node->name, "_:", 2) == 0;
}

static bool has_scheme(const char *reference)
{
	size_t len = strcspn(reference, ":/?#");
	return len > 0 && reference[len] == ':';
}

/* Takes "." and ".." out of a path that begins with '/', in place (RFC 3986, 5.2.4). */
static void drop_dots(char *path)
{
	size_t len = strcspn(path, "?#"), to = 0, next;
	for (size_t from = 0; from < len; from = next) {
		next = from + 1 + strcspn(path + from + 1, "/?#");
		bool one = next - from == 2 && path[from + 1] == '.';
		bool two = next - from == 3 && path[from + 1] == '.' && path[from + 2] == '.';
		while (two && to > 0 && path[--to] != '/')
			continue;
		if (!one && !two) {
			memmove(path + to, path + from, next - from);
			to += next - from;
		} else if (next == len) {
			path[to++] = '/';
		}
	}
	memmove(path + to, path + len, strlen(path + len) + 1);
}

const char *iri_resolve(struct arena *arena, const char *base, const char *reference)
{
	if (!base || !has_scheme(base) || has_scheme(reference))
		return reference;
	size_t scheme = strcspn(base, ":") + 1, whole = strcspn(base, "#"), path = scheme;
	if (strncmp(base + scheme, "//", 2) == 0)
		path = scheme + 2 + strcspn(base + scheme + 2, "/?#");
	size_t path_end = path + strcspn(base + path, "?#"), folder = path_end;
	while (folder > path && base[folder - 1] != '/')
		folder--;
	size_t kept = strncmp(reference, "//", 2) == 0              ? scheme
		      : reference[0] == '/'                         ? path
		      : reference[0] == '?'                         ? path_end
		      : reference[0] == '#' || reference[0] == '\0' ? whole
								    : folder;
	bool slash = kept == path && folder == path && path > scheme && reference[0] && !strchr("/?#", reference[0]);
	char *iri = arena_printf(arena, "%.*s%s%s", (int)kept, base, slash ? "/" : "", reference);
	if (kept > scheme && iri[path] == '/' && path <= kept)
		drop_dots(iri + path);
	return iri;
}
