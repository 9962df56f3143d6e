/* text.h -- plain texts inside archives: what a person reads first. UTF-8, Chinese before English. */
#ifndef GENERATOR_PACK_TEXT_H
#define GENERATOR_PACK_TEXT_H

#include <headwater/buf.h>

#include "model.h"
#include "scope.h"

/* LICENCE.txt of a dataset: its licence's name, address and what one may do. */
void text_licence(const struct model *model, const struct dataset *dataset, struct buf *out);
/* README.txt of a dataset: what it is, whose, from where, its files, how to cite and how to verify it. */
void text_readme(const struct model *model, const struct dataset *dataset, struct buf *out);
/* README.txt of a bulk archive: what it holds and how to verify it. */
void text_bulk_readme(const struct model *model, const struct scope *scope, struct buf *out);

#endif
