/*
 * diag.h -- editors' faults: collected, never thrown.
 *
 * A diagnostic names its place (file, line, column; 1-based; 0 = unknown), its rule (a row of generator/check/rules.def,
 * with severity and a sentence in Chinese and English) and the values that fill the sentence. All faults of a run are
 * gathered; the caller decides what follows. Printed form: file:line:col: error E203: sentence
 * and, indented behind the last of neighbours of one rule, what to do about it.
 */
#ifndef HEADWATER_DIAG_H
#define HEADWATER_DIAG_H

#include <stddef.h>
#include <stdio.h>

#include <headwater/arena.h>
#include <headwater/lang.h>

enum severity { SEVERITY_WARNING, SEVERITY_ERROR };

struct place {
	const char *file; /* relative to the content folder */
	int line;
	int column; /* in code points */
};

/* One rule: `sentence` holds {0}, {1}, … where the values go. */
struct rule {
	const char *code; /* "E203" or "W301" */
	enum severity severity;
	struct label sentence;
	struct label help; /* what to do about it */
};

struct diagnostic {
	struct place place;
	const struct rule *rule;
	const char **values;
	size_t value_count;
};

struct diags {
	struct arena *arena; /* owns every copied text */
	struct diagnostic *items;
	size_t count, capacity;
	size_t error_count, warning_count;
};

void diags_init(struct diags *diags, struct arena *arena);
/* Adds one; the values (NULL-terminated list of strings) are copied. */
void diag_add(struct diags *diags, struct place place, const struct rule *rule, ...) __attribute__((sentinel));
/* Adds those of an earlier time once more; their texts are not copied and must live as long. */
void diags_repeat(struct diags *diags, const struct diagnostic *items, size_t count);
/* Sorts by file, line, column, code, so that the order never depends on the order of work. */
void diags_sort(struct diags *diags);
void diags_print(const struct diags *diags, enum lang lang, FILE *out);
/* The sentence with its values filled in, in `arena`. */
const char *diag_sentence(const struct diagnostic *diagnostic, enum lang lang, struct arena *arena);

#endif
