/* dataset.h -- all files of one dataset: data in every format, metadata, dictionary, Data Package, ZIP. */
#ifndef GENERATOR_PACK_DATASET_H
#define GENERATOR_PACK_DATASET_H

#include <headwater/status.h>

#include "model.h"
#include "output.h"

enum status dataset_put(struct model *model, const struct dataset *dataset, struct output *output);

/* The file that dataset_put puts first: what the unit of a dataset's files is known by. */
const char *dataset_first_file(const struct dataset *dataset, struct arena *arena);

#endif
