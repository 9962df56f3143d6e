/*
 * keep.c -- OUT/cache/kept/folders: a head, then a record for each folder, sorted by id.
 *
 * A record is a pickle of struct kept and of those members that a card shows, and behind it one of all the others, which is
 * opened only where they are needed. Times of files are coarse: one that was changed shortly before it was read could be
 * changed again and keep its stamp, so that its folder is not kept.
 */
#include "keep.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../ledgers.h"
#include "../program.h"
#include "../recall.h"
#include "../stages.h"
#include "folder_pickle.h"

#define NAME "folders"
#define MAGIC "headwater-folders/1"
#define SCAN_LEAST 400                 /* records that are worth a second process */
#define SETTLED_NS INT64_C(2000000000) /* the coarsest clock of a file system */

struct head {
	char magic[sizeof MAGIC], day[sizeof "2026-01-01"];
	struct print print; /* of the program and of what all folders depend on */
	uint64_t record_count, record_bytes, sum;
};

/* Before each record. */
struct lead {
	uint32_t bytes, rest_at;
	uint64_t sum;
};

/* What a second process finds out of the second half of the records, meanwhile. */
struct scan {
	pid_t process;        /* 0: there is none (any more) */
	size_t first;         /* number of its first record */
	size_t count;         /* 0: there is no scan */
	unsigned char *found; /* enum found of each; shared memory */
};

enum found { FOUND_NOTHING, FOUND_SAME, FOUND_CHANGED };

struct keeping {
	int datasets; /* the folder, open until the process ends */
	struct print print;
	const char *day;
	int64_t started_ns;
	const char *at, *end; /* records that were not asked for yet */
	size_t next;          /* number of the first of them */
	size_t record_count;
	struct scan scan;
};

static struct lead lead_of(const char *record)
{
	struct lead lead;
	memcpy(&lead, record, sizeof lead);
	return lead;
}

/* ---- the file of the build before ---- */

static uint64_t add_sum(uint64_t sum, uint64_t record)
{
	return (sum ^ record) * 0x9E3779B97F4A7C15u;
}

static bool records_fit(const struct head *head, const char *at, const char *end)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < head->record_count; i++) {
		if ((size_t)(end - at) < sizeof(struct lead))
			return false;
		struct lead lead = lead_of(at);
		at += sizeof lead;
		if (lead.bytes > (size_t)(end - at) || lead.rest_at > lead.bytes ||
		    span_hash((struct span){at, lead.bytes}) != lead.sum)
			return false;
		sum = add_sum(sum, lead.sum);
		at += lead.bytes;
	}
	return at == end && sum == head->sum;
}

/* The same day or a later one: what was not in the future then is not now. */
static bool fits(const struct keeping *keeping, const char *bytes, size_t len)
{
	struct head head;
	if (len < sizeof head)
		return false;
	memcpy(&head, bytes, sizeof head);
	return memcmp(head.magic, MAGIC, sizeof MAGIC) == 0 && print_equal(&head.print, &keeping->print) &&
	       memchr(head.day, '\0', sizeof head.day) && strcmp(head.day, keeping->day) <= 0 &&
	       head.record_bytes == len - sizeof head && records_fit(&head, bytes + sizeof head, bytes + len);
}

static void open_records(struct keeping *keeping, const char *path)
{
	struct stat facts;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return;
	char *bytes = MAP_FAILED;
	if (fstat(fd, &facts) == 0 && facts.st_size > 0)
		bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return;
	if (!fits(keeping, bytes, (size_t)facts.st_size)) {
		munmap(bytes, (size_t)facts.st_size);
		return;
	}
	struct head head;
	memcpy(&head, bytes, sizeof head);
	keeping->record_count = head.record_count;
	keeping->at = bytes + sizeof head;
	keeping->end = keeping->at + head.record_bytes;
}

