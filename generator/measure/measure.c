/* measure.c -- the measuring stage: figures about what was read. */
#include "stages.h"

#include "measure.h"

void measure_model(struct model *model)
{
	counts_fill(model);
	near_fill(model);
}
