#include "rank.h"

#include <stdbool.h>
#include <stdlib.h>

static bool before(const struct ranked *a, const struct ranked *b)
{
	return a->key != b->key ? a->key < b->key : a->docid < b->docid;
}

static int compare(const void *a, const void *b)
{
	return before(a, b) ? -1 : before(b, a);
}

/* The heap holds the best so far, the worst of them at its top. */
static void sift_down(struct ranked *heap, size_t count, size_t at)
{
	for (size_t child; (child = 2 * at + 1) < count; at = child) {
		if (child + 1 < count && before(&heap[child], &heap[child + 1]))
			child++;
		if (!before(&heap[at], &heap[child]))
			return;
		struct ranked kept = heap[at];
		heap[at] = heap[child];
		heap[child] = kept;
	}
}

void rank_top(struct ranked *items, size_t count, size_t top)
{
	if (top > count)
		top = count;
	if (top == 0)
		return;
	for (size_t i = top / 2; i-- > 0;)
		sift_down(items, top, i);
	for (size_t i = top; i < count; i++)
		if (before(&items[i], &items[0])) {
			struct ranked kept = items[0];
			items[0] = items[i];
			items[i] = kept;
			sift_down(items, top, 0);
		}
	qsort(items, top, sizeof *items, compare);
}
