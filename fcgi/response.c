#include "response.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

void response_init(struct response *response)
{
	*response = (struct response){.status = 200};
	buf_init(&response->body, RESPONSE_BODY_MAX);
}

void response_free(struct response *response)
{
	buf_free(&response->body);
}

void response_reset(struct response *response)
{
	response->status = 200;
	response->header_count = 0;
	response->missed = NULL;
	buf_reset(&response->body);
}

static bool is_plain(const char *text)
{
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			return false;
	return true;
}

static struct response_header *find(const struct response *response, const char *name)
{
	for (size_t i = 0; i < response->header_count; i++)
		if (strcasecmp(response->headers[i].name, name) == 0)
			return (struct response_header *)&response->headers[i];
	return NULL;
}

void response_header(struct response *response, const char *name, const char *value)
{
	assert(is_plain(name) && is_plain(value));
	struct response_header *header = find(response, name);
	if (!header) {
		assert(response->header_count < RESPONSE_HEADERS_MAX);
		header = &response->headers[response->header_count++];
	}
	*header = (struct response_header){name, value};
}

const char *response_header_value(const struct response *response, const char *name)
{
	const struct response_header *header = find(response, name);
	return header ? header->value : NULL;
}

void response_json(struct response *response, struct json *json)
{
	response_header(response, "Content-Type", "application/json; charset=utf-8");
	response_header(response, "Access-Control-Allow-Origin", "*");
	json_init(json, &response->body, false);
}

const char *response_reason_phrase(int status)
{
	static const struct {
		int status;
		const char *phrase;
	} phrases[] = {{200, "OK"},
		       {301, "Moved Permanently"},
		       {304, "Not Modified"},
		       {400, "Bad Request"},
		       {409, "Conflict"},
		       {404, "Not Found"},
		       {405, "Method Not Allowed"},
		       {413, "Content Too Large"},
		       {414, "URI Too Long"},
		       {500, "Internal Server Error"},
		       {503, "Service Unavailable"}};
	for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Unknown";
}

void response_head(const struct response *response, struct buf *out)
{
	buf_printf(out, "Status: %d %s\r\n", response->status, response_reason_phrase(response->status));
	for (size_t i = 0; i < response->header_count; i++)
		buf_printf(out, "%s: %s\r\n", response->headers[i].name, response->headers[i].value);
	/* A 304 has no body, and its Content-Length would be that of the answer it stands for (RFC 9110 §8.6). */
	if (response->status != 304)
		buf_printf(out, "Content-Length: %zu\r\n", response->body.len);
	buf_str(out, "\r\n");
}
