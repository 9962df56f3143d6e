/*
 * fuzz_ckan.c -- the two readers of the API's own: bodies (JSON, forms) and queries in Lucene's syntax. What is accepted
 * can be written and read again to the same; a tree is bounded and whole.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/json.h>

#include "ckan/lucene.h"
#include "input.h"
#include "json_body.h"

static void require(bool truth)
{
	if (!truth)
		abort();
}

static struct span written(const struct input *input, struct arena *arena)
{
	struct buf out;
	struct json json;
	buf_init(&out, 1 << 24);
	json_init(&json, &out, false);
	input_write(input, &json);
	struct span text = {arena_copy(arena, out.bytes, out.len), out.len};
	buf_free(&out);
	return text;
}

static void try_body(const char *type, struct span body, struct arena *arena)
{
	const struct request request = {.method = METHOD_POST, .query = "", .content_type = type, .body = body};
	const struct input *input, *again;
	const char *error = NULL;
	if (input_read(&request, arena, &input, &error) != STATUS_OK) {
		require(error != NULL);
		return;
	}
	require(input->type == INPUT_OBJECT);
	struct span text = written(input, arena);
	require(json_body_read(text, arena, &again, &error) == STATUS_OK);
	require(span_equal(written(again, arena), text));
}

static size_t leaves(const struct lucene *tree, int depth)
{
	require(depth <= LUCENE_TERMS_MAX + 2 * LUCENE_DEPTH_MAX);
	if (tree->kind == LUCENE_NOT)
		return leaves(tree->left, depth + 1);
	if (tree->kind == LUCENE_AND || tree->kind == LUCENE_OR)
		return leaves(tree->left, depth + 1) + leaves(tree->right, depth + 1);
	require(tree->kind == LUCENE_ALL || tree->kind == LUCENE_RANGE || tree->text || tree->field);
	return 1;
}

static void try_query(const char *text, struct arena *arena)
{
	const struct lucene *tree;
	const char *error = NULL;
	if (lucene_parse(text, arena, &tree, &error) == STATUS_OK)
		require(leaves(tree, 0) <= LUCENE_TERMS_MAX + 1);
	else
		require(error != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	if (!arena)
		arena = arena_new();
	arena_reset(arena);
	if (size > REQUEST_BODY_MAX)
		return 0;
	const char *text = arena_copy(arena, (const char *)data, size);
	try_body("application/json", (struct span){text, size}, arena);
	try_body("application/x-www-form-urlencoded", (struct span){text, size}, arena);
	try_query(text, arena);
	return 0;
}
