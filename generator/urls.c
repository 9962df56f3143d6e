#include "urls.h"

#include <string.h>

#include <headwater/buf.h>

static const char *join(const struct model *model, struct arena *arena, const char *prefix, const char *path)
{
	struct buf buf;
	const char *url;

	buf_init(&buf, BUF_MAX_DEFAULT);
	buf_str(&buf, model->portal.base_url);
	buf_str(&buf, prefix);
	if (path[0] != '/')
		buf_byte(&buf, '/');
	buf_url_path(&buf, path);
	url = arena_copy(arena, buf.bytes, buf.len);
	buf_free(&buf);
	return url;
}

const char *url_file(const struct model *model, struct arena *arena, const char *path)
{
	return join(model, arena, "", path);
}

const char *url_page(const struct model *model, struct arena *arena, const char *path, enum lang lang)
{
	bool first = model->portal.language_count == 0 || model->portal.languages[0] == lang;

	return join(model, arena, first ? "" : arena_printf(arena, "/%s", lang_name(lang)), path);
}

const char *url_dataset(const struct model *model, struct arena *arena, const char *id)
{
	return join(model, arena, "/datasets", arena_printf(arena, "/%s/", id));
}

const char *url_org(const struct model *model, struct arena *arena, const struct org *org)
{
	return join(model, arena, "/orgs", arena_printf(arena, "/%s/", org->id));
}

const char *url_region(const struct model *model, struct arena *arena, const struct region *region)
{
	return join(model, arena, "/regions", arena_printf(arena, "/%s/", region->code));
}

const char *url_term(const struct model *model, struct arena *arena, const char *room, const struct term *term)
{
	const char *slug = term_extra(term, "slug");

	return join(model, arena, arena_printf(arena, "/%s", room),
		    arena_printf(arena, "/%s/", slug ? slug : term->code));
}
