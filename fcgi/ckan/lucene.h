/*
 * lucene.h -- the part of Lucene's query language that CKAN's clients write, as a tree.
 *
 *   or      := and ('OR' and)*
 *   and     := unary ('AND'? unary)*
 *   unary   := ('+' | '-' | '!' | 'NOT')* primary
 *   primary := '(' or ')' | field ':' (value | '(' or ')') | value
 *   value   := term | "phrase" | beginning* | '[' low TO high ']' | '{' low TO high '}'
 *
 * A backslash takes the meaning from one character. A boost (^2) is read and means nothing. Wildcards elsewhere than at
 * the end, fuzzy terms and regular expressions are refused. Text, depth and terms are bounded.
 */
#ifndef FCGI_CKAN_LUCENE_H
#define FCGI_CKAN_LUCENE_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/status.h>

#define LUCENE_TEXT_MAX 8192
#define LUCENE_DEPTH_MAX 32
#define LUCENE_TERMS_MAX 256

enum lucene_kind {
	LUCENE_ALL,    /* *:* */
	LUCENE_EXISTS, /* field:* */
	LUCENE_TERM,   /* a word or phrase: `text` */
	LUCENE_PREFIX, /* `text` without its asterisk */
	LUCENE_RANGE,  /* `low` to `high`; NULL = open */
	LUCENE_AND,    /* `left` and `right` */
	LUCENE_OR,
	LUCENE_NOT /* not `left` */
};

struct lucene {
	enum lucene_kind kind;
	const char *field; /* of a leaf; NULL: the default one */
	const char *text, *low, *high;
	bool low_excluded, high_excluded;
	const struct lucene *left, *right;
};

/* STATUS_INVALID: `*error` says what is wrong, in arena. A text of white space alone is LUCENE_ALL. */
enum status lucene_parse(const char *text, struct arena *arena, const struct lucene **tree, const char **error);

#endif
