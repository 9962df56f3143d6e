/* thing.c -- rows of table ckan_thing, and the actions about organizations, groups and tags. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "action.h"
#include "fcgi_ckan_sql.h"

#define NAMES_MAX 1000
#define DICTS_MAX 25
#define PACKAGES_SHOWN 10
#define TAG_PACKAGES_MAX 1000

static struct thing read_thing(struct stmt *stmt, struct arena *arena)
{
	const char *texts[6];
	for (int i = 0; i < 6; i++) {
		struct span text = stmt_column_text(stmt, i);
		texts[i] = arena_copy(arena, text.ptr ? text.ptr : "", text.len);
	}
	return (struct thing){texts[0], texts[1], texts[2], texts[3], texts[5], stmt_column_int(stmt, 4)};
}

enum status thing_find(struct action *action, const char *kind, const char *name, struct thing *thing)
{
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_FIND_THING);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, kind, strlen(kind));
	stmt_text(stmt, 2, name, strlen(name));
	enum status status = stmt_step(stmt);
	if (status == STATUS_OK)
		*thing = read_thing(stmt, action->arena);
	stmt_reset(stmt);
	return status;
}

enum status thing_list(struct action *action, const char *kind, struct thing **things, size_t *count)
{
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_LIST_THINGS);
	size_t capacity = 0;
	enum status status;
	*things = NULL;
	*count = 0;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, kind, strlen(kind));
	while ((status = stmt_step(stmt)) == STATUS_OK)
		*ARENA_PUSH(action->arena, *things, *count, capacity) = read_thing(stmt, action->arena);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- dicts ---- */

static void put_empty_array(struct json *json, const char *key)
{
	json_key(json, key);
	json_array(json);
	json_array_end(json);
}

/* The members of an organization or group; the object stays open. */
static void put_members(struct action *action, const char *kind, const struct thing *thing)
{
	struct json *json = &action->json;
	bool organization = strcmp(kind, "organization") == 0;
	json_put(json, "id", thing->id);
	json_put(json, "name", thing->name);
	json_put(json, "title", thing->title);
	json_put(json, "display_name", thing->title);
	json_put(json, "description", thing->description);
	json_put(json, "image_url", "");
	json_put(json, "image_display_url", "");
	json_put(json, "type", kind);
	json_put_bool(json, "is_organization", organization);
	json_put(json, "created", NULL);
	json_put(json, "approval_status", "approved");
	json_put(json, "state", "active");
	json_put_int(json, "num_followers", 0);
	if (input_bool(action->input, "include_dataset_count", true))
		json_put_int(json, "package_count", thing->package_count);
}

static void put_extras(struct action *action, const struct thing *thing)
{
	json_key(&action->json, "extras");
	if (thing->json[0]) {
		json_ready(&action->json, thing->json, strlen(thing->json));
	} else {
		json_array(&action->json);
		json_array_end(&action->json);
	}
}

/* What a list adds to its dicts only when it is asked to. */
static void put_listed(struct action *action, const char *kind, const struct thing *thing)
{
	static const char *const lists[][2] = {
	    {"include_groups", "groups"}, {"include_users", "users"}, {"include_tags", "tags"}};
	json_object(&action->json);
	put_members(action, kind, thing);
	if (input_bool(action->input, "include_extras", false))
		put_extras(action, thing);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (input_bool(action->input, lists[i][0], false))
			put_empty_array(&action->json, lists[i][1]);
	json_object_end(&action->json);
}

/* ---- lists ---- */

struct list {
	const char *kind, *names_key;
	struct thing *things;
	size_t count;
	int (*order)(const void *, const void *);
	bool descending;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct thing *)a)->name, ((const struct thing *)b)->name);
}

static int by_title(const void *a, const void *b)
{
	int order = strcmp(((const struct thing *)a)->title, ((const struct thing *)b)->title);
	return order ? order : by_name(a, b);
}

static int by_count(const void *a, const void *b)
{
	int64_t x = ((const struct thing *)a)->package_count, y = ((const struct thing *)b)->package_count;
	return x != y ? (x < y ? -1 : 1) : by_name(a, b);
}

