/* checking.h -- what every file of the room is given, and the few questions they share. */
#ifndef CHECK_CHECKING_H
#define CHECK_CHECKING_H

#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/diag.h>

#include "../model.h"
#include "../rules.h"

struct checking {
	struct model *model;
	struct diags *diags;
	struct arena *scratch; /* goes when the checks end */
};

/* One function for each part of the model. */
void portal_check(struct checking *checking);
void regions_check(struct checking *checking);
void orgs_check(struct checking *checking);
void vocabularies_check(struct checking *checking);
void synonyms_check(struct checking *checking);
void datasets_check(struct checking *checking);
void articles_check(struct checking *checking);
void history_check(struct checking *checking);

/* One dataset, seen from different sides. */
void items_check(struct checking *checking, const struct dataset *dataset);     /* core items, codes, dates */
bool related_check(struct checking *checking, const struct dataset *dataset);   /* false: none are named */
void openness_check(struct checking *checking, const struct dataset *dataset);  /* what may be opened */
void resources_check(struct checking *checking, const struct dataset *dataset); /* files and dictionaries */
void values_check(struct checking *checking, const struct dataset *dataset, const struct resource *resource);

/*
 * A text of Markdown: size, raw HTML, schemes, links within the site. `line` is that of its first line. False: there are no
 * links in it.
 */
bool markdown_check(struct checking *checking, const char *file, const char *text, size_t len, int line);

/* ---- shared (shared.c) ---- */

/* The name of an item in both languages, for E201. */
struct item_name {
	const char *key, *zh, *en;
};
/* Whether a fault of the item, or of the group it stands in, was told by the reader: then it is not missing besides. */
bool item_told(const struct checking *checking, const struct marks *marks, const char *key);
void missing_tell(struct checking *checking, struct place place, const struct item_name *name);

/* A region code that is not in regions.csv: told, with today's code where it is one of the past. */
void region_code_check(struct checking *checking, struct place place, const char *code);
/* A value that must be in a vocabulary; told with the nearest code when it is not. */
void term_check(struct checking *checking, struct place place, const char *key, const char *vocabulary,
		const char *code);
void email_check(struct checking *checking, struct place place, const char *key, const char *value);
void url_check(struct checking *checking, struct place place, const char *key, const char *value);
/* Whether an address within the site is a page or a file of the release to come. */
bool site_path_exists(const struct model *model, const char *path, struct arena *scratch);

#endif
