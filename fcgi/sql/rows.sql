-- Tables whose rows can be asked for: which there are (of catalogue.db).

-- name: find_table_by_id
SELECT id, dataset, name, title_zh, title_en, dataset_title_zh, dataset_title_en, csv, file FROM row_table WHERE id = ?1;

-- name: find_table_by_name
SELECT id, dataset, name, title_zh, title_en, dataset_title_zh, dataset_title_en, csv, file FROM row_table
WHERE dataset = ?1 AND name = ?2;

-- name: list_tables
SELECT id, name, title_zh, title_en FROM row_table WHERE dataset = ?1 ORDER BY name;

-- name: get_dataset_title
SELECT title_zh, title_en FROM dataset WHERE docid = (SELECT docid FROM ckan_value WHERE field = 'name' AND value = ?1);
