/* markdown_link.c -- the allow-list of links. */
#include "markdown_link.h"

#include <string.h>
#include <strings.h>

/* Schemes that may be followed, with what must stand after the colon. */
static const struct {
	const char *start;
	enum link_kind kind;
} schemes[] = {
    {"https://", LINK_EXTERNAL},
    {"http://", LINK_EXTERNAL},
    {"mailto:", LINK_MAIL},
};

enum link_kind link_judge(const char *target)
{
	size_t len = strlen(target);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)target[i] < 0x20 || target[i] == 0x7f || target[i] == '\\')
			return LINK_REFUSED;
	if (len == 0 || strncmp(target, "//", 2) == 0)
		return LINK_REFUSED;
	size_t head = strcspn(target, ":/?#");
	if (target[head] != ':')
		return LINK_LOCAL;
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		size_t start_len = strlen(schemes[i].start);
		if (len > start_len && strncasecmp(target, schemes[i].start, start_len) == 0)
			return schemes[i].kind;
	}
	return LINK_REFUSED;
}

/* True for "/x/" and "/x/#y": pages have a form in each language, files ("/x.csv") have one. */
static bool is_page(const char *target)
{
	size_t path_len = strcspn(target, "?#");
	return target[0] == '/' && path_len > 0 && target[path_len - 1] == '/';
}

static bool has_prefix(const char *target, const char *prefix)
{
	size_t len = strlen(prefix);
	return strncmp(target, prefix, len) == 0 && target[len] == '/';
}

void link_write(struct buf *out, const char *target, const char *prefix)
{
	static const char hex[] = "0123456789ABCDEF";
	if (*prefix && is_page(target) && !has_prefix(target, prefix))
		buf_xml(out, prefix, strlen(prefix));
	for (const char *at = target; *at;) {
		size_t run = strcspn(at, " \"'<>^`{|}");
		buf_xml(out, at, run);
		at += run;
		if (!*at)
			break;
		buf_byte(out, '%');
		buf_byte(out, hex[(unsigned char)*at >> 4]);
		buf_byte(out, hex[(unsigned char)*at & 15]);
		at++;
	}
}
