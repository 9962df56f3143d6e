#include "atom.h"

#include <string.h>

#include "catalog_text.h"
#include "urls.h"

void atom_element(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "<%s>", name);
	buf_xml(out, text, strlen(text));
	buf_printf(out, "</%s>\n", name);
}

void atom_attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	buf_xml(out, value, strlen(value));
	buf_byte(out, '"');
}

void atom_link(struct buf *out, const char *rel, const char *type, const char *href)
{
	buf_str(out, "<link");
	atom_attribute(out, "rel", rel);
	atom_attribute(out, "type", type);
	atom_attribute(out, "href", href);
	buf_str(out, "/>\n");
}

void atom_author(struct buf *out, const char *name, const char *email)
{
	buf_str(out, "<author>");
	atom_element(out, "name", name);
	if (email && email[0])
		atom_element(out, "email", email);
	buf_str(out, "</author>\n");
}

void atom_begin(const struct model *model, const struct atom_head *head, struct buf *out)
{
	const struct portal *portal = &model->portal;
	struct arena *arena = arena_new();

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
	atom_attribute(out, "xml:lang", lang_tag(LANG_ZH));
	buf_str(out, ">\n");
	atom_element(out, "id", url_file(model, arena, head->path));
	atom_element(out, "title", head->title);
	atom_element(out, "updated", catalog_instant(arena, &head->updated));
	atom_link(out, "self", "application/atom+xml", url_file(model, arena, head->path));
	atom_link(out, "alternate", "text/html", url_file(model, arena, head->page));
	atom_author(out, label_text(&portal->host, LANG_ZH, NULL), portal->email);
	arena_free(arena);
}

void atom_end(struct buf *out)
{
	buf_str(out, "</feed>\n");
}
