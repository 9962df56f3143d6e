/* datastore_ask.c -- what datastore_search and a dump are asked with. */
#include <string.h>
#include <strings.h>

#include "../json_body.h"
#include "datastore.h"

enum status datastore_find(struct action *action, const char *id, struct row_table **table)
{
	const char *slash = strchr(id, '/');
	const char *dataset = slash ? arena_copy(action->arena, id, (size_t)(slash - id)) : id;
	struct tables *tables = release_tables(action->context->release);
	enum status status = tables_find(tables, dataset, slash ? slash + 1 : NULL, table);
	if (status != STATUS_NOT_FOUND)
		return status;
	return action_not_found(action, arena_printf(action->arena, "Not found: Resource \"%s\" was not found.", id));
}

const char *datastore_type(const char *type)
{
	static const char *const types[][2] = {{"integer", "int"},
					       {"number", "numeric"},
					       {"boolean", "bool"},
					       {"date", "date"},
					       {"datetime", "timestamp"}};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i][0], type) == 0)
			return types[i][1];
	return "text";
}

/* A JSON object or list that came as a string; else the value itself. NULL: not JSON. */
static const struct input *parsed(struct action *action, const struct input *value)
{
	const char *error;
	struct span text;
	if (value->type != INPUT_STRING)
		return value;
	text = span_trim(span_of(value->text));
	if (text.len == 0 || (text.ptr[0] != '{' && text.ptr[0] != '['))
		return value;
	return json_body_read(text, action->arena, &value, &error) == STATUS_OK ? value : NULL;
}

/* ---- fields ---- */

static enum status add_field(struct action *action, struct ask *ask, struct span name)
{
	int column;
	const char *text = arena_copy(action->arena, name.ptr, name.len);
	if (!datastore_column(ask, text, &column))
		return action_invalid(action, "fields", arena_printf(action->arena, "field \"%s\" not in table", text));
	for (size_t i = 0; i < ask->column_count; i++)
		if (ask->columns[i] == column)
			return STATUS_OK;
	ask->columns[ask->column_count++] = column;
	return STATUS_OK;
}

static enum status read_fields(struct action *action, struct ask *ask)
{
	const struct input *fields = input_get(action->input, "fields");
	enum status status = STATUS_OK;
	int *columns = arena_array(action->arena, ask->table->column_count + 2, sizeof *columns);
	ask->columns = columns;
	ask->column_count = 0;
	if (!fields || (fields->type == INPUT_STRING && !*fields->text)) {
		columns[ask->column_count++] = TABLE_ROWID;
		for (size_t i = 0; i < ask->table->column_count; i++)
			columns[ask->column_count++] = (int)i;
		return STATUS_OK;
	}
	for (size_t i = 0; fields->type == INPUT_LIST && i < fields->count && status == STATUS_OK; i++) {
		const char *name = fields->members[i].value->text;
		status = add_field(action, ask, span_of(name ? name : ""));
	}
	for (const char *at = fields->text; at && *at && status == STATUS_OK;) {
		size_t len = strcspn(at, ",");
		status = add_field(action, ask, span_trim((struct span){at, len}));
		at += len + (at[len] == ',');
	}
	if (status == STATUS_OK && ask->column_count == 0)
		return action_invalid(action, "fields", "Missing value");
	return status;
}

/* ---- order ---- */

static enum status bad_sort(struct action *action, struct span item)
{
	return action_invalid(
	    action, "sort", arena_printf(action->arena, "Could not parse or unknown field: \"%.*s\"", SPAN_FMT(item)));
}

/* The next word; a name may stand between double quotes. */
static struct span next_word(struct span *rest)
{
	struct span word;
	*rest = span_trim(*rest);
	const char *end = rest->len > 1 && rest->ptr[0] == '"' ? memchr(rest->ptr + 1, '"', rest->len - 1) : NULL;
	if (end) {
		word = (struct span){rest->ptr + 1, (size_t)(end - rest->ptr - 1)};
		*rest = (struct span){end + 1, rest->len - word.len - 2};
		return word;
	}
	word = (struct span){rest->ptr, 0};
	while (word.len < rest->len && rest->ptr[word.len] != ' ')
		word.len++;
	*rest = (struct span){rest->ptr + word.len, rest->len - word.len};
	return word;
}

static bool is_word(struct span word, const char *name)
{
	return word.len == strlen(name) && strncasecmp(word.ptr, name, word.len) == 0;
}

