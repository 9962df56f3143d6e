/* sheet.c -- a stylesheet with what it includes, as one program. */
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "sheet_program.h"

#define INCLUDE_DEPTH_MAX 16
#define FILES_MAX 200
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
#define NAMES_MAX 10000

/* ---- sets ---- */

void sheet_set_init(struct sheet_set *set, const struct render_source *sources, size_t count,
		    const struct text_catalogue *catalogues)
{
	*set = (struct sheet_set){sources, count, catalogues, memory_alloc((count + 1) * sizeof *set->trees)};
	memset(set->trees, 0, (count + 1) * sizeof *set->trees);
}

void sheet_set_free(struct sheet_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		xmlFreeDoc(set->trees[i]);
	free(set->trees);
	*set = (struct sheet_set){0};
}

static xmlDoc *find_tree(struct sheet_set *set, const char *name)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct render_source *source = &set->sources[i];
		if (strcmp(source->name, name) != 0)
			continue;
		if (!set->trees[i])
			set->trees[i] =
			    xmlReadMemory(source->bytes, (int)source->len, source->name, NULL, PARSE_OPTIONS);
		xmlDoc *tree = set->trees[i];
		return tree && !tree->intSubset && !tree->extSubset ? tree : NULL;
	}
	return NULL;
}

/* ---- XSLT as libxml2 sees it ---- */

bool xsl_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns && strcmp((const char *)node->name, name) == 0 &&
	       strcmp((const char *)node->ns->href, XSL_NAMESPACE) == 0;
}

const char *xsl_attribute(struct arena *arena, const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp((xmlNode *)node, BAD_CAST name);
	const char *kept = value ? arena_string(arena, (const char *)value) : NULL;
	xmlFree(value);
	return kept;
}

bool xsl_only(const xmlNode *node, const char *const *names)
{
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
		bool known = false;
		for (const char *const *name = names; *name; name++)
			known = known || (!attr->ns && strcmp((const char *)attr->name, *name) == 0);
		if (!known)
			return false;
	}
	return true;
}

/* ---- names and modes ---- */

uint32_t sheet_name(struct sheet *sheet, const char *name)
{
	for (size_t i = 0; i < sheet->name_count; i++)
		if (strcmp(sheet->names[i], name) == 0)
			return (uint32_t)i;
	*ARENA_PUSH(sheet->arena, sheet->names, sheet->name_count, sheet->name_capacity) =
	    arena_string(sheet->arena, name);
	return (uint32_t)sheet->name_count - 1;
}

size_t sheet_mode(struct sheet *sheet, const char *name)
{
	for (size_t i = 0; i < sheet->mode_count; i++) {
		const char *known = sheet->modes[i].name;
		if (known == name || (known && name && strcmp(known, name) == 0))
			return i;
	}
	*ARENA_PUSH(sheet->arena, sheet->modes, sheet->mode_count, sheet->mode_capacity) = (struct mode){.name = name};
	return sheet->mode_count - 1;
}

/* ---- files ---- */

struct loader {
	struct sheet_set *set;
	struct sheet *sheet;
	size_t precedence; /* of the file at hand; imported files come before their importers */
	unsigned depth, files;
};

static bool load(struct loader *loader, const char *name, bool included);

/* "../part/x.xsl" as seen from "page/y.xsl" is "part/x.xsl"; NULL when it leaves the set. */
static const char *resolve(struct arena *arena, const char *from, const char *href)
{
	const char *slash = strrchr(from, '/');
	size_t len = slash ? (size_t)(slash - from + 1) : 0;
	while (strncmp(href, "../", 3) == 0) {
		if (len == 0)
			return NULL;
		href += 3;
		do
			len--;
		while (len > 0 && from[len - 1] != '/');
	}
	return arena_printf(arena, "%s%s", arena_copy(arena, from, len), href);
}

static bool load_other(struct loader *loader, const xmlNode *node, const char *name)
{
	static const char *const names[] = {"href", NULL};
	struct arena *arena = loader->sheet->arena;
	const char *href = xsl_attribute(arena, node, "href");
	const char *other = href && xsl_only(node, names) ? resolve(arena, name, href) : NULL;
	return other && load(loader, other, xsl_is(node, "include"));
}

static bool add_template(struct loader *loader, const xmlNode *node)
{
	static const char *const names[] = {"match", "name", "mode", "priority", NULL};
	struct sheet *sheet = loader->sheet;
	struct template *template = arena_alloc(sheet->arena, sizeof *template);
	template->source = node;
	template->name = xsl_attribute(sheet->arena, node, "name");
	template->precedence = loader->precedence;
	*ARENA_PUSH(sheet->arena, sheet->templates, sheet->template_count, sheet->template_capacity) = template;
	if (!xsl_only(node, names))
		return false;
	if (!xmlHasProp((xmlNode *)node, BAD_CAST "match"))
		return template->name && !xmlHasProp((xmlNode *)node, BAD_CAST "mode");
	return rules_add(sheet, template, xsl_attribute(sheet->arena, node, "mode"),
			 xsl_attribute(sheet->arena, node, "priority"));
}

