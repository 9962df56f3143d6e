/*
 * fold_make.c -- a program of its own: writes fold_table.h, what ICU knows of the basic plane, while Headwater is built.
 *
 * Asking ICU takes a tenth of a second to begin with and a tenth of a millisecond for each character; a table takes nothing.
 */
#include <inttypes.h>
#include <stdio.h>

#include "fold_learn.h"

#define TABLE_SIZE 0x10000

static bool is_surrogate(uint32_t code)
{
	return code >= 0xD800 && code <= 0xDFFF;
}

static void print_string(const char *text)
{
	if (!text) {
		fputs("0", stdout);
		return;
	}
	putchar('"');
	for (; *text; text++)
		printf("\\%03o", (unsigned char)*text);
	putchar('"');
}

static void print_row(const struct fold_learned *learned)
{
	printf("{%" PRIu32 ",%d,%d,%d,", learned->folded, learned->count, learned->class, learned->joins);
	print_string(learned->expansion);
	putchar(',');
	print_string(learned->latin);
	puts("},");
}

int main(void)
{
	struct arena *arena = arena_new();
	struct fold_learner *learner = fold_learner_new(arena);
	printf("#define FOLD_TABLE_SIZE %d\n", TABLE_SIZE);
	puts("static const struct fold_learned fold_table[FOLD_TABLE_SIZE] = {");
	for (uint32_t code = 0; code < TABLE_SIZE; code++) {
		struct fold_learned learned = {.folded = code, .count = 1, .latin = ""};
		if (!is_surrogate(code)) /* no text holds one */
			fold_learn(learner, code, &learned);
		print_row(&learned);
	}
	puts("};");
	fold_learner_free(learner);
	arena_free(arena);
	return ferror(stdout) || fclose(stdout) != 0;
}
