-- Tables of rows: which there are (of catalogue.db), and what a file of rows says of itself. Rows themselves are asked for
-- by table_sql.h.

-- name: find_table_by_id
SELECT id, dataset, name, title_zh, title_en, dataset_title_zh, dataset_title_en, csv, file FROM row_table WHERE id = ?1;

-- name: find_table_by_name
SELECT id, dataset, name, title_zh, title_en, dataset_title_zh, dataset_title_en, csv, file FROM row_table
WHERE dataset = ?1 AND name = ?2;

-- name: get_fact
SELECT value FROM meta WHERE key = ?1;

-- name: list_columns
SELECT name, type, title_zh, title_en, description_zh, description_en, unit, codes, required, uniq, key, indexed, blanks,
	distinct_values, min, max, mean FROM col ORDER BY col;

-- name: list_values
SELECT value, count FROM value WHERE col = ?1 ORDER BY seq;

-- name: list_tables
SELECT id, name, title_zh, title_en FROM row_table WHERE dataset = ?1 ORDER BY name;

-- name: get_dataset_title
SELECT title_zh, title_en FROM dataset WHERE docid = (SELECT docid FROM ckan_value WHERE field = 'name' AND value = ?1);
