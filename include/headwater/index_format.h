/*
 * index_format.h -- the search index of a release: .headwater/search.idx, beside its catalogue.db.
 *
 * Written once by generator/index/search_*.c, then mapped into memory and only read (fcgi/index.h). Nothing is loaded when
 * a release is opened but the header: a page of the file is read when a search first touches it. All numbers are
 * little-endian. The same documents in the same order give the same bytes.
 *
 * Documents are numbered from 1 in the order of static rank (table `dataset` of catalogue.db), so the order of a list is
 * the order of a result without words, and what is cut short by its budget has seen the newest.
 *
 *   header   INDEX_HEADER_SIZE bytes: magic, version (u32), documents (u32), size of the file (u64), identity (32 bytes:
 *            SHA-256 of the ids of all documents in their order, each with a newline; catalogue.db has the same in
 *            `meta.search`), then for each section its offset (u64, a multiple of 8), size in bytes (u64) and checksum
 *            (u64), and last the checksum of all of that (u64)
 *   sections in the order of enum index_section
 *
 * A term is a term of fold.h; of titles, tags and fields also the bigram of two Han characters that have only marks and
 * spaces between them, which nobody types. Its dictionary entry has up to three lists of documents: those that have it
 * anywhere, in a title, in a tag or field. A list is one of
 *   dense    from INDEX_DENSE_SHARE of all documents on: a bit each, bit d of the row for document d
 *   blocks   of INDEX_BLOCK documents, the last one shorter; before the data 8 bytes for each block: its last document
 *            (u32), and the offset of its data, in words of 8 bytes, shifted by 6, with the width below (u32). Data: gaps
 *            less one, from the last document of the block before, packed lowest bit first in words of 8 bytes.
 *
 * Instead of a weight for each posting the lists stand apart by field, since a hit in a title is worth more than any number
 * of hits in a description; the length of a title is kept for each document. That takes less room than weights of one
 * byte, lets a count run over bits alone, and lets the best be found in the short lists of titles.
 */
#ifndef HEADWATER_INDEX_FORMAT_H
#define HEADWATER_INDEX_FORMAT_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INDEX_FILE ".headwater/search.idx" /* below a release */
#define INDEX_MAGIC "HWINDEX\n"            /* 8 bytes */
#define INDEX_VERSION 2u
#define INDEX_BLOCK 128u
#define INDEX_DENSE_SHARE 8u      /* one of so many documents */
#define INDEX_DICT_TERMS 16u      /* of one block of the dictionary */
#define INDEX_TERM_MAX 320u       /* bytes: FOLD_WORD_MAX code points, some of which fold to several */
#define INDEX_HISTOGRAM_SHARE 64u /* terms in one of so many documents have their facets counted ahead */
#define INDEX_HISTOGRAM_LEAST 2048u
#define INDEX_EVERY UINT32_MAX /* stands for a term in the table of histograms: all documents */
#define INDEX_DOCUMENTS_MAX 0x1FFFFFFFu

