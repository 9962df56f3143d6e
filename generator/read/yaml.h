/*
 * yaml.h -- the one door to libfyaml: YAML text into a small tree of texts, lists and maps, each with its place.
 *
 * No type is guessed: every scalar is the text as written, so that codes keep their zeros. A plain empty value, "~" and
 * "null" are absent (text NULL). Aliases, anchors, tags and directives are refused: content says what it means in place. The
 * text has passed files_take_text: libfyaml is not to be trusted with what is not UTF-8.
 */
#ifndef READ_YAML_H
#define READ_YAML_H

#include <stddef.h>

#include "reading.h"

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	struct place place;
	const char *text;    /* YAML_TEXT: NULL when absent */
	struct yaml **items; /* YAML_LIST, YAML_MAP: the values */
	const char **keys;   /* YAML_MAP */
	struct place *key_places;
	size_t count;
	size_t capacity, key_capacity, key_place_capacity;
};

/*
 * The tree of one document; NULL when it cannot be read (told). Lines count from `first_line`. An empty document is an
 * empty map. Keys given twice are told and the second is dropped.
 */
struct yaml *yaml_parse(struct reading *reading, const char *text, size_t len, const char *file, int first_line);

#endif
