/* test_input.c -- what an API is asked with: queries, forms, JSON bodies, and what is none of these. */
#include <headwater/json.h>

#include "input.h"
#include "json_body.h"
#include "tap.h"

#define FORM "application/x-www-form-urlencoded"

static struct arena *arena;

static void start(void)
{
	if (!arena)
		arena = arena_new();
}

static const char *as_json(const struct input *value)
{
	struct buf out;
	struct json json;
	buf_init(&out, 1 << 20);
	json_init(&json, &out, false);
	input_write(value, &json);
	const char *copy = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return copy;
}

/* The input as JSON, or the sentence of the refusal. */
static const char *read_as(enum method method, const char *query, const char *type, const char *body)
{
	const struct request request = {
	    .method = method, .query = query, .content_type = type, .body = {body, strlen(body)}};
	const struct input *input;
	const char *error;
	return input_read(&request, arena, &input, &error) == STATUS_OK ? as_json(input) : error;
}

static void queries(void)
{
	start();
	CHECK_STR(read_as(METHOD_GET, "", "", ""), "{}");
	CHECK_STR(read_as(METHOD_GET, "a=1&b=%E5%8C%BB+x&a=2&a=3", "", "{\"c\":1}"),
		  "{\"a\":[\"1\",\"2\",\"3\"],\"b\":\"医 x\"}");
	CHECK_STR(read_as(METHOD_GET, "a", "", ""), "{\"a\":\"\"}");
	CHECK_STR(read_as(METHOD_GET, "a=%FF", "", ""), "Bad request: a parameter is not UTF-8");
	CHECK_STR(read_as(METHOD_GET, "%00=a", "", ""), "Bad request: a parameter is not UTF-8");
}

static void bodies(void)
{
	start();
	CHECK_STR(read_as(METHOD_POST, "a=1", "application/json", ""), "{}");
	CHECK_STR(read_as(METHOD_POST, "", "", "  \n"), "{}");
	CHECK_STR(read_as(METHOD_POST, "", "application/json", "{\"a\":1,\"b\":[true,null,\"x\",{}],\"c\":-2}"),
		  "{\"a\":1,\"b\":[true,null,\"x\",{}],\"c\":-2}");
	CHECK_STR(read_as(METHOD_POST, "", "application/json", "{\"a\":1,\"a\":2}"), "{\"a\":2}");
	CHECK_STR(read_as(METHOD_POST, "", FORM, "a=1&a=2"), "{\"a\":[\"1\",\"2\"]}");
	CHECK_STR(read_as(METHOD_POST, "", FORM "; charset=utf-8", "%7B%22a%22%3A1%7D=1"), "{\"a\":1}");
	CHECK_STR(read_as(METHOD_POST, "", FORM, "{\"a\":1}"), "{\"a\":1}");
	CHECK_STR(read_as(METHOD_POST, "", FORM, "{\"a\":1}=2"), "{\"{\\\"a\\\":1}\":\"2\"}");
}

static bool begins(const char *text, const char *beginning)
{
	return strncmp(text, beginning, strlen(beginning)) == 0;
}

static void refusals(void)
{
	static const char *const broken[] = {
	    "{",        "{\"a\":}", "{\"a\":1}x", "nul",          "{\"a\":\"\\u0000\"}",
	    "\"\xFF\"", "{'a':1}",  "[1,]",       "{\"a\":1e999}"};
	start();
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		CHECK(begins(read_as(METHOD_POST, "", "application/json", broken[i]),
			     "Bad request: JSON Error: Error decoding JSON data. "));
	CHECK_STR(read_as(METHOD_POST, "", "application/json", "[1]"),
		  "Bad request: JSON Error: Request data JSON decoded to [1] but it needs to be a dictionary.");
	CHECK(begins(read_as(METHOD_POST, "", "application/json", "\"x\""),
		     "Bad request: JSON Error: Request data JSON decoded to"));
	CHECK(begins(read_as(METHOD_POST, "", FORM, "%7B%22a%22=1"), "Bad request: JSON Error: Error decoding"));
}

static void depth(void)
{
	const struct input *value;
	const char *error;
	char text[2 * JSON_BODY_DEPTH_MAX + 3];
	start();
	for (int i = 0; i < JSON_BODY_DEPTH_MAX; i++) {
		text[i] = '[';
		text[JSON_BODY_DEPTH_MAX + i] = ']';
	}
	CHECK_INT(json_body_read((struct span){text, 2 * JSON_BODY_DEPTH_MAX}, arena, &value, &error), STATUS_OK);
	memset(text, '[', JSON_BODY_DEPTH_MAX + 1);
	memset(text + JSON_BODY_DEPTH_MAX + 1, ']', JSON_BODY_DEPTH_MAX + 1);
	CHECK_INT(json_body_read((struct span){text, sizeof text - 1}, arena, &value, &error), STATUS_INVALID);
	CHECK_STR(error, "nested too deeply");
	CHECK_INT(json_body_read(span_of("\"[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\""), arena, &value, &error), STATUS_OK);
}

static void values(void)
{
	const struct input *object;
	const char *error;
	int64_t number = 7;
	start();
	CHECK_INT(
	    json_body_read(span_of("{\"n\":5,\"s\":\" -12 \",\"w\":\"12x\",\"l\":\"9999999999999999999\",\"f\":1.5,"
				   "\"y\":\"Yes\",\"no\":false,\"null\":null}"),
			   arena, &object, &error),
	    STATUS_OK);
	CHECK(input_number(input_get(object, "n"), &number) && number == 5);
	CHECK(input_number(input_get(object, "s"), &number) && number == -12);
	CHECK(!input_number(input_get(object, "w"), &number));
	CHECK(!input_number(input_get(object, "l"), &number));
	CHECK(!input_number(input_get(object, "f"), &number));
	CHECK(input_bool(object, "y", false) && !input_bool(object, "no", true));
	CHECK(input_bool(object, "absent", true) && input_bool(object, "w", true));
	CHECK(input_get(object, "null") == NULL && input_text(object, "absent") == NULL);
	arena_free(arena);
}

TAP_MAIN({"a query gives strings and lists of strings", queries},
	 {"JSON bodies, forms, and JSON as a form's key", bodies},
	 {"bodies that are no object are refused with CKAN's sentences", refusals}, {"depth is bounded", depth},
	 {"numbers and truth values as numbers and as strings", values})
