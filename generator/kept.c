#include "kept.h"

bool kept_is_ready(const struct dataset *folder)
{
	return folder->kept && folder->kept->ready;
}

void kept_tell(const struct dataset *folder, const struct diags *diags, size_t from, struct arena *arena)
{
	struct kept *kept = folder->kept;
	for (size_t i = from; kept && i < diags->count; i++)
		*ARENA_PUSH(arena, kept->told, kept->told_count, kept->told_capacity) = diags->items[i];
}
