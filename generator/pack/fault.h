/* fault.h -- says what went wrong while packing, through the output, and hands the status on. */
#ifndef GENERATOR_PACK_FAULT_H
#define GENERATOR_PACK_FAULT_H

#include <headwater/status.h>

#include "output.h"

/* `output` may be NULL (tests): the words are then lost, the status is not. */
enum status fault_set(struct output *output, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
