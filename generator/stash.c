#include "stash.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <headwater/arena.h>

#include "output.h"

struct stash {
	int fd;
	size_t items, kinds, mapped_bytes;
	uint64_t *end;   /* of the file */
	uint64_t *at;    /* of each item; what follows is shared with the workers too */
	uint32_t *sizes; /* of each item's kinds */
};

static int open_nameless(struct output *output)
{
	const char *temporary = output_begin(output, "stash");
	int fd = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		unlink(temporary);
	return fd;
}

struct stash *stash_open(struct output *output, size_t items, size_t kinds)
{
	int fd = open_nameless(output);
	size_t bytes = sizeof(uint64_t) * (1 + items) + sizeof(uint32_t) * items * kinds;
	if (fd < 0)
		return NULL;
	void *shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		close(fd);
		return NULL;
	}
	struct stash *stash = memory_alloc(sizeof *stash);
	*stash = (struct stash){.fd = fd, .items = items, .kinds = kinds, .mapped_bytes = bytes, .end = shared};
	stash->at = stash->end + 1;
	stash->sizes = (uint32_t *)(stash->at + items);
	return stash;
}

void stash_close(struct stash *stash)
{
	if (!stash)
		return;
	munmap(stash->end, stash->mapped_bytes);
	close(stash->fd);
	free(stash);
}

void stash_begin(struct stash_batch *batch, struct stash *stash, size_t first)
{
	*batch = (struct stash_batch){.stash = stash, .first = first};
	buf_init(&batch->bytes, BUF_MAX_DEFAULT);
}

void stash_cut(struct stash_batch *batch)
{
	struct stash *stash = batch->stash;
	size_t item = batch->first + batch->cuts / stash->kinds, kind = batch->cuts % stash->kinds;
	assert(item < stash->items);
	if (kind == 0)
		stash->at[item] = batch->mark; /* within the batch, until that is put down */
	stash->sizes[item * stash->kinds + kind] = (uint32_t)(batch->bytes.len - batch->mark);
	batch->mark = batch->bytes.len;
	batch->cuts++;
}

static enum status write_at(int fd, const char *bytes, size_t len, uint64_t at)
{
	while (len > 0) {
		ssize_t wrote = pwrite(fd, bytes, len, (off_t)at);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return STATUS_IO;
		bytes += wrote;
		at += (uint64_t)wrote;
		len -= (size_t)wrote;
	}
	return STATUS_OK;
}

enum status stash_end(struct stash_batch *batch)
{
	struct stash *stash = batch->stash;
	assert(batch->cuts % stash->kinds == 0 && batch->mark == batch->bytes.len);
	uint64_t at = __atomic_fetch_add(stash->end, batch->bytes.len, __ATOMIC_RELAXED);
	for (size_t i = 0; i < batch->cuts / stash->kinds; i++)
		stash->at[batch->first + i] += at;
	enum status status = buf_overflowed(&batch->bytes)
				 ? STATUS_TOO_LARGE
				 : write_at(stash->fd, batch->bytes.bytes, batch->bytes.len, at);
	buf_free(&batch->bytes);
	return status;
}

static enum status read_at(int fd, uint64_t at, size_t len, struct buf *bytes)
{
	char block[65536];
	while (len > 0) {
		ssize_t got = pread(fd, block, len < sizeof block ? len : sizeof block, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO; /* shorter than what was put down */
		if (got <= 0)
			return STATUS_IO;
		buf_add(bytes, block, (size_t)got);
		at += (uint64_t)got;
		len -= (size_t)got;
	}
	return STATUS_OK;
}

enum status stash_read(const struct stash *stash, size_t item, struct stash_kinds kinds, struct buf *bytes,
		       struct span *spans)
{
	const uint32_t *sizes = stash->sizes + item * stash->kinds;
	uint64_t at = stash->at[item];
	size_t len = 0;
	assert(item < stash->items && kinds.end <= stash->kinds);
	for (size_t kind = 0; kind < kinds.end; kind++) {
		if (kind < kinds.first)
			at += sizes[kind];
		else
			len += sizes[kind];
	}
	buf_reset(bytes);
	enum status status = read_at(stash->fd, at, len, bytes);
	const char *from = bytes->bytes;
	for (size_t kind = kinds.first; kind < kinds.end; kind++) {
		spans[kind] = (struct span){from, sizes[kind]};
		from += sizes[kind];
	}
	return status == STATUS_OK && buf_overflowed(bytes) ? STATUS_TOO_LARGE : status;
}
