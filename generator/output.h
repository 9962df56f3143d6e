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

/*
 * Puts one file out. A file whose bytes equal those of the last release is linked to it instead of being written.
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
void output_abort(struct output *output, const char *temporary);

/*
 * Puts the release before's file out again, when it is there with this SHA-256. False: it has to be made and put out anew.
 */
bool output_keep(struct output *output, const char *path, const char *sha256);

/* Size and SHA-256 of what this output has put; NULL when it has not. (Other workers' files: model->manifest.) */
const struct file_facts *output_facts(const struct output *output, const char *path);
/* Absolute path of a file that is out (of this worker or an earlier phase), for reading it back. In static storage. */
const char *output_locate(struct output *output, const char *path);
/* Folder for work that outlives a build (content-addressed); owned by the publisher, never served. */
const char *output_cache_dir(const struct output *output);
const char *output_error(const struct output *output);

#endif
