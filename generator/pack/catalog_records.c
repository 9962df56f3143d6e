#include "catalog_records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fault.h"
#include "stages.h"

#define JOB_DATASETS 250 /* a few megabytes of records: written in one piece */

const struct catalog_form *const catalog_forms[CATALOG_FORM__MAX] = {
    [CATALOG_CSV] = &catalog_csv,     [CATALOG_XLSX] = &catalog_xlsx, [CATALOG_JSON] = &catalog_json,
    [CATALOG_JSONL] = &catalog_jsonl, [CATALOG_XML] = &catalog_xml,
};

/* Where the records of a dataset stand in the file, one behind the other. */
struct record_place {
	uint64_t at;
	uint32_t sizes[CATALOG_FORM__MAX];
};

struct catalog_records {
	const struct model *model;
	struct catalog_facts facts;
	int fd;                /* -1: none are made */
	size_t mapped_bytes;   /* of `shared` */
	struct shared *shared; /* with the workers */
};

struct shared {
	uint64_t end; /* of the file */
	struct record_place places[];
};

struct catalog_records *catalog_records_new(const struct model *model)
{
	struct catalog_records *records = memory_alloc(sizeof *records);
	*records =
	    (struct catalog_records){.model = model, .facts = catalog_facts_of_manifest(model->manifest), .fd = -1};
	return records;
}

void catalog_records_free(struct catalog_records *records)
{
	if (records->fd >= 0)
		close(records->fd);
	if (records->shared)
		munmap(records->shared, records->mapped_bytes);
	free(records);
}

/* Appends the record of a dataset in one form. */
static void make(const struct catalog_records *records, const struct dataset *dataset, size_t form, struct arena *arena,
		 struct buf *out)
{
	struct catalog_pass pass = {.model = records->model, .facts = &records->facts, .arena = arena};
	catalog_forms[form]->record(&pass, dataset, out);
}

static bool write_at(int fd, const char *bytes, size_t len, uint64_t at)
{
	while (len > 0) {
		ssize_t wrote = pwrite(fd, bytes, len, (off_t)at);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return false;
		bytes += wrote;
		at += (uint64_t)wrote;
		len -= (size_t)wrote;
	}
	return true;
}

static enum status make_some(void *context, size_t job, struct output *output)
{
	const struct catalog_records *records = context;
	const struct model *model = records->model;
	size_t first = job * JOB_DATASETS, end = first + JOB_DATASETS;
	struct arena *arena = arena_new();
	struct buf out;
	enum status status = STATUS_OK;
	buf_init(&out, BUF_MAX_DEFAULT);
	if (end > model->dataset_count)
		end = model->dataset_count;
	for (size_t i = first; i < end; i++) {
		const struct dataset *dataset = dataset_items(model, &model->cards[i], arena);
		struct record_place *place = &records->shared->places[i];
		place->at = out.len;
		for (size_t form = 0; form < CATALOG_FORM__MAX; form++) {
			size_t before = out.len;
			make(records, dataset, form, arena, &out);
			place->sizes[form] = (uint32_t)(out.len - before);
		}
		arena_reset(arena);
	}
	uint64_t at = __atomic_fetch_add(&records->shared->end, out.len, __ATOMIC_RELAXED);
	for (size_t i = first; i < end; i++)
		records->shared->places[i].at += at;
	if (buf_overflowed(&out))
		status = fault_set(output, STATUS_TOO_LARGE, "records of the catalogues: too large");
	else if (!write_at(records->fd, out.bytes, out.len, at))
		status = fault_set(output, STATUS_IO, "records of the catalogues: %s", strerror(errno));
	buf_free(&out);
	arena_free(arena);
	return status;
}

enum status catalog_records_make(struct catalog_records *records, struct jobs *jobs)
{
	size_t count = records->model->dataset_count;
	const char *temporary = output_begin(jobs->output, "catalog.records");
	records->fd = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (records->fd < 0)
		return fault_set(jobs->output, STATUS_IO, "%s: %s", temporary, strerror(errno));
	unlink(temporary); /* gone with the last who has it open */
	records->mapped_bytes = sizeof *records->shared + count * sizeof(struct record_place);
	void *shared = mmap(NULL, records->mapped_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return fault_set(jobs->output, STATUS_IO, "records of the catalogues: %s", strerror(errno));
	records->shared = shared;
	return jobs_run(jobs, &(struct job_set){.name = "records",
						.count = (count + JOB_DATASETS - 1) / JOB_DATASETS,
						.run = make_some,
						.context = records});
}

static void make_now(struct catalog_reading *reading, const struct card *card)
{
	const struct dataset *dataset = dataset_items(reading->records->model, card, reading->arena);
	for (size_t form = reading->first; form < reading->end; form++) {
		size_t before = reading->bytes.len;
		make(reading->records, dataset, form, reading->arena, &reading->bytes);
		reading->spans[form].len = reading->bytes.len - before;
	}
}

static bool read_back(struct catalog_reading *reading, const struct record_place *place)
{
	char block[65536];
	uint64_t at = place->at;
	size_t left = 0;
	for (size_t form = 0; form < reading->first; form++)
		at += place->sizes[form];
	for (size_t form = reading->first; form < reading->end; form++)
		left += reading->spans[form].len = place->sizes[form];
	while (left > 0) {
		ssize_t got = pread(reading->records->fd, block, left < sizeof block ? left : sizeof block, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		buf_add(&reading->bytes, block, (size_t)got);
		at += (uint64_t)got;
		left -= (size_t)got;
	}
	return true;
}

enum status catalog_records_read(struct catalog_reading *reading, const struct card *card)
{
	const struct catalog_records *records = reading->records;
	buf_reset(&reading->bytes);
	if (!records->shared)
		make_now(reading, card);
	else if (!read_back(reading, &records->shared->places[card - records->model->cards]))
		return STATUS_IO;
	const char *at = reading->bytes.bytes;
	for (size_t form = reading->first; form < reading->end; form++) {
		reading->spans[form].ptr = at;
		at += reading->spans[form].len;
	}
	return buf_overflowed(&reading->bytes) ? STATUS_TOO_LARGE : STATUS_OK;
}
