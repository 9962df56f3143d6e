/* sheet_function.c -- the functions that expressions may call. */
#include "sheet_run.h"

#include <math.h>
#include <string.h>

#include <libxml/uri.h>

#define LIMIT 1e9 /* numbers beyond it as positions in a text are left to the reference engine */

static struct value string_value(struct span string)
{
	return (struct value){.type = VALUE_STRING, .string = string};
}

static struct value number_value(double number)
{
	return (struct value){.type = VALUE_NUMBER, .number = number};
}

static struct value truth_value(bool truth)
{
	return (struct value){.type = VALUE_TRUTH, .truth = truth};
}

static struct span argument(struct run *run, const struct expr *call, size_t number)
{
	return expr_string(run, call->call.arguments[number]);
}

/* The string of the only argument, or of the node at hand without one. */
static struct span argument_or_node(struct run *run, const struct expr *call)
{
	return call->call.count ? argument(run, call, 0) : node_string(run, run->focus.node);
}

/* NUL-terminated, for functions of libxml2. */
static const xmlChar *terminated(struct run *run, struct span string)
{
	char *copy = scratch_take(run->scratch, string.len + 1);
	memcpy(copy, string.ptr, string.len);
	copy[string.len] = '\0';
	return BAD_CAST copy;
}

/* ---- truth and numbers ---- */

static struct value call_true(struct run *run, const struct expr *call)
{
	(void)run, (void)call;
	return truth_value(true);
}

static struct value call_false(struct run *run, const struct expr *call)
{
	(void)run, (void)call;
	return truth_value(false);
}

static struct value call_not(struct run *run, const struct expr *call)
{
	return truth_value(!expr_truth(run, call->call.arguments[0]));
}

static struct value call_boolean(struct run *run, const struct expr *call)
{
	return truth_value(expr_truth(run, call->call.arguments[0]));
}

static struct value call_count(struct run *run, const struct expr *call)
{
	return number_value((double)expr_nodes(run, call->call.arguments[0]).count);
}

static struct value call_position(struct run *run, const struct expr *call)
{
	(void)call;
	return number_value((double)run->focus.position);
}

static struct value call_last(struct run *run, const struct expr *call)
{
	(void)call;
	return number_value((double)run->focus.size);
}

static struct value call_number(struct run *run, const struct expr *call)
{
	if (call->call.count)
		return number_value(expr_number(run, call->call.arguments[0]));
	return number_value(string_number(run, node_string(run, run->focus.node)));
}

/* ---- strings ---- */

static struct value call_string(struct run *run, const struct expr *call)
{
	return string_value(argument_or_node(run, call));
}

static struct value call_name(struct run *run, const struct expr *call)
{
	const struct node *node = run->focus.node;
	if (call->call.count) {
		struct nodes nodes = expr_nodes(run, call->call.arguments[0]);
		node = nodes.count ? nodes.items[0] : NULL;
	}
	return string_value(span_of(node && node->name != NAME_NONE ? run->doc->names[node->name] : ""));
}

