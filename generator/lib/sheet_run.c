/* sheet_run.c -- running the instructions of a compiled stylesheet over a document. */
#include "sheet_run.h"

#include <string.h>

#include "sheet.h"

/* Bodies inside bodies, those of called templates too: what is deeper may be an endless call. */
#define DEPTH_MAX 1500

/* ---- variables ---- */

/* The text that a body makes, in scratch memory. */
static struct value fragment(struct run *run, const struct op *body)
{
	struct writer outer = run->writer;
	size_t start = run->text->len;
	run->writer = (struct writer){.out = run->text, .mode = WRITE_TEXT, .state = WRITER_READY};
	run_block(run, body);
	run->writer = outer;
	size_t len = run->text->len - start;
	char *bytes = scratch_take(run->scratch, len + 1);
	memcpy(bytes, run->text->bytes + start, len);
	run->text->len = start;
	if (buf_overflowed(run->text))
		run_refuse(run);
	return (struct value){.type = VALUE_FRAGMENT, .string = {bytes, len}};
}

static struct value content(struct run *run, const struct expr *expr, const struct op *body)
{
	if (expr)
		return expr_value(run, expr);
	if (body)
		return fragment(run, body);
	return (struct value){.type = VALUE_STRING, .string = {"", 0}};
}

static struct value *take_slots(struct run *run, size_t count)
{
	struct value *slots = scratch_take(run->scratch, count * sizeof *slots);
	for (size_t i = 0; i < count; i++)
		slots[i] = (struct value){.type = VALUE_STRING, .string = {"", 0}};
	return slots;
}

/* In their order: a global sees those before it. */
static void evaluate_globals(struct run *run)
{
	run->globals = take_slots(run, run->sheet->global_count);
	run->focus = (struct focus){&run->doc->root, 1, 1};
	for (size_t i = 0; i < run->sheet->global_count; i++) {
		const struct global *global = &run->sheet->globals[i];
		run->slots = take_slots(run, global->slot_count);
		run->globals[i] = content(run, global->expr, global->body);
	}
}

/* ---- templates ---- */

struct call {
	const struct given *given;
	size_t count;
};

/* Evaluates what an instruction gives along, in the frame of the caller. */
static struct call give(struct run *run, const struct op *op)
{
	struct call call = {0};
	size_t count = 0;
	for (const struct op *given = op->given; given; given = given->next)
		count++;
	if (count == 0)
		return call;
	struct given *values = scratch_take(run->scratch, count * sizeof *values);
	for (const struct op *given = op->given; given; given = given->next)
		values[call.count++] = (struct given){given->parameter, content(run, given->expr, given->body)};
	call.given = values;
	return call;
}

static void run_template(struct run *run, const struct template *template, struct call call)
{
	struct scratch_mark mark = scratch_mark(run->scratch);
	struct value *slots = run->slots;
	struct call outer = {run->given, run->given_count};
	run->slots = take_slots(run, template->slot_count);
	run->given = call.given;
	run->given_count = call.count;
	run_block(run, template->body);
	run->slots = slots;
	run->given = outer.given;
	run->given_count = outer.count;
	scratch_release(run->scratch, mark);
}

static void apply_to_children(struct run *run, size_t mode, struct call call);

static void apply_to(struct run *run, size_t mode, struct call call)
{
	const struct node *node = run->focus.node;
	const struct template *template = rules_find(run, mode, node);
	if (template)
		run_template(run, template, call);
	else if (node->kind == NODE_TEXT || node->kind == NODE_ATTR)
		write_text(run, node->text);
	else
		apply_to_children(run, mode, call);
}

static void apply_to_children(struct run *run, size_t mode, struct call call)
{
	struct focus outer = run->focus;
	const struct node *first =
	    outer.node->kind == NODE_TEXT || outer.node->kind == NODE_ATTR ? NULL : outer.node->first;
	struct focus focus = {NULL, 0, 0};
	for (const struct node *node = first; node; node = node->next)
		focus.size += !node_is_stripped(run, node);
	if (++run->depth > DEPTH_MAX)
		run_refuse(run);
	for (const struct node *node = first; node && run_spend(run, 2); node = node->next) {
		if (node_is_stripped(run, node))
			continue;
		focus.node = node;
		focus.position++;
		run->focus = focus;
		apply_to(run, mode, call);
	}
	run->depth--;
	run->focus = outer;
}

static void run_apply(struct run *run, const struct op *op)
{
	struct call call = give(run, op);
	if (!op->expr) {
		apply_to_children(run, op->mode, call);
		return;
	}
	struct nodes nodes = expr_nodes(run, op->expr);
	struct focus outer = run->focus;
	for (size_t i = 0; i < nodes.count && run_spend(run, 1); i++) {
		run->focus = (struct focus){nodes.items[i], i + 1, nodes.count};
		apply_to(run, op->mode, call);
	}
	run->focus = outer;
}

