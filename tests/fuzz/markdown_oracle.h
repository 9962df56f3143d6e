/*
 * markdown_oracle.h -- what any output of markdown_render must be, judged without the code that made it.
 *
 * Every '<' opens or closes a known element, tags balance, attributes are known ones in double quotes, addresses have an
 * allowed scheme, there are no control characters and no ill-formed UTF-8.
 */
#ifndef TESTS_MARKDOWN_ORACLE_H
#define TESTS_MARKDOWN_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <headwater/utf8.h>

static bool oracle_is_one_of(const char *word, size_t len, const char *const *list)
{
	for (; *list; list++)
		if (strlen(*list) == len && memcmp(*list, word, len) == 0)
			return true;
	return false;
}

static bool oracle_address(const char *at, size_t len)
{
	if (len >= 2 && at[0] == '/' && (at[1] == '/' || at[1] == '\\'))
		return false;
	size_t head = 0;
	while (head < len && !strchr(":/?#", at[head]))
		head++;
	if (head == len || at[head] != ':')
		return true;
	return (len > 8 && strncasecmp(at, "https://", 8) == 0) || (len > 7 && strncasecmp(at, "http://", 7) == 0) ||
	       (len > 7 && strncasecmp(at, "mailto:", 7) == 0);
}

/* One attribute at `at`; the offset after it, or 0. */
static size_t oracle_attribute(const char *html, size_t at, size_t len)
{
	static const char *const names[] = {"href", "src",   "alt",  "title", "rel",      "class",
					    "id",   "start", "lang", "scope", "tabindex", NULL};
	size_t name = at;
	while (at < len && html[at] >= 'a' && html[at] <= 'z')
		at++;
	if (!oracle_is_one_of(html + name, at - name, names) || at + 1 >= len || html[at] != '=' || html[at + 1] != '"')
		return 0;
	size_t value = at + 2, end = value;
	while (end < len && html[end] != '"' && html[end] != '<' && html[end] != '>')
		end++;
	if (end == len || html[end] != '"')
		return 0;
	bool address = html[name] == 'h' || (html[name] == 's' && html[name + 1] == 'r');
	return address && !oracle_address(html + value, end - value) ? 0 : end + 1;
}

/* One tag at `at`, which is '<'; pushes or pops its name. The offset after it, or 0. */
static size_t oracle_tag(const char *html, size_t at, size_t len, const char **stack, size_t *depth)
{
	static const char *const names[] = {"p",          "a",  "em", "strong", "code", "pre", "ul",    "ol",    "li",
					    "blockquote", "h1", "h2", "h3",     "h4",   "h5",  "h6",    "table", "tr",
					    "th",         "td", "br", "hr",     "img",  "div", "thead", "tbody", NULL};
	static const char *const voids[] = {"br", "hr", "img", NULL};
	bool closing = at + 1 < len && html[at + 1] == '/';
	size_t name = at + 1 + closing, end = name;
	while (end < len && ((html[end] >= 'a' && html[end] <= 'z') || (html[end] >= '1' && html[end] <= '6')))
		end++;
	if (!oracle_is_one_of(html + name, end - name, names))
		return 0;
	if (closing) {
		if (*depth == 0 || strncmp(stack[*depth - 1], html + name, end - name) != 0 || html[end] != '>')
			return 0;
		--*depth;
		return end + 1;
	}
	bool is_void = oracle_is_one_of(html + name, end - name, voids);
	while (end < len && html[end] == ' ' && html[end + 1] != '/') {
		end = oracle_attribute(html, end + 1, len);
		if (!end)
			return 0;
	}
	if (is_void && end + 2 < len && html[end] == ' ')
		end += 2;
	if (end >= len || html[end] != '>')
		return 0;
	if (!is_void)
		stack[(*depth)++] = html + name;
	return end + 1;
}

/* True when all is well; `*where` is the offset of what is not. */
static bool markdown_is_safe(const char *html, size_t len, size_t *where)
{
	const char **stack = malloc((len + 1) * sizeof *stack);
	size_t depth = 0;
	bool ok = true;
	*where = 0;
	for (size_t at = 0; ok && at < len;) {
		*where = at;
		if (html[at] == '<') {
			at = oracle_tag(html, at, len, stack, &depth);
			ok = at > 0;
			continue;
		}
		uint32_t code = utf8_next(html, len, &at);
		ok = code != UTF8_BAD && code != 0x7f && (code >= 0x20 || code == '\n' || code == '\t' || code == '\r');
	}
	free(stack);
	return ok && depth == 0;
}

#endif
