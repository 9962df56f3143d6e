/*
 * model.h -- the one model that every stage of a build meets in.
 *
 * read/ fills it, check/ judges it, measure/ adds figures, pack/ adds downloads; page/ and index/ only read it. Every
 * pointer lives in `model->arena`. Lists are sorted by id or code (bytes), so that nothing depends on directory order.
 * Members named `*_place` say where an editor finds the thing.
 *
 * The 13 core items are those of 政务信息资源目录编制指南(试行), 2017.
 */
#ifndef GENERATOR_MODEL_H
#define GENERATOR_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/diag.h>
#include <headwater/hash.h>
#include <headwater/lang.h>
#include <headwater/span.h>

struct card;
struct manifest; /* manifest.h */
struct quality;  /* quality.h */
struct ledgers;  /* ledgers.h */
struct ledger_entry;
struct kept;    /* kept.h */
struct keeping; /* read/'s own */

/* A list of strings, each with its place (NULL where nobody asks for places any more). */
struct strings {
	const char **items;
	struct place *places;
	size_t count, capacity;
};

/* A calendar date; 0 where a part is not given (a year, or a year and a month). */
struct date {
	int16_t year;
	int8_t month, day;
	const char *text; /* ISO 8601 as written: 2013, 2013-05 or 2013-05-01; NULL when absent */
};

/*
 * Where the values of one thing stand in its file, by key ("share.type"); the file is that of the thing's own place.
 * model_mark looks one up.
 */
struct marks {
	struct mark {
		const char *key;
		int line, column;
	} * items;
	size_t count, capacity;
};

/* ---- the portal ---- */

struct portal {
	struct place place;
	struct marks marks;
	bool unread; /* as in struct dataset */
	struct label name, short_name, description, host, undertaker, notice, registration_note;
	const char *base_url; /* without a slash at its end */
	enum lang languages[LANG__MAX];
	size_t language_count;
	const char *region; /* code */
	const char *phone, *email, *address;
	const char *site_code, *icp, *police;
	const char *licence;       /* default licence id */
	const char *default_class; /* of what a source gives no class to, for the resource code it is given; or NULL */
	const char *theme;         /* palette of the stylesheet */
};

/* ---- code lists ---- */

struct column_value {
	const char *column, *value;
};

/* One row of a vocabulary. `extra` holds the columns beyond the common ones, NULL value never. */
struct term {
	struct place place;
	const char *code;
	struct label label, note;
	struct column_value *extra;
	size_t extra_count;
	size_t dataset_count; /* set by measure/ where the vocabulary is a facet */
};

struct vocabulary {
	const char *id; /* "themes", "open-types", ...: the file's name */
	struct term *terms;
	size_t count, capacity;
	bool unread; /* it could not be read: that fault is told, rules about its codes keep quiet */
};

enum region_level { REGION_PROVINCE, REGION_PREFECTURE, REGION_COUNTY, REGION_LEVEL__MAX };

struct region {
	struct place place;
	const char *code; /* GB/T 2260, six digits */
	struct label name;
	const char *short_name;
	enum region_level level;
	const char *parent_code;
	struct region *parent; /* NULL for the root */
	struct region **children;
	size_t child_count;
	size_t dataset_count;       /* its own */
	size_t dataset_count_below; /* its own and those of all below it */
};

struct org {
	struct place place;
	const char *id;
	const char *code; /* GB 32100, 18 characters */
	struct label name;
	const char *short_name, *region_code, *kind, *phone, *email, *website, *address;
	bool synthetic; /* the code is made for the sample */
	struct region *region;
	size_t dataset_count;
};

/* ---- datasets ---- */

enum open_type { OPEN_NONE, OPEN_UNCONDITIONAL = 1, OPEN_CONDITIONAL = 2, OPEN_CLOSED = 3, OPEN__MAX };

enum field_type {
	FIELD_STRING,
	FIELD_INTEGER,
	FIELD_NUMBER,
	FIELD_BOOLEAN,
	FIELD_DATE,
	FIELD_DATETIME,
	FIELD_TIME,
	FIELD_YEAR,
	FIELD_ANY,
	FIELD__MAX
};

