/* chrome.c -- what stands around every page, and the static files it points to. */
#include "chrome.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/hash.h>

#define ASSET_HASH_CHARS 12

/* ---- static files ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct asset *)a)->name, ((const struct asset *)b)->name);
}

static enum status read_asset(const char *path, struct arena *arena, struct asset *asset)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return STATUS_IO;
	struct buf bytes;
	buf_init(&bytes, BUF_MAX_DEFAULT);
	char block[65536];
	size_t n;
	while ((n = fread(block, 1, sizeof block, file)) > 0)
		buf_add(&bytes, block, n);
	bool ok = !ferror(file);
	fclose(file);
	asset->bytes = arena_copy(arena, bytes.bytes, bytes.len);
	asset->len = bytes.len;
	buf_free(&bytes);
	return ok ? STATUS_OK : STATUS_IO;
}

static void name_asset(struct asset *asset, struct arena *arena)
{
	char hex[SHA256_HEX_LEN + 1];
	sha256_hex(asset->bytes, asset->len, hex);
	const char *dot = strrchr(asset->name, '.');
	int stem = dot ? (int)(dot - asset->name) : (int)strlen(asset->name);
	asset->href =
	    arena_printf(arena, "/assets/%.*s.%.*s%s", stem, asset->name, ASSET_HASH_CHARS, hex, dot ? dot : "");
}

enum status assets_load(const char *templates_dir, struct arena *arena, struct assets *assets, const char **error)
{
	*assets = (struct assets){0};
	size_t capacity = 0;
	enum status status = STATUS_OK;
	const char *folder = arena_printf(arena, "%s/static", templates_dir);
	DIR *dir = opendir(folder);
	if (!dir) {
		*error = arena_printf(arena, "%s: %s", folder, strerror(errno));
		return STATUS_IO;
	}
	for (struct dirent *entry = readdir(dir); entry && status == STATUS_OK; entry = readdir(dir)) {
		if (entry->d_name[0] == '.')
			continue;
		struct asset *asset = ARENA_PUSH(arena, assets->items, assets->count, capacity);
		asset->name = arena_string(arena, entry->d_name);
		const char *path = arena_printf(arena, "%s/%s", folder, asset->name);
		status = read_asset(path, arena, asset);
		if (status == STATUS_OK)
			name_asset(asset, arena);
		else
			*error = arena_printf(arena, "%s: %s", path, strerror(errno));
	}
	closedir(dir);
	if (assets->count > 0)
		qsort(assets->items, assets->count, sizeof *assets->items, by_name);
	return status;
}

/* ---- the chrome ---- */

static const struct {
	const char *word, *path;
} navigation[] = {
    {"datasets", "/datasets/"}, {"themes", "/themes/"},         {"orgs", "/orgs/"},
    {"regions", "/regions/"},   {"archives", "/archives/"},     {"news", "/news/"},
    {"policies", "/policies/"}, {"developers", "/developers/"}, {"help", "/help/"},
};

const char *chrome_prefix(const struct model *model, enum lang lang)
{
	static const char *const prefixes[LANG__MAX] = {[LANG_ZH] = "/zh", [LANG_EN] = "/en"};
	return lang == model->portal.languages[0] ? "" : prefixes[lang];
}

static void add_href(struct node *node, const char *prefix, const char *path)
{
	node_attr_printf(node, "href", "%s%s", prefix, path);
}

static void add_languages(struct node *chrome, const struct model *model, enum lang lang)
{
	for (size_t i = 0; i < model->portal.language_count; i++) {
		enum lang other = model->portal.languages[i];
		struct node *node = node_add(chrome, "language");
		node_attr(node, "lang", lang_tag(other));
		node_attr(node, "prefix", chrome_prefix(model, other));
		if (other == lang)
			node_attr(node, "current", "yes");
	}
}

static void add_if(struct node *parent, const char *name, const char *text)
{
	if (text && *text)
		node_text(parent, name, text);
}

static void add_label_if(struct node *parent, const char *name, const struct label *label, enum lang lang)
{
	if (*label_text(label, lang, NULL))
		node_label(parent, name, label, lang);
}

static void add_footer(struct node *chrome, const struct portal *portal, enum lang lang)
{
	struct node *footer = node_add(chrome, "footer");
	add_label_if(footer, "host", &portal->host, lang);
	add_label_if(footer, "undertaker", &portal->undertaker, lang);
	add_if(footer, "phone", portal->phone);
	add_if(footer, "email", portal->email);
	struct label address = {.text = {[LANG_ZH] = portal->address}};
	add_label_if(footer, "address", &address, lang);
	add_if(footer, "site-code", portal->site_code);
	struct label icp = {.text = {[LANG_ZH] = portal->icp}}, police = {.text = {[LANG_ZH] = portal->police}};
	add_label_if(footer, "icp", &icp, lang);
	add_label_if(footer, "police", &police, lang);
	add_label_if(footer, "note", &portal->registration_note, lang);
}

void chrome_add(struct node *page, const struct model *model, const struct assets *assets, enum lang lang)
{
	const struct portal *portal = &model->portal;
	const char *prefix = chrome_prefix(model, lang);
	struct node *chrome = node_add(page, "chrome");
	node_attr(chrome, "prefix", prefix);
	node_attr(chrome, "base", portal->base_url);
	node_attr(chrome, "theme", portal->theme ? portal->theme : "lake");
	node_attr_printf(chrome, "home", "%s/", prefix);
	node_attr_printf(chrome, "search", "%s/search", prefix);
	node_label(chrome, "name", &portal->name, lang);
	bool short_form = *label_text(&portal->short_name, lang, NULL) != '\0';
	node_label(chrome, "short-name", short_form ? &portal->short_name : &portal->name, lang);
	add_label_if(chrome, "description", &portal->description, lang);
	add_label_if(chrome, "notice", &portal->notice, lang);
	add_languages(chrome, model, lang);
	for (size_t i = 0; i < sizeof navigation / sizeof navigation[0]; i++) {
		struct node *link = node_add(chrome, "nav");
		node_attr(link, "text", navigation[i].word);
		add_href(link, prefix, navigation[i].path);
	}
	for (size_t i = 0; i < assets->count; i++) {
		struct node *asset = node_add(chrome, "asset");
		node_attr(asset, "name", assets->items[i].name);
		node_attr(asset, "href", assets->items[i].href);
	}
	add_footer(chrome, portal, lang);
}
