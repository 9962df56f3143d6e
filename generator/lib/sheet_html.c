/* sheet_html.c -- what a running stylesheet puts out: HTML, the value of an attribute, or the text of a variable. */
#include "sheet_run.h"

#include <string.h>
#include <strings.h>

#define COPY_DEPTH_MAX 200
#define NAME_MAX_BYTES 64

static const struct span escapes[256] = {
    ['&'] = {"&amp;", 5}, ['<'] = {"&lt;", 4}, ['>'] = {"&gt;", 4}, ['"'] = {"&quot;", 6}};

/* ---- bytes ---- */

static inline void add(struct buf *out, const char *bytes, size_t len)
{
	if (out->overflow || out->capacity - out->len <= len) {
		buf_add(out, bytes, len);
		return;
	}
	memcpy(out->bytes + out->len, bytes, len);
	out->len += len;
}

/* Where a byte must be escaped. */
enum { IN_ATTRIBUTE = 1, IN_TEXT = 2 };

static const unsigned char special[256] = {['&'] = IN_ATTRIBUTE | IN_TEXT,
					   ['<'] = IN_ATTRIBUTE | IN_TEXT,
					   ['>'] = IN_ATTRIBUTE | IN_TEXT,
					   ['"'] = IN_ATTRIBUTE};

static void add_escaped(struct buf *out, struct span text, unsigned char where)
{
	const unsigned char *at = (const unsigned char *)text.ptr, *end = at + text.len;
	for (const unsigned char *start = at;; start = ++at) {
		while (at < end && !(special[*at] & where))
			at++;
		add(out, (const char *)start, (size_t)(at - start));
		if (at == end)
			return;
		add(out, escapes[*at].ptr, escapes[*at].len);
	}
}

/* ---- names ---- */

static bool is_one_of(struct span name, const char *const *names)
{
	for (; *names; names++)
		if (**names == *name.ptr && span_is(name, *names))
			return true;
	return false;
}

bool html_is_void(struct span name)
{
	static const char *const names[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
					    "input", "link", "meta", "source", "track", "wbr", NULL};
	return is_one_of(name, names);
}

