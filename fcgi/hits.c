#include "hits.h"

#include "fcgi_search_sql.h"
#include "highlight.h"

#define LABELS_MAX 32 /* of one facet that a hit shows */

static const char *copy_text(struct stmt *stmt, int column, struct arena *arena)
{
	struct span text = stmt_column_text(stmt, column);
	return text.ptr ? arena_copy(arena, text.ptr, text.len) : NULL;
}

static struct label copy_label(struct stmt *stmt, int zh_column, struct arena *arena)
{
	struct label label;
	label.text[LANG_ZH] = copy_text(stmt, zh_column, arena);
	label.text[LANG_EN] = copy_text(stmt, zh_column + 1, arena);
	return label;
}

/* The own values of a dataset: those above them (regions) are left out. */
static struct search_label *list_labels(const struct hits_source *source, enum facet facet, uint32_t docid,
					struct arena *arena, size_t *count)
{
	uint32_t values[LABELS_MAX];
	const struct facet_table *table = &source->facets->tables[facet];
	size_t found = facets_of(source->facets, docid, facet, values, facet == FACET_REGION ? 1 : LABELS_MAX);
	struct search_label *labels = arena_array(arena, found + 1, sizeof *labels);
	for (*count = 0; *count < found; ++*count) {
		const struct facet_value *value = &table->values[values[*count]];
		labels[*count] = (struct search_label){value->value, label_text(&value->label, source->lang, NULL)};
	}
	return labels;
}

static struct search_label one_label(const struct hits_source *source, enum facet facet, uint32_t docid,
				     struct arena *arena)
{
	size_t count;
	const struct search_label *labels = list_labels(source, facet, docid, arena, &count);
	return count > 0 ? labels[0] : (struct search_label){NULL, NULL};
}

static void read_labels(const struct hits_source *source, uint32_t docid, struct arena *arena, struct search_hit *hit)
{
	hit->org = one_label(source, FACET_ORG, docid, arena);
	hit->region = one_label(source, FACET_REGION, docid, arena);
	hit->open_type = one_label(source, FACET_OPEN_TYPE, docid, arena);
	hit->themes = list_labels(source, FACET_THEME, docid, arena, &hit->theme_count);
	hit->formats = list_labels(source, FACET_FORMAT, docid, arena, &hit->format_count);
	hit->sectors = list_labels(source, FACET_SECTOR, docid, arena, &hit->sector_count);
}

/* Fields whose title, or else name, holds something that is looked for. */
static enum status read_fields(const struct hits_source *source, uint32_t docid, struct arena *arena,
			       struct search_hit *hit)
{
	struct stmt *stmt = db_prepare(source->catalogue, &SQL_LIST_FIELDS);
	enum status status = STATUS_OK;
	if (!stmt)
		return STATUS_CORRUPT;
	hit->field_runs = arena_array(arena, SEARCH_FIELDS_SHOWN, sizeof *hit->field_runs);
	stmt_int(stmt, 1, docid);
	while (hit->field_run_count < SEARCH_FIELDS_SHOWN && (status = stmt_step(stmt)) == STATUS_OK) {
		struct search_runs *runs = &hit->field_runs[hit->field_run_count];
		struct label title = copy_label(stmt, 1, arena);
		const char *name = copy_text(stmt, 0, arena);
		if (highlight_text(source->folder, source->words, label_text(&title, source->lang, NULL), arena,
				   runs) ||
		    highlight_text(source->folder, source->words, name, arena, runs))
			hit->field_run_count++;
	}
	stmt_reset(stmt);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status hits_read(const struct hits_source *source, uint32_t docid, struct arena *arena, struct search_hit *hit)
{
	struct stmt *stmt = db_prepare(source->catalogue, &SQL_GET_DATASET);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_int(stmt, 1, docid);
	enum status status = stmt_step(stmt);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
	struct label title = copy_label(stmt, 2, arena), abstract = copy_label(stmt, 4, arena);
	hit->id = copy_text(stmt, 0, arena);
	hit->url = copy_text(stmt, 1, arena);
	hit->issued = copy_text(stmt, 6, arena);
	hit->modified = copy_text(stmt, 7, arena);
	hit->capacity = stmt_column_int(stmt, 8);
	hit->fields = index_sort_key(source->facets->index, docid, INDEX_SORT_FIELDS);
	hit->rows = index_sort_key(source->facets->index, docid, INDEX_SORT_ROWS);
	stmt_reset(stmt);
	hit->title = label_text(&title, source->lang, &hit->title_lang);
	hit->abstract = label_text(&abstract, source->lang, &hit->abstract_lang);
	read_labels(source, docid, arena, hit);
	highlight_text(source->folder, source->words, hit->title, arena, &hit->title_runs);
	highlight_snippet(source->folder, source->words, hit->abstract, arena, &hit->abstract_runs);
	return source->words->count > 0 ? read_fields(source, docid, arena, hit) : STATUS_OK;
}

/* ---- looking again ---- */

struct check {
	const struct hits_source *source;
	struct arena *arena;
	bool every; /* every word, not phrases alone */
	bool found[SEARCH_TERMS_MAX];
};

static bool all_found(struct check *check)
{
	for (size_t i = 0; i < check->source->words->count; i++)
		if ((check->every || word_is_phrase(&check->source->words->items[i])) && !check->found[i])
			return false;
	return true;
}

/* Looks through the text columns of every row; NULL is a text that is not there. */
static enum status check_rows(struct check *check, const struct sql *sql, uint32_t docid, const int columns[4])
{
	struct stmt *stmt = db_prepare(check->source->catalogue, sql);
	enum status status = STATUS_OK;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_int(stmt, 1, docid);
	while (!all_found(check) && (status = stmt_step(stmt)) == STATUS_OK)
		for (int i = 0; i < 4 && columns[i] >= 0; i++) {
			struct span text = stmt_column_text(stmt, columns[i]);
			if (text.ptr)
				highlight_find(check->source->folder, check->source->words, text, check->arena,
					       check->found);
		}
	stmt_reset(stmt);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status hits_check(const struct hits_source *source, uint32_t docid, struct arena *arena, bool *holds)
{
	static const struct {
		const struct sql *sql;
		int columns[4];
	} texts[] = {
	    {&SQL_GET_DATASET, {2, 3, 4, 5}}, {&SQL_LIST_FIELDS, {0, 1, 2, -1}}, {&SQL_GET_PASSAGE, {0, -1, -1, -1}}};
	struct check check = {.source = source, .arena = arena};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof texts / sizeof *texts && status == STATUS_OK && !all_found(&check); i++)
		status = check_rows(&check, texts[i].sql, docid, texts[i].columns);
	*holds = all_found(&check);
	return status;
}

enum status hits_check_abstract(const struct hits_source *source, uint32_t docid, struct arena *arena, bool *holds)
{
	struct check check = {.source = source, .arena = arena, .every = true};
	enum status status = check_rows(&check, &SQL_GET_DATASET, docid, (const int[4]){4, 5, -1, -1});
	*holds = source->words->count > 0 && all_found(&check);
	return status;
}