/* What the values of one column are like; computed from the table by measure/. Shares are of all rows. */
struct profile {
	size_t row_count, blank_count, distinct_count; /* distinct: exact */
	bool has_range;
	const char *min, *max; /* as written; by number, date or code point order after the field's type */
	double mean;           /* numeric fields */
	struct profile_bar {   /* most frequent values, or ten equal classes of a numeric field */
		const char *label;
		size_t count;
	} * bars;
	size_t bar_count;
	bool bars_are_classes; /* true: a histogram; false: most frequent values */
};

struct field {
	struct place place;
	struct marks marks;
	const char *name;
	struct label title, description;
	enum field_type type;
	int length; /* most characters, 0 = not stated */
	const char *unit;
	bool required, unique;
	const char *codes;     /* id of the code list its values come from */
	struct strings values; /* enum */
	enum open_type open;   /* effective: its own, else the dataset's */
	bool open_stated;
	int grade;  /* effective: its own, else the dataset's; 0: neither is graded */
	int column; /* index in the table, -1 when listed only */
	struct profile *profile;
};

/*
 * A table: row-major cells, blanks have len 0. Positions for diagnostics. Cells are in memory only while the dataset is
 * opened with its tables (dataset_open); otherwise the counts are known, and header, cells and row_lines are NULL.
 */
struct table {
	size_t column_count, row_count;
	size_t cell_units_max; /* the longest cell, in UTF-16 code units */
	struct span *header;   /* column_count */
	struct span *cells;    /* row_count * column_count */
	int *row_lines;        /* line (CSV), element (JSON) or row (XLSX) of each row, 1-based */
};

/* One file offered for download. Its size and SHA-256 stand in the manifest under `path`. */
struct download {
	const char *format;  /* code in the formats vocabulary: csv, json, xml, xlsx, pdf, zip, ... */
	const char *variant; /* "bom", "no-bom" or NULL */
	const char *path;    /* below the release, no slash in front: datasets/<id>/files/<name>.csv */
	struct label title;
};

struct resource {
	struct place place;
	struct marks marks;
	const char *file;   /* name in the dataset's folder */
	const char *name;   /* file without its last extension, made a slug: names every derived file */
	const char *format; /* lower-case extension of `file` */
	struct label title;
	const char *encoding; /* "utf-8" or "gb18030" */
	const char *sheet;
	bool sample;
	bool tabular; /* has a field dictionary and a table */
	struct strings primary_key;
	struct field *fields;
	size_t field_count, field_capacity;
	bool is_there;              /* the dataset's folder has the file */
	struct table *table;        /* NULL when not tabular or unreadable */
	size_t size_bytes;          /* of the source file */
	struct download *downloads; /* set by pack_plan, in the order to show */
	size_t download_count, download_capacity;
};

struct change {
	struct place place;
	struct date date;
	struct label note;
};

struct dataset {
	const struct card *card;
	/* Of a folder, if anything is kept of it. One that is ready (kept.h) has no members but those of its card: dataset_items. */
	struct kept *kept;
	struct print print; /* of dataset.md; of a ready one, as in its card */
	struct place place; /* of the front matter's first line */
	struct marks marks;
	bool from_ledger; /* a ledger has it, and its row was judged: what the row may lack is not asked for again */
	bool unread;      /* its front matter could not be read: that fault is told, rules about its items keep quiet */
	const char *id;
	const char *folder; /* below the content folder: datasets/<id> */
	struct label title, abstract;
	const char *code;       /* core 3 */
	const char *class_code; /* core 1 */
	const char *category;
	const char *provider_id; /* core 4 and 5 */
	struct strings formats;  /* core 7: effective, derived from the resources where there are any */
	const char *share_type, *share_condition, *share_method; /* core 9 */
	enum open_type open;                                     /* core 10 */
	const char *open_condition, *open_reason;
	struct strings open_materials;
	const char *update_cycle;     /* core 11 */
	struct date issued, modified; /* core 12; modified is never absent */
	struct strings related_ids;   /* core 13 */
	const char *region_code;
	struct strings themes, sectors, industries, keywords;
	const char *licence; /* effective */
	int grade;           /* 1 to 4; 0: not graded, as a row of a ledger may be */
	const char *masking; /* who masked it, when and how; not published */
	const char *contact_name, *contact_phone, *contact_email; /* effective */
	struct date period_start, period_end;
	struct label source_title;
	const char *source_url, *source_publisher, *source_note;
	const char *sample_note;
	struct change *changes;
	size_t change_count, change_capacity;
	struct resource *resources;
	size_t resource_count, resource_capacity;
	const char *body; /* Markdown */
	size_t body_len;
	int body_line; /* line of its first line in dataset.md */

