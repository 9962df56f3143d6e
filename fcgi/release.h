/*
 * release.h -- the published release that the service answers from.
 *
 * A release is opened whole (search index, page chrome, stylesheets, all out of its .headwater/catalogue.db) before it
 * is used, and used whole: one request sees one release. A new release that cannot be opened leaves the old one in
 * service and is logged once.
 */
#ifndef FCGI_RELEASE_H
#define FCGI_RELEASE_H

#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/lang.h>
#include <headwater/render.h>
#include <headwater/span.h>
#include <headwater/status.h>

struct release;
struct db;     /* headwater/db.h */
struct search; /* search.h */
struct tables; /* rows/table.h */

/* Opens the release in folder `dir` (not a symlink). `*error` in arena. */
enum status release_open(const char *dir, struct arena *arena, struct release **release, const char **error);
void release_close(struct release *release);

const char *release_id(const struct release *release);
struct search *release_search(const struct release *release);
struct tables *release_tables(const struct release *release); /* rows/table.h */
/* For what the API reads (ckan/); search has its own way there. */
struct db *release_catalogue(const struct release *release);
struct render *release_render(const struct release *release);
/* The stored <chrome>…</chrome> of a language; ptr is NULL when the portal does not have that language. */
struct span release_chrome(const struct release *release, enum lang lang);

/* Follows OUT/current. */
struct watch;
struct watch *watch_new(const char *link);
void watch_free(struct watch *watch);
/*
 * The release to answer the next request from, or NULL when none could be opened yet. Looks at the link (one readlink)
 * and opens a release that is new; `tick_us` spaces the looks after a failure.
 */
struct release *watch_release(struct watch *watch, int64_t tick_us);

#endif
