#include "rank.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	return rank_before(a, b) ? -1 : rank_before(b, a);
}

static void swap(struct ranked *a, struct ranked *b)
{
	struct ranked kept = *a;
	*a = *b;
	*b = kept;
}

static void sift_down(struct ranked *heap, size_t count)
{
	for (size_t at = 0, child; (child = 2 * at + 1) < count; at = child) {
		if (child + 1 < count && rank_before(&heap[child], &heap[child + 1]))
			child++;
		if (!rank_before(&heap[at], &heap[child]))
			return;
		swap(&heap[at], &heap[child]);
	}
}

static void sift_up(struct ranked *heap, size_t at)
{
	for (; at > 0 && rank_before(&heap[(at - 1) / 2], &heap[at]); at = (at - 1) / 2)
		swap(&heap[at], &heap[(at - 1) / 2]);
}

void top_push(struct top *top, struct ranked item)
{
	if (top->count < top->max) {
		top->items[top->count] = item;
		sift_up(top->items, top->count++);
	} else if (top_takes(top, item)) {
		top->items[0] = item;
		sift_down(top->items, top->count);
	}
}

void top_sort(struct top *top)
{
	if (top->count > 1)
		qsort(top->items, top->count, sizeof *top->items, compare);
}
