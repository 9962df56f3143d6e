/* search_sound.c -- how the Han bigrams of titles sound, so that Pinyin, initials and wrong homophones find them. */
#include <stdlib.h>

#include <headwater/utf8.h>

#include "search_inside.h"

void sound_add(struct search_writer *writer, uint32_t number, const struct run_term *term)
{
	size_t at = 0;
	if (term->counts[INDEX_TITLE] == 0)
		return;
	for (int i = 0; i < 2; i++)
		if (at == term->text.len || !utf8_is_han(utf8_next(term->text.ptr, term->text.len, &at)))
			return;
	if (at != term->text.len)
		return;
	if (!writer->sound_arena)
		writer->sound_arena = arena_new();
	arena_reset(writer->scratch);
	const char *pinyin = fold_pinyin(writer->folder, term->text.ptr, term->text.len, writer->scratch);
	const char *space = strchr(pinyin, ' ');
	/* a character without a romanisation stays as it is */
	if (!space || strchr(space + 1, ' ') || (unsigned char)pinyin[0] >= 0x80 || (unsigned char)space[1] >= 0x80)
		return;
	*ARENA_PUSH(writer->sound_arena, writer->sounds, writer->sound_count, writer->sound_capacity) =
	    (struct sound){{arena_copy(writer->sound_arena, pinyin, (size_t)(space - pinyin)),
			    arena_string(writer->sound_arena, space + 1)},
			   number};
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_sound(const void *a, const void *b)
{
	const struct sound *x = a, *y = b;
	int order = strcmp(x->syllables[0], y->syllables[0]);
	if (order == 0)
		order = strcmp(x->syllables[1], y->syllables[1]);
	return order ? order : (x->term > y->term) - (x->term < y->term);
}

static void put_u16(struct buf *out, size_t value)
{
	buf_byte(out, (char)(value & 0xFF));
	buf_byte(out, (char)(value >> 8));
}

static size_t place_of(const char **syllables, size_t count, const char *syllable)
{
	const char **found = bsearch(&syllable, syllables, count, sizeof *syllables, by_text);
	return (size_t)(found - syllables);
}

void sound_write(struct search_writer *writer)
{
	size_t count = 0, kept = 0;
	if (writer->sound_count == 0)
		return;
	const char **syllables = arena_array(writer->sound_arena, writer->sound_count * 2, sizeof *syllables);
	for (size_t i = 0; i < writer->sound_count; i++)
		for (int k = 0; k < 2; k++)
			syllables[count++] = writer->sounds[i].syllables[k];
	qsort(syllables, count, sizeof *syllables, by_text);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(syllables[i], syllables[kept - 1]) != 0) {
			syllables[kept++] = syllables[i];
			buf_str(&writer->sections[INDEX_SYLLABLES], syllables[i]);
			buf_byte(&writer->sections[INDEX_SYLLABLES], '\n');
		}
	qsort(writer->sounds, writer->sound_count, sizeof *writer->sounds, by_sound);
	for (size_t i = 0; i < writer->sound_count; i++) {
		for (int k = 0; k < 2; k++)
			put_u16(&writer->sections[INDEX_SOUNDS],
				place_of(syllables, kept, writer->sounds[i].syllables[k]));
		put_u32(&writer->sections[INDEX_SOUNDS], writer->sounds[i].term);
	}
}
