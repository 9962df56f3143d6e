/* What is kept of folders between builds is what reading them anew gives, and nothing that does not fit is taken. */
#include "tap.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "kept.h"
#include "memo.h"
#include "quality.h"
#include "read/folder_pickle.h"
#include "stages.h"

#define SETTLED_S 2 /* what was changed just now is not kept: read/keep.c */

static struct arena *arena;
static char dir[64];

/* A command of the shell in the folder of content/ and cache/; $OLDPWD is the project's. */
static void run(const char *command)
{
	CHECK_INT(system(arena_printf(arena, "cd '%s' && %s", dir, command)), 0);
}

static void wait_settled(void)
{
	nanosleep(&(struct timespec){.tv_sec = SETTLED_S, .tv_nsec = 100000000}, NULL);
}

struct reads {
	struct model model;
	struct diags diags;
	int ready; /* folders that were taken */
};

static struct reads *reads_on(const char *day, bool cached)
{
	struct reads *reads = arena_alloc(arena, sizeof *reads);
	struct model *model = &reads->model;
	model->now = (struct date){2026, 11, 23, day};
	model->cache_dir = cached ? arena_printf(arena, "%s/cache", dir) : NULL;
	diags_init(&reads->diags, arena);
	CHECK_INT(read_content(arena_printf(arena, "%s/content", dir), arena, model, &reads->diags), STATUS_OK);
	check_model(model, &reads->diags);
	diags_sort(&reads->diags);
	measure_model(model);
	pack_plan(model);
	measure_qualities(model);
	for (size_t i = 0; i < model->folder_count; i++)
		reads->ready += kept_is_ready(&model->folders[i]);
	return reads;
}

static struct reads *reads(void)
{
	return reads_on("2026-11-23", true);
}

static const char *told(const struct reads *reads)
{
	struct buf all;
	buf_init(&all, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < reads->diags.count; i++) {
		const struct diagnostic *d = &reads->diags.items[i];
		buf_printf(&all, "%s:%d:%d %s %s\n", d->place.file, d->place.line, d->place.column, d->rule->code,
			   diag_sentence(d, LANG_EN, arena));
	}
	const char *text = arena_copy(arena, all.bytes, all.len);
	buf_free(&all);
	return text;
}

/* All of a dataset that can be pickled, and what its card adds to that. */
static void bytes_of(const struct reads *reads, size_t index, struct buf *out)
{
	const struct card *card = &reads->model.cards[index];
	struct dataset dataset = *dataset_items(&reads->model, card, arena);
	struct kept kept = {0};
	dataset.kept = &kept;
	folder_put_shown(out, &dataset);
	folder_put_rest(out, &dataset);
	buf_printf(out, "%s %s %s %u %zu %d", card->id, dataset.org->id, dataset.region->code, card->related_count,
		   (size_t)card->capacity, card->has_archive);
}

static bool are_equal(const struct reads *kept, const struct reads *anew)
{
	bool equal = kept->model.dataset_count == anew->model.dataset_count;
	for (size_t i = 0; equal && i < kept->model.dataset_count; i++) {
		struct buf one, other;
		buf_init(&one, BUF_MAX_DEFAULT);
		buf_init(&other, BUF_MAX_DEFAULT);
		bytes_of(kept, i, &one);
		bytes_of(anew, i, &other);
		equal = one.len == other.len && memcmp(one.bytes, other.bytes, one.len) == 0;
		buf_free(&one);
		buf_free(&other);
	}
	return equal && memcmp(kept->model.quality, anew->model.quality,
			       (1 + anew->model.org_count) * sizeof *anew->model.quality) == 0;
}

/* Reads over what is kept and anew: the same model, the same diagnostics; returns how many folders were taken. */
static int check_both(void)
{
	struct reads *kept = reads(), *anew = reads_on("2026-11-23", false);
	CHECK(are_equal(kept, anew));
	CHECK_STR(told(kept), told(anew));
	CHECK_INT(anew->ready, 0);
	read_close(&anew->model);
	read_keep(&kept->model);
	read_close(&kept->model);
	return kept->ready;
}

