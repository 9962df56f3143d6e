/* index.h -- catalogue.db at a path of one's choice, for tests and benches; index_run (stages.h) puts it in a release. */
#ifndef GENERATOR_INDEX_INDEX_H
#define GENERATOR_INDEX_INDEX_H

#include <headwater/arena.h>
#include <headwater/status.h>

struct model;

/* `path` must not exist. `*error` in arena. */
enum status index_write(const char *path, const struct model *model, const char *templates_dir, struct arena *arena,
			const char **error);

#endif
