#include "member.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/hash.h>

#include "manifest.h"
#include "text.h"

static void add_file(struct member_list *list, const char *folder, const char *path, struct output *output)
{
	struct file_facts facts;
	const char *inside = strchr(path, '/'); /* datasets/<id>/… */
	if (!output_facts(output, path, &facts))
		return;
	inside = strchr(inside + 1, '/');
	struct member member = {.name = arena_printf(list->arena, "%s%s", folder, inside),
				.file = arena_string(list->arena, output_locate(output, path)),
				.size_bytes = facts.size_bytes};
	digest_hex(&facts.sha256, member.sha256);
	*ARENA_PUSH(list->arena, list->items, list->count, list->capacity) = member;
}

void member_add_text(struct member_list *list, const char *name, const char *bytes, size_t len)
{
	struct member member = {.name = name, .bytes = bytes, .size_bytes = len};
	sha256_hex(bytes, len, member.sha256);
	*ARENA_PUSH(list->arena, list->items, list->count, list->capacity) = member;
}

static void add_buf(struct member_list *list, const char *folder, const char *name, struct buf *text)
{
	member_add_text(list, arena_printf(list->arena, "%s/%s", folder, name),
			arena_copy(list->arena, text->bytes, text->len), text->len);
	buf_reset(text);
}

void member_add_dataset(struct member_list *list, const struct model *model, const struct dataset *dataset,
			const char *folder, struct output *output)
{
	static const char *const papers[] = {"metadata.json", "metadata.xml", "datapackage.json", "dictionary.csv"};
	struct buf text;
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		for (size_t k = 0; k < resource->download_count; k++)
			add_file(list, folder, resource->downloads[k].path, output);
	}
	for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++)
		add_file(list, folder, arena_printf(list->arena, "datasets/%s/%s", dataset->id, papers[i]), output);
	buf_init(&text, BUF_MAX_DEFAULT);
	text_licence(model, dataset, &text);
	add_buf(list, folder, "LICENCE.txt", &text);
	text_readme(model, dataset, &text);
	add_buf(list, folder, "README.txt", &text);
	buf_free(&text);
}

static int compare_names(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	return strcmp(a->name, b->name);
}

static void sort(struct member_list *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof *list->items, compare_names);
}

void member_seal(struct member_list *list)
{
	struct buf sums;
	size_t skip = strlen(list->top) + 1;
	buf_init(&sums, SIZE_MAX / 2);
	sort(list);
	for (size_t i = 0; i < list->count; i++) {
		assert(strncmp(list->items[i].name, list->top, skip - 1) == 0 && list->items[i].name[skip - 1] == '/');
		buf_printf(&sums, "%s  %s\n", list->items[i].sha256, list->items[i].name + skip);
	}
	add_buf(list, list->top, "manifest-sha256.txt", &sums);
	buf_free(&sums);
	sort(list);
}
