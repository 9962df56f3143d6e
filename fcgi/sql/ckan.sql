-- What CKAN's action API reads (fcgi/ckan). Sets of packages are made and joined in memory (select.h).

-- name: find_value
SELECT docid FROM ckan_value WHERE field = ?1 AND value = ?2;

-- name: find_range
SELECT docid, value FROM ckan_value WHERE field = ?1 AND value >= ?2 AND value <= ?3;

-- name: list_values
SELECT docid, value FROM ckan_value WHERE field = ?1 ORDER BY value, docid;

-- name: list_package_titles
-- Whole: a part of a title cannot be looked up.
SELECT docid, name, title FROM ckan_package ORDER BY docid;

-- name: list_package_names
SELECT value FROM ckan_value WHERE field = 'name' ORDER BY value LIMIT ?1 OFFSET ?2;

-- name: get_package
SELECT json FROM ckan_package WHERE docid = ?1;

-- name: get_package_name
SELECT name FROM ckan_package WHERE docid = ?1;

-- name: get_graph
-- What DCAT says of a dataset, gzipped.
SELECT bytes FROM graph WHERE docid = ?1 AND form = ?2;

-- name: get_resource
SELECT json FROM ckan_resource WHERE id = ?1;

-- name: list_resources
-- Whole, for the same reason.
SELECT seq, name, description, format, mimetype, url, hash, id FROM ckan_resource ORDER BY seq;

-- name: get_resource_row
SELECT json FROM ckan_resource WHERE seq = ?1;

-- name: find_thing
SELECT name, id, title, description, package_count, json FROM ckan_thing WHERE kind = ?1 AND name = ?2
UNION ALL
SELECT name, id, title, description, package_count, json FROM ckan_thing WHERE kind = ?1 AND id = ?2
LIMIT 1;

-- name: list_things
SELECT name, id, title, description, package_count, json FROM ckan_thing WHERE kind = ?1 ORDER BY name;