/* "title", "title asc", "package_count desc"; package_count alone goes down. */
static enum status read_sort(struct action *action, struct list *list)
{
	static const struct {
		const char *name;
		int (*order)(const void *, const void *);
	} keys[] = {{"name", by_name}, {"title", by_title}, {"package_count", by_count}, {"packages", by_count}};
	const char *sort = input_text(action->input, "sort");
	if (!sort || !*sort)
		sort = input_text(action->input, "order_by");
	if (!sort || !*sort)
		sort = "title asc";
	size_t len = strcspn(sort, " ");
	struct span direction = span_trim(span_of(sort + len));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strlen(keys[i].name) == len && memcmp(keys[i].name, sort, len) == 0)
			list->order = keys[i].order;
	if (!list->order || strchr(sort, ','))
		return action_invalid(action, "sort", "Cannot sort by this field, or by more than one");
	if (direction.len == 0)
		list->descending = list->order == by_count;
	else if (direction.len == 4 && strncasecmp(direction.ptr, "desc", 4) == 0)
		list->descending = true;
	else if (direction.len != 3 || strncasecmp(direction.ptr, "asc", 3) != 0)
		return action_invalid(action, "sort", "The direction must be asc or desc");
	return STATUS_OK;
}

/* Whether a name is in a list of strings, or in one string between commas. */
static bool named(const struct input *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (names->members[i].value->text && strcmp(names->members[i].value->text, name) == 0)
			return true;
	for (const char *at = names->text; at && *at;) {
		size_t len = strcspn(at, ",");
		if (span_is(span_trim((struct span){at, len}), name))
			return true;
		at += len + (at[len] == ',');
	}
	return false;
}

static void keep_asked(struct action *action, struct list *list)
{
	const struct input *names = input_get(action->input, list->names_key);
	const char *q = input_text(action->input, "q");
	size_t kept = 0;
	if (names && names->type == INPUT_STRING && names->text[0] == '\0')
		names = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct thing *thing = &list->things[i];
		if (names && !named(names, thing->name))
			continue;
		if (q && !action_holds(thing->name, q) && !action_holds(thing->title, q) &&
		    !action_holds(thing->description, q))
			continue;
		list->things[kept++] = *thing;
	}
	list->count = kept;
}

static enum status put_list(struct action *action, const char *kind, const char *names_key)
{
	struct list list = {.kind = kind, .names_key = names_key};
	bool dicts = input_bool(action->input, "all_fields", false);
	int64_t most = dicts ? DICTS_MAX : NAMES_MAX, limit, offset;
	enum status status = read_sort(action, &list);
	if (status == STATUS_OK)
		status = action_number(action, "limit", most, &limit);
	if (status == STATUS_OK)
		status = action_number(action, "offset", 0, &offset);
	if (status == STATUS_OK)
		status = thing_list(action, kind, &list.things, &list.count);
	if (status != STATUS_OK)
		return status;
	keep_asked(action, &list);
	if (list.count > 0)
		qsort(list.things, list.count, sizeof *list.things, list.order);
	if (limit > most)
		limit = most;
	json_array(&action->json);
	for (size_t i = (size_t)offset; i < list.count && limit > 0; i++, limit--) {
		const struct thing *thing = &list.things[list.descending ? list.count - 1 - i : i];
		if (dicts)
			put_listed(action, kind, thing);
		else
			json_string(&action->json, thing->name);
	}
	json_array_end(&action->json);
	return STATUS_OK;
}

enum status action_organization_list(struct action *action)
{
	return put_list(action, "organization", "organizations");
}

enum status action_group_list(struct action *action)
{
	return put_list(action, "group", "groups");
}

/* ---- one of them ---- */

static enum status find_asked(struct action *action, const char *kind, struct thing *thing)
{
	const char *id;
	enum status status = action_needs(action, "id", NULL, &id);
	if (status == STATUS_OK)
		status = thing_find(action, kind, id, thing);
	return status == STATUS_NOT_FOUND ? action_not_found(action, "Not found") : status;
}

static enum status put_packages(struct action *action, const char *field, const char *value, int64_t limit)
{
	uint64_t *set;
	enum status status = package_find(action, field, value, &set);
	return status == STATUS_OK ? package_write_set(action, set, limit) : status;
}

