/*
 * doc_tree.h -- what a document is made of, for doc*.c, render*.c and sheet*.c only.
 *
 * Nodes stand in the document's arena, names are numbers, texts are spans of the document's own blocks. An attribute is
 * a node too, of its element but not among its children. Texts that follow each other are one node, none is empty.
 */
#ifndef LIB_DOC_TREE_H
#define LIB_DOC_TREE_H

#include <libxml/tree.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/doc.h>
#include <headwater/span.h>

/* Of what has no name, and what a name is called that a document does not have. */
#define NAME_NONE UINT32_MAX
#define NAME_UNKNOWN (UINT32_MAX - 1)

enum node_kind { NODE_ROOT, NODE_ELEMENT, NODE_TEXT, NODE_ATTR };

struct node {
	enum node_kind kind : 8;
	bool blank;    /* a text of nothing but XML's white space */
	uint32_t name; /* of elements and attributes: index of doc->names; NAME_NONE of others */
	struct doc *doc;
	struct node *parent, *next; /* the root has neither */
	union {
		struct { /* root and elements */
			struct node *attrs, *first, *last;
		};
		struct span text; /* texts and attributes */
	};
};

struct splice {
	const char *bytes;
	size_t len;
};

struct text_block;

struct doc {
	const char *kind;
	struct node root;    /* whose one child is <pages> */
	struct arena *arena; /* of nodes, names and splices */
	struct text_block *blocks;
	const char **names; /* the different names, in the order they were first used */
	size_t name_count, name_capacity;
	uint32_t *name_slots; /* hash table: index + 1 into names */
	size_t name_slot_count;
	size_t page_count;
	struct splice *splices;
	size_t splice_count, splice_capacity;
	struct buf scratch;
};

/* Makes libxml2 allocate from the pool and forbids it to open anything by itself. */
void doc_library_init(void);

uint32_t doc_name(struct doc *doc, const char *name);
/* The number of a name that the document has, else NAME_UNKNOWN. */
uint32_t doc_find_name(const struct doc *doc, const char *name);
/* Whether any text or attribute has this byte. */
bool doc_has_byte(const struct doc *doc, char byte);
/* The attribute of an element; NULL when it has none of that name. */
const struct node *node_find_attr(const struct node *element, uint32_t name);

/* The document as a tree of libxml2, which the caller frees. */
xmlDoc *doc_xml(const struct doc *doc);

#endif
