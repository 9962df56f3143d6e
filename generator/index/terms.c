/* terms.c -- text to the terms that the index holds. */
#include <string.h>

#include "writer.h"

/* What is indexed in one piece from a syllable on; a query that goes on for longer finds nothing by its sound. */
#define SOUND_SYLLABLES 6
#define SOUND_INITIALS 16

void terms_add(struct writer *writer, struct buf *out, const char *text, size_t len)
{
	struct fold_term *terms;
	if (!text)
		return;
	size_t count = fold_terms(writer->folder, text, len, 0, writer->scratch, &terms);
	for (size_t i = 0; i < count; i++) {
		buf_add(out, terms[i].text, terms[i].len);
		buf_byte(out, ' ');
	}
}

/* The syllable or word after the next space, or NULL. */
static const char *next_syllable(const char *syllable)
{
	const char *space = strchr(syllable, ' ');
	return space ? space + 1 : NULL;
}

static void add_pieces(struct buf *out, const char *syllable)
{
	for (int i = 0; syllable && i < SOUND_SYLLABLES; i++, syllable = next_syllable(syllable))
		buf_add(out, syllable, strcspn(syllable, " "));
	buf_byte(out, ' ');
}

static void add_initials(struct buf *out, const char *syllable)
{
	for (int i = 0; syllable && i < SOUND_INITIALS; i++, syllable = next_syllable(syllable))
		buf_byte(out, syllable[0]);
	buf_byte(out, ' ');
}

void terms_add_sound(struct writer *writer, struct buf *out, const char *text)
{
	if (!text)
		return;
	/* A syllable that is no ASCII letter is of a script without a romanisation: it is found by its own terms. */
	const char *pinyin = fold_pinyin(writer->folder, text, strlen(text), writer->scratch);
	for (const char *syllable = pinyin; syllable && *syllable; syllable = next_syllable(syllable)) {
		size_t len = strcspn(syllable, " ");
		bool romanised = true;
		for (size_t i = 0; i < len; i++)
			romanised = romanised && (unsigned char)syllable[i] < 0x80;
		if (!romanised)
			continue;
		add_pieces(out, syllable);
		add_initials(out, syllable);
	}
}
