/*
 * output.h -- where a stage hands its finished bytes: the only way into a release folder.
 *
 * emit/ implements it; the other stages know no more than this. A path is relative to the release, uses '/', and has
 * neither "." nor ".." parts nor an empty one; anything else is a bug. A path put twice is a bug too.
 */
#ifndef GENERATOR_OUTPUT_H
#define GENERATOR_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/status.h>

struct output;
struct file_facts;
struct print;

/*
 * Puts one file out. A file whose bytes equal those of the release before is kept from it instead of being written.
 * STATUS_IO: output_error names the file and the reason.
 */
enum status output_put(struct output *output, const char *path, const void *bytes, size_t len);
/* The same with a gzip sibling "<path>.gz" for nginx's gzip_static when that saves something. */
enum status output_put_compressed(struct output *output, const char *path, const void *bytes, size_t len);

/*
 * For what is too large for memory or is written by a library: begin gives the path of a fresh temporary file to
 * write to (owned by the output); end hashes it and puts it in place; abort forgets it.
 */
const char *output_begin(struct output *output, const char *path);
enum status output_end(struct output *output, const char *temporary, const char *path);
/* The same with a gzip sibling. */
enum status output_end_compressed(struct output *output, const char *temporary, const char *path);
void output_abort(struct output *output, const char *temporary);

/*
 * A unit: files that are made together of the same things. `print` stands for all that decides on their bytes; the
 * program itself need not be in it. Files put from now on belong to the unit, up to the next one or NULL; the first of
 * them is the path that the unit is known by.
 */
void output_unit(struct output *output, const struct print *print);
/*
 * Puts out again all files of the release before's unit that begins with `path`, when it was made of the same. False: the
 * unit has to be made and put out anew.
 */
bool output_keep_unit(struct output *output, const char *path, const struct print *print);
/* False: there is no release before that anything could be kept of. */
bool output_has_before(const struct output *output);

/*
 * Size and SHA-256 of what was put before this stage, or by this job; false when it was not. (Other jobs of the stage are
 * not asked.)
 */
bool output_facts(const struct output *output, const char *path, struct file_facts *facts);
/* Absolute path of a file that is out (of this worker or an earlier phase), for reading it back. In static storage. */
const char *output_locate(struct output *output, const char *path);
/* Folder for nameless files of this build (stream.h, sorting.h). */
const char *output_work_dir(const struct output *output);
/* Folder for work that outlives a build (content-addressed); owned by the publisher, never served. */
const char *output_cache_dir(const struct output *output);
const char *output_error(const struct output *output);

#endif