static struct value call_concat(struct run *run, const struct expr *call)
{
	struct span parts[CALL_MAX_ARGUMENTS];
	size_t len = 0;
	for (size_t i = 0; i < call->call.count; i++) {
		parts[i] = argument(run, call, i);
		len += parts[i].len;
	}
	if (!run_spend(run, len / 8))
		return string_value((struct span){"", 0});
	char *bytes = scratch_take(run->scratch, len), *at = bytes;
	for (size_t i = 0; i < call->call.count; i++) {
		memcpy(at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return string_value((struct span){bytes, len});
}

/* Where `part` begins in `text`; NULL when it does not stand there. */
static const char *find(struct run *run, struct span text, struct span part)
{
	if (!run_spend(run, text.len / 16))
		return NULL;
	if (part.len == 0)
		return text.ptr;
	if (part.len > 4)
		return memmem(text.ptr, text.len, part.ptr, part.len);
	/* memmem prepares itself for long searches; most are for one character in a short text */
	const char *at = text.ptr, *end = text.ptr + text.len;
	while ((size_t)(end - at) >= part.len && (at = memchr(at, part.ptr[0], (size_t)(end - at)))) {
		if ((size_t)(end - at) >= part.len && memcmp(at, part.ptr, part.len) == 0)
			return at;
		at++;
	}
	return NULL;
}

static bool is_one_character(struct span text)
{
	if (text.len == 0 || text.len > 4)
		return false;
	for (size_t i = 1; i < text.len; i++)
		if (((unsigned char)text.ptr[i] & 0xc0) != 0x80)
			return false;
	return ((unsigned char)text.ptr[0] & 0xc0) != 0x80;
}

/* Whole documents are asked for single characters: most hold none that begins with its byte. */
static bool document_lacks(struct run *run, const struct expr *text, struct span part)
{
	return text->kind == EXPR_PATH && text->path.start == START_ROOT && is_one_character(part) &&
	       !doc_has_byte(run->doc, part.ptr[0]);
}

static struct value call_contains(struct run *run, const struct expr *call)
{
	struct span part = argument(run, call, 1);
	if (document_lacks(run, call->call.arguments[0], part))
		return truth_value(false);
	return truth_value(find(run, argument(run, call, 0), part) != NULL);
}

static struct value call_starts_with(struct run *run, const struct expr *call)
{
	struct span text = argument(run, call, 0), start = argument(run, call, 1);
	return truth_value(text.len >= start.len && memcmp(text.ptr, start.ptr, start.len) == 0);
}

static struct value call_substring_before(struct run *run, const struct expr *call)
{
	struct span text = argument(run, call, 0);
	const char *found = find(run, text, argument(run, call, 1));
	return string_value((struct span){text.ptr, found ? (size_t)(found - text.ptr) : 0});
}

static struct value call_substring_after(struct run *run, const struct expr *call)
{
	struct span text = argument(run, call, 0), part = argument(run, call, 1);
	const char *found = find(run, text, part);
	if (!found)
		return string_value((struct span){"", 0});
	const char *start = found + part.len;
	return string_value((struct span){start, (size_t)(text.ptr + text.len - start)});
}

static size_t character_length(const char *at, const char *end)
{
	const char *next = at + 1;
	while (next < end && ((unsigned char)*next & 0xc0) == 0x80)
		next++;
	return (size_t)(next - at);
}

static size_t count_characters(struct span text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

static struct value call_string_length(struct run *run, const struct expr *call)
{
	struct span text = argument_or_node(run, call);
	run_spend(run, text.len / 16);
	return number_value((double)count_characters(text));
}

/* Without the first `count` characters. */
static struct span skip_characters(struct span text, double count)
{
	const char *at = text.ptr, *end = text.ptr + text.len;
	for (; count > 0 && at < end; count--)
		at += character_length(at, end);
	return (struct span){at, (size_t)(end - at)};
}

static struct value call_substring(struct run *run, const struct expr *call)
{
	struct span text = argument(run, call, 0);
	double first = floor(expr_number(run, call->call.arguments[1]) + 0.5), beyond = LIMIT;
	if (call->call.count == 3)
		beyond = first + floor(expr_number(run, call->call.arguments[2]) + 0.5);
	if (!(fabs(first) <= LIMIT) || !(fabs(beyond) <= LIMIT))
		run_refuse(run);
	if (!run_spend(run, text.len / 16))
		return string_value((struct span){"", 0});
	struct span from = skip_characters(text, first - 1);
	double kept = beyond - (first > 1 ? first : 1);
	struct span rest = skip_characters(from, kept > 0 ? kept : 0);
	return string_value((struct span){from.ptr, (size_t)(rest.ptr - from.ptr)});
}

/* What translate() does to a character: becomes `made`, which may be nothing. */
struct exchange {
	uint32_t character;      /* its bytes; 0 for a free place */
	uint32_t made, made_len; /* in the third argument */
};

struct exchanges {
	struct exchange *places;
	size_t mask;
};

static struct exchange *exchange_place(const struct exchanges *exchanges, const char *at, size_t len)
{
	uint32_t character = 0;
	memcpy(&character, at, len < sizeof character ? len : sizeof character);
	size_t hash = (character * 2654435761u) >> 16;
	for (;; hash++) {
		struct exchange *place = &exchanges->places[hash & exchanges->mask];
		if (place->character == 0 || place->character == character)
			return place;
	}
}

static struct exchanges make_exchanges(struct run *run, struct span from, struct span to)
{
	size_t characters = count_characters(from), count = 16;
	while (count < characters * 2)
		count *= 2;
	struct exchanges exchanges = {scratch_take(run->scratch, count * sizeof *exchanges.places), count - 1};
	memset(exchanges.places, 0, count * sizeof *exchanges.places);
	const char *to_at = to.ptr, *to_end = to.ptr + to.len, *end = from.ptr + from.len;
	for (const char *at = from.ptr; at < end;) {
		size_t len = character_length(at, end), to_len = to_at < to_end ? character_length(to_at, to_end) : 0;
		struct exchange *place = exchange_place(&exchanges, at, len);
		if (!place->character) { /* the first of several counts */
			memcpy(&place->character, at, len < sizeof place->character ? len : sizeof place->character);
			place->made = (uint32_t)(to_at - to.ptr);
			place->made_len = (uint32_t)to_len;
		}
		at += len;
		to_at += to_len;
	}
	return exchanges;
}

/* Whether a short text may hold a character of `from`: a table would cost more than it saves when it does not. */
static bool may_hold(struct span text, struct span from)
{
	if (text.len > 64)
		return true;
	for (size_t i = 0; i < text.len; i++)
		if (((unsigned char)text.ptr[i] & 0xc0) != 0x80 && memchr(from.ptr, text.ptr[i], from.len))
			return true;
	return false;
}

static struct value call_translate(struct run *run, const struct expr *call)
{
	struct span text = argument(run, call, 0), from = argument(run, call, 1), to = argument(run, call, 2);
	if (!run_spend(run, (text.len + from.len) / 8))
		return string_value((struct span){"", 0});
	if (!may_hold(text, from))
		return string_value(text);
	struct exchanges exchanges = make_exchanges(run, from, to);
	char *bytes = scratch_take(run->scratch, text.len * 4 + 1), *out = bytes;
	const char *end = text.ptr + text.len;
	for (const char *at = text.ptr; at < end;) {
		size_t len = character_length(at, end);
		const struct exchange *place = exchange_place(&exchanges, at, len);
		struct span made =
		    place->character ? (struct span){to.ptr + place->made, place->made_len} : (struct span){at, len};
		memcpy(out, made.ptr, made.len);
		out += made.len;
		at += len;
	}
	return string_value((struct span){bytes, (size_t)(out - bytes)});
}

static struct value call_normalize_space(struct run *run, const struct expr *call)
{
	struct span text = argument_or_node(run, call);
	run_spend(run, text.len / 8);
	char *bytes = scratch_take(run->scratch, text.len + 1), *out = bytes;
	for (size_t i = 0; i < text.len; i++) {
		if (!strchr(" \t\r\n", text.ptr[i]))
			*out++ = text.ptr[i];
		else if (out > bytes && out[-1] != ' ')
			*out++ = ' ';
	}
	if (out > bytes && out[-1] == ' ')
		out--;
	return string_value((struct span){bytes, (size_t)(out - bytes)});
}

/* ---- of XSLT, EXSLT and our own ---- */

/* Digits of a whole number with a comma before each three; returns the start, which lies before `end`. */
static char *grouped(double number, bool commas, char *end)
{
	char *at = end;
	size_t count = 0;
	uint64_t rest = (uint64_t)number;
	do {
		if (commas && count && count % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + rest % 10);
		count++;
	} while (rest /= 10);
	return at;
}

/* Patterns "0", "0.0", "0.00" … and "#,##0", of what is not negative; the rest is for the reference engine. */
static struct value call_format_number(struct run *run, const struct expr *call)
{
	double number = expr_number(run, call->call.arguments[0]);
	struct span pattern = argument(run, call, 1);
	if (isnan(number))
		return string_value((struct span){"NaN", 3});
	bool commas = span_is(pattern, "#,##0");
	size_t places = commas || pattern.len < 2 ? 0 : pattern.len - 2;
	bool known = commas || (places <= 6 && memcmp(pattern.ptr, "0.000000", pattern.len) == 0 && pattern.len != 2);
	if (!known || number < 0 || number > 1e12) {
		run_refuse(run);
		return string_value((struct span){"", 0});
	}
	double scale = pow(10.0, (double)places);
	number = floor(scale * number + 0.5) / scale;
	char *bytes = scratch_take(run->scratch, 48), *end = bytes + 48, *at = end;
	if (places) {
		double fraction = floor(scale * (number - floor(number)) + 0.5);
		at = grouped(fraction, false, end);
		while (at > end - places)
			*--at = '0';
		*--at = '.';
	}
	at = grouped(floor(number), commas, at);
	return string_value((struct span){at, (size_t)(end - at)});
}

static struct value call_encode_uri(struct run *run, const struct expr *call)
{
	struct span text = argument(run, call, 0);
	const char *kept = expr_truth(run, call->call.arguments[1]) ? "-_.!~*'()" : ";/?:@&=+$,[]-_.!~*'()";
	xmlChar *made = xmlURIEscapeStr(terminated(run, text), BAD_CAST kept);
	struct span result = {"", 0};
	if (made) {
		result.len = strlen((const char *)made);
		result.ptr = memcpy(scratch_take(run->scratch, result.len), made, result.len);
	}
	xmlFree(made);
	return string_value(result);
}

static struct value call_padding(struct run *run, const struct expr *call)
{
	double number = expr_number(run, call->call.arguments[0]);
	struct span unit = argument(run, call, 1);
	if (!(number >= 0 && number <= 100000) || number != floor(number) || !is_one_character(unit))
		run_refuse(run);
	size_t len = run->end == RUN_GOES_ON ? (size_t)number * unit.len : 0;
	char *bytes = scratch_take(run->scratch, len);
	for (size_t at = 0; at < len; at += unit.len)
		memcpy(bytes + at, unit.ptr, unit.len);
	return string_value((struct span){bytes, len});
}

/* `text` with {0}, {1}, … filled in. */
static struct span filled(struct run *run, struct span text, const struct span *arguments, size_t count)
{
	size_t room = text.len;
	for (size_t i = 0; i < count; i++)
		room += arguments[i].len * (text.len / 3);
	if (!run_spend(run, room / 8))
		return (struct span){"", 0};
	char *bytes = scratch_take(run->scratch, room), *out = bytes;
	const char *end = text.ptr + text.len;
	for (const char *at = text.ptr; at < end; at++) {
		bool place = end - at >= 3 && at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}';
		size_t number = place ? (size_t)(at[1] - '0') : count;
		if (number >= count) {
			*out++ = *at;
			continue;
		}
		memcpy(out, arguments[number].ptr, arguments[number].len);
		out += arguments[number].len;
		at += 2;
	}
	return (struct span){bytes, (size_t)(out - bytes)};
}

static struct value call_t(struct run *run, const struct expr *call)
{
	const struct text_catalogue *catalogue = &run->sheet->catalogues[run_language(run)];
	struct span arguments[CALL_MAX_ARGUMENTS];
	for (size_t i = 0; i < call->call.count; i++)
		arguments[i] = argument(run, call, i);
	const xmlChar *key = terminated(run, arguments[0]);
	const char *text = catalogue->entries ? xmlHashLookup(catalogue->entries, key) : NULL;
	if (!text) {
		run_refuse(run);
		return string_value((struct span){"", 0});
	}
	if (call->call.count == 1)
		return string_value(span_of(text));
	return string_value(filled(run, span_of(text), arguments + 1, call->call.count - 1));
}

call_function *function_find(const char *name, size_t argument_count, enum value_type *type)
{
	static const struct {
		const char *name;
		size_t least, most;
		enum value_type type;
		call_function *function;
	} functions[] = {
	    {"true", 0, 0, VALUE_TRUTH, call_true},
	    {"false", 0, 0, VALUE_TRUTH, call_false},
	    {"not", 1, 1, VALUE_TRUTH, call_not},
	    {"boolean", 1, 1, VALUE_TRUTH, call_boolean},
	    {"contains", 2, 2, VALUE_TRUTH, call_contains},
	    {"starts-with", 2, 2, VALUE_TRUTH, call_starts_with},
	    {"count", 1, 1, VALUE_NUMBER, call_count},
	    {"position", 0, 0, VALUE_NUMBER, call_position},
	    {"last", 0, 0, VALUE_NUMBER, call_last},
	    {"number", 0, 1, VALUE_NUMBER, call_number},
	    {"string-length", 0, 1, VALUE_NUMBER, call_string_length},
	    {"string", 0, 1, VALUE_STRING, call_string},
	    {"name", 0, 1, VALUE_STRING, call_name},
	    {"local-name", 0, 1, VALUE_STRING, call_name},
	    {"concat", 2, CALL_MAX_ARGUMENTS, VALUE_STRING, call_concat},
	    {"substring", 2, 3, VALUE_STRING, call_substring},
	    {"substring-before", 2, 2, VALUE_STRING, call_substring_before},
	    {"substring-after", 2, 2, VALUE_STRING, call_substring_after},
	    {"translate", 3, 3, VALUE_STRING, call_translate},
	    {"normalize-space", 0, 1, VALUE_STRING, call_normalize_space},
	    {"format-number", 2, 2, VALUE_STRING, call_format_number},
	    {"str:encode-uri", 2, 2, VALUE_STRING, call_encode_uri},
	    {"str:padding", 2, 2, VALUE_STRING, call_padding},
	    {"hw:t", 1, CALL_MAX_ARGUMENTS, VALUE_STRING, call_t},
	};
	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
		if (strcmp(functions[i].name, name) == 0 && argument_count >= functions[i].least &&
		    argument_count <= functions[i].most) {
			*type = functions[i].type;
			return functions[i].function;
		}
	return NULL;
}
