/* index.h -- catalogue.db and search.idx at paths of one's choice, for tests and benches; index_run (stages.h) puts them in
 * a release. */
#ifndef GENERATOR_INDEX_INDEX_H
#define GENERATOR_INDEX_INDEX_H

#include <headwater/arena.h>
#include <headwater/status.h>

struct model;
struct stash;

struct index_paths {
	const char *catalogue; /* must not exist, or be empty */
	const char *search;
	const char *work_dir;       /* for nameless files */
	const struct stash *graphs; /* of graph_make_all (writer.h); NULL: none */
	int workers;                /* processes that may share in the search index */
};

/* `*error` in arena. */
enum status index_write(const struct index_paths *paths, const struct model *model, const char *templates_dir,
			struct arena *arena, const char **error);

#endif