static enum status show(struct action *action, const char *kind, const char *field)
{
	struct thing thing;
	enum status status = find_asked(action, kind, &thing);
	if (status != STATUS_OK)
		return status;
	json_object(&action->json);
	put_members(action, kind, &thing);
	if (input_bool(action->input, "include_extras", true))
		put_extras(action, &thing);
	if (input_bool(action->input, "include_groups", true))
		put_empty_array(&action->json, "groups");
	put_empty_array(&action->json, "users");
	put_empty_array(&action->json, "tags");
	if (input_bool(action->input, "include_datasets", false)) {
		json_key(&action->json, "packages");
		status = put_packages(action, field, thing.name, PACKAGES_SHOWN);
	}
	json_object_end(&action->json);
	return status;
}

enum status action_organization_show(struct action *action)
{
	return show(action, "organization", "organization");
}

enum status action_group_show(struct action *action)
{
	return show(action, "group", "groups");
}

enum status action_group_package_show(struct action *action)
{
	struct thing group;
	int64_t limit;
	enum status status = find_asked(action, "group", &group);
	if (status == STATUS_OK)
		status = action_number(action, "limit", TAG_PACKAGES_MAX, &limit);
	if (status == STATUS_OK)
		status = put_packages(action, "groups", group.name, limit);
	return status;
}

/* ---- tags ---- */

static void put_tag_members(struct action *action, const struct thing *tag)
{
	json_put(&action->json, "id", tag->id);
	json_put(&action->json, "name", tag->name);
	json_put(&action->json, "display_name", tag->name);
	json_put(&action->json, "vocabulary_id", NULL);
}

static const char *tag_query(const struct action *action)
{
	const char *query = input_text(action->input, "query");
	return query ? query : input_text(action->input, "q");
}

/* There are no vocabularies: whoever names one is told so. */
static enum status list_tags(struct action *action, struct thing **tags, size_t *count)
{
	if (input_text(action->input, "vocabulary_id"))
		return action_not_found(action, "Not found: could not find vocabulary");
	return thing_list(action, "tag", tags, count);
}

enum status action_tag_list(struct action *action)
{
	struct thing *tags;
	size_t count;
	const char *query = tag_query(action);
	bool dicts = input_bool(action->input, "all_fields", false);
	enum status status = list_tags(action, &tags, &count);
	if (status != STATUS_OK)
		return status;
	json_array(&action->json);
	for (size_t i = 0; i < count; i++) {
		if (query && !action_holds(tags[i].name, query))
			continue;
		if (!dicts) {
			json_string(&action->json, tags[i].name);
			continue;
		}
		json_object(&action->json);
		put_tag_members(action, &tags[i]);
		json_object_end(&action->json);
	}
	json_array_end(&action->json);
	return STATUS_OK;
}

enum status action_tag_show(struct action *action)
{
	struct thing tag;
	enum status status = find_asked(action, "tag", &tag);
	if (status != STATUS_OK)
		return status;
	json_object(&action->json);
	put_tag_members(action, &tag);
	if (input_bool(action->input, "include_datasets", false)) {
		json_key(&action->json, "packages");
		status = put_packages(action, "tags", tag.name, TAG_PACKAGES_MAX);
	}
	json_object_end(&action->json);
	return status;
}

enum status action_tag_autocomplete(struct action *action)
{
	struct thing *tags;
	size_t count;
	int64_t limit, offset;
	const char *query = tag_query(action);
	enum status status = action_number(action, "limit", NAMES_MAX, &limit);
	if (status == STATUS_OK)
		status = action_number(action, "offset", 0, &offset);
	if (status == STATUS_OK)
		status = list_tags(action, &tags, &count);
	if (status != STATUS_OK)
		return status;
	json_array(&action->json);
	for (size_t i = 0; i < count && query && *query && limit > 0; i++) {
		if (!action_holds(tags[i].name, query) || offset-- > 0)
			continue;
		json_string(&action->json, tags[i].name);
		limit--;
	}
	json_array_end(&action->json);
	return STATUS_OK;
}
