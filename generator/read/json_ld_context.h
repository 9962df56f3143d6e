/* json_ld_context.h -- what the words of a JSON-LD document mean. */
#ifndef READ_JSON_LD_CONTEXT_H
#define READ_JSON_LD_CONTEXT_H

#include "json_tree.h"

enum ld_coercion { LD_LITERAL, LD_TYPED, LD_ID, LD_VOCAB };
enum ld_container { LD_NO_MAP, LD_LANGUAGE_MAP, LD_INDEX_MAP };

struct ld_term {
	const char *word;
	const char *meaning; /* as written: an IRI, compact or not, a keyword, or another word; NULL: none */
	const char *expanded;
	enum ld_coercion coercion;
	enum ld_container container;
	const char *lang; /* NULL: that of the context */
	bool reverse, busy;
};

struct ld_context {
	struct ld_context *outer; /* whose words hold unless this one has them */
	struct ld_term *terms;    /* sorted by word */
	size_t term_count;
	const char *vocab, *base, *lang; /* NULL: none */
	struct arena *arena;             /* of what is worked out of its words */
};

struct ld_teller {
	struct reading *reading;
	const char *file;
};

/* A context that goes on from `outer` with what `@context` says. NULL: told. */
struct ld_context *ld_context_read(struct ld_teller *teller, struct ld_context *outer, const struct tree *said);
/* NULL when the word is not defined. */
struct ld_term *ld_term_of(struct ld_context *context, const char *word);
/* What the two below give lives in `arena`, or as long as the context. */
/* The IRI or keyword of a property or type; NULL when it has no meaning. */
const char *ld_word(struct arena *arena, struct ld_context *context, const char *word);
/* The IRI, or "_:label", of a node. */
const char *ld_node(struct arena *arena, struct ld_context *context, const char *reference);

#endif