static void run_each(struct run *run, const struct op *op)
{
	struct nodes nodes = expr_nodes(run, op->expr);
	struct focus outer = run->focus;
	for (size_t i = 0; i < nodes.count && run_spend(run, 1); i++) {
		run->focus = (struct focus){nodes.items[i], i + 1, nodes.count};
		run_block(run, op->body);
	}
	run->focus = outer;
}

/* ---- pages ---- */

static const struct node *next_page(const struct run *run, const struct node *node)
{
	while (node && node->name != run->name_page)
		node = node->next;
	return node;
}

static void hand_over(struct run *run)
{
	const struct node *path = node_find_attr(run->page, run->name_path);
	if (!path || !run->page_made || run->html->len > run->html->max) {
		run_refuse(run);
		return;
	}
	char *name = scratch_take(run->scratch, path->text.len + 1);
	memcpy(name, path->text.ptr, path->text.len);
	name[path->text.len] = '\0';
	run->html->bytes[run->html->len] = '\0';
	run->status = run->sink(run->context, name, run->html->bytes, run->html->len);
	if (run->status != STATUS_OK)
		run->end = RUN_STOPPED;
	run->page_count++;
	run->page = next_page(run, run->page->next);
}

static void run_pages(struct run *run, const struct op *op)
{
	if (run->level != 0 || run->pages_made || run->writer.mode != WRITE_HTML) {
		run_refuse(run);
		return;
	}
	run->level = 1;
	run->page = next_page(run, run->doc->root.first->first);
	run_block(run, op->body);
	run->level = 0;
	run->pages_made = true;
	if (run->page)
		run_refuse(run);
}

static void run_page(struct run *run, const struct op *op)
{
	if (run->level != 1 || run->writer.mode != WRITE_HTML || !run->page) {
		run_refuse(run);
		return;
	}
	run->level = 2;
	run->page_made = false;
	run_block(run, op->body);
	run->level = 1;
	if (run->end == RUN_GOES_ON)
		hand_over(run);
}

static void run_html(struct run *run, const struct op *op)
{
	static const struct span name = {"html", 4};
	if (run->level != 2 || run->page_made || run->writer.mode != WRITE_HTML) {
		run_refuse(run);
		return;
	}
	run->level = 3;
	buf_reset(run->html);
	buf_str(run->html, "<!DOCTYPE html>\n");
	run->writer.state = WRITER_READY;
	write_open(run, name, false);
	run_block(run, op->body);
	write_close(run, name);
	buf_str(run->html, "\n");
	run->writer.state = WRITER_OUTSIDE;
	run->page_made = true;
	run->level = 2;
}

/* ---- instructions ---- */

static void run_attribute(struct run *run, const struct op *op)
{
	if (!write_attribute_begin(run, op->name))
		return;
	for (const struct part *part = op->parts; part; part = part->next)
		write_text(run, part->expr ? expr_string(run, part->expr) : part->text);
	run_block(run, op->body);
	write_attribute_end(run);
}

static void run_element(struct run *run, const struct op *op)
{
	char *bytes = scratch_take(run->scratch, 64);
	struct span name = {bytes, 0};
	for (const struct part *part = op->parts; part; part = part->next) {
		struct span text = part->expr ? expr_string(run, part->expr) : part->text;
		if (name.len + text.len > 64) {
			run_refuse(run);
			return;
		}
		memcpy(bytes + name.len, text.ptr, text.len);
		name.len += text.len;
	}
	if (!html_is_name(name) || html_is_raw(name) || span_is(name, "pages") || span_is(name, "page") ||
	    span_is(name, "html")) {
		run_refuse(run);
		return;
	}
	write_open(run, name, html_is_void(name));
	run_block(run, op->body);
	write_close(run, name);
}

static void run_choose(struct run *run, const struct op *op)
{
	for (const struct op *branch = op->body; branch; branch = branch->next) {
		if (branch->expr && !expr_truth(run, branch->expr))
			continue;
		run_block(run, branch->body);
		return;
	}
}

static void run_parameter(struct run *run, const struct op *op)
{
	for (size_t i = 0; i < run->given_count; i++)
		if (run->given[i].parameter == op->parameter) {
			run->slots[op->slot] = run->given[i].value;
			return;
		}
	run->slots[op->slot] = content(run, op->expr, op->body);
}

static void run_copy(struct run *run, const struct op *op)
{
	struct value value = expr_value(run, op->expr);
	if (value.type == VALUE_FRAGMENT || (value.type != VALUE_NODES && op->raw)) {
		run_refuse(run);
		return;
	}
	if (value.type != VALUE_NODES) {
		write_text(run, value_string(run, &value));
		return;
	}
	for (size_t i = 0; i < value.nodes.count && run->end == RUN_GOES_ON; i++)
		write_copy(run, value.nodes.items[i], op->raw);
}