static void keeps(void)
{
	arena = arena_new();
	strcpy(dir, "/tmp/keep-XXXXXX");
	CHECK(mkdtemp(dir) != NULL);
	run("mkdir cache && cp -r \"$OLDPWD\"/tests/golden/check/base content");
	run("sed -i '/^title_en/d; s/^keywords:.*/keywords: [a，b]/' content/datasets/gamma/dataset.md");
	run("printf '\\n[beta](/datasets/beta/)\\n' >>content/datasets/gamma/dataset.md");
	CHECK_INT(check_both(), 0);
	CHECK_INT(check_both(), 0); /* too young */
	wait_settled();
	CHECK_INT(check_both(), 0);
	CHECK_INT(check_both(), 3);
	CHECK(strstr(told(reads()), "datasets/gamma/dataset.md:1:1 W701") != NULL);
}

static void sees_changes(void)
{
	run("sed -i 's/^title: .*/title: 另一个名称/' content/datasets/alpha/dataset.md");
	CHECK_INT(check_both(), 2);
	wait_settled();
	CHECK_INT(check_both(), 2);
	CHECK_INT(check_both(), 3);
	/* the same size and time of change, as an archive unpacked over it leaves it */
	run("touch -r content/datasets/alpha/alpha.csv then && sed -i '2s/[0-9]/7/3' content/datasets/alpha/alpha.csv "
	    "&& "
	    "touch -r then content/datasets/alpha/alpha.csv");
	CHECK_INT(check_both(), 2);
	run("touch content/datasets/beta/extra.csv");
	struct reads *fault = reads();
	CHECK_INT(fault->ready, 1);
	CHECK(strstr(told(fault), "datasets/beta/extra.csv:0:0 E302") != NULL);
	run("rm content/datasets/beta/extra.csv");
	wait_settled();
	CHECK_INT(check_both(), 1);
	CHECK_INT(check_both(), 3);
}

/* gamma links to beta, alpha is related to it. */
static void asks_what_is_named(void)
{
	run("mv content/datasets/beta beta");
	CHECK_INT(check_both(), 2);
	struct reads *reads_now = reads();
	CHECK(strstr(told(reads_now), "datasets/gamma/dataset.md") != NULL);
	CHECK(strstr(told(reads_now), " E61") != NULL && strstr(told(reads_now), " E21") != NULL);
	run("mv beta content/datasets/beta");
	wait_settled();
	check_both();
	CHECK_INT(check_both(), 3);
}

static void takes_nothing_else(void)
{
	CHECK_INT(reads_on("2026-11-24", true)->ready, 3);
	CHECK_INT(reads_on("2026-11-22", true)->ready, 0); /* what was not in the future may be */
	run("cp cache/folders good && truncate -s -1 cache/folders");
	CHECK_INT(reads()->ready, 0);
	for (int at = 0; at < 40; at++) { /* one byte is another, here and there */
		run(arena_printf(
		    arena,
		    "cp good cache/folders && printf '\\377' | dd of=cache/folders bs=1 conv=notrunc status=none "
		    "seek=$(($(stat -c %%s good) * %d / 40))",
		    at));
		CHECK_INT(reads()->ready, 0);
	}
	run("cp good cache/folders && printf x >>cache/folders");
	CHECK_INT(reads()->ready, 0);
	run(": >cache/folders");
	CHECK_INT(reads()->ready, 0);
	run("cp good cache/folders");
	CHECK_INT(check_both(), 3);
	run("sed -i 's/0971-0000002/0971-0000003/' content/orgs.csv content/portal.yaml");
	CHECK_INT(check_both(), 0);
	CHECK_INT(check_both(), 3);
	memo_forget(arena_printf(arena, "%s/cache", dir));
	CHECK_INT(check_both(), 0);
}

