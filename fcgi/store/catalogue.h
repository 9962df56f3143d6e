/*
 * catalogue.h -- the one file in which the two programs meet: <release>/.headwater/catalogue.db, opened to read.
 *
 * Beside the search index (search.h) it holds what pages of the service need: the chrome and the stylesheets of the
 * release.
 */
#ifndef FCGI_STORE_CATALOGUE_H
#define FCGI_STORE_CATALOGUE_H

#include <headwater/arena.h>
#include <headwater/db.h>
#include <headwater/lang.h>
#include <headwater/render.h>
#include <headwater/span.h>
#include <headwater/status.h>

#define CATALOGUE_PATH ".headwater/catalogue.db" /* below a release */
#define CATALOGUE_FORMAT "4"                     /* of the release; another one is refused */

/* STATUS_CORRUPT: not a catalogue of this format. `*error` in arena. The caller closes it with db_close. */
enum status catalogue_open(const char *path, struct arena *arena, struct db **catalogue, const char **error);
/* The value of a row of table meta, in arena; NULL when there is none. */
const char *catalogue_meta(struct db *catalogue, const char *key, struct arena *arena);
/* The stored <chrome>…</chrome>, in arena; ptr is NULL when the portal does not have that language. */
struct span catalogue_chrome(struct db *catalogue, enum lang lang, struct arena *arena);
/* Every stylesheet and text file of the release, in arena, for render_open. */
enum status catalogue_stylesheets(struct db *catalogue, struct arena *arena, struct render_source **sources,
				  size_t *count);

#endif