static void run_op(struct run *run, const struct op *op)
{
	switch (op->kind) {
	case OP_CONSTANT:
		write_constant(run, op);
		return;
	case OP_VALUE:
		write_text(run, expr_string(run, op->expr));
		return;
	case OP_TAG_VALUE:
		write_tag_value(run, expr_string(run, op->expr));
		return;
	case OP_OPEN:
		write_open(run, op->name, op->is_void);
		return;
	case OP_CLOSE:
		write_close(run, op->name);
		return;
	case OP_ATTRIBUTE:
		run_attribute(run, op);
		return;
	case OP_ELEMENT:
		run_element(run, op);
		return;
	case OP_PAGES:
		run_pages(run, op);
		return;
	case OP_PAGE:
		run_page(run, op);
		return;
	case OP_HTML:
		run_html(run, op);
		return;
	case OP_IF:
		if (expr_truth(run, op->expr))
			run_block(run, op->body);
		return;
	case OP_CHOOSE:
		run_choose(run, op);
		return;
	case OP_EACH:
		run_each(run, op);
		return;
	case OP_APPLY:
		run_apply(run, op);
		return;
	case OP_CALL:
		run_template(run, op->template, give(run, op));
		return;
	case OP_VARIABLE:
		run->slots[op->slot] = content(run, op->expr, op->body);
		return;
	case OP_PARAMETER:
		run_parameter(run, op);
		return;
	case OP_COPY:
		run_copy(run, op);
		return;
	}
}

/* What is taken from scratch memory in a block goes with it. */
void run_block(struct run *run, const struct op *op)
{
	if (!op)
		return;
	if (++run->depth > DEPTH_MAX)
		run_refuse(run);
	struct scratch_mark mark = scratch_mark(run->scratch);
	for (; op && run_spend(run, 1); op = op->next)
		run_op(run, op);
	scratch_release(run->scratch, mark);
	run->depth--;
}

/* ---- runs ---- */

enum lang run_language(struct run *run)
{
	const struct node *page = run->focus.node;
	if (page->kind == NODE_ATTR)
		page = page->parent;
	while (page && page->name != run->name_page)
		page = page->parent;
	if (!page || page == run->text_page)
		return run->text_lang;
	const struct node *tag = node_find_attr(page, run->name_lang);
	char name[16];
	if (!tag || tag->text.len >= sizeof name)
		return run->text_lang;
	memcpy(name, tag->text.ptr, tag->text.len);
	name[tag->text.len] = '\0';
	if (lang_parse(name, &run->text_lang))
		run->text_page = page;
	return run->text_lang;
}

/* Both ways between the names of the sheet and those of the document. */
static void map_names(struct run *run)
{
	const struct sheet *sheet = run->sheet;
	const struct doc *doc = run->doc;
	uint32_t *names = scratch_take(run->scratch, (sheet->name_count + 1) * sizeof *names);
	uint32_t *known = scratch_take(run->scratch, (doc->name_count + 1) * sizeof *known);
	for (size_t i = 0; i < doc->name_count; i++)
		known[i] = NAME_UNKNOWN;
	for (size_t i = 0; i < sheet->name_count; i++) {
		names[i] = doc_find_name(doc, sheet->names[i]);
		if (names[i] != NAME_UNKNOWN)
			known[names[i]] = (uint32_t)i;
	}
	run->names = names;
	run->known = known;
	run->name_page = doc_find_name(doc, "page");
	run->name_lang = doc_find_name(doc, "lang");
	run->name_path = doc_find_name(doc, "path");
	run->name_splice = doc_find_name(doc, "splice");
}

bool sheet_run(struct sheet_engine *engine, const struct sheet *sheet, const struct doc *doc, struct sheet_job *job)
{
	struct run run = {.sheet = sheet,
			  .doc = doc,
			  .scratch = &engine->scratch,
			  .left = job->operations,
			  .html = &engine->html,
			  .text = &engine->text,
			  .sink = job->sink,
			  .context = job->context};
	struct scratch_mark mark = scratch_mark(run.scratch);
	run.writer = (struct writer){.out = run.html, .state = WRITER_OUTSIDE};
	buf_reset(run.text);
	map_names(&run);
	evaluate_globals(&run);
	apply_to(&run, 0, (struct call){0});
	scratch_release(run.scratch, mark);
	if (run.end == RUN_GOES_ON && !run.pages_made)
		run_refuse(&run);
	job->page_count = run.page_count;
	job->status = run.end == RUN_BUDGET ? STATUS_BUDGET : run.status;
	return run.end != RUN_REFUSED;
}
