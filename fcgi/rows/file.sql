-- What a file of rows says of itself. Rows themselves are asked for by table_sql.h.

-- name: get_fact
SELECT value FROM meta WHERE key = ?1;

-- name: list_columns
SELECT name, type, title_zh, title_en, description_zh, description_en, unit, codes, required, uniq, key, indexed, blanks,
	distinct_values, min, max, mean FROM col ORDER BY col;

-- name: list_values
SELECT value, count FROM value WHERE col = ?1 ORDER BY seq;
