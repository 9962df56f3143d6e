/* package.c -- packages by name, in lists, and while their name is being typed. */
#include <string.h>

#include "action.h"
#include "fcgi_ckan_sql.h"

enum status package_write(struct action *action, uint32_t docid)
{
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_GET_PACKAGE);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_int(stmt, 1, docid);
	enum status status = stmt_step(stmt);
	if (status == STATUS_OK) {
		struct span dict = stmt_column_text(stmt, 0);
		json_ready(&action->json, dict.ptr, dict.len);
	}
	stmt_reset(stmt);
	return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

enum status package_write_set(struct action *action, const uint64_t *set, int64_t limit)
{
	enum status status = STATUS_OK;
	json_array(&action->json);
	for (uint32_t docid = 1; docid <= action->selector.count && limit > 0 && status == STATUS_OK; docid++)
		if (select_has(set, docid)) {
			status = package_write(action, docid);
			limit--;
		}
	json_array_end(&action->json);
	return status;
}

enum status package_find(struct action *action, const char *field, const char *value, uint64_t **set)
{
	const struct lucene leaf = {.kind = LUCENE_TERM, .field = field, .text = value};
	return select_tree(&action->selector, &leaf, set);
}

/* STATUS_NOT_FOUND when nobody has that value. */
static enum status find_one(struct action *action, const char *field, const char *value, uint32_t *docid)
{
	uint64_t *set;
	enum status status = package_find(action, field, value, &set);
	for (*docid = 1; status == STATUS_OK && *docid <= action->selector.count; ++*docid)
		if (select_has(set, *docid))
			return STATUS_OK;
	return status == STATUS_OK ? STATUS_NOT_FOUND : status;
}

enum status package_of(struct action *action, const char *id, uint32_t *docid)
{
	enum status status = find_one(action, "name", id, docid);
	return status == STATUS_NOT_FOUND ? find_one(action, "id", id, docid) : status;
}

enum status action_package_show(struct action *action)
{
	const char *id;
	uint32_t docid;
	enum status status = action_needs(action, "id", "name_or_id", &id);
	if (status != STATUS_OK)
		return status;
	status = package_of(action, id, &docid);
	if (status == STATUS_NOT_FOUND)
		return action_not_found(action, "Not found");
	return status == STATUS_OK ? package_write(action, docid) : status;
}

enum status action_package_list(struct action *action)
{
	int64_t limit, offset;
	enum status status = action_number(action, "limit", INT64_MAX, &limit);
	if (status == STATUS_OK)
		status = action_number(action, "offset", 0, &offset);
	if (status != STATUS_OK)
		return status;
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_LIST_PACKAGE_NAMES);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_int(stmt, 1, limit);
	stmt_int(stmt, 2, offset);
	json_array(&action->json);
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		struct span name = stmt_column_text(stmt, 0);
		json_bytes(&action->json, name.ptr, name.len);
	}
	json_array_end(&action->json);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status action_current_packages(struct action *action)
{
	int64_t limit, offset, page;
	const char *given = input_text(action->input, "limit");
	enum status status = action_number(action, "limit", INT64_MAX, &limit);
	if (status == STATUS_OK)
		status = action_number(action, "offset", 0, &offset);
	if (status == STATUS_OK)
		status = action_number(action, "page", 1, &page);
	if (status != STATUS_OK)
		return status;
	if (page < 1)
		return action_invalid(action, "page", "Must be a natural number");
	if (page > 1 && given && limit > 0)
		offset =
		    page - 1 > INT32_MAX / (limit < INT32_MAX ? limit : INT32_MAX) ? INT32_MAX : (page - 1) * limit;
	json_array(&action->json);
	for (int64_t docid = offset + 1; docid <= (int64_t)action->selector.count && limit > 0 && status == STATUS_OK;
	     docid++, limit--)
		status = package_write(action, (uint32_t)docid);
	json_array_end(&action->json);
	return status;
}

/* ---- while it is being typed ---- */

static void put_match(struct action *action, const char *name, const char *title, bool in_title)
{
	struct json *json = &action->json;
	json_object(json);
	json_put(json, "name", name);
	json_put(json, "title", title);
	json_put(json, "match_field", in_title ? "title" : "name");
	json_put(json, "match_displayed", in_title ? arena_printf(action->arena, "%s (%s)", title, name) : name);
	json_object_end(json);
}

enum status action_package_autocomplete(struct action *action)
{
	const char *q;
	int64_t limit;
	enum status status = action_needs(action, "q", NULL, &q);
	if (status == STATUS_OK)
		status = action_number(action, "limit", 10, &limit);
	if (status != STATUS_OK)
		return status;
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_LIST_PACKAGE_TITLES);
	if (!stmt)
		return STATUS_CORRUPT;
	json_array(&action->json);
	while (limit > 0 && (status = stmt_step(stmt)) == STATUS_OK) {
		const char *name = stmt_column_text(stmt, 1).ptr, *title = stmt_column_text(stmt, 2).ptr;
		bool in_title = action_holds(title, q);
		if (!in_title && !action_holds(name, q))
			continue;
		put_match(action, name, title, in_title);
		limit--;
	}
	stmt_reset(stmt);
	json_array_end(&action->json);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status put_autocomplete(struct action *action, const char *kind)
{
	const char *q;
	int64_t limit;
	struct thing *things;
	size_t count;
	enum status status = action_needs(action, "q", NULL, &q);
	if (status == STATUS_OK)
		status = action_number(action, "limit", 20, &limit);
	if (status == STATUS_OK)
		status = thing_list(action, kind, &things, &count);
	if (status != STATUS_OK)
		return status;
	json_array(&action->json);
	for (size_t i = 0; i < count && limit > 0; i++) {
		if (!action_holds(things[i].name, q) && !action_holds(things[i].title, q))
			continue;
		json_object(&action->json);
		json_put(&action->json, "id", things[i].id);
		json_put(&action->json, "name", things[i].name);
		json_put(&action->json, "title", things[i].title);
		json_object_end(&action->json);
		limit--;
	}
	json_array_end(&action->json);
	return STATUS_OK;
}

enum status action_organization_autocomplete(struct action *action)
{
	return put_autocomplete(action, "organization");
}

enum status action_group_autocomplete(struct action *action)
{
	return put_autocomplete(action, "group");
}
