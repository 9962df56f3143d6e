/* index.c -- catalogue.db and search.idx: schema.sql and headwater/index_format.h say what they hold and why. */
#include <errno.h>
#include <string.h>

#include <headwater/doc.h>
#include <headwater/render.h>

#include "../chrome.h"
#include "../progress.h"
#include "../stash.h"
#include "../stages.h"
#include "index.h"
#include "index_schema_sql.h"
#include "writer.h"

#define CATALOGUE_PATH ".headwater/catalogue.db"
#define CATALOGUE_FORMAT "4" /* raised with every change of the schema that a service of before could not read */
#define CHROME_MAX_BYTES ((size_t)1 << 20)

void writer_string(struct stmt *stmt, int index, const char *string)
{
	stmt_text(stmt, index, string, string ? strlen(string) : 0);
}

enum status writer_insert(struct stmt *stmt)
{
	enum status status = stmt_step(stmt);
	stmt_reset(stmt);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status write_pair(struct writer *writer, const struct sql *sql, const char *key, struct span value)
{
	struct stmt *stmt = db_prepare(writer->db, sql);
	if (!stmt)
		return STATUS_INTERNAL;
	writer_string(stmt, 1, key);
	if (sql == &SQL_ADD_STYLESHEET)
		stmt_blob(stmt, 2, value.ptr, value.len);
	else
		stmt_text(stmt, 2, value.ptr, value.len);
	return writer_insert(stmt);
}

static enum status write_meta(struct writer *writer)
{
	const struct portal *portal = &writer->model->portal;
	char languages[LANG__MAX * 4] = "";
	size_t len = 0;
	for (size_t i = 0; i < portal->language_count; i++) {
		if (i > 0)
			languages[len++] = ' ';
		memcpy(languages + len, lang_name(portal->languages[i]), 2);
		len += 2;
	}
	const struct {
		const char *key, *value;
	} rows[] = {
	    {"base_url", portal->base_url ? portal->base_url : ""},
	    {"datasets", arena_printf(writer->arena, "%zu", writer->model->dataset_count)},
	    {"format", CATALOGUE_FORMAT},
	    {"languages", languages},
	    {"title_en", label_text(&portal->name, LANG_EN, NULL)},
	    {"title_zh", label_text(&portal->name, LANG_ZH, NULL)},
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && status == STATUS_OK; i++)
		status = write_pair(writer, &SQL_ADD_META, rows[i].key, span_of(rows[i].value));
	return status;
}

/* The chrome of a language, cut out of a page that wears it. */
static enum status write_chrome(struct writer *writer, const struct assets *assets, enum lang lang)
{
	static const char end_tag[] = "</chrome>";
	struct doc *doc = doc_new("search");
	struct node *page = doc_page(doc, lang, "/search");
	struct buf xml;
	chrome_add(page, writer->model, assets, lang);
	buf_init(&xml, CHROME_MAX_BYTES);
	doc_write(doc, &xml, false);
	const char *from = strstr(xml.bytes, "<chrome"), *to = strstr(xml.bytes, end_tag);
	enum status status = STATUS_INTERNAL;
	if (from && to && !buf_overflowed(&xml)) {
		struct span chrome = {from, (size_t)(to - from) + strlen(end_tag)};
		status = write_pair(writer, &SQL_ADD_CHROME, lang_name(lang), chrome);
	}
	buf_free(&xml);
	doc_free(doc);
	return status;
}

static enum status write_pages(struct writer *writer, const char *templates_dir, const char **error)
{
	struct assets assets;
	struct render_source *sources;
	size_t count;
	enum status status = assets_load(templates_dir, writer->arena, &assets, error);
	for (size_t i = 0; i < writer->model->portal.language_count && status == STATUS_OK; i++)
		status = write_chrome(writer, &assets, writer->model->portal.languages[i]);
	if (status == STATUS_OK)
		status = render_sources(templates_dir, writer->arena, &sources, &count, error);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = write_pair(writer, &SQL_ADD_STYLESHEET, sources[i].name,
				    (struct span){sources[i].bytes, sources[i].len});
	return status;
}

static enum status write_identity(struct writer *writer)
{
	char identity[SHA256_HEX_LEN + 1];
	enum status status = search_writer_finish(writer->search, identity);
	return status == STATUS_OK ? write_pair(writer, &SQL_ADD_META, "search", span_of(identity)) : status;
}

static enum status write_catalogue(struct writer *writer, const char *templates_dir, const char **error)
{
	enum status status = db_script(writer->db, &SQL_SETTLE);
	if (status == STATUS_OK)
		status = db_script(writer->db, &SQL_SCHEMA);
	if (status == STATUS_OK)
		status = db_script(writer->db, &SQL_SCHEMA_CKAN);
	if (status == STATUS_OK)
		status = write_meta(writer);
	if (status == STATUS_OK)
		status = write_pages(writer, templates_dir, error);
	if (status == STATUS_OK)
		status = facet_write_values(writer);
	if (status == STATUS_OK)
		status = ckan_write_things(writer);
	if (status == STATUS_OK)
		status = dataset_write_all(writer);
	if (status == STATUS_OK)
		status = synonym_write_all(writer);
	if (status == STATUS_OK)
		status = write_identity(writer);
	if (status == STATUS_OK)
		status = db_script(writer->db, &SQL_COUNT_CKAN_THINGS);
	if (status == STATUS_OK)
		status = db_script(writer->db, &SQL_FINISH);
	if (status != STATUS_OK && !*error)
		*error = arena_printf(writer->arena, CATALOGUE_PATH ": %s", db_error(writer->db));
	return status;
}

enum status index_write(const struct index_paths *paths, const struct model *model, const char *templates_dir,
			struct arena *arena, const char **error)
{
	struct writer writer = {.model = model, .work_dir = paths->work_dir, .arena = arena, .graphs = paths->graphs};
	*error = NULL;
	enum status status = db_create(paths->catalogue, arena, &writer.db, error);
	if (status != STATUS_OK)
		return status;
	writer.folder = folder_new();
	writer.scratch = arena_new();
	status = search_writer_new(paths->search, writer.folder, paths->workers, &writer.search);
	if (status == STATUS_OK)
		status = write_catalogue(&writer, templates_dir, error);
	else
		*error = arena_printf(arena, "%s: %s", paths->search, strerror(errno));
	search_writer_free(writer.search);
	arena_free(writer.scratch);
	folder_free(writer.folder);
	enum status closed = db_close(writer.db);
	return status == STATUS_OK ? closed : status;
}

enum status index_run(struct jobs *jobs, struct model *model, const char *templates_dir, struct arena *arena,
		      const char **error)
{
	if (output_keep_unit(jobs->output, CATALOGUE_PATH, &model->whole))
		return STATUS_OK;
	struct stash *graphs;
	enum status status = graph_make_all(jobs, model, &graphs);
	progress_stage(jobs->progress, "index", 0);
	output_unit(jobs->output, &model->whole);
	const struct index_paths paths = {
	    .work_dir = output_work_dir(jobs->output),
	    .graphs = graphs,
	    .workers = jobs->workers,
	    .catalogue = arena_string(arena, output_begin(jobs->output, CATALOGUE_PATH)),
	    .search = arena_string(arena, output_begin(jobs->output, INDEX_FILE)),
	};
	if (status == STATUS_OK)
		status = index_write(&paths, model, templates_dir, arena, error);
	stash_close(graphs);
	if (status != STATUS_OK) {
		output_abort(jobs->output, paths.catalogue);
		output_abort(jobs->output, paths.search);
		return status;
	}
	status = output_end(jobs->output, paths.catalogue, CATALOGUE_PATH);
	if (status == STATUS_OK)
		status = output_end(jobs->output, paths.search, INDEX_FILE);
	output_unit(jobs->output, NULL);
	return status;
}
