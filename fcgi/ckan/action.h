/*
 * action.h -- CKAN's action API, version 3, read only: one action for each row of actions.def.
 *
 * The contract is CKAN's own: {"help", "success", "result"} or {"help", "success", "error"}, bare strings for requests
 * that reach no action. Deviations: no JSONP, any origin, no action that writes, no SQL over the datastore.
 */
#ifndef FCGI_CKAN_ACTION_H
#define FCGI_CKAN_ACTION_H

#include "../context.h"
#include "../input.h"
#include "select.h"

struct action {
	struct context *context;
	struct arena *arena;
	const struct input *input; /* an object */
	struct json json;          /* the handler writes the result here: one value */
	struct selector selector;
	struct fault {
		int http;
		const char *type, *message; /* message: NULL for a validation error */
		const char *key, *sentence; /* of a validation error */
	} fault;
};

/* Writes the result and returns STATUS_OK, or a fault of those below; any other status is the service's own. */
typedef enum status action_handler(struct action *action);

struct action_row {
	const char *name;
	action_handler *handle;
	const char *help;
};

#define ACTION(name, handler, help) enum status handler(struct action *action);
#include "actions.def"
#undef ACTION

/* The row of a name, or NULL. */
const struct action_row *action_find(const char *name);
/* All rows, for the description of the interface. */
const struct action_row *action_table(size_t *count);
/* An action for a handler of its own: without input, and with json where the handler puts it. */
void action_begin(struct action *action, struct context *context);
/* Answers a request for the action of that name: the whole response. */
enum status action_answer(struct context *context, const char *name);

/* ---- what handlers share ---- */

/* Faults: `return action_invalid(action, "rows", "Invalid integer");`. */
enum status action_invalid(struct action *action, const char *key, const char *sentence);
enum status action_not_found(struct action *action, const char *message);
enum status action_search_error(struct action *action, const char *sentence);
enum status action_query_error(struct action *action, const char *message);
/* What a selector said: its own fault, or the time that ran out. */
enum status action_of_selector(struct action *action, enum status status);

/* A whole number that is not negative; `fallback` when it is not given. */
enum status action_number(struct action *action, const char *key, int64_t fallback, int64_t *number);
/* The text of `key`, or of `other` (may be NULL) in its stead. "Missing value" when neither is given. */
enum status action_needs(struct action *action, const char *key, const char *other, const char **text);
/* True when `text` holds `part`, in any ASCII case. */
bool action_holds(const char *text, const char *part);

/* package.c: writes the dict of a package. */
enum status package_write(struct action *action, uint32_t docid);
/* package.c: an array of those of a set, in the order they are kept in: last changed first. */
enum status package_write_set(struct action *action, const uint64_t *set, int64_t limit);
/* package.c: the one of a name or id; STATUS_NOT_FOUND. */
enum status package_of(struct action *action, const char *id, uint32_t *docid);
/* package.c: the packages that have a value of a field. */
enum status package_find(struct action *action, const char *field, const char *value, uint64_t **set);

/* What package_search takes to select: `q` is never empty ("*" is everything), filters are in Lucene's syntax. */
struct package_query {
	const char *q;
	const char *const *filters;
	size_t filter_count;
};

/* package_search.c: the packages of a query. `*scores` by docid, or NULL when it has no words. A fault: STATUS_INVALID. */
enum status package_select(struct action *action, const struct package_query *query, uint64_t **set, float **scores);

/* One row of table ckan_thing. */
struct thing {
	const char *name, *id, *title, *description, *json;
	int64_t package_count;
};

/* thing.c: by name or id; STATUS_NOT_FOUND. */
enum status thing_find(struct action *action, const char *kind, const char *name, struct thing *thing);
/* thing.c: all of a kind, by name. */
enum status thing_list(struct action *action, const char *kind, struct thing **things, size_t *count);

#endif
