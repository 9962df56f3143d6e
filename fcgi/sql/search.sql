-- What one search asks for, once the search index has found it: texts of a page of hits.

-- name: get_dataset
SELECT id, url, title_zh, title_en, abstract_zh, abstract_en, issued, modified, capacity FROM dataset WHERE docid = ?1;

-- name: list_fields
SELECT name, title_zh, title_en FROM field WHERE docid = ?1 ORDER BY seq;

-- name: get_passage
SELECT text FROM passage WHERE docid = ?1;

-- name: find_dataset
SELECT docid FROM ckan_value WHERE field = 'name' AND value = ?1;

-- name: list_words
-- Whole, once for a search that found nothing: what is near in sound cannot be looked up.
SELECT word, folded, pinyin, datasets FROM word;
