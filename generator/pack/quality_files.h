/*
 * quality_files.h -- the quality of the records for programs.
 *
 *   quality.csv   a row for the portal, each organisation that has datasets, and each dataset: points of the MQA, by
 *                 dimension and in all, its band, the completeness in per cent, and the numbers of the core items missing
 *   quality.json  the portal in detail: every metric with its weight, how often it was asked and passed, and every core item
 */
#ifndef GENERATOR_PACK_QUALITY_FILES_H
#define GENERATOR_PACK_QUALITY_FILES_H

#include <headwater/status.h>

#include "model.h"
#include "output.h"

#define QUALITY_FIRST_FILE "quality.csv"

enum status quality_put(const struct model *model, struct output *output);

#endif
