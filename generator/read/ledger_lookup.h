/* ledger_lookup.h -- organisations and regions by any of the names a ledger may use. */
#ifndef READ_LEDGER_LOOKUP_H
#define READ_LEDGER_LOOKUP_H

#include "../model.h"

struct ledger_lookup;

struct ledger_lookup *ledger_lookup_new(const struct model *model, struct arena *arena);

/*
 * The organisation by id or credit code, or by name or short name within the region, above or below it (NULL: anywhere);
 * where several have the name, the one of that very region. NULL: none, or (`*several`) no single one.
 */
const struct org *ledger_lookup_org(const struct ledger_lookup *lookup, const char *name, const struct region *region,
				    bool *several);
/* The region by code, name or short name; NULL: none, or no single one. */
const struct region *ledger_lookup_region(const struct ledger_lookup *lookup, const char *name);

#endif