/* Enough for a second process; what it finds is what the first one would. */
static void scans_many(void)
{
	run("for n in $(seq 101 520); do cp -r content/datasets/gamma content/datasets/m-$n; done");
	wait_settled();
	check_both();
	CHECK_INT(check_both(), 423);
	run("sed -i 's/^title: .*/title: 前一半/' content/datasets/m-102/dataset.md && "
	    "sed -i 's/^title: .*/title: 后一半/' content/datasets/m-510/dataset.md && "
	    "rm -r content/datasets/m-500 && cp -r content/datasets/gamma content/datasets/n-1");
	CHECK_INT(check_both(), 420);
	run("rm -r content/datasets/[mn]-*");
	CHECK_INT(check_both(), 3);
}

/* Whether the same members have something in them: one that is missing in the tables of folder_pickle.c is seen here. */
static bool are_filled_alike(const char *what, const void *kept, const void *anew, size_t bytes)
{
	const uint32_t *x = kept, *y = anew;
	for (size_t i = 0; i < bytes / sizeof *x; i++)
		if (!x[i] != !y[i]) {
			printf("# %s: not alike at byte %zu\n", what, i * sizeof *x);
			return false;
		}
	return true;
}

static void compare_fields(const struct resource *kept, const struct resource *anew)
{
	for (size_t i = 0; i < anew->field_count; i++)
		CHECK(are_filled_alike("field", &kept->fields[i], &anew->fields[i], sizeof *kept->fields));
}

/* Room for more is not kept, nor what a dataset is kept by. */
static void compare_members(const struct dataset *kept, const struct dataset *anew)
{
	struct dataset one = *kept, other = *anew;
	one.kept = other.kept = NULL;
	other.change_capacity = other.resource_capacity = 0;
	CHECK(are_filled_alike(anew->id, &one, &other, sizeof one));
	for (size_t i = 0; i < anew->resource_count; i++) {
		struct resource left = kept->resources[i], right = anew->resources[i];
		right.field_capacity = right.download_capacity = 0;
		CHECK(are_filled_alike("resource", &left, &right, sizeof left));
		compare_fields(&left, &right);
		for (size_t k = 0; k < right.download_count; k++)
			CHECK(are_filled_alike("download", &left.downloads[k], &right.downloads[k],
					       sizeof *left.downloads));
	}
	for (size_t i = 0; i < anew->change_count; i++)
		CHECK(are_filled_alike("change", &kept->changes[i], &anew->changes[i], sizeof *kept->changes));
}

static void forgets_no_member(void)
{
	run("rm -r content && cp -r \"$OLDPWD\"/content . && rm -r content/ledgers");
	wait_settled();
	struct reads *first = reads();
	read_keep(&first->model);
	struct reads *kept = reads(), *anew = reads_on("2026-11-23", false);
	CHECK(kept->ready > 30);
	CHECK_INT(kept->ready, anew->model.dataset_count);
	for (size_t i = 0; i < anew->model.dataset_count; i++)
		compare_members(dataset_items(&kept->model, &kept->model.cards[i], arena), anew->model.cards[i].folder);
	run("rm -r content && cp -r \"$OLDPWD\"/tests/golden/check/base content");
	wait_settled();
	check_both();
}

/* A folder that a ledger has too is never taken: its row may have changed. */
static void leaves_ledgers(void)
{
	CHECK_INT(check_both(), 3);
	run("mkdir content/ledgers && printf 'id,title,provider,open_type,update_cycle,code,issued\\nbeta,x\\n' "
	    ">content/ledgers/a.csv");
	struct reads *with = reads();
	CHECK_INT(with->ready, 2);
	run("rm -r \"$PWD\"");
	arena_free(arena);
}

TAP_MAIN({"keeps what it read", keeps}, {"sees what changed", sees_changes},
	 {"asks every time what is named", asks_what_is_named}, {"takes nothing that does not fit", takes_nothing_else},
	 {"scans many in two processes", scans_many}, {"forgets no member", forgets_no_member},
	 {"leaves ledgers", leaves_ledgers})