static struct print print_of(const struct model *model)
{
	struct printer *printer = printer_new();
	printer_string(printer, program_sha256());
	printer_print(printer, &model->lists);
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

/* ---- folders ---- */

static bool stamp_now(int datasets, const struct dataset *folder, const char *name, struct stamp *stamp)
{
	char path[2 * NAME_MAX + 2];
	struct stat facts;
	size_t len = strlen(folder->id);
	if (len > NAME_MAX || strlen(name) > NAME_MAX)
		return false;
	memcpy(path, folder->id, len + 1);
	if (name[0]) {
		path[len] = '/';
		memcpy(path + len + 1, name, strlen(name) + 1);
	}
	if (fstatat(datasets, path, &facts, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	*stamp = (struct stamp){.name = name,
				.size_bytes = (uint64_t)facts.st_size,
				.inode = facts.st_ino,
				.mtime_ns = (int64_t)facts.st_mtim.tv_sec * 1000000000 + facts.st_mtim.tv_nsec,
				.ctime_ns = (int64_t)facts.st_ctim.tv_sec * 1000000000 + facts.st_ctim.tv_nsec};
	return true;
}

static bool is_unchanged(int datasets, const struct dataset *folder)
{
	for (size_t i = 0; i < folder->kept->stamp_count; i++) {
		const struct stamp *then = &folder->kept->stamps[i];
		struct stamp now;
		if (!stamp_now(datasets, folder, then->name, &now) || now.size_bytes != then->size_bytes ||
		    now.inode != then->inode || now.mtime_ns != then->mtime_ns || now.ctime_ns != then->ctime_ns)
			return false;
	}
	return folder->kept->stamp_count > 0;
}

static struct unpickling unpickle(const struct dataset *folder, const char *at, const char *end, struct arena *arena)
{
	return (struct unpickling){.at = at, .end = end, .file = folder->place.file, .arena = arena};
}

/* The record of an id, which begins with it; NULL when there is none. */
static const char *find_record(struct keeping *keeping, const char *id, struct lead *lead)
{
	while (keeping->at < keeping->end) {
		const char *record = keeping->at;
		*lead = lead_of(record);
		int order = strcmp(record + sizeof *lead, id);
		if (order > 0)
			return NULL;
		keeping->at += sizeof *lead + lead->bytes;
		keeping->next++;
		if (order == 0)
			return record + sizeof *lead;
	}
	return NULL;
}

/* ---- the scan: nearly all the time goes to asking the system for stamps ---- */

static void scan_records(struct keeping *keeping, const char *at)
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < keeping->scan.count; i++) {
		struct lead lead = lead_of(at);
		const char *id = at + sizeof lead, *end = id + lead.bytes;
		struct kept kept = {0};
		struct dataset folder = {.id = id, .kept = &kept};
		struct unpickling in = unpickle(&folder, id + strlen(id) + 1, end, scratch);
		folder_take_stamps(&in, &kept);
		bool same = !in.bad && is_unchanged(keeping->datasets, &folder);
		keeping->scan.found[i] = same ? FOUND_SAME : FOUND_CHANGED;
		arena_reset(scratch);
		at = end;
	}
	arena_free(scratch);
}

static void start_scan(struct keeping *keeping)
{
	struct scan *scan = &keeping->scan;
	const char *at = keeping->at;
	if (keeping->record_count < SCAN_LEAST || sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return;
	scan->first = keeping->record_count / 2;
	size_t count = keeping->record_count - scan->first;
	scan->found = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (scan->found == MAP_FAILED)
		return;
	scan->count = count; /* all of it is FOUND_NOTHING, and what the process does not come to stays so */
	for (size_t i = 0; i < scan->first; i++)
		at += sizeof(struct lead) + lead_of(at).bytes;
	scan->process = fork();
	if (scan->process == 0) {
		scan_records(keeping, at);
		_exit(0);
	}
}

struct keeping *keep_open(struct reading *reading)
{
	const struct model *model = reading->model;
	struct timespec now;
	if (!model->cache_dir || !program_sha256()[0])
		return NULL;
	struct keeping *keeping = arena_alloc(reading->arena, sizeof *keeping);
	clock_gettime(CLOCK_REALTIME, &now);
	*keeping = (struct keeping){.datasets = openat(reading->dir, "datasets", O_PATH | O_DIRECTORY | O_CLOEXEC),
				    .print = print_of(model),
				    .day = model->now.text,
				    .started_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec};
	open_records(keeping, arena_printf(reading->arena, "%s/" NAME, model->cache_dir));
	start_scan(keeping);
	return keeping;
}

void keep_end_scan(struct keeping *keeping)
{
	if (keeping && keeping->scan.process > 0)
		while (waitpid(keeping->scan.process, NULL, 0) < 0 && errno == EINTR)
			;
	if (keeping)
		keeping->scan.process = 0;
}

/* What was found out of the record that was taken last. */
static enum found found_of(struct keeping *keeping)
{
	struct scan *scan = &keeping->scan;
	size_t number = keeping->next - 1;
	if (scan->count == 0 || number < scan->first)
		return FOUND_NOTHING;
	keep_end_scan(keeping);
	return (enum found)scan->found[number - scan->first];
}

static bool is_same(struct keeping *keeping, const struct dataset *folder)
{
	enum found found = found_of(keeping);
	return found == FOUND_NOTHING ? is_unchanged(keeping->datasets, folder) : found == FOUND_SAME;
}

bool keep_take(struct reading *reading, struct dataset *folder)
{
	struct keeping *keeping = reading->model->keeping;
	struct lead lead;
	const char *record = keeping ? find_record(keeping, folder->id, &lead) : NULL;
	if (!record || ledgers_find(reading->model, folder->id))
		return false;
	struct kept *kept = arena_alloc(reading->arena, sizeof *kept);
	struct dataset taken = *folder;
	taken.kept = kept;
	struct unpickling in = unpickle(folder, record + strlen(folder->id) + 1, record + lead.rest_at, reading->arena);
	folder_take_stamps(&in, kept);
	if (in.bad || !is_same(keeping, &taken))
		return false;
	folder_take_told(&in, kept);
	folder_take_shown(&in, &taken);
	if (in.bad)
		return false;
	kept->ready = true;
	kept->record = record - sizeof lead;
	kept->record_bytes = sizeof lead + lead.bytes;
	taken.unread = false;
	*folder = taken;
	diags_repeat(reading->diags, kept->told, kept->told_count);
	return true;
}

struct dataset *keep_open_dataset(const struct dataset *folder, struct arena *arena)
{
	struct dataset *dataset = arena_alloc(arena, sizeof *dataset);
	const char *record = folder->kept->record;
	struct lead lead = lead_of(record);
	*dataset = *folder;
	struct unpickling in =
	    unpickle(folder, record + sizeof lead + lead.rest_at, record + sizeof lead + lead.bytes, arena);
	folder_take_rest(&in, dataset);
	assert(!in.bad); /* the sum of the record was right */
	return dataset;
}

void keep_stamp(struct reading *reading, struct dataset *folder, const struct entries *entries)
{
	const struct keeping *keeping = reading->model->keeping;
	if (!keeping)
		return;
	struct kept *kept = folder->kept = arena_alloc(reading->arena, sizeof *kept);
	kept->stamps = arena_array(reading->arena, entries->count + 1, sizeof *kept->stamps);
	bool settled = true;
	for (size_t i = 0; i <= entries->count && settled; i++) {
		struct stamp *stamp = &kept->stamps[i];
		settled = stamp_now(keeping->datasets, folder, i ? entries->items[i - 1].name : "", stamp) &&
			  stamp->mtime_ns < keeping->started_ns - SETTLED_NS &&
			  stamp->ctime_ns < keeping->started_ns - SETTLED_NS;
	}
	kept->stamp_count = settled ? entries->count + 1 : 0;
}

/* ---- the file for the next build ---- */

struct draft {
	FILE *file;
	struct head head;
	bool ok;
};

static void put(struct draft *draft, const char *record, size_t len)
{
	draft->head.record_count++;
	draft->head.record_bytes += len;
	draft->head.sum = add_sum(draft->head.sum, lead_of(record).sum);
	draft->ok = draft->ok && fwrite(record, 1, len, draft->file) == len;
}

static void put_folder(struct draft *draft, const struct dataset *folder, struct buf *record)
{
	struct lead lead = {0};
	buf_reset(record);
	buf_add(record, &lead, sizeof lead);
	buf_add(record, folder->id, strlen(folder->id) + 1);
	folder_put_shown(record, folder);
	lead.rest_at = (uint32_t)(record->len - sizeof lead);
	folder_put_rest(record, folder);
	lead.bytes = (uint32_t)(record->len - sizeof lead);
	lead.sum = span_hash((struct span){record->bytes + sizeof lead, lead.bytes});
	memcpy(record->bytes, &lead, sizeof lead);
	if (!buf_overflowed(record))
		put(draft, record->bytes, record->len);
}

static bool can_keep(const struct dataset *folder)
{
	return folder->kept && folder->kept->stamp_count > 0 && !folder->from_ledger && !folder->unread;
}

static void write_draft(struct draft *draft, const struct model *model)
{
	struct buf record;
	buf_init(&record, UINT32_MAX / 2);
	draft->ok = fwrite(&draft->head, sizeof draft->head, 1, draft->file) == 1;
	for (size_t i = 0; i < model->folder_count; i++) {
		const struct dataset *folder = &model->folders[i];
		if (kept_is_ready(folder))
			put(draft, folder->kept->record, folder->kept->record_bytes);
		else if (can_keep(folder))
			put_folder(draft, folder, &record);
	}
	buf_free(&record);
	draft->ok = draft->ok && fseek(draft->file, 0, SEEK_SET) == 0 &&
		    fwrite(&draft->head, sizeof draft->head, 1, draft->file) == 1;
}

/* Whether the file of the build before says all that a new one would. */
static bool is_as_before(const struct model *model)
{
	size_t ready = 0;
	for (size_t i = 0; i < model->folder_count; i++) {
		const struct dataset *folder = &model->folders[i];
		if (!kept_is_ready(folder) && can_keep(folder))
			return false;
		ready += kept_is_ready(folder);
	}
	return ready == model->keeping->record_count;
}

static void keep_folders(const struct model *model)
{
	const struct keeping *keeping = model->keeping;
	char path[PATH_MAX], new_path[PATH_MAX];
	if (!keeping || is_as_before(model))
		return;
	snprintf(path, sizeof path, "%s/" NAME, model->cache_dir);
	snprintf(new_path, sizeof new_path, "%s/." NAME ".new", model->cache_dir);
	struct draft draft = {.head = {.magic = MAGIC, .print = keeping->print}, .file = fopen(new_path, "wbe")};
	if (!draft.file)
		return;
	snprintf(draft.head.day, sizeof draft.head.day, "%s", keeping->day);
	write_draft(&draft, model);
	draft.ok = fclose(draft.file) == 0 && draft.ok;
	if (!draft.ok || rename(new_path, path) != 0)
		unlink(new_path);
}

void read_keep(const struct model *model)
{
	keep_folders(model);
	if (model->ledgers->verdicts)
		recall_keep(model->ledgers->verdicts);
}
