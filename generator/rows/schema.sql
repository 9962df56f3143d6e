-- A file of rows: one table of one resource, with what is known of its columns. Written once, then opened immutable. The
-- same table and dictionary give the same bytes (rows in their order, nothing from clock or chance), so that a resource
-- that did not change keeps its file from release to release.

-- name: settle
-- A build that dies leaves a temporary file that nobody reads, and the publisher syncs the finished one.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;
PRAGMA temp_store = FILE;

-- name: pages
PRAGMA page_size = 4096;

-- name: pages_small
-- Of a table without indexes: a portal has thousands of them, and half a page is lost in each part of a file.
PRAGMA page_size = 1024;

-- name: schema
-- Beside these: t (c0, c1, …, f), one row a row, rowid from 1 in the order of the source; i<n> on c<n> (table_sql.h).
-- Integers and numbers are numbers, truth values 0 and 1, everything else is text as it was written; a blank is NULL.
-- f: the folded text (fold.h) of those cells that folding changes, one a line; NULL where it changes none.
BEGIN;

-- format (of this file), rows, stamp (of the table and its columns), folded (0: f is NULL everywhere).
CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE col (
	col INTEGER PRIMARY KEY, -- from 0: c<col>
	name TEXT NOT NULL,
	type TEXT NOT NULL, -- as in the dictionary: string, integer, …
	title_zh TEXT NOT NULL,
	title_en TEXT,
	description_zh TEXT,
	description_en TEXT,
	unit TEXT,
	codes TEXT, -- id of the code list
	required INTEGER NOT NULL,
	uniq INTEGER NOT NULL,
	key INTEGER NOT NULL, -- of the primary key
	indexed INTEGER NOT NULL,
	blanks INTEGER NOT NULL,
	distinct_values INTEGER NOT NULL,
	min TEXT, -- of ordered types, as written
	max TEXT,
	mean REAL -- of numeric types
) STRICT;

-- Every value of a column that has only a few, the most frequent first.
CREATE TABLE value (
	seq INTEGER PRIMARY KEY,
	col INTEGER NOT NULL,
	value,
	count INTEGER NOT NULL
);

-- name: add_meta
INSERT INTO meta (key, value) VALUES (?1, ?2);

-- name: add_column
INSERT INTO col VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18);

-- name: analyze
-- Tells which index a question is best asked by.
ANALYZE;

-- name: finish
COMMIT;
