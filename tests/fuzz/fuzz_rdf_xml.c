/* Any text as a DCAT catalogue in RDF/XML. */
#include "dcat_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dcat_oracle(dcat_rdf_parse, data, size);
	return 0;
}
