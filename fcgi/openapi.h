/*
 * openapi.h -- the public interface described for programs (OpenAPI 3.1), made of the tables that the service itself works
 * by: routes.def, ckan/actions.def, and openapi.def for what those do not say.
 */
#ifndef FCGI_OPENAPI_H
#define FCGI_OPENAPI_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/json.h>

/* What openapi.def says of a route; NULL when it is not for the public. */
struct operation {
	const char *path, *id, *summary;
	const char *media_types; /* between '|'; NULL: it leads elsewhere (301) */
	const char *schema;      /* of its JSON answers, or NULL */
	bool filters;            /* takes filter[column][test]=value */
};
const struct operation *openapi_operation(const char *path);
const struct operation *openapi_operations(size_t *count);
/* The description of a parameter, or NULL. */
const char *openapi_description(const char *parameter);

/* openapi_schema.c: components/schemas. */
void openapi_schemas(struct json *json);

/* Writes the whole document. `title` and `base_url` are the portal's. */
void openapi_write(struct json *json, const char *title, const char *base_url);

#endif
