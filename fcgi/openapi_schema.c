/* openapi_schema.c -- the forms of answers, from the rows MEMBER of openapi.def. */
#include <string.h>

#include "openapi.h"

#define OPERATION(path, id, summary, media_types, schema, filters)
#define DESCRIPTION(parameter, text)
static const struct member {
	const char *schema, *name, *type;
	bool required;
} members[] = {
#define MEMBER(schema, name, type, required) {schema, name, type, required},
#include "openapi.def"
#undef MEMBER
};

#define MEMBER_COUNT (sizeof members / sizeof *members)

static void put_type(struct json *json, const char *type, size_t len);

static void put_nullable(struct json *json, const char *type, size_t len)
{
	json_key(json, "type");
	json_array(json);
	json_bytes(json, type, len);
	json_string(json, "null");
	json_array_end(json);
}

static void put_reference(struct json *json, const char *type, size_t len)
{
	char path[64] = "#/components/schemas/";
	size_t at = strlen(path);
	if (len < sizeof path - at)
		memcpy(path + at, type, len);
	json_put(json, "$ref", path);
}

static void put_type(struct json *json, const char *type, size_t len)
{
	json_object(json);
	if (type[0] == '[') {
		json_put(json, "type", "array");
		json_key(json, "items");
		put_type(json, type + 1, len - 2);
	} else if (type[0] >= 'A' && type[0] <= 'Z') {
		put_reference(json, type, len);
	} else if (type[len - 1] == '?') {
		put_nullable(json, type, len - 1);
	} else if (len != strlen("any") || memcmp(type, "any", len) != 0) {
		json_key(json, "type");
		json_bytes(json, type, len);
	}
	json_object_end(json);
}

static size_t end_of(size_t first)
{
	size_t end = first;
	while (end < MEMBER_COUNT && strcmp(members[end].schema, members[first].schema) == 0)
		end++;
	return end;
}

static void put_schema(struct json *json, size_t first, size_t end)
{
	json_key(json, members[first].schema);
	json_object(json);
	json_put(json, "type", "object");
	json_key(json, "properties");
	json_object(json);
	for (size_t i = first; i < end; i++) {
		json_key(json, members[i].name);
		put_type(json, members[i].type, strlen(members[i].type));
	}
	json_object_end(json);
	json_key(json, "required");
	json_array(json);
	for (size_t i = first; i < end; i++)
		if (members[i].required)
			json_string(json, members[i].name);
	json_array_end(json);
	json_object_end(json);
}

void openapi_schemas(struct json *json)
{
	json_key(json, "schemas");
	json_object(json);
	for (size_t first = 0, end; first < MEMBER_COUNT; first = end) {
		end = end_of(first);
		put_schema(json, first, end);
	}
	json_object_end(json);
}
