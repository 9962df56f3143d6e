/* check_portal.c -- portal.yaml. */
#include <stddef.h>
#include <string.h>

#include "checking.h"

static const struct needed_item {
	struct item_name name;
	size_t offset; /* of a const char * in struct portal */
} NEEDED[] = {
    {{"name", "门户名称", "portal name"}, offsetof(struct portal, name.text[LANG_ZH])},
    {{"description", "门户简介", "portal description"}, offsetof(struct portal, description.text[LANG_ZH])},
    {{"base_url", "门户网址", "portal address"}, offsetof(struct portal, base_url)},
    {{"region", "所在区划", "region"}, offsetof(struct portal, region)},
    {{"host", "主办单位", "host"}, offsetof(struct portal, host.text[LANG_ZH])},
    {{"undertaker", "承办单位", "undertaker"}, offsetof(struct portal, undertaker.text[LANG_ZH])},
    {{"licence", "默认许可", "default licence"}, offsetof(struct portal, licence)},
};

static bool digits_only(const char *text, size_t count)
{
	return strlen(text) >= count && strspn(text, "0123456789") >= count;
}

/* "…ICP备" digits "号" and, for one site of several, "-" digits. */
static bool icp_ok(const char *text)
{
	static const char mark[] = "ICP备", end[] = "号";
	const char *at = strstr(text, mark);
	if (!at || at == text)
		return false;
	at += sizeof mark - 1;
	size_t digits = strspn(at, "0123456789");
	if (digits < 6 || digits > 10 || strncmp(at + digits, end, sizeof end - 1) != 0)
		return false;
	at += digits + sizeof end - 1;
	return !*at || (at[0] == '-' && at[1] && at[1 + strspn(at + 1, "0123456789")] == '\0');
}

/* "…公网安备" an optional space, 14 digits, "号". */
static bool police_ok(const char *text)
{
	static const char mark[] = "公网安备";
	const char *at = strstr(text, mark);
	if (!at || at == text)
		return false;
	at += sizeof mark - 1;
	at += strspn(at, " ");
	return digits_only(at, 14) && strcmp(at + 14, "号") == 0;
}

static void check_registration(struct checking *checking)
{
	const struct portal *portal = &checking->model->portal;
	const struct {
		const char *key, *value;
		const struct rule *rule;
		bool ok;
	} forms[] = {
	    {"registration.site_code", portal->site_code, &RULE_E621,
	     portal->site_code && strlen(portal->site_code) == 10 && digits_only(portal->site_code, 10)},
	    {"registration.icp", portal->icp, &RULE_E622, portal->icp && icp_ok(portal->icp)},
	    {"registration.police", portal->police, &RULE_E623, portal->police && police_ok(portal->police)},
	};
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (forms[i].value && !forms[i].ok)
			diag_add(checking->diags, model_mark(&portal->marks, forms[i].key, portal->place),
				 forms[i].rule, forms[i].value, (char *)NULL);
}

static bool base_url_ok(const char *url)
{
	size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
	return scheme > 0 && url[scheme] && url[strlen(url) - 1] != '/' && !strpbrk(url, " \t<>\"?#");
}

void portal_check(struct checking *checking)
{
	static const struct item_name contact = {"contact", "联系电话或邮箱", "telephone or e-mail"};
	const struct portal *portal = &checking->model->portal;
	const struct marks *marks = &portal->marks;
	if (portal->unread)
		return;
	for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++) {
		const char *value = *(const char *const *)(const void *)((const char *)portal + NEEDED[i].offset);
		if (!value && !item_told(checking, marks, NEEDED[i].name.key))
			missing_tell(checking, model_mark(marks, NEEDED[i].name.key, portal->place), &NEEDED[i].name);
	}
	bool told = item_told(checking, marks, "contact.phone") || item_told(checking, marks, "contact.email");
	if (!portal->phone && !portal->email && !told)
		missing_tell(checking, model_mark(marks, "contact", portal->place), &contact);
	if (portal->base_url && !base_url_ok(portal->base_url))
		diag_add(checking->diags, model_mark(marks, "base_url", portal->place), &RULE_E620, portal->base_url,
			 (char *)NULL);
	region_code_check(checking, model_mark(marks, "region", portal->place), portal->region);
	term_check(checking, model_mark(marks, "licence", portal->place), "licence", "licences", portal->licence);
	term_check(checking, model_mark(marks, "default_class", portal->place), "default_class", "classes",
		   portal->default_class);
	email_check(checking, model_mark(marks, "contact.email", portal->place), "contact.email", portal->email);
	check_registration(checking);
}