bool html_is_raw(struct span name)
{
	static const char *const names[] = {"script", "style", NULL};
	return is_one_of(name, names);
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool html_is_name(struct span name)
{
	if (name.len == 0 || name.len >= NAME_MAX_BYTES || !is_letter(name.ptr[0]))
		return false;
	for (size_t i = 1; i < name.len; i++)
		if (!is_letter(name.ptr[i]) && !(name.ptr[i] >= '0' && name.ptr[i] <= '9') && name.ptr[i] != '-' &&
		    name.ptr[i] != '.')
			return false;
	return true;
}

/* ---- the page ---- */

/* Ends an open start tag before content; false when there may be none here. */
static bool settle(struct run *run)
{
	struct writer *writer = &run->writer;
	if (writer->state == WRITER_OUTSIDE || writer->tag_is_void) {
		run_refuse(run);
		return false;
	}
	add(writer->out, ">", 1);
	writer->state = WRITER_READY;
	return true;
}

static inline bool ready(struct run *run)
{
	return run->writer.state == WRITER_READY || settle(run);
}

void write_text(struct run *run, struct span text)
{
	struct writer *writer = &run->writer;
	if (text.len == 0)
		return;
	if (writer->mode == WRITE_TEXT) {
		add(writer->out, text.ptr, text.len);
	} else if (writer->mode == WRITE_ATTRIBUTE) {
		add_escaped(writer->out, text, IN_ATTRIBUTE);
	} else if (ready(run)) {
		add_escaped(writer->out, text, IN_TEXT);
	}
}

void write_constant(struct run *run, const struct op *op)
{
	if (run->writer.mode == WRITE_HTML) {
		if (ready(run))
			add(run->writer.out, op->html.ptr, op->html.len);
	} else if (op->tagged) {
		run_refuse(run);
	} else {
		write_text(run, op->text);
	}
}

void write_tag_value(struct run *run, struct span text)
{
	add_escaped(run->writer.out, text, IN_ATTRIBUTE);
}

void write_open(struct run *run, struct span name, bool is_void)
{
	struct writer *writer = &run->writer;
	if (writer->mode != WRITE_HTML) {
		run_refuse(run);
		return;
	}
	if (!ready(run))
		return;
	add(writer->out, "<", 1);
	add(writer->out, name.ptr, name.len);
	writer->state = WRITER_IN_TAG;
	writer->tag_is_void = is_void;
	run->attribute_count = 0;
}

void write_close(struct run *run, struct span name)
{
	struct writer *writer = &run->writer;
	if (run->end != RUN_GOES_ON)
		return;
	if (writer->state == WRITER_IN_TAG) {
		add(writer->out, ">", 1);
		writer->state = WRITER_READY;
		if (writer->tag_is_void) {
			writer->tag_is_void = false;
			return;
		}
	}
	add(writer->out, "</", 2);
	add(writer->out, name.ptr, name.len);
	add(writer->out, ">", 1);
}

/* A repeated attribute would take the place of the first: that is left to the reference engine. */
bool write_attribute_begin(struct run *run, struct span name)
{
	struct writer *writer = &run->writer;
	bool fits = writer->mode == WRITE_HTML && writer->state == WRITER_IN_TAG &&
		    run->attribute_count < TAG_MAX_ATTRIBUTES && !span_is(name, "splice");
	for (size_t i = 0; fits && i < run->attribute_count; i++)
		fits = !span_equal(run->attributes[i], name);
	if (!fits) {
		run_refuse(run);
		return false;
	}
	run->attributes[run->attribute_count++] = name;
	add(writer->out, " ", 1);
	add(writer->out, name.ptr, name.len);
	add(writer->out, "=\"", 2);
	writer->mode = WRITE_ATTRIBUTE;
	return true;
}

void write_attribute_end(struct run *run)
{
	run->writer.mode = WRITE_HTML;
	add(run->writer.out, "\"", 1);
}

/* ---- copies ---- */

static const struct node *splice_of(const struct run *run, const struct node *element)
{
	return node_find_attr(element, run->name_splice);
}

static void write_splice(struct run *run, struct span digits)
{
	size_t number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		bool is_digit = digits.ptr[i] >= '0' && digits.ptr[i] <= '9' && i < 9;
		number = is_digit ? number * 10 + (size_t)(digits.ptr[i] - '0') : SIZE_MAX / 20;
	}
	if (digits.len == 0 || number >= run->doc->splice_count) {
		run_refuse(run);
		return;
	}
	if (ready(run))
		add(run->writer.out, run->doc->splices[number].bytes, run->doc->splices[number].len);
}

static void copy_attribute(struct run *run, const struct node *attr)
{
	struct span name = span_of(run->doc->names[attr->name]);
	if (!html_is_name(name)) {
		run_refuse(run);
		return;
	}
	if (write_attribute_begin(run, name)) {
		write_text(run, attr->text);
		write_attribute_end(run);
	}
}

static void copy_element(struct run *run, const struct node *element, size_t depth);

static void copy_children(struct run *run, const struct node *element, size_t depth)
{
	for (const struct node *child = element->first; child && run_spend(run, 1); child = child->next) {
		if (child->kind == NODE_ELEMENT)
			copy_element(run, child, depth + 1);
		else if (!node_is_stripped(run, child))
			write_text(run, child->text);
	}
}

static void copy_element(struct run *run, const struct node *element, size_t depth)
{
	const struct node *splice = splice_of(run, element);
	if (splice) {
		write_splice(run, splice->text);
		return;
	}
	struct span name = span_of(run->doc->names[element->name]);
	if (depth > COPY_DEPTH_MAX || !html_is_name(name) || html_is_raw(name)) {
		run_refuse(run);
		return;
	}
	write_open(run, name, html_is_void(name));
	for (const struct node *attr = element->attrs; attr; attr = attr->next)
		copy_attribute(run, attr);
	copy_children(run, element, depth);
	write_close(run, name);
}

void write_copy(struct run *run, const struct node *node, bool raw)
{
	bool is_splice = node->kind == NODE_ELEMENT && splice_of(run, node);
	if (run->writer.mode != WRITE_HTML || node->kind == NODE_ROOT || (raw && !is_splice)) {
		run_refuse(run);
		return;
	}
	if (node->kind == NODE_ATTR)
		copy_attribute(run, node);
	else if (node->kind == NODE_TEXT)
		write_text(run, node->text);
	else
		copy_element(run, node, 0);
}