/* `a desc nulls last`. Blanks are above everything, as in CKAN's database. */
static enum status read_key(struct action *action, const struct ask *ask, struct span item, struct sort_key *key)
{
	struct span rest = item, name = next_word(&rest), word = next_word(&rest);
	*key = (struct sort_key){.nulls = NULLS_SMALLEST};
	if (!datastore_column(ask, arena_copy(action->arena, name.ptr, name.len), &key->column))
		return bad_sort(action, item);
	key->descending = is_word(word, "desc");
	if (key->descending || is_word(word, "asc"))
		word = next_word(&rest);
	bool blanks = key->column >= 0 && ask->table->columns[key->column].blanks > 0;
	key->nulls = !blanks ? NULLS_SMALLEST : key->descending ? NULLS_FIRST : NULLS_LAST;
	if (is_word(word, "nulls")) {
		struct span where = next_word(&rest);
		if (!is_word(where, "first") && !is_word(where, "last"))
			return bad_sort(action, item);
		key->nulls = is_word(where, "first") ? NULLS_FIRST : NULLS_LAST;
		word = next_word(&rest);
	}
	return word.len > 0 || span_trim(rest).len > 0 ? bad_sort(action, item) : STATUS_OK;
}

static enum status add_keys(struct action *action, struct ask *ask, const char *text)
{
	enum status status = STATUS_OK;
	for (const char *at = text; *at && status == STATUS_OK;) {
		size_t len = strcspn(at, ",");
		struct span item = span_trim((struct span){at, len});
		if (ask->sort_count == ASK_SORT_MAX)
			return action_invalid(action, "sort", "Too many fields");
		status = read_key(action, ask, item, &ask->sort[ask->sort_count++]);
		at += len + (at[len] == ',');
	}
	return status;
}

static enum status read_sort(struct action *action, struct ask *ask)
{
	const struct input *sort = input_get(action->input, "sort");
	enum status status = STATUS_OK;
	if (!sort)
		return STATUS_OK;
	if (sort->type != INPUT_LIST)
		return sort->text ? add_keys(action, ask, sort->text)
				  : action_invalid(action, "sort", "Must be a string");
	for (size_t i = 0; i < sort->count && status == STATUS_OK; i++) {
		const char *text = sort->members[i].value->text;
		status = add_keys(action, ask, text ? text : "");
	}
	return status;
}

/* ---- words ---- */

static enum status read_words(struct action *action, struct ask *ask, const char *key)
{
	const struct input *q = input_get(action->input, key);
	int column;
	if (!q)
		return STATUS_OK;
	q = parsed(action, q);
	if (!q)
		return action_invalid(action, key, "Cannot parse JSON");
	if (q->text)
		return ask_words(ask, q->text) ? STATUS_OK : action_invalid(action, key, "Too many words");
	if (q->type != INPUT_OBJECT)
		return action_invalid(action, key, "Must be a string or an object");
	for (size_t i = 0; i < q->count; i++) {
		const char *name = q->members[i].key, *text = q->members[i].value->text;
		if (!datastore_column(ask, name, &column))
			return action_invalid(action, key,
					      arena_printf(action->arena, "field \"%s\" not in table", name));
		if (!text || i == ASK_WORDS_MAX || !ask_words_in(ask, column, text))
			return action_invalid(action, key, "Must be a few words");
	}
	return STATUS_OK;
}

static enum status read_filters(struct action *action, struct ask *ask)
{
	const struct input *filters = input_get(action->input, "filters");
	if (!filters || (filters->type == INPUT_STRING && !*filters->text))
		return STATUS_OK;
	filters = parsed(action, filters);
	return filters ? datastore_filters(action, ask, filters)
		       : action_invalid(action, "filters", "Cannot parse JSON");
}

enum status datastore_read(struct action *action, struct ask *ask, int64_t limit)
{
	enum status status = action_number(action, "limit", limit, &ask->limit);
	if (status == STATUS_OK)
		status = action_number(action, "offset", 0, &ask->offset);
	if (status == STATUS_OK)
		status = read_fields(action, ask);
	if (status == STATUS_OK)
		status = read_filters(action, ask);
	if (status == STATUS_OK)
		status = read_words(action, ask, "q");
	if (status == STATUS_OK)
		status = read_words(action, ask, "full_text");
	if (status == STATUS_OK)
		status = read_sort(action, ask);
	ask->distinct = input_bool(action->input, "distinct", false);
	return status;
}