static bool add_global(struct loader *loader, const xmlNode *node)
{
	struct sheet *sheet = loader->sheet;
	const char *name = xsl_attribute(sheet->arena, node, "name");
	for (const struct variable *known = sheet->global_names; known; known = known->before)
		if (name && strcmp(known->name, name) == 0)
			return false;
	struct global *global = ARENA_PUSH(sheet->arena, sheet->globals, sheet->global_count, sheet->global_capacity);
	*global = (struct global){.name = name, .source = node};
	if (!name || !body_compile_global(sheet, global))
		return false;
	struct variable *variable = arena_alloc(sheet->arena, sizeof *variable);
	*variable = (struct variable){name, true, sheet->global_count - 1, sheet->global_names};
	sheet->global_names = variable;
	return true;
}

static bool add_strip_space(struct loader *loader, const xmlNode *node)
{
	static const char *const names[] = {"elements", NULL};
	const char *elements = xsl_attribute(loader->sheet->arena, node, "elements");
	loader->sheet->strips = true;
	return elements && strcmp(elements, "*") == 0 && xsl_only(node, names);
}

static bool load_top(struct loader *loader, const xmlNode *node, const char *name, bool included)
{
	if (node->type == XML_COMMENT_NODE || xmlIsBlankNode(node))
		return true;
	if (xsl_is(node, "include"))
		return load_other(loader, node, name);
	if (xsl_is(node, "import"))
		return !included && load_other(loader, node, name);
	if (xsl_is(node, "template"))
		return add_template(loader, node);
	if (xsl_is(node, "variable"))
		return add_global(loader, node);
	return xsl_is(node, "strip-space") && add_strip_space(loader, node);
}

/* What comes in by imports gets a precedence below that of the file. */
static bool load_list(struct loader *loader, const xmlNode *root, const char *name, bool included)
{
	const xmlNode *node = root->children;
	while (node && (node->type == XML_COMMENT_NODE || xmlIsBlankNode(node) || xsl_is(node, "import"))) {
		if (!load_top(loader, node, name, included))
			return false;
		node = node->next;
	}
	loader->precedence += !included;
	for (; node; node = node->next)
		if (xsl_is(node, "import") || !load_top(loader, node, name, included))
			return false;
	return true;
}

static bool load(struct loader *loader, const char *name, bool included)
{
	xmlDoc *tree = find_tree(loader->set, name);
	const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
	if (!root || (!xsl_is(root, "stylesheet") && !xsl_is(root, "transform")))
		return false;
	const char *version = xsl_attribute(loader->sheet->arena, root, "version");
	static const char *const names[] = {"version", "exclude-result-prefixes", "extension-element-prefixes", NULL};
	if (!version || strcmp(version, "1.0") != 0 || !xsl_only(root, names))
		return false;
	if (++loader->depth > INCLUDE_DEPTH_MAX || ++loader->files > FILES_MAX)
		return false;
	bool good = load_list(loader, root, name, included);
	loader->depth--;
	return good;
}

/* ---- programs ---- */

/* That of the highest precedence. */
const struct template *sheet_find_template(const struct sheet *sheet, const char *name)
{
	const struct template *found = NULL;
	for (size_t i = 0; i < sheet->template_count; i++) {
		const struct template *template = sheet->templates[i];
		if (template->name && strcmp(template->name, name) == 0 &&
		    (!found || template->precedence >= found->precedence))
			found = template;
	}
	return found;
}

/* Two of one name and one precedence are an error. */
static bool names_are_unique(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->template_count; i++)
		for (size_t j = i + 1; j < sheet->template_count; j++) {
			const struct template *a = sheet->templates[i], *b = sheet->templates[j];
			if (a->name && b->name && a->precedence == b->precedence && strcmp(a->name, b->name) == 0)
				return false;
		}
	return true;
}

const struct sheet *sheet_compile(struct sheet_set *set, const char *name, struct arena *arena)
{
	struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
	sheet->arena = arena;
	sheet->catalogues = set->catalogues;
	sheet_mode(sheet, NULL); /* mode 0 is that without a name */
	struct loader loader = {.set = set, .sheet = sheet};
	bool good = load(&loader, name, false) && names_are_unique(sheet);
	for (size_t i = 0; good && i < sheet->template_count; i++)
		good = body_compile_template(sheet, sheet->templates[i]) && sheet->name_count <= NAMES_MAX;
	if (!good)
		return NULL;
	rules_finish(sheet);
	return sheet;
}

void sheet_engine_init(struct sheet_engine *engine, size_t page_max_bytes)
{
	scratch_init(&engine->scratch);
	buf_init(&engine->html, page_max_bytes);
	buf_init(&engine->text, page_max_bytes);
}

void sheet_engine_free(struct sheet_engine *engine)
{
	scratch_free(&engine->scratch);
	buf_free(&engine->html);
	buf_free(&engine->text);
}
