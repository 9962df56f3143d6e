/* read.c -- the content folder into a model, part by part. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../near.h"
#include "../stages.h"
#include "keep.h"
#include "ledger_rows.h"

static const char *const TOP[] = {"articles",    "changes.csv",  "changes.prints.csv", "datasets",
				  "ledgers",     "orgs.csv",     "portal.yaml",        "regions.csv",
				  "renamed.csv", "vocabularies", "withdrawn.csv"};
#define TOP_COUNT (sizeof TOP / sizeof TOP[0])

/* A misspelt folder would otherwise be missing without a word. */
static void check_top(struct reading *reading)
{
	struct entries entries;
	files_list(reading, ".", &entries);
	for (size_t i = 0; i < entries.count; i++) {
		const char *name = entries.items[i].name;
		bool known = name[0] == '.';
		for (size_t k = 0; k < TOP_COUNT; k++)
			known |= strcmp(TOP[k], name) == 0;
		const char *near = near_name(name, TOP, TOP_COUNT);
		if (!known)
			diag_add(reading->diags, (struct place){name, 0, 0}, near ? &RULE_E113 : &RULE_E114, name,
				 near ? near
				      : "articles, changes.csv, changes.prints.csv, datasets, ledgers, orgs.csv, "
					"portal.yaml, regions.csv, renamed.csv, vocabularies, withdrawn.csv",
				 (char *)NULL);
	}
}

enum status read_content(const char *content_dir, struct arena *arena, struct model *model, struct diags *diags)
{
	struct reading reading = {.model = model, .arena = arena, .diags = diags};
	reading.dir = open(content_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (reading.dir < 0)
		return STATUS_IO;
	model->arena = arena;
	model->content_dir = arena_string(arena, content_dir);
	check_top(&reading);
	if (lists_print(reading.dir, &model->lists) != STATUS_OK) {
		close(reading.dir);
		return STATUS_IO;
	}
	portal_read(&reading);
	vocabularies_read(&reading);
	regions_read(&reading);
	orgs_read(&reading);
	resolve_places(&reading);
	history_read_past(&reading);
	ledgers_read(&reading);
	model->keeping = keep_open(&reading);
	datasets_read(&reading);
	keep_end_scan(model->keeping);
	ledgers_meet_folders(&reading);
	ledgers_keep_past(&reading);
	articles_read(&reading);
	history_read(&reading);
	resolve_model(&reading);
	model->content_fd = reading.dir;
	return STATUS_OK;
}

void read_close(struct model *model)
{
	close(model->content_fd);
	model->content_fd = -1;
}
