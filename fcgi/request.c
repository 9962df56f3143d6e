#include "request.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define REQUEST_ID_MAX 64

static const char *variable_or_empty(request_variable *variable, void *source, const char *name)
{
	const char *value = variable(source, name);
	return value ? value : "";
}

static enum method method_parse(const char *name)
{
	static const struct {
		const char *name;
		enum method method;
	} methods[] = {{"GET", METHOD_GET}, {"HEAD", METHOD_HEAD}, {"POST", METHOD_POST}, {"OPTIONS", METHOD_OPTIONS}};
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
		if (strcmp(methods[i].name, name) == 0)
			return methods[i].method;
	return METHOD_OTHER;
}

/* The id goes into logs and answers: anything but the web server's own form is dropped. */
static const char *clean_id(const char *id, struct arena *arena)
{
	static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
	size_t len = strspn(id, allowed);
	if (len == 0 || len > REQUEST_ID_MAX || id[len] != '\0')
		return "-";
	return arena_string(arena, id);
}

/* Logs keep the network, not the person: the last octet of IPv4, the last 80 bits of IPv6 become zero. */
static const char *truncate_address(const char *address, struct arena *arena)
{
	char text[INET6_ADDRSTRLEN];
	struct in_addr v4;
	struct in6_addr v6;
	if (inet_pton(AF_INET, address, &v4) == 1) {
		v4.s_addr &= htonl(0xFFFFFF00u);
		return arena_string(arena, inet_ntop(AF_INET, &v4, text, sizeof text));
	}
	if (inet_pton(AF_INET6, address, &v6) == 1) {
		memset(v6.s6_addr + 6, 0, sizeof v6.s6_addr - 6);
		return arena_string(arena, inet_ntop(AF_INET6, &v6, text, sizeof text));
	}
	return "-";
}

enum status request_read(struct request *request, request_variable *variable, void *source, struct arena *arena)
{
	*request = (struct request){
	    .path = "/", .query = "", .accept = "", .if_none_match = "", .content_type = "", .id = "-", .client = "-"};
	request->id = clean_id(variable_or_empty(variable, source, "REQUEST_ID"), arena);
	request->client = truncate_address(variable_or_empty(variable, source, "REMOTE_ADDR"), arena);
	request->accept = arena_string(arena, variable_or_empty(variable, source, "HTTP_ACCEPT"));
	request->content_type = arena_string(arena, variable_or_empty(variable, source, "CONTENT_TYPE"));
	request->if_none_match = arena_string(arena, variable_or_empty(variable, source, "HTTP_IF_NONE_MATCH"));

	const char *method = variable_or_empty(variable, source, "REQUEST_METHOD");
	request->method = method_parse(method);
	/* As a CGI program below a script address the path is PATH_INFO; behind FastCGI it may be SCRIPT_NAME alone. */
	const char *path = variable_or_empty(variable, source, "PATH_INFO");
	if (*path == '\0')
		path = variable_or_empty(variable, source, "SCRIPT_NAME");
	const char *query = variable_or_empty(variable, source, "QUERY_STRING");
	if (strlen(path) > REQUEST_PATH_MAX)
		return STATUS_TOO_LARGE;
	if (*method == '\0' || *path != '/')
		return STATUS_INVALID;
	request->path = arena_string(arena, path);
	if (strlen(query) > REQUEST_QUERY_MAX)
		return STATUS_TOO_LARGE;
	request->query = arena_string(arena, query);
	return STATUS_OK;
}

/* The q of a media range whose name is `len` bytes at `range`; parameters follow. In thousandths. */
static int quality(const char *range, const char *end)
{
	for (const char *at = range; at < end; at++) {
		if (*at != ';')
			continue;
		const char *name = at + 1 + strspn(at + 1, " \t");
		if (end - name > 2 && (name[0] == 'q' || name[0] == 'Q') && name[1] == '=') {
			double q = strtod(name + 2, NULL);
			return q <= 0 ? 0 : q >= 1 ? 1000 : (int)(q * 1000);
		}
	}
	return 1000;
}

/* The best q that `accept` gives to any of the two names; -1 when none is mentioned. */
static int quality_of(const char *accept, const char *type, const char *wildcard)
{
	int best = -1;
	for (const char *range = accept; *range;) {
		range += strspn(range, " \t,");
		const char *end = range + strcspn(range, ",");
		size_t len = strcspn(range, " \t;,");
		bool named = len == strlen(type) && strncasecmp(range, type, len) == 0;
		bool wild = wildcard && len == strlen(wildcard) && strncasecmp(range, wildcard, len) == 0;
		int q = named || wild ? quality(range, end) : -1;
		if (q > best)
			best = q;
		range = end;
	}
	return best;
}

void request_negotiate(struct request *request)
{
	if (request->format_given)
		return;
	int html = quality_of(request->accept, "text/html", "text/*");
	int json = quality_of(request->accept, "application/json", NULL);
	request->answer = json > 0 && json > html ? ANSWER_JSON : ANSWER_HTML;
}
