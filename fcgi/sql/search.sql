-- What one search asks for. Facets, sorting and paging are done over the hits in memory (facets.h).

-- name: find_hits
SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid;

-- name: rank_hits
-- Weights of title, fields, keywords, description, sound. Less is better.
SELECT rowid, bm25(search, 10.0, 5.0, 3.0, 1.0, 0.5) FROM search WHERE search MATCH ?1 ORDER BY rowid;

-- name: find_titles
-- Titles that begin with a key: those from it up to the same with the last of all code points behind it.
SELECT docid, length(key) FROM title WHERE key >= ?1 AND key < ?2 LIMIT 5000;

-- name: get_dataset
SELECT id, url, title_zh, title_en, abstract_zh, abstract_en, issued, modified, capacity FROM dataset WHERE docid = ?1;

-- name: list_fields
SELECT name, title_zh, title_en FROM field WHERE docid = ?1 ORDER BY seq;

-- name: list_words
-- Whole, once for a search that found nothing: what is near in sound cannot be looked up.
SELECT word, folded, pinyin, datasets FROM word;
