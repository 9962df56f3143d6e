-- catalogue.db: all that the service knows of one release. Written once by generator/index, then opened immutable; the
-- same content gives the same bytes (rows in a fixed order, nothing from clock or chance).

-- name: settle
-- A build that dies leaves a temporary file that nobody reads, and the publisher syncs the finished one.
PRAGMA page_size = 4096;
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;

-- name: schema
BEGIN;

-- Facts of the release: format (of this file), languages, base_url, title, datasets, and the identity of the search index
-- that belongs to it (headwater/index_format.h).
CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What stands around every page, as <chrome>…</chrome>, one row a language ("zh", "en").
CREATE TABLE chrome (
	lang TEXT PRIMARY KEY,
	xml TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The whole stylesheet set, so that pages of the service are rendered as the release's own.
CREATE TABLE stylesheet (
	name TEXT PRIMARY KEY, -- "layout.xsl", "page/search.xsl", "text/zh.xml"
	bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a dataset, in the order of static rank: last changed first, then by id. So docid order is the order of a list
-- without a query, and a search cut short by its budget has seen the newest first.
CREATE TABLE dataset (
	docid INTEGER PRIMARY KEY, -- from 1 without gaps
	id TEXT NOT NULL,
	url TEXT NOT NULL, -- site-absolute, without a language prefix
	title_zh TEXT NOT NULL,
	title_en TEXT, -- NULL: there is none
	abstract_zh TEXT NOT NULL,
	abstract_en TEXT,
	issued TEXT NOT NULL, -- ISO 8601
	modified TEXT NOT NULL,
	capacity INTEGER NOT NULL -- fields x rows
) STRICT;

-- What else of a dataset the search index knows, beside title, abstract and fields: tags, names, resources, body; a line
-- each.
CREATE TABLE passage (
	docid INTEGER PRIMARY KEY,
	text TEXT NOT NULL
) STRICT;

-- The dictionary's fields, for showing which of them hold what was looked for.
CREATE TABLE field (
	docid INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	name TEXT NOT NULL,
	title_zh TEXT NOT NULL,
	title_en TEXT,
	PRIMARY KEY (docid, seq)
) STRICT, WITHOUT ROWID;

-- Values that a result can be narrowed by. facet: theme, org, region, open_type, format, sector,
-- industry, year. Which dataset has which is in the search index.
CREATE TABLE facet_value (
	facet TEXT NOT NULL,
	seq INTEGER NOT NULL, -- order to show them in, from 0
	value TEXT NOT NULL, -- as in URLs
	label_zh TEXT NOT NULL,
	label_en TEXT,
	parent INTEGER, -- seq of the value above (regions); it comes before
	PRIMARY KEY (facet, seq)
) STRICT, WITHOUT ROWID;

-- Words worth suggesting when nothing is found: keywords and labels, with what they sound like.
CREATE TABLE word (
	word TEXT PRIMARY KEY,
	folded TEXT NOT NULL,
	pinyin TEXT NOT NULL, -- without spaces
	datasets INTEGER NOT NULL -- that have it
) STRICT, WITHOUT ROWID;

-- Words that mean the same to a search, folded.
CREATE TABLE synonym (
	set_number INTEGER NOT NULL,
	folded TEXT NOT NULL,
	PRIMARY KEY (set_number, folded)
) STRICT, WITHOUT ROWID;

-- name: schema_ckan
-- What CKAN's action API shows (fcgi/ckan). Dicts are stored as the JSON text that goes out.
CREATE TABLE ckan_package (
	docid INTEGER PRIMARY KEY,
	name TEXT NOT NULL, -- the dataset's permanent id
	title TEXT NOT NULL,
	json TEXT NOT NULL
) STRICT;

-- What packages are selected, counted and sorted by: every value of every field, as CKAN's index names them.
CREATE TABLE ckan_value (
	field TEXT NOT NULL,
	value TEXT NOT NULL, -- dates as 2026-03-02T00:00:00.000000Z
	docid INTEGER NOT NULL,
	PRIMARY KEY (field, value, docid)
) STRICT, WITHOUT ROWID;

CREATE TABLE ckan_resource (
	seq INTEGER PRIMARY KEY, -- by package, then by position
	id TEXT NOT NULL UNIQUE,
	docid INTEGER NOT NULL,
	name TEXT NOT NULL,
	description TEXT NOT NULL,
	format TEXT NOT NULL,
	mimetype TEXT NOT NULL,
	url TEXT NOT NULL,
	hash TEXT NOT NULL,
	json TEXT NOT NULL
) STRICT;

-- What DCAT says of a dataset, as a document of its own, gzipped. form: 0 Turtle, 1 JSON-LD, 2 RDF/XML.
CREATE TABLE graph (
	docid INTEGER NOT NULL,
	form INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	PRIMARY KEY (docid, form)
) STRICT, WITHOUT ROWID;

-- Tables whose rows can be asked for. id is that of the ckan_resource with datastore_active: the plain CSV.
CREATE TABLE row_table (
	id TEXT PRIMARY KEY,
	dataset TEXT NOT NULL,
	name TEXT NOT NULL, -- of the resource within its dataset
	docid INTEGER NOT NULL,
	title_zh TEXT NOT NULL,
	title_en TEXT,
	dataset_title_zh TEXT NOT NULL,
	dataset_title_en TEXT,
	csv TEXT NOT NULL, -- the published file with all of it, below the release
	file TEXT NOT NULL -- of rows, below the release
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX row_table_name ON row_table (dataset, name);

-- Organizations, groups (themes), tags (keywords), licences and the portal itself, each kind by name.
CREATE TABLE ckan_thing (
	kind TEXT NOT NULL, -- organization, group, tag, license, site
	name TEXT NOT NULL,
	id TEXT NOT NULL,
	title TEXT NOT NULL,
	description TEXT NOT NULL,
	package_count INTEGER NOT NULL,
	json TEXT NOT NULL, -- extras of an organization; the whole dict of a licence and of the site; else ''
	PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ckan_thing_id ON ckan_thing (kind, id);

-- name: add_meta
INSERT INTO meta (key, value) VALUES (?1, ?2);

-- name: add_chrome
INSERT INTO chrome (lang, xml) VALUES (?1, ?2);

-- name: add_stylesheet
INSERT INTO stylesheet (name, bytes) VALUES (?1, ?2);

-- name: add_dataset
INSERT INTO dataset (docid, id, url, title_zh, title_en, abstract_zh, abstract_en, issued, modified, capacity)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: add_passage
INSERT INTO passage (docid, text) VALUES (?1, ?2);

-- name: add_field
INSERT INTO field (docid, seq, name, title_zh, title_en) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: add_facet_value
INSERT INTO facet_value (facet, seq, value, label_zh, label_en, parent) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: add_word
INSERT INTO word (word, folded, pinyin, datasets) VALUES (?1, ?2, ?3, 1)
ON CONFLICT (word) DO UPDATE SET datasets = datasets + 1;

-- name: add_synonym
INSERT OR IGNORE INTO synonym (set_number, folded) VALUES (?1, ?2);

-- name: add_ckan_package
INSERT INTO ckan_package (docid, name, title, json) VALUES (?1, ?2, ?3, ?4);

-- name: add_ckan_value
INSERT OR IGNORE INTO ckan_value (field, value, docid) VALUES (?1, ?2, ?3);

-- name: add_ckan_resource
INSERT INTO ckan_resource (seq, id, docid, name, description, format, mimetype, url, hash, json)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: add_graph
INSERT INTO graph (docid, form, bytes) VALUES (?1, ?2, ?3);

-- name: add_row_table
INSERT INTO row_table (id, dataset, name, docid, title_zh, title_en, dataset_title_zh, dataset_title_en, csv, file)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: add_ckan_thing
INSERT INTO ckan_thing (kind, name, id, title, description, package_count, json) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)
ON CONFLICT (kind, name) DO NOTHING;

-- name: count_ckan_things
-- Once every package is there.
UPDATE ckan_thing SET package_count = (
	SELECT count(*) FROM ckan_value
	WHERE field = iif(ckan_thing.kind = 'organization', 'organization', ckan_thing.kind || 's') AND value = ckan_thing.name)
WHERE kind IN ('organization', 'group', 'tag');

-- name: finish
COMMIT;
