/* fold_learn.c -- the one door to ICU. */
#include "fold_learn.h"

#include <assert.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define ICU_ROOM 64
#define CLUSTER_ROOM 1024

struct fold_learner {
	struct arena *arena;
	const UNormalizer2 *normalizer;
	UTransliterator *simplify, *romanise; /* opened when first wanted: that takes a tenth of a second */
};

static UTransliterator *transliterator_open(const char *id)
{
	UChar name[ICU_ROOM];
	UErrorCode error = U_ZERO_ERROR;
	u_uastrcpy(name, id);
	UTransliterator *result = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
	assert(U_SUCCESS(error) && "the ICU data of this machine lacks a transliterator");
	return result;
}

struct fold_learner *fold_learner_new(struct arena *arena)
{
	struct fold_learner *learner = arena_alloc(arena, sizeof *learner);
	UErrorCode error = U_ZERO_ERROR;
	learner->arena = arena;
	learner->normalizer = unorm2_getNFKCCasefoldInstance(&error);
	assert(U_SUCCESS(error));
	return learner;
}

void fold_learner_free(struct fold_learner *learner)
{
	if (!learner)
		return;
	if (learner->simplify)
		utrans_close(learner->simplify);
	if (learner->romanise)
		utrans_close(learner->romanise);
}

static enum fold_class classify(uint32_t code)
{
	UErrorCode error = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript((UChar32)code, &error);
	uint32_t category = U_GET_GC_MASK(code);
	bool letter = category & (U_GC_L_MASK | U_GC_NL_MASK);
	bool tibetan = code >= 0x0F00 && code <= 0x0FFF;

	if (tibetan)
		return letter || category & (U_GC_M_MASK | U_GC_ND_MASK) ? CLASS_TIBETAN : CLASS_GAP;
	if (letter && (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA))
		return CLASS_HAN;
	if (code == 0x30FC) /* the long-vowel mark belongs to no one script */
		return CLASS_HAN;
	if (letter)
		return CLASS_LETTER;
	if (category & (U_GC_ND_MASK | U_GC_NO_MASK))
		return CLASS_DIGIT;
	return category & U_GC_M_MASK ? CLASS_MARK : CLASS_GAP;
}

/* Transliterates in place; what does not fit stays as it was. */
static int32_t transliterate(const UTransliterator *transliterator, UChar *text, int32_t len)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t limit = len, new_len = len;
	utrans_transUChars(transliterator, text, &new_len, ICU_ROOM, 0, &limit, &error);
	return U_SUCCESS(error) ? new_len : len;
}

static const char *in_utf8(struct fold_learner *learner, const UChar *text, int32_t len)
{
	char utf8[ICU_ROOM * 3 + 1];
	UErrorCode error = U_ZERO_ERROR;
	int32_t utf8_len = 0;
	u_strToUTF8(utf8, sizeof utf8 - 1, &utf8_len, text, len, &error);
	return U_SUCCESS(error) ? arena_copy(learner->arena, utf8, (size_t)utf8_len) : "";
}

static const char *romanise(struct fold_learner *learner, uint32_t code)
{
	UChar text[ICU_ROOM];
	int32_t len = 0;
	U16_APPEND_UNSAFE(text, len, code);
	len = transliterate(learner->romanise, text, len);
	return in_utf8(learner, text, len);
}

void fold_learn(struct fold_learner *learner, uint32_t code, struct fold_learned *learned)
{
	UChar source[2], text[ICU_ROOM];
	UErrorCode error = U_ZERO_ERROR;
	int32_t source_len = 0;

	if (!learner->simplify)
		learner->simplify = transliterator_open("Traditional-Simplified");
	if (!learner->romanise)
		learner->romanise = transliterator_open("Han-Latin; Latin-ASCII; Lower");
	U16_APPEND_UNSAFE(source, source_len, code);
	int32_t len = unorm2_normalize(learner->normalizer, source, source_len, text, ICU_ROOM, &error);
	assert(U_SUCCESS(error));
	len = transliterate(learner->simplify, text, len);
	*learned = (struct fold_learned){.class = (uint8_t)classify(code), .latin = romanise(learner, code)};
	learned->joins = !unorm2_hasBoundaryBefore(learner->normalizer, (UChar32)code);
	learned->count = (uint8_t)u_countChar32(text, len);
	assert(learned->count <= FOLD_EXPANSION_MAX);
	if (learned->count == 1) {
		UChar32 folded;
		U16_GET_UNSAFE(text, 0, folded);
		learned->folded = (uint32_t)folded;
	} else {
		learned->expansion = in_utf8(learner, text, len);
	}
}

size_t fold_normalize(struct fold_learner *learner, const uint32_t *codes, size_t count, uint32_t *points, size_t room)
{
	UChar in[CLUSTER_ROOM], out[CLUSTER_ROOM];
	UErrorCode error = U_ZERO_ERROR;
	int32_t in_len = 0, at = 0;
	size_t made = 0;
	assert(count * 2 <= CLUSTER_ROOM);
	for (size_t i = 0; i < count; i++)
		U16_APPEND_UNSAFE(in, in_len, codes[i]);
	int32_t len = unorm2_normalize(learner->normalizer, in, in_len, out, CLUSTER_ROOM, &error);
	assert(U_SUCCESS(error));
	while (at < len && made < room) {
		UChar32 code;
		U16_NEXT(out, at, len, code);
		points[made++] = (uint32_t)code;
	}
	return made;
}
