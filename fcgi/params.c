#include "params.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/span.h>
#include <headwater/utf8.h>

struct value {
	const char **texts; /* every value that was given, each once */
	size_t count, capacity;
	int64_t number; /* PARAM_INT, PARAM_CHOICE */
};

struct params {
	const struct param_spec *specs;
	size_t count;
	struct value *values; /* one for each spec */
	struct arena *arena;
};

/* ---- decoding ---- */

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	if (c == '\0')
		return -1;
	const char *at = strchr(digits, c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
	return at ? (int)(at - digits) : -1;
}

/* A '%' that two hexadecimal digits do not follow stands for itself, as browsers read it. */
static const char *decode(struct span raw, struct arena *arena, bool *ok)
{
	char *out = arena_alloc(arena, raw.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];
		int high = c == '%' && raw.len - i > 2 ? hex_digit(raw.ptr[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(raw.ptr[i + 2]) : -1;
		if (low >= 0) {
			out[len++] = (char)(high * 16 + low);
			i += 2;
		} else {
			out[len++] = c == '+' ? ' ' : c;
		}
	}
	out[len] = '\0';
	*ok = utf8_valid_prefix(out, len) == len && memchr(out, '\0', len) == NULL;
	return out;
}

bool params_split(const char *query, struct arena *arena, struct param_pair *pairs, size_t *count)
{
	*count = 0;
	for (const char *at = query; *at;) {
		size_t len = strcspn(at, "&");
		if (len > 0) {
			if (*count == PARAMS_PAIRS_MAX)
				return false;
			const char *equals = memchr(at, '=', len);
			size_t name_len = equals ? (size_t)(equals - at) : len;
			struct span value =
			    equals ? (struct span){equals + 1, len - name_len - 1} : (struct span){"", 0};
			struct param_pair *pair = &pairs[(*count)++];
			pair->name = decode((struct span){at, name_len}, arena, &pair->name_ok);
			pair->value = decode(value, arena, &pair->value_ok);
		}
		at += len + (at[len] == '&');
	}
	return true;
}

/* ---- one value against its row ---- */

static enum reason check_text(const struct param_spec *spec, char *text)
{
	for (char *at = text; *at; at++) {
		if (*at == '\t' || *at == '\n' || *at == '\r')
			*at = ' ';
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			return REASON_QUERY_CONTROL;
	}
	return utf8_length(text, strlen(text)) > (size_t)spec->max ? REASON_PARAM_LENGTH : REASON_NONE;
}

static enum reason check_code(const struct param_spec *spec, const char *text)
{
	static const char first[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char rest[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-";
	if (strlen(text) > (size_t)spec->max)
		return REASON_PARAM_LENGTH;
	return strspn(text, first) == 0 || text[strspn(text, rest)] != '\0' ? REASON_PARAM_CODE : REASON_NONE;
}

static enum reason check_choice(const struct param_spec *spec, const char *text, int64_t *index)
{
	*index = 0;
	for (const char *at = spec->choices;; (*index)++) {
		size_t len = strcspn(at, "|");
		if (len == strlen(text) && memcmp(at, text, len) == 0)
			return REASON_NONE;
		if (at[len] == '\0')
			return REASON_PARAM_CHOICE;
		at += len + 1;
	}
}

static enum reason check_int(const struct param_spec *spec, const char *text, int64_t *number)
{
	const char *digits = text + (*text == '-');
	size_t len = strspn(digits, "0123456789");
	if (len == 0 || digits[len] != '\0')
		return REASON_PARAM_INTEGER;
	if (len > 18)
		return REASON_PARAM_RANGE;
	*number = strtoll(text, NULL, 10);
	return *number < spec->min || *number > spec->max ? REASON_PARAM_RANGE : REASON_NONE;
}

static enum reason check_value(const struct param_spec *spec, char *text, int64_t *number)
{
	switch (spec->type) {
	case PARAM_TEXT:
		return check_text(spec, text);
	case PARAM_CODE:
		return check_code(spec, text);
	case PARAM_CHOICE:
		return check_choice(spec, text, number);
	case PARAM_INT:
		return check_int(spec, text, number);
	}
	return REASON_INTERNAL;
}

static bool already_there(const struct value *value, const char *text)
{
	for (size_t i = 0; i < value->count; i++)
		if (strcmp(value->texts[i], text) == 0)
			return true;
	return false;
}

static const char *const answers[] = {
    [ANSWER_HTML] = "html", [ANSWER_JSON] = "json", [ANSWER_ATOM] = "atom", [ANSWER_CSV] = "csv"};

/* The form of answer that a value asks for; -1 for none. */
static int answer_of(const char *text)
{
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (strcmp(text, answers[i]) == 0)
			return (int)i;
	return -1;
}

static enum reason take(const struct param_spec *spec, const struct param_pair *pair, struct value *value,
			struct arena *arena)
{
	if (!pair->value_ok)
		return REASON_QUERY_ENCODING;
	struct span trimmed = span_trim(span_of(pair->value));
	if (trimmed.len == 0 || (spec->answers && answer_of(pair->value) >= 0))
		return REASON_NONE;
	char *text = arena_copy(arena, trimmed.ptr, trimmed.len);
	int64_t number = value->number;
	enum reason reason = check_value(spec, text, &number);
	if (reason != REASON_NONE)
		return reason;
	if (spec->repeat > 1 && already_there(value, text))
		return REASON_NONE;
	if (value->count >= spec->repeat)
		return REASON_PARAM_REPEATED;
	*ARENA_PUSH(arena, value->texts, value->count, value->capacity) = text;
	value->number = number;
	return REASON_NONE;
}

/* ---- the whole query ---- */

static const struct param_spec *spec_of(const struct param_spec *specs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(specs[i].name, name) == 0)
			return &specs[i];
	return NULL;
}

/* Before any value is checked, so that a refusal is told in the form that was asked for. The last one counts. */
static void choose_answer(struct request *request, const struct param_spec *specs, size_t count,
			  const struct param_pair *pairs, size_t pair_count)
{
	for (size_t i = 0; i < pair_count; i++) {
		const struct param_spec *spec = spec_of(specs, count, pairs[i].name);
		int answer = spec && spec->answers ? answer_of(pairs[i].value) : -1;
		if (answer < 0)
			continue;
		request->answer = (enum answer)answer;
		request->format_given = true;
	}
}

enum status params_read(struct request *request, const struct param_spec *specs, size_t count, struct arena *arena,
			struct params **params, struct refusal *refusal)
{
	struct params *made = arena_alloc(arena, sizeof *made);
	*made = (struct params){specs, count, arena_array(arena, count + 1, sizeof *made->values), arena};
	for (size_t i = 0; i < count; i++)
		made->values[i].number = specs[i].fallback;
	*params = made;

	struct param_pair *pairs = arena_array(arena, PARAMS_PAIRS_MAX, sizeof *pairs);
	size_t pair_count;
	bool counted = params_split(request->query, arena, pairs, &pair_count);
	choose_answer(request, specs, count, pairs, pair_count);
	if (!counted) {
		*refusal = (struct refusal){REASON_QUERY_PAIRS, ""};
		return STATUS_INVALID;
	}
	for (size_t i = 0; i < pair_count; i++) {
		const struct param_spec *spec = pairs[i].name_ok ? spec_of(specs, count, pairs[i].name) : NULL;
		if (!spec)
			continue;
		enum reason reason = take(spec, &pairs[i], &made->values[spec - specs], arena);
		if (reason != REASON_NONE) {
			*refusal = (struct refusal){reason, spec->name};
			return STATUS_INVALID;
		}
	}
	return STATUS_OK;
}

/* ---- what handlers ask ---- */

static const struct value *value_of(const struct params *params, const char *name, enum param_type type,
				    enum param_type other)
{
	const struct param_spec *spec = spec_of(params->specs, params->count, name);
	assert(spec && (spec->type == type || spec->type == other));
	return &params->values[spec - params->specs];
}

bool params_given(const struct params *params, const char *name)
{
	const struct param_spec *spec = spec_of(params->specs, params->count, name);
	assert(spec);
	return params->values[spec - params->specs].count > 0;
}

const char *params_text(const struct params *params, const char *name)
{
	const struct value *value = value_of(params, name, PARAM_TEXT, PARAM_CODE);
	return value->count ? value->texts[0] : "";
}

int64_t params_int(const struct params *params, const char *name)
{
	return value_of(params, name, PARAM_INT, PARAM_INT)->number;
}

size_t params_choice(const struct params *params, const char *name)
{
	return (size_t)value_of(params, name, PARAM_CHOICE, PARAM_CHOICE)->number;
}

const char *params_choice_name(const struct params *params, const char *name)
{
	size_t index = params_choice(params, name);
	const char *at = spec_of(params->specs, params->count, name)->choices;
	while (index-- > 0)
		at = strchr(at, '|') + 1;
	return arena_copy(params->arena, at, strcspn(at, "|"));
}

size_t params_list(const struct params *params, const char *name, const char *const **values)
{
	const struct value *value = value_of(params, name, PARAM_TEXT, PARAM_CODE);
	*values = (const char *const *)value->texts;
	return value->count;
}