	/* resolved by read/: never NULL in a model that passed the checks */
	struct org *org;
	struct region *region;

	/* set by measure/ */
	size_t field_total, row_total;
	uint64_t capacity; /* 数据容量: sum over tabular downloadable resources of fields x rows */

	struct download archive; /* the dataset's ZIP; path NULL for closed datasets */
};

/*
 * What is kept of every dataset for the whole build, so that it can be listed, counted, sorted, linked and found again;
 * everything else is opened when it is needed, one dataset at a time. Members stand for those of struct dataset with the
 * same names; equal lists of codes share their memory.
 */
struct card {
	const char *id;
	struct print print; /* of all the content it is made of, its data files among it; set by dataset_survey */
	struct label title, abstract;
	const char *code, *provider_id, *region_code;
	struct org *org;
	struct region *region;
	struct date issued, modified;
	const struct strings *themes, *sectors, *industries, *formats, *keywords; /* never NULL */
	size_t row_total;
	uint64_t capacity;
	struct card **related; /* stated and reverse, sorted by id */
	/* places among the cards; suggested: shared keywords, theme, provider; best first, at most 6; set by measure/ */
	const uint32_t *near;
	/* of a dataset of a ledger (ledgers.h), also where it has a folder; else NULL */
	const struct ledger_entry *row;
	struct dataset *folder; /* of a dataset with a folder of its own: all of it but the cells of its tables */
	uint32_t field_total, related_count;
	int grade; /* as in struct dataset */
	uint8_t near_count;
	uint8_t open; /* enum open_type */
	bool has_archive;
};

enum section { SECTION_NEWS, SECTION_POLICIES, SECTION_HELP, SECTION_DEVELOPERS, SECTION_ABOUT, SECTION__MAX };

struct article {
	struct place place;
	struct marks marks;
	bool unread; /* as in struct dataset */
	enum section section;
	const char *id;
	struct label title;
	struct date date, effective;
	const char *source, *document_number, *issuer, *status, *summary, *url;
	int order;
	const char *body;
	size_t body_len;
	int body_line;
};

/* ---- the catalogue's past: what an address that is gone answers with, and what changed when ---- */

/* A dataset that was published and is no more; its page says so for good. */
struct withdrawal {
	struct place place;
	const char *id;
	struct label title;
	struct date date;
	const char *reason;
	const char *successor; /* id of the dataset to use instead; NULL when there is none */
};

/* A dataset that had another id; the old address leads to the new one for good. */
struct rename {
	struct place place;
	const char *old_id, *id;
	struct date date;
};

enum change_kind { CHANGE_ADDED, CHANGE_CHANGED, CHANGE_WITHDRAWN, CHANGE_RENAMED, CHANGE__MAX };

/* One line of the catalogue's change log. */
struct log_entry {
	struct place place;
	struct date date;
	enum change_kind kind;
	const char *id;       /* the dataset as it was called on that day */
	struct strings items; /* CHANGE_CHANGED: names of history.h */
	const struct withdrawal *withdrawal;
	const struct rename *rename;
};

struct model {
	struct arena *arena;
	const char *content_dir;
	int content_fd;     /* the same, open while the model is in use */
	struct print lists; /* of the portal, code lists, regions, organisations */
	struct print frame; /* of what every page depends on: templates, portal, code lists, regions, organisations */
	struct print rest;  /* of all other content but the datasets */
	struct print whole; /* of everything */
	struct date now;    /* --now: the day of the build; nothing else in a release depends on the clock */
	struct portal portal;
	struct region *regions;
	size_t region_count, region_capacity;
	struct org *orgs;
	size_t org_count, org_capacity;
	struct vocabulary *vocabularies;
	size_t vocabulary_count, vocabulary_capacity;
	struct card *cards;                      /* one for each dataset, sorted by id */
	struct date first_issued, last_modified; /* of all of them; set by model_date */
	size_t dataset_count;
	struct dataset *folders; /* the datasets of datasets/, sorted by id */
	size_t folder_count, folder_capacity;
	struct ledgers *ledgers;  /* NULL before they are read */
	const char *cache_dir;    /* where things are kept between builds; it need not be there yet. NULL: nowhere */
	struct keeping *keeping;  /* what is; NULL: nothing */
	struct article *articles; /* by section, then order, then newest first, then id */
	size_t article_count, article_capacity;

