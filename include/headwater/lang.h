/*
 * lang.h -- the two languages of the public face, and text that has a form in each.
 *
 * Chinese is the first language: a label without an English form shows its Chinese one, marked with its own lang.
 */
#ifndef HEADWATER_LANG_H
#define HEADWATER_LANG_H

#include <stdbool.h>

enum lang { LANG_ZH, LANG_EN, LANG__MAX };

/* Either text may be NULL; at least the Chinese one is set in anything that passed the checks. */
struct label {
	const char *text[LANG__MAX];
};

/* BCP 47 tag: "zh-CN" or "en". */
const char *lang_tag(enum lang lang);
/* Short name as used in paths and files: "zh" or "en". */
const char *lang_name(enum lang lang);
/* Reads "zh", "zh-CN", "zh_CN.UTF-8", "en", "en_US", ... False when it is neither language. */
bool lang_parse(const char *name, enum lang *lang);
/* The label in `lang`, or in the other language, or "". `*actual` (may be NULL) says which it is. */
const char *label_text(const struct label *label, enum lang lang, enum lang *actual);

#endif
