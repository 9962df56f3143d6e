/* check.c -- every rule over the whole model. */
#include "../stages.h"
#include "checking.h"

void check_model(struct model *model, struct diags *diags)
{
	static void (*const parts[])(struct checking *) = {
	    portal_check,   regions_check,  orgs_check,     vocabularies_check,
	    synonyms_check, datasets_check, articles_check, history_check,
	};
	struct checking checking = {.model = model, .diags = diags, .scratch = arena_new()};
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		parts[i](&checking);
	arena_free(checking.scratch);
}
