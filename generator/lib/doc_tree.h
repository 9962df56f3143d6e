/* doc_tree.h -- what a document is made of, for doc.c and render*.c only. */
#ifndef LIB_DOC_TREE_H
#define LIB_DOC_TREE_H

#include <libxml/tree.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/doc.h>

struct splice {
	const char *bytes;
	size_t len;
};

/* A `struct node *` is an xmlNode *; the xmlDoc leads back here through _private. */
struct doc {
	xmlDoc *tree;
	xmlNode *root;
	const char *kind;
	size_t page_count;
	struct arena *arena; /* of the splices */
	struct splice *splices;
	size_t splice_count, splice_capacity;
	struct buf scratch;
};

/* Makes libxml2 allocate from the pool and forbids it to open anything by itself. */
void doc_library_init(void);

#endif
