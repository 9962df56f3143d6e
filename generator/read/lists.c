/* lists.c -- regions.csv, orgs.csv and vocabularies/ *.csv. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "ledger.h"

/* A blank key is told and its row left out: everything else goes by the key. */
static const char *key_cell(const struct ledger *ledger, size_t row, size_t column)
{
	const char *key = ledger_cell(ledger, row, column);
	if (!key && ledger->index[column] >= 0)
		diag_add(ledger->reading->diags, ledger_place(ledger, row, column), &RULE_E201,
			 ledger->columns[column].name, ledger->columns[column].name, ledger->columns[column].name,
			 (char *)NULL);
	return key;
}

static bool yes_no(const struct ledger *ledger, size_t row, size_t column)
{
	const char *text = ledger_cell(ledger, row, column);
	if (text && strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		diag_add(ledger->reading->diags, ledger_place(ledger, row, column), &RULE_E226,
			 ledger->columns[column].name, text, (char *)NULL);
	return text && strcmp(text, "yes") == 0;
}

static void tell_empty(const struct ledger *ledger)
{
	if (ledger->row_count == 0)
		diag_add(ledger->reading->diags, (struct place){ledger->file, 1, 0}, &RULE_E228,
			 files_base(ledger->file), (char *)NULL);
}

/* ---- regions ---- */

enum { REGION_CODE, REGION_NAME, REGION_NAME_EN, REGION_SHORT, REGION_LEVEL_NAME, REGION_PARENT };

static const struct column REGION_COLUMNS[] = {
    {"code", false}, {"name", false}, {"name_en", false}, {"short_name", false}, {"level", false}, {"parent", false},
};

static enum region_level region_level(const struct ledger *ledger, size_t row)
{
	static const char *const names[REGION_LEVEL__MAX] = {"province", "prefecture", "county"};
	const char *text = ledger_cell(ledger, row, REGION_LEVEL_NAME);
	for (int i = 0; text && i < REGION_LEVEL__MAX; i++)
		if (strcmp(names[i], text) == 0)
			return (enum region_level)i;
	if (ledger->index[REGION_LEVEL_NAME] >= 0)
		diag_add(ledger->reading->diags, ledger_place(ledger, row, REGION_LEVEL_NAME), &RULE_E225,
			 text ? text : "", (char *)NULL);
	return REGION_COUNTY;
}

static int compare_regions(const void *a, const void *b)
{
	const struct region *x = a, *y = b;
	int order = strcmp(x->code, y->code);
	return order ? order : x->place.line - y->place.line;
}

void regions_read(struct reading *reading)
{
	struct model *model = reading->model;
	struct ledger ledger;
	if (!ledger_open(reading, "regions.csv", REGION_COLUMNS, sizeof REGION_COLUMNS / sizeof REGION_COLUMNS[0],
			 &ledger))
		return;
	tell_empty(&ledger);
	for (size_t row = 0; row < ledger.row_count; row++) {
		const char *code = key_cell(&ledger, row, REGION_CODE);
		if (!code)
			continue;
		struct region *region =
		    ARENA_PUSH(reading->arena, model->regions, model->region_count, model->region_capacity);
		*region = (struct region){.place = ledger_place(&ledger, row, REGION_CODE), .code = code};
		region->name.text[LANG_ZH] = ledger_cell(&ledger, row, REGION_NAME);
		region->name.text[LANG_EN] = ledger_cell(&ledger, row, REGION_NAME_EN);
		region->short_name = ledger_cell(&ledger, row, REGION_SHORT);
		region->parent_code = ledger_cell(&ledger, row, REGION_PARENT);
		region->level = region_level(&ledger, row);
		if (!region->short_name)
			region->short_name = region->name.text[LANG_ZH];
	}
	if (model->region_count > 0)
		qsort(model->regions, model->region_count, sizeof *model->regions, compare_regions);
}

/* ---- organisations ---- */

enum {
	ORG_ID,
	ORG_CODE,
	ORG_NAME,
	ORG_NAME_EN,
	ORG_SHORT,
	ORG_REGION,
	ORG_KIND,
	ORG_PHONE,
	ORG_EMAIL,
	ORG_WEBSITE,
	ORG_ADDRESS,
	ORG_SYNTHETIC
};

static const struct column ORG_COLUMNS[] = {
    {"id", false},   {"code", false},  {"name", false},  {"name_en", false}, {"short_name", true}, {"region", false},
    {"kind", false}, {"phone", false}, {"email", false}, {"website", false}, {"address", false},   {"synthetic", false},
};

static int compare_orgs(const void *a, const void *b)
{
	const struct org *x = a, *y = b;
	int order = strcmp(x->id, y->id);
	return order ? order : x->place.line - y->place.line;
}

void orgs_read(struct reading *reading)
{
	struct model *model = reading->model;
	struct ledger ledger;
	if (!ledger_open(reading, "orgs.csv", ORG_COLUMNS, sizeof ORG_COLUMNS / sizeof ORG_COLUMNS[0], &ledger))
		return;
	tell_empty(&ledger);
	for (size_t row = 0; row < ledger.row_count; row++) {
		const char *id = key_cell(&ledger, row, ORG_ID);
		if (!id)
			continue;
		struct org *org = ARENA_PUSH(reading->arena, model->orgs, model->org_count, model->org_capacity);
		*org = (struct org){.place = ledger_place(&ledger, row, ORG_ID), .id = id};
		org->code = ledger_cell(&ledger, row, ORG_CODE);
		org->name.text[LANG_ZH] = ledger_cell(&ledger, row, ORG_NAME);
		org->name.text[LANG_EN] = ledger_cell(&ledger, row, ORG_NAME_EN);
		org->short_name = ledger_cell(&ledger, row, ORG_SHORT);
		org->region_code = ledger_cell(&ledger, row, ORG_REGION);
		org->kind = ledger_cell(&ledger, row, ORG_KIND);
		org->phone = ledger_cell(&ledger, row, ORG_PHONE);
		org->email = ledger_cell(&ledger, row, ORG_EMAIL);
		org->website = ledger_cell(&ledger, row, ORG_WEBSITE);
		org->address = ledger_cell(&ledger, row, ORG_ADDRESS);
		org->synthetic = yes_no(&ledger, row, ORG_SYNTHETIC);
		if (!org->short_name)
			org->short_name = org->name.text[LANG_ZH];
	}
	if (model->org_count > 0)
		qsort(model->orgs, model->org_count, sizeof *model->orgs, compare_orgs);
}

/* ---- vocabularies ---- */

enum { TERM_CODE, TERM_LABEL, TERM_LABEL_EN, TERM_NOTE, TERM_NOTE_EN, TERM_EXTRA };

#define TERM_COLUMNS                                                             \
	{"code", false}, {"label", false}, {"label_en", false}, {"note", false}, \
	{                                                                        \
		"note_en", false                                                 \
	}

static const struct column BASIC[] = {TERM_COLUMNS};
static const struct column SLUGGED[] = {TERM_COLUMNS, {"slug", false}};
static const struct column OPEN_TYPES[] = {TERM_COLUMNS, {"slug", false}, {"access_right", false}, {"dcat_us", false}};
static const struct column CYCLES[] = {TERM_COLUMNS, {"iso8601", false}, {"frequency", false}, {"days", false}};
static const struct column FORMATS[] = {TERM_COLUMNS,     {"media_type", false},       {"file_type", false},
					{"class", false}, {"machine_readable", false}, {"open", false}};
static const struct column LICENCES[] = {TERM_COLUMNS,   {"url", false},  {"version", false},
					 {"uri", false}, {"text", false}, {"text_en", false}};
static const struct column DATA_TYPES[] = {TERM_COLUMNS, {"national", false}};
static const struct column CALENDAR[] = {TERM_COLUMNS, {"kind", false}};

#define VOCABULARY(id, columns)                                   \
	{                                                         \
		id, columns, sizeof(columns) / sizeof(columns)[0] \
	}

/* Those a portal cannot do without; any further file of the folder is a code list with the common columns. */
static const struct needed {
	const char *id;
	const struct column *columns;
	size_t column_count;
} NEEDED[] = {
    VOCABULARY("classes", BASIC),         VOCABULARY("data-types", DATA_TYPES), VOCABULARY("formats", FORMATS),
    VOCABULARY("grades", BASIC),          VOCABULARY("industries", BASIC),      VOCABULARY("licences", LICENCES),
    VOCABULARY("open-types", OPEN_TYPES), VOCABULARY("sectors", SLUGGED),       VOCABULARY("share-types", BASIC),
    VOCABULARY("themes", SLUGGED),        VOCABULARY("update-cycles", CYCLES),
};
#define NEEDED_COUNT (sizeof NEEDED / sizeof NEEDED[0])

/* Those that have columns of their own, and that a portal can do without. */
static const struct needed WELCOME[] = {VOCABULARY("calendar", CALENDAR)};
#define WELCOME_COUNT (sizeof WELCOME / sizeof WELCOME[0])

static const struct needed OTHER = VOCABULARY(NULL, BASIC);

static int compare_terms(const void *a, const void *b)
{
	const struct term *x = a, *y = b;
	int order = strcmp(x->code, y->code);
	return order ? order : x->place.line - y->place.line;
}

static void read_term(const struct ledger *ledger, size_t row, struct vocabulary *vocabulary)
{
	struct arena *arena = ledger->reading->arena;
	const char *code = key_cell(ledger, row, TERM_CODE);
	if (!code)
		return;
	struct term *term = ARENA_PUSH(arena, vocabulary->terms, vocabulary->count, vocabulary->capacity);
	*term = (struct term){.place = ledger_place(ledger, row, TERM_CODE), .code = code};
	term->label.text[LANG_ZH] = ledger_cell(ledger, row, TERM_LABEL);
	term->label.text[LANG_EN] = ledger_cell(ledger, row, TERM_LABEL_EN);
	term->note.text[LANG_ZH] = ledger_cell(ledger, row, TERM_NOTE);
	term->note.text[LANG_EN] = ledger_cell(ledger, row, TERM_NOTE_EN);
	term->extra_count = ledger->column_count - TERM_EXTRA;
	term->extra = arena_array(arena, term->extra_count, sizeof *term->extra);
	for (size_t i = 0; i < term->extra_count; i++) {
		const char *value = ledger_cell(ledger, row, TERM_EXTRA + i);
		term->extra[i] = (struct column_value){ledger->columns[TERM_EXTRA + i].name, value ? value : ""};
	}
}

static void read_vocabulary(struct reading *reading, const char *id, const struct column *columns, size_t column_count)
{
	struct model *model = reading->model;
	struct vocabulary *vocabulary =
	    ARENA_PUSH(reading->arena, model->vocabularies, model->vocabulary_count, model->vocabulary_capacity);
	*vocabulary = (struct vocabulary){.id = id, .unread = true};
	struct ledger ledger;
	if (!ledger_open(reading, arena_printf(reading->arena, "vocabularies/%s.csv", id), columns, column_count,
			 &ledger))
		return;
	vocabulary->unread = false;
	for (size_t row = 0; row < ledger.row_count; row++)
		read_term(&ledger, row, vocabulary);
	if (vocabulary->count > 0)
		qsort(vocabulary->terms, vocabulary->count, sizeof *vocabulary->terms, compare_terms);
}

static bool is_needed(const char *id)
{
	for (size_t i = 0; i < NEEDED_COUNT; i++)
		if (strcmp(NEEDED[i].id, id) == 0)
			return true;
	return false;
}

static const struct needed *form_of(const char *id)
{
	for (size_t i = 0; i < WELCOME_COUNT; i++)
		if (strcmp(WELCOME[i].id, id) == 0)
			return &WELCOME[i];
	return &OTHER;
}

static int compare_vocabularies(const void *a, const void *b)
{
	return strcmp(((const struct vocabulary *)a)->id, ((const struct vocabulary *)b)->id);
}

void vocabularies_read(struct reading *reading)
{
	struct model *model = reading->model;
	for (size_t i = 0; i < NEEDED_COUNT; i++)
		read_vocabulary(reading, NEEDED[i].id, NEEDED[i].columns, NEEDED[i].column_count);
	struct entries entries;
	files_list(reading, "vocabularies", &entries);
	for (size_t i = 0; i < entries.count; i++) {
		const char *name = entries.items[i].name;
		size_t len = strlen(name);
		struct place place = {arena_printf(reading->arena, "vocabularies/%s", name), 0, 0};
		if (len <= 4 || strcmp(name + len - 4, ".csv") != 0 || !files_name_ok(name)) {
			diag_add(reading->diags, place, &RULE_E104, name, (char *)NULL);
			continue;
		}
		const char *id = arena_copy(reading->arena, name, len - 4);
		if (!is_needed(id))
			read_vocabulary(reading, id, form_of(id)->columns, form_of(id)->column_count);
	}
	qsort(model->vocabularies, model->vocabulary_count, sizeof *model->vocabularies, compare_vocabularies);
}
