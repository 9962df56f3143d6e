/* portal.c -- portal.yaml. */
#include <string.h>

#include "files.h"
#include "keys.h"

struct portal_extra {
	struct portal portal;
	struct strings languages;
};

#define AT(member) offsetof(struct portal_extra, portal.member)

static const struct key CONTACT[] = {
    {.name = "contact.phone", .offset = AT(phone)},
    {.name = "contact.email", .offset = AT(email)},
    {.name = "contact.address", .offset = AT(address)},
};

static const struct key REGISTRATION[] = {
    {.name = "registration.site_code", .offset = AT(site_code)},
    {.name = "registration.icp", .offset = AT(icp)},
    {.name = "registration.police", .offset = AT(police)},
    {.name = "registration.note", .kind = KEY_LABEL, .offset = AT(registration_note)},
};

static const struct key PORTAL[] = {
    {.name = "name", .kind = KEY_LABEL, .offset = AT(name)},
    {.name = "short_name", .kind = KEY_LABEL, .offset = AT(short_name)},
    {.name = "description", .kind = KEY_LABEL, .offset = AT(description)},
    {.name = "base_url", .offset = AT(base_url)},
    {.name = "languages", .kind = KEY_LIST, .offset = offsetof(struct portal_extra, languages)},
    {.name = "region", .offset = AT(region)},
    {.name = "host", .kind = KEY_LABEL, .offset = AT(host)},
    {.name = "undertaker", .kind = KEY_LABEL, .offset = AT(undertaker)},
    {.name = "contact", .kind = KEY_MAP, .keys = KEYS(CONTACT)},
    {.name = "registration", .kind = KEY_MAP, .keys = KEYS(REGISTRATION)},
    {.name = "licence", .offset = AT(licence)},
    {.name = "default_class", .offset = AT(default_class)},
    {.name = "theme", .offset = AT(theme)},
    {.name = "notice", .kind = KEY_LABEL, .offset = AT(notice)},
};

static void add_languages(struct reading *reading, const struct strings *list)
{
	struct portal *portal = &reading->model->portal;
	for (size_t i = 0; i < list->count; i++) {
		enum lang lang;
		bool known = strlen(list->items[i]) == 2 && lang_parse(list->items[i], &lang);
		bool twice = false;
		for (size_t j = 0; known && j < portal->language_count; j++)
			twice |= portal->languages[j] == lang;
		if (!known)
			diag_add(reading->diags, list->places[i], &RULE_E624, list->items[i], (char *)NULL);
		else if (twice)
			diag_add(reading->diags, list->places[i], &RULE_E219, "languages", list->items[i],
				 (char *)NULL);
		else
			portal->languages[portal->language_count++] = lang;
	}
	if (portal->language_count == 0)
		portal->languages[portal->language_count++] = LANG_ZH;
}

void portal_read(struct reading *reading)
{
	static const struct keys keys = KEYS(PORTAL);
	static const char file[] = "portal.yaml";
	struct portal_extra read = {.portal.place = {file, 1, 1}};
	struct text text;
	struct yaml *root = NULL;
	if (files_read_text(reading, file, (struct place){file, 0, 0}, &text))
		root = yaml_parse(reading, text.bytes, text.len, file, 1);
	if (root && root->kind != YAML_MAP)
		diag_add(reading->diags, root->place, &RULE_E118, file, (char *)NULL);
	else if (root)
		keys_fill(reading, root, &keys, &read, offsetof(struct portal_extra, portal.marks));
	reading->model->portal = read.portal;
	reading->model->portal.unread = !root;
	add_languages(reading, &read.languages);
}
