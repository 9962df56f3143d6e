/*
 * synonym.h -- vocabularies/synonyms.csv: words that mean the same to a search, one set a row: label and label_en hold the
 * words, parted by "、", "；" or ";". The file may be left out.
 */
#ifndef GENERATOR_SYNONYM_H
#define GENERATOR_SYNONYM_H

#include <stdbool.h>

#include <headwater/span.h>

#define SYNONYM_VOCABULARY "synonyms"

/* The next word of a list: moves `*at` past it. False at the end; NULL is an empty list. */
bool synonym_next(const char **at, struct span *word);

#endif
