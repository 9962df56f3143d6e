#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/diag.h>
#include <headwater/utf8.h>

#define PRINT_BLOCK 65536

static const char *const severity_names[][LANG__MAX] = {
    [SEVERITY_WARNING] = {"警告", "warning"},
    [SEVERITY_ERROR] = {"错误", "error"},
};

void diags_init(struct diags *diags, struct arena *arena)
{
	*diags = (struct diags){.arena = arena};
}

static void push(struct diags *diags, const struct diagnostic *diagnostic)
{
	*ARENA_PUSH(diags->arena, diags->items, diags->count, diags->capacity) = *diagnostic;
	if (diagnostic->rule->severity == SEVERITY_ERROR)
		diags->error_count++;
	else
		diags->warning_count++;
}

void diag_add(struct diags *diags, struct place place, const struct rule *rule, ...)
{
	va_list args;
	size_t count = 0, capacity = 0;
	const char **values = NULL;
	va_start(args, rule);
	for (const char *value; (value = va_arg(args, const char *));)
		*ARENA_PUSH(diags->arena, values, count, capacity) = arena_string(diags->arena, value);
	va_end(args);
	if (place.file)
		place.file = arena_string(diags->arena, place.file);
	push(diags, &(struct diagnostic){.place = place, .rule = rule, .values = values, .value_count = count});
}

void diags_repeat(struct diags *diags, const struct diagnostic *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		push(diags, &items[i]);
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_numbers(int a, int b)
{
	return (a > b) - (a < b);
}

static int compare(const void *left, const void *right)
{
	const struct diagnostic *a = left, *b = right;
	int order = compare_texts(a->place.file, b->place.file);
	if (!order)
		order = compare_numbers(a->place.line, b->place.line);
	if (!order)
		order = compare_numbers(a->place.column, b->place.column);
	if (!order)
		order = strcmp(a->rule->code, b->rule->code);
	for (size_t i = 0; !order && i < a->value_count && i < b->value_count; i++)
		order = strcmp(a->values[i], b->values[i]);
	return order;
}

void diags_sort(struct diags *diags)
{
	if (diags->count > 1)
		qsort(diags->items, diags->count, sizeof *diags->items, compare);
}

const char *diag_sentence(const struct diagnostic *diagnostic, enum lang lang, struct arena *arena)
{
	struct buf out;
	buf_init(&out, BUF_MAX_DEFAULT);
	for (const char *p = label_text(&diagnostic->rule->sentence, lang, NULL); *p;) {
		bool place = p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}';
		size_t index = place ? (size_t)(p[1] - '0') : 0, len = place ? 3 : 1 + strcspn(p + 1, "{");
		if (!place)
			buf_add(&out, p, len);
		else if (index < diagnostic->value_count)
			buf_str(&out, diagnostic->values[index]);
		p += len;
	}
	const char *sentence = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return sentence;
}

/* What to do stands once, behind the last of neighbours that break the same rule. */
static void put_help(const struct diags *diags, size_t i, enum lang lang, struct buf *out)
{
	const struct rule *rule = diags->items[i].rule;
	const char *help = label_text(&rule->help, lang, NULL);
	if (*help && (i + 1 == diags->count || diags->items[i + 1].rule != rule))
		buf_printf(out, "    %s%s\n", lang == LANG_ZH ? "改法：" : "To do: ", help);
}

/* File names and values come from outside: what a terminal would obey, and what is not UTF-8, is shown as "?". */
static void put_text(const char *text, struct buf *out)
{
	size_t len = strlen(text), put = 0;
	for (size_t at = 0; at < len;) {
		size_t here = at;
		uint32_t code = utf8_next(text, len, &at);
		if (code != UTF8_BAD && code >= 0x20 && (code < 0x7f || code >= 0xa0))
			continue;
		buf_add(out, text + put, here - put);
		buf_byte(out, '?');
		put = at;
	}
	buf_add(out, text + put, len - put);
}

static void put_diagnostic(const struct diagnostic *d, enum lang lang, struct arena *arena, struct buf *out)
{
	put_text(d->place.file ? d->place.file : "-", out);
	buf_byte(out, ':');
	if (d->place.line > 0)
		buf_printf(out, "%d:", d->place.line);
	if (d->place.line > 0 && d->place.column > 0)
		buf_printf(out, "%d:", d->place.column);
	buf_printf(out, " %s %s: ", severity_names[d->rule->severity][lang], d->rule->code);
	put_text(diag_sentence(d, lang, arena), out);
	buf_byte(out, '\n');
}

/* Tens of thousands are told in blocks: a stream without a buffer (stderr) takes each piece as a write of its own. */
void diags_print(const struct diags *diags, enum lang lang, FILE *out)
{
	struct arena *arena = arena_new();
	struct buf block;
	buf_init(&block, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < diags->count; i++) {
		put_diagnostic(&diags->items[i], lang, arena, &block);
		put_help(diags, i, lang, &block);
		if (block.len < PRINT_BLOCK && i + 1 < diags->count)
			continue;
		fwrite(block.bytes, 1, block.len, out);
		buf_reset(&block);
		arena_reset(arena);
	}
	buf_free(&block);
	arena_free(arena);
}
