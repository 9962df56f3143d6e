/* article.c -- articles/<section>/<id>.md. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "front_matter.h"
#include "keys.h"

#define AT(member) offsetof(struct article, member)

static const struct key ARTICLE[] = {
    {.name = "title", .offset = AT(title.text[LANG_ZH])},
    {.name = "title_en", .offset = AT(title.text[LANG_EN])},
    {.name = "date", .kind = KEY_DATE, .offset = AT(date)},
    {.name = "source", .offset = AT(source)},
    {.name = "document_number", .offset = AT(document_number)},
    {.name = "issuer", .offset = AT(issuer)},
    {.name = "effective", .kind = KEY_DATE, .offset = AT(effective)},
    {.name = "status", .offset = AT(status)},
    {.name = "summary", .offset = AT(summary)},
    {.name = "url", .offset = AT(url)},
    {.name = "order", .kind = KEY_INT, .offset = AT(order)},
};

static void read_article(struct reading *reading, enum section section, const char *folder, const char *name)
{
	static const struct keys keys = KEYS(ARTICLE);
	struct model *model = reading->model;
	const char *file = arena_printf(reading->arena, "%s/%s", folder, name);
	struct text text;
	struct front_matter front = {.body = ""};
	bool read = files_read_text(reading, file, (struct place){file, 0, 0}, &text);
	if (read)
		front_matter_parse(reading, file, text, &front);
	struct article *article =
	    ARENA_PUSH(reading->arena, model->articles, model->article_count, model->article_capacity);
	*article = (struct article){.place = {file, 1, 1}, .section = section, .unread = !front.items};
	article->id = arena_copy(reading->arena, name, strlen(name) - 3);
	article->body = front.body;
	article->body_len = front.body_len;
	article->body_line = front.body_line;
	if (!slug_is_valid(article->id))
		diag_add(reading->diags, (struct place){file, 0, 0}, &RULE_E206, article->id, (char *)NULL);
	if (front.items)
		keys_fill(reading, front.items, &keys, article, AT(marks));
}

static void read_section(struct reading *reading, enum section section)
{
	const char *folder = arena_printf(reading->arena, "articles/%s", section_name(section));
	struct entries entries;
	files_list(reading, folder, &entries);
	for (size_t i = 0; i < entries.count; i++) {
		const struct entry *entry = &entries.items[i];
		size_t len = strlen(entry->name);
		struct place place = {arena_printf(reading->arena, "%s/%s", folder, entry->name), 0, 0};
		if (entry->folder)
			diag_add(reading->diags, place, &RULE_E103, entry->name, (char *)NULL);
		else if (len <= 3 || strcmp(entry->name + len - 3, ".md") != 0)
			diag_add(reading->diags, place, &RULE_E107, entry->name, (char *)NULL);
		else
			read_article(reading, section, folder, entry->name);
	}
}

static int compare_articles(const void *a, const void *b)
{
	const struct article *x = a, *y = b;
	if (x->section != y->section)
		return (int)x->section - (int)y->section;
	if (x->order != y->order)
		return x->order - y->order;
	int order = strcmp(y->date.text ? y->date.text : "", x->date.text ? x->date.text : "");
	return order ? order : strcmp(x->id, y->id);
}

/* A folder beside the known ones is most likely a misspelt one: its articles would be missing without a word. */
static void check_sections(struct reading *reading)
{
	struct entries entries;
	files_list(reading, "articles", &entries);
	for (size_t i = 0; i < entries.count; i++) {
		const char *name = entries.items[i].name;
		bool known = false;
		for (int s = 0; s < SECTION__MAX; s++)
			known |= strcmp(section_name((enum section)s), name) == 0;
		if (!known)
			diag_add(reading->diags,
				 (struct place){arena_printf(reading->arena, "articles/%s", name), 0, 0}, &RULE_E114,
				 name, "news, policies, help, developers, about", (char *)NULL);
	}
}

void articles_read(struct reading *reading)
{
	struct model *model = reading->model;
	check_sections(reading);
	for (int section = 0; section < SECTION__MAX; section++)
		read_section(reading, (enum section)section);
	if (model->article_count > 0)
		qsort(model->articles, model->article_count, sizeof *model->articles, compare_articles);
}
