/* chart.c -- a profile as a chart. */
#include "chart.h"

#include <stdio.h>
#include <string.h>

#include <headwater/arena.h>
#include <headwater/chart.h>

static const struct label frequent_title = {{[LANG_ZH] = "：最常见的值", [LANG_EN] = ": most frequent values"}};
static const struct label classes_title = {{[LANG_ZH] = "：分布", [LANG_EN] = ": distribution"}};

static struct chart_bar *bars_of(const struct profile *profile, struct arena *arena)
{
	struct chart_bar *bars = arena_array(arena, profile->bar_count, sizeof *bars);
	for (size_t i = 0; i < profile->bar_count; i++) {
		const struct profile_bar *bar = &profile->bars[i];
		bars[i] = (struct chart_bar){bar->label, arena_printf(arena, "%zu", bar->count), (double)bar->count};
	}
	return bars;
}

/* The lower edge of the first class and the upper edge of the last. */
static void find_edges(const struct profile *profile, struct arena *arena, struct chart *chart)
{
	const char *first = profile->bars[0].label, *last = profile->bars[profile->bar_count - 1].label;
	const char *dash = strstr(first, " – "), *end_dash = strstr(last, " – ");
	chart->first = arena_copy(arena, first, (size_t)(dash ? dash - first : 0));
	chart->last = end_dash ? end_dash + strlen(" – ") : last;
}

void chart_profile(const struct profile *profile, const char *title, enum lang lang, struct buf *out)
{
	bool classes = profile->bars_are_classes;
	if (profile->bar_count == 0)
		return;
	struct arena *arena = arena_new();
	struct chart chart = {.title = title,
			      .title_after = label_text(classes ? &classes_title : &frequent_title, lang, NULL),
			      .bars = bars_of(profile, arena),
			      .count = profile->bar_count};
	if (classes) {
		find_edges(profile, arena, &chart);
		chart_columns(&chart, out);
	} else {
		chart_bars(&chart, out);
	}
	arena_free(arena);
}
