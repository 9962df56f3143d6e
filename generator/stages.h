/*
 * stages.h -- the face of each stage: what cmd_*.c call, in order. Stages never include one another; they meet here,
 * in model.h, and in output.h.
 */
#ifndef GENERATOR_STAGES_H
#define GENERATOR_STAGES_H

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/diag.h>
#include <headwater/status.h>

#include "jobs.h"
#include "model.h"
#include "output.h"

/*
 * read/: the content folder into a model. Every fault of form (front matter, CSV, encoding, unknown keys, types of
 * values) goes to `diags`; what could be read is in the model all the same, so that check/ can find the rest.
 * STATUS_IO only when the folder itself cannot be read. With model->cache_dir (and model->now) folders that are as the build
 * before left them are taken from there.
 */
enum status read_content(const char *content_dir, struct arena *arena, struct model *model, struct diags *diags);

/* Keeps what the build found out of folders (kept.h), once all was measured. A failure costs the next build time only. */
void read_keep(const struct model *model);

/* Takes the prints of the templates and of all content, after the survey of the datasets. */
enum status read_prints(struct model *model, const char *templates_dir);

/* Closes what read_content left open; the model's datasets cannot be opened any more. */
void read_close(struct model *model);

/* The whole of a dataset but for the cells of its tables; what is made for it lives in `arena`. */
const struct dataset *dataset_items(const struct model *model, const struct card *card, struct arena *arena);
/* The same with the cells. STATUS_IO: a file is not there any more, or not what it was when it was surveyed. */
enum status dataset_tables(const struct model *model, const struct card *card, struct arena *arena,
			   struct dataset **dataset);
/*
 * Opens a dataset with its tables for the first time: what is wrong with its files is told, and their counts are kept in
 * the model, for good.
 */
struct dataset *dataset_survey(struct model *model, struct card *card, struct arena *arena, struct diags *diags);

/*
 * read/: the prints of every dataset that the last `headwater changes --record` kept, sorted by id; none when there was no
 * last time. Texts live in `arena`; what is wrong with the file goes to `diags`. True when there is such a file.
 */
struct kept_prints {
	struct place place;
	const char *id, *prints;
};
bool prints_read(struct model *model, struct arena *arena, struct diags *diags, struct kept_prints **items,
		 size_t *count);

/* check/: every rule over the whole model (needs `model->now`); surveys every dataset. */
void check_model(struct model *model, struct diags *diags);
/*
 * check/: the correction loop. For each organisation a list of its returned rows as CSV, XLSX and pages in both languages, an
 * index with sums, and in the content folder since when each fault is told. `dir` is made when it is not there.
 * STATUS_INVALID: `diags` say what of ledgers/returns.csv cannot be read.
 */
struct report_options {
	const char *dir, *templates_dir;
	bool check_documents; /* validate each page against its contract */
};
struct report_facts {
	size_t list_count, row_count, fault_count, overdue_count;
};
enum status check_report(const struct model *model, const struct report_options *options, struct diags *diags,
			 struct report_facts *facts, const char **error);

/* The table of all rules, for --explain, the help and the tests. */
const struct rule *check_rules(size_t *count);
/* Rule by code ("E203"); NULL when there is none. */
const struct rule *check_rule(const char *code);

/* measure/: counts, capacity, related datasets, into the model, whose datasets have been surveyed. */
void measure_model(struct model *model);
/* What the values of each public column are like: field->profile of a dataset that is open with its tables. */
void measure_profiles(struct dataset *dataset, struct arena *arena);

/* The quality of one dataset, and, once its downloads are planned, of the portal and its organisations (model->quality). */
void measure_quality(const struct model *model, const struct dataset *dataset, struct quality *quality);
void measure_qualities(struct model *model);

/*
 * pack/: plan names every download in the model (paths only) before anything is written; run writes data files,
 * metadata, archives and machine catalogues. Sizes and checksums are in model->manifest afterwards.
 */
void pack_plan(struct model *model);
enum status pack_run(struct jobs *jobs, struct model *model);
/*
 * What DCAT says of one dataset, as a document of its own in each syntax, as the catalogue says it, appended to `out`; its files
 * must be out.
 */
enum graph_form { GRAPH_TURTLE, GRAPH_JSONLD, GRAPH_RDFXML, GRAPH__MAX };
void pack_graphs(const struct model *model, const struct dataset *dataset, struct buf out[GRAPH__MAX]);

/* page/: every HTML page, stylesheets and other static files of the templates folder (content-hashed names). */
struct page_options {
	const char *templates_dir;
	bool check_documents;      /* validate each document against its contract */
	const char *documents_dir; /* save documents here as XML, or NULL */
};
enum status page_run(struct jobs *jobs, struct model *model, const struct page_options *options, struct arena *arena,
		     const char **error, size_t *page_count);

/* rows/: every public table as a file of rows, below .headwater/rows/ (resource_rows_path). */
enum status rows_run(struct jobs *jobs, struct model *model);

/* index/: catalogue.db, with search index, facets, page chrome and stylesheets, at .headwater/catalogue.db. */
enum status index_run(struct jobs *jobs, struct model *model, const char *templates_dir, struct arena *arena,
		      const char **error);

/*
 * emit/: a release is written into a staging folder beside the published ones and put in place by renaming a symlink:
 * OUT/releases/<id>/ with OUT/current and OUT/previous. Until release_publish returns STATUS_OK nothing that is served
 * has changed, whatever happens to the process or the machine.
 */
struct release;
struct release_facts {
	const char *id; /* <yyyymmdd>-<12 hex digits of the SHA-256 of its SHA256SUMS> */
	size_t file_count;
	uint64_t size_bytes;
	size_t linked_count;    /* files that were the same in the release before */
	bool unchanged;         /* the very release that was already published */
	size_t withdrawn_count; /* older releases removed because they offered files that this one does not */
};

/*
 * Locks OUT (one build at a time), clears what a killed build left, makes a staging folder. `plain`: files get no
 * compressed siblings. `*error` in the model's arena.
 */
enum status release_begin(const char *out_dir, struct model *model, bool plain, struct release **release,
			  const char **error);
struct output *release_output(struct release *release);
/* Forgets what the release before was made of: everything is made and written anew. To be called before any output. */
void release_forget(struct release *release);
/*
 * Writes SHA256SUMS, puts the folder together (over the workers of `jobs`, if not NULL), syncs, swaps, and removes
 * releases beyond the newest `keep` (the one before stays in any case; with keep = 0 it goes too), and every older one
 * that offers a data file which this one does not. STATUS_CORRUPT: the release before is not what was put there; nothing
 * was published, and a build that forgets it will do.
 */
enum status release_publish(struct release *release, int keep, struct jobs *jobs, struct release_facts *facts,
			    const char **error);
/* Gives up: removes the staging folder. */
void release_abandon(struct release *release);

#endif
