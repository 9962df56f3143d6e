#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <headwater/lang.h>

static const struct {
	const char *tag, *name;
} languages[LANG__MAX] = {[LANG_ZH] = {"zh-CN", "zh"}, [LANG_EN] = {"en", "en"}};

const char *lang_tag(enum lang lang)
{
	return languages[lang].tag;
}

const char *lang_name(enum lang lang)
{
	return languages[lang].name;
}

bool lang_parse(const char *name, enum lang *lang)
{
	for (enum lang l = 0; l < LANG__MAX; l++) {
		size_t len = strlen(languages[l].name);
		if (strncasecmp(name, languages[l].name, len) == 0 && !isalnum((unsigned char)name[len])) {
			*lang = l;
			return true;
		}
	}
	return false;
}

const char *label_text(const struct label *label, enum lang lang, enum lang *actual)
{
	enum lang found = lang;
	if (!label->text[found] || !label->text[found][0])
		found = lang == LANG_ZH ? LANG_EN : LANG_ZH;
	bool none = !label->text[found] || !label->text[found][0];
	if (actual)
		*actual = none ? lang : found;
	return none ? "" : label->text[found];
}
