/* twin.c -- titles that say the same of different places: "西宁市行政许可", "海东市行政许可". */
#include <stdlib.h>
#include <string.h>

#include "writer.h"

#define BUCKETS 1024

/* Names of places by their first character, long ones first. */
struct place_names {
	struct place_name {
		const char *key;
		size_t len;
		struct place_name *next;
	} * buckets[BUCKETS];
};

static size_t bucket_of(const char *text)
{
	return span_hash((struct span){text, strnlen(text, 3)}) % BUCKETS;
}

static void add_name(struct writer *writer, const char *name)
{
	if (!name || !*name)
		return;
	struct place_name *added = arena_alloc(writer->arena, sizeof *added);
	added->key = fold_key(writer->folder, name, strlen(name), writer->arena);
	added->len = strlen(added->key);
	struct place_name **at = &writer->places->buckets[bucket_of(added->key)];
	while (*at && (*at)->len > added->len)
		at = &(*at)->next;
	added->next = *at;
	*at = added;
}

static void load_names(struct writer *writer)
{
	writer->places = arena_alloc(writer->arena, sizeof *writer->places);
	for (size_t i = 0; i < writer->model->region_count; i++) {
		add_name(writer, writer->model->regions[i].name.text[LANG_ZH]);
		add_name(writer, writer->model->regions[i].short_name);
	}
}

/* Bytes of the name of a place at `text`; 0 when there is none. */
static size_t name_length(const struct writer *writer, const char *text)
{
	const struct place_name *name = writer->places->buckets[bucket_of(text)];
	while (name && strncmp(text, name->key, name->len) != 0)
		name = name->next;
	return name ? name->len : 0;
}

struct span twin_key(struct writer *writer, const char *title)
{
	const char *key = fold_key(writer->folder, title, strlen(title), writer->scratch);
	char *kept = arena_array(writer->scratch, strlen(key) + 1, 1), *to = kept;
	if (!writer->places)
		load_names(writer);
	while (*key) {
		size_t skipped = name_length(writer, key);
		if (skipped == 0)
			*to++ = *key++;
		key += skipped;
	}
	return (struct span){kept, (size_t)(to - kept)};
}