	struct withdrawal *withdrawals; /* sorted by id */
	size_t withdrawal_count, withdrawal_capacity;
	struct rename *renames; /* sorted by old id */
	size_t rename_count, rename_capacity;
	struct log_entry *log; /* changes.csv, withdrawals and renames; newest first, then by id and kind */
	size_t log_count, log_capacity;

	/* bulk archives, planned by pack_plan: portal, regions, themes; as zip and tar.zst */
	struct download *bulk;
	size_t bulk_count, bulk_capacity;
	struct quality *quality;   /* of the portal, then of each organisation in order; set by measure/ */
	struct manifest *manifest; /* sizes and checksums of what has been put out so far */
};

/* ---- look-ups (model.c) ---- */

struct region *model_region(const struct model *model, const char *code);
struct org *model_org(const struct model *model, const char *id);
struct card *model_card(const struct model *model, const char *id);
struct vocabulary *model_vocabulary(const struct model *model, const char *id);
/* NULL when the vocabulary or the code is not there. */
struct term *model_term(const struct model *model, const char *vocabulary_id, const char *code);
const struct withdrawal *model_withdrawal(const struct model *model, const char *id);
const struct rename *model_rename(const struct model *model, const char *old_id);
/*
 * Where an old id leads in the end, through every later renaming: the id of a dataset or of a withdrawn one. NULL when it was
 * never renamed, or when its renamings go in a circle.
 */
const char *model_renamed_to(const struct model *model, const char *old_id);
/* What an id of any day is called today: itself, or where its renamings lead. */
const char *model_id_today(const struct model *model, const char *id);
/* The dataset of an id of any day; NULL when there is none. */
struct card *model_card_today(const struct model *model, const char *id);
/* The title of a dataset by an id of any day, withdrawn ones included; NULL when there was none. */
const struct label *model_title(const struct model *model, const char *id);
/* "added", "changed", "withdrawn", "renamed" */
const char *change_kind_name(enum change_kind kind);
/* The extra column of a term, or NULL when blank or absent. */
const char *term_extra(const struct term *term, const char *column);
/* Makes the card of a dataset that stays in memory; the card points into it, and it at the card. */
void card_fill(struct card *card, struct dataset *dataset);
/* Finds the first day a dataset was issued on, and the last one was changed on (the day of the build when there is none). */
void model_date(struct model *model);
/* Adds to a print what a link to the dataset shows. */
void card_print_link(const struct card *card, struct printer *printer);
/* Makes the cards of all folders, in their order. */
void model_lay_cards(struct model *model);
/* The place of a value by its key, or `fallback` (with its file) when the key was not given. */
struct place model_mark(const struct marks *marks, const char *key, struct place fallback);
/* Whether the key was given, even with a value that could not be used. */
bool model_marked(const struct marks *marks, const char *key);
bool strings_has(const struct strings *strings, const char *item);
/* True when `region` is `ancestor` or lies below it. */
bool region_within(const struct region *region, const struct region *ancestor);
/* "news", "policies", "help", "developers", "about": folder name and URL. */
const char *section_name(enum section section);
const char *field_type_name(enum field_type type);
/* True for what a ledger lists of a dataset's fields: their names, and perhaps grades; nothing else is known of them. */
bool resource_is_list(const struct resource *resource);
/* True for what anyone may download now: unconditional data, and samples of conditional data. */
bool resource_is_public(const struct dataset *dataset, const struct resource *resource);
/*
 * True for a field whose values anyone may have: it has a column, and is not less open than its dataset. Nothing else
 * is ever written, shown or measured: an unknown openness is a closed one.
 */
bool field_is_public(const struct dataset *dataset, const struct field *field);

/* True for a resource whose rows can be asked for: a public table with a public column, not wider than a file of rows. */
bool resource_has_rows(const struct dataset *dataset, const struct resource *resource);
/* Where its file of rows lies below the release, in arena. */
const char *resource_rows_path(const struct dataset *dataset, const struct resource *resource, struct arena *arena);
/* The download that stands for its rows elsewhere: the plain CSV. NULL when there is none. */
const struct download *resource_rows_download(const struct resource *resource);

/* An id that stands in addresses: ^[a-z0-9]+(-[a-z0-9]+)*$, at most 64. */
bool slug_is_valid(const char *name);
/* True for what stands beside the datasets: /datasets/by-title/, /datasets/page/2/. */
bool dataset_id_is_reserved(const char *id);

#endif
