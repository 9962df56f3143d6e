/* markdown_slug.c -- ids for headings. */
#include "markdown_slug.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/utf8.h>

#define SLUG_MAX_POINTS 60
#define SLUG_MAX_BYTES 1024

/* Beyond ASCII: punctuation, symbols and what cannot be seen. */
static const struct {
	uint32_t first, last;
} dropped[] = {
    {0x80, 0xbf},     {0xd7, 0xd7},     {0xf7, 0xf7},       {0x2000, 0x2bff},    {0x3001, 0x3004}, {0x3008, 0x3020},
    {0x3030, 0x3030}, {0xe000, 0xf8ff}, {0xfe00, 0xfe6f},   {0xfeff, 0xff0f},    {0xff1a, 0xff20}, {0xff3b, 0xff40},
    {0xff5b, 0xff65}, {0xffe0, 0xffff}, {0x1f000, 0x1faff}, {0xe0000, 0x10ffff},
};

static bool is_dropped(uint32_t code)
{
	for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++)
		if (code >= dropped[i].first && code <= dropped[i].last)
			return true;
	return false;
}

static bool is_gap(uint32_t code)
{
	return code == ' ' || code == '\t' || code == '\n' || code == '-' || code == 0x3000 || code == 0xa0;
}

static bool is_ascii_word(uint32_t code)
{
	return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || code == '_';
}

static void write_slug(struct buf *out, const char *text, size_t len)
{
	bool gap = false;
	size_t points = 0;
	for (size_t at = 0; at < len && points < SLUG_MAX_POINTS;) {
		size_t start = at;
		uint32_t code = utf8_next(text, len, &at);
		if (code >= 'A' && code <= 'Z')
			code += 'a' - 'A';
		gap = gap || is_gap(code);
		if (is_gap(code) || (code < 0x80 ? !is_ascii_word(code) : code == UTF8_BAD || is_dropped(code)))
			continue;
		if (gap && out->len)
			buf_byte(out, '-');
		gap = false;
		if (code < 0x80)
			buf_byte(out, (char)code);
		else
			buf_add(out, text + start, at - start);
		points++;
	}
	if (out->len == 0)
		buf_str(out, "section");
}

static struct slug *find(struct slugs *slugs, const char *id)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (const char *at = id; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619u;
	size_t slot = hash & (slugs->slot_count - 1);
	while (slugs->slots[slot].id && strcmp(slugs->slots[slot].id, id) != 0)
		slot = (slot + 1) & (slugs->slot_count - 1);
	return &slugs->slots[slot];
}

static void make_room(struct slugs *slugs)
{
	if (slugs->count * 2 < slugs->slot_count)
		return;
	struct slug *old = slugs->slots;
	size_t old_count = slugs->slot_count;
	slugs->slot_count = old_count ? old_count * 2 : 32;
	slugs->slots = arena_array(slugs->arena, slugs->slot_count, sizeof *slugs->slots);
	for (size_t i = 0; i < old_count; i++)
		if (old[i].id)
			*find(slugs, old[i].id) = old[i];
}

static bool add(struct slugs *slugs, const char *id)
{
	make_room(slugs);
	struct slug *slug = find(slugs, id);
	if (slug->id)
		return false;
	*slug = (struct slug){id, 2};
	slugs->count++;
	return true;
}

const char *slug_make(struct slugs *slugs, const char *text, size_t len)
{
	struct buf name;
	buf_init(&name, SLUG_MAX_BYTES);
	write_slug(&name, text, len);
	const char *base = arena_copy(slugs->arena, name.bytes, name.len), *id = base;
	buf_free(&name);
	while (!add(slugs, id))
		id = arena_printf(slugs->arena, "%s-%zu", base, find(slugs, base)->next++);
	return id;
}