enum index_section {
	INDEX_POSTINGS,
	/* for every block of INDEX_DICT_TERMS terms: offset in INDEX_TERMS (u32), offset in INDEX_POSTINGS >> 3 (u32) */
	INDEX_TERM_BLOCKS,
	/*
	 * Terms by their bytes, each: bytes shared with the one before in its block, further bytes, those bytes, then the number
	 * of documents of its three lists; behind a number above 0 the size of the list in bytes, 0 when the list is the first
	 * one again; behind 1 the document itself instead. Numbers are varints; lists follow one another in the postings, each
	 * from a multiple of 8.
	 */
	INDEX_TERMS,
	INDEX_TITLE_STARTS,  /* u32, documents * 2 + 1: Chinese and English title of each, in INDEX_TITLES */
	INDEX_TITLES,        /* fold_title; nothing where there is no English one */
	INDEX_TITLE_ORDER,   /* u32: (document << 1 | language) of every title there is, by what fold_key says of it */
	INDEX_TITLE_LENGTHS, /* u8, documents: code points of the key of the Chinese title, 255 for more, at least 1 */
	INDEX_TITLE_RANK, /* u32, documents: by the length of the title, then by number: the best for a word come first */
	INDEX_SORTS,      /* u32, documents * INDEX_SORT__MAX */
	INDEX_GROUPS,     /* u32, INDEX_GROUP__MAX: how many combinations of facet values there are in each group */
	/*
	 * For each group a column, from a multiple of 8: which of the group's combinations each document has, in
	 * index_combo_width bytes.
	 */
	INDEX_COMBOS,
	INDEX_COMBO_STARTS, /* u32: for every combination of every group where its values begin; one more at the end */
	INDEX_COMBO_VALUES, /* u32: facet << 24 | value (facet_value.seq), its own, then those above */
	INDEX_TWINS,        /* u32, documents: the set of near-identical titles it is in; 0: it stands alone */
	INDEX_TWIN_STARTS,  /* u32: sets + 2; set s has members [s, s + 1) */
	INDEX_TWIN_MEMBERS, /* u32: documents, ascending */
	INDEX_HISTOGRAM_TERMS,  /* u32: number of a term, ascending; INDEX_EVERY last */
	INDEX_HISTOGRAM_STARTS, /* u32: one more than terms */
	INDEX_HISTOGRAMS,       /* varints: gap of facet << 24 | value, documents */
	INDEX_SYLLABLES,        /* Pinyin syllables by their bytes, each with a newline */
	/*
	 * How the Han bigrams of titles sound: first and second syllable (u16 each; places in INDEX_SYLLABLES), number of the
	 * term (u32); by these.
	 */
	INDEX_SOUNDS,
	INDEX_SECTION__MAX
};

enum index_field { INDEX_ANY, INDEX_TITLE, INDEX_TAG, INDEX_FIELD__MAX };

/* What results are sorted by; dates are yyyymmdd, orders are places in the list by title. */
enum index_sort {
	INDEX_SORT_ISSUED,
	INDEX_SORT_FIELDS,
	INDEX_SORT_ROWS, /* at most UINT32_MAX */
	INDEX_SORT_TITLE_ZH,
	INDEX_SORT_TITLE_EN,
	INDEX_SORT__MAX
};

/* In the order they are shown. */
enum index_facet {
	INDEX_FACET_THEME,
	INDEX_FACET_ORG,
	INDEX_FACET_REGION,
	INDEX_FACET_OPEN_TYPE,
	INDEX_FACET_FORMAT,
	INDEX_FACET_SECTOR,
	INDEX_FACET_INDUSTRY,
	INDEX_FACET_YEAR,
	INDEX_FACET__MAX
};
#define INDEX_FACET_SHIFT 24u /* of a facet above its value */

/* Facets whose values go together, so that there are few combinations and a hit costs one step a group. */
enum index_group {
	INDEX_GROUP_PROVIDER, /* org, region, open type */
	INDEX_GROUP_SUBJECT,  /* theme, sector, industry */
	INDEX_GROUP_FORM,     /* format, year */
	INDEX_GROUP__MAX
};

/* Bytes of one number in the column of a group with so many combinations. A count reads whole columns: they are kept narrow. */
static inline unsigned index_combo_width(uint32_t combos)
{
	return combos <= 1u << 8 ? 1 : combos <= 1u << 16 ? 2 : 4;
}

#define INDEX_IDENTITY_SIZE 32u
#define INDEX_HEADER_SIZE (8u + 4u + 4u + 8u + INDEX_IDENTITY_SIZE + 24u * INDEX_SECTION__MAX + 8u)

static inline uint16_t index_u16(const unsigned char *at)
{
	uint16_t value;
	memcpy(&value, at, sizeof value);
	return le16toh(value);
}

static inline uint32_t index_u32(const unsigned char *at)
{
	uint32_t value;
	memcpy(&value, at, sizeof value);
	return le32toh(value);
}

static inline uint64_t index_u64(const unsigned char *at)
{
	uint64_t value;
	memcpy(&value, at, sizeof value);
	return le64toh(value);
}

/* Checksum of bytes in pieces, against damage and no more: begin with INDEX_SUM_START; all pieces but the last are of a
 * multiple of 8 bytes. */
#define INDEX_SUM_START 0x9E3779B97F4A7C15u
uint64_t index_sum(uint64_t sum, const void *bytes, size_t len);

#endif
