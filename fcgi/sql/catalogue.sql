-- What the service reads once, when it opens a release.

-- name: get_meta
SELECT value FROM meta WHERE key = ?1;

-- name: get_chrome
SELECT xml FROM chrome WHERE lang = ?1;

-- name: list_stylesheets
SELECT name, bytes FROM stylesheet ORDER BY name;

-- name: list_facet_values
SELECT facet, seq, value, label_zh, label_en, coalesce(parent, -1) FROM facet_value ORDER BY facet, seq;

-- name: list_synonyms
SELECT set_number, folded FROM synonym ORDER BY set_number, folded;
