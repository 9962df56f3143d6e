/*
 * missed.c -- see missed.h.
 *
 * The file is mapped: a header and slots of a hash table, each of which a word may take within PROBES places of its hash.
 * Numbers are those of the machine; another machine's file is refused by the mark in its header. Writers take turns by a
 * lock on the file; who reads meets counts that may be one behind.
 */
#include "missed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <headwater/buf.h>
#include <headwater/fold.h>

#include "search.h"

#define MARK UINT64_C(0x3153534D2D574448) /* "HDW-MSS1" */
#define SLOTS 4096
#define PROBES 16
#define DIGITS_MAX 5

struct slot {
	char term[MISSED_TERM_BYTES + 1]; /* "": free */
	uint64_t networks;
	uint32_t times, first_day, last_day, reserved;
};

struct file {
	uint64_t mark, key;
	uint32_t key_day, reserved[3];
	struct slot slots[SLOTS];
};

struct missed {
	int fd;
	struct file *file;
	struct arena *arena; /* of one call */
};

/* ---- the file ---- */

static bool lock(const struct missed *missed, short type)
{
	struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
	while (fcntl(missed->fd, F_SETLKW, &whole) != 0)
		if (errno != EINTR)
			return false;
	return true;
}

/* A file that is just made is all zeros. */
static enum status claim(struct missed *missed)
{
	struct stat facts;
	if (!lock(missed, F_WRLCK) || fstat(missed->fd, &facts) != 0)
		return STATUS_IO;
	bool fresh = facts.st_size == 0;
	if (!fresh && facts.st_size != (off_t)sizeof(struct file))
		return STATUS_CORRUPT;
	if (fresh && ftruncate(missed->fd, sizeof(struct file)) != 0)
		return STATUS_IO;
	void *map = mmap(NULL, sizeof(struct file), PROT_READ | PROT_WRITE, MAP_SHARED, missed->fd, 0);
	if (map == MAP_FAILED)
		return STATUS_IO;
	missed->file = map;
	if (fresh)
		missed->file->mark = MARK;
	lock(missed, F_UNLCK);
	return missed->file->mark == MARK ? STATUS_OK : STATUS_CORRUPT;
}

enum status missed_open(const char *path, struct missed **result)
{
	struct missed missed = {.fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640)};
	*result = NULL;
	if (missed.fd < 0)
		return STATUS_IO;
	enum status status = claim(&missed);
	missed.arena = arena_new();
	*result = memory_alloc(sizeof **result);
	**result = missed;
	if (status == STATUS_OK)
		return STATUS_OK;
	missed_close(*result);
	*result = NULL;
	return status;
}

void missed_close(struct missed *missed)
{
	if (missed->file)
		munmap(missed->file, sizeof *missed->file);
	close(missed->fd);
	arena_free(missed->arena);
	free(missed);
}

/* ---- what is kept ---- */

/* Numbers are written with blanks, dots, hyphens and brackets in between. */
static bool holds_number(const char *text)
{
	size_t digits = 0;
	for (; *text; text++) {
		if (*text >= '0' && *text <= '9')
			digits++;
		else if (!strchr(" .-()+/", *text))
			digits = 0;
		if (digits > DIGITS_MAX)
			return true;
	}
	return false;
}

/* The words as they are counted; NULL: not to be kept. */
static const char *term_of(const struct missed *missed, const char *words)
{
	const char *folded = fold_text(search_folder(), words, strlen(words), missed->arena);
	struct buf term;
	buf_init(&term, MISSED_TERM_BYTES + 1);
	for (const char *at = folded; *at;) {
		at += strspn(at, " \t\n");
		size_t len = strcspn(at, " \t\n");
		if (len > 0 && term.len > 0)
			buf_byte(&term, ' ');
		buf_add(&term, at, len);
		at += len;
	}
	bool good = term.len > 0 && term.len <= MISSED_TERM_BYTES && !buf_overflowed(&term);
	const char *result = good ? arena_copy(missed->arena, term.bytes, term.len) : NULL;
	buf_free(&term);
	if (!result || holds_number(result) || strchr(result, '@') || strstr(result, "://") || strstr(result, "www."))
		return NULL;
	return result;
}

/* FNV-1a, its beginning moved by a key. */
static uint64_t hash_of(const char *text, uint64_t key)
{
	uint64_t hash = 0xCBF29CE484222325u ^ key;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
	return hash ^ hash >> 32;
}

static bool is_stale(const struct slot *slot, uint32_t day)
{
	return !slot->term[0] || slot->last_day + MISSED_DAYS < day;
}

/* Whether `a` is the better one to give its place up. */
static bool matters_less(const struct slot *a, const struct slot *b)
{
	int networks_a = __builtin_popcountll(a->networks), networks_b = __builtin_popcountll(b->networks);
	return networks_a != networks_b ? networks_a < networks_b : a->last_day < b->last_day;
}

/* The word's own slot, else a stale one, else that of the word which matters least. */
static struct slot *slot_of(struct file *file, const char *term, uint32_t day)
{
	size_t first = hash_of(term, 0) % SLOTS;
	struct slot *place = NULL;
	for (size_t i = 0; i < PROBES; i++) {
		struct slot *slot = &file->slots[(first + i) % SLOTS];
		if (strcmp(slot->term, term) == 0 && !is_stale(slot, day))
			return slot;
		if (!place || (!is_stale(place, day) && (is_stale(slot, day) || matters_less(slot, place))))
			place = slot;
	}
	*place = (struct slot){.first_day = day};
	memcpy(place->term, term, strlen(term));
	return place;
}

void missed_add(struct missed *missed, const char *words, const char *network, uint32_t day)
{
	struct file *file = missed->file;
	arena_reset(missed->arena);
	const char *term = term_of(missed, words);
	if (!term || !lock(missed, F_WRLCK))
		return;
	if (file->key_day != day && getrandom(&file->key, sizeof file->key, 0) == (ssize_t)sizeof file->key)
		file->key_day = day;
	struct slot *slot = slot_of(file, term, day);
	slot->networks |= UINT64_C(1) << hash_of(network, file->key) % 64;
	slot->times += slot->times < UINT32_MAX;
	slot->last_day = day;
	lock(missed, F_UNLCK);
}

/* ---- listing ---- */

static int by_times_down(const void *a, const void *b)
{
	const struct slot *one = a, *other = b;
	if (one->times != other->times)
		return one->times < other->times ? 1 : -1;
	return strcmp(one->term, other->term);
}

static void put_day(struct buf *out, uint32_t day)
{
	char text[16] = "";
	time_t at = (time_t)day * 86400;
	struct tm utc;
	if (gmtime_r(&at, &utc))
		strftime(text, sizeof text, ",%Y-%m-%d", &utc);
	buf_str(out, text);
}

void missed_list(const struct missed *missed, FILE *out)
{
	struct slot *listed = arena_array(missed->arena, SLOTS, sizeof *listed);
	struct buf text;
	size_t count = 0;
	for (size_t i = 0; i < SLOTS; i++)
		if (__builtin_popcountll(missed->file->slots[i].networks) >= MISSED_NETWORKS)
			listed[count++] = missed->file->slots[i];
	qsort(listed, count, sizeof *listed, by_times_down);
	buf_init(&text, SLOTS * sizeof *listed * 2);
	buf_str(&text, "检索词 words,次数 times,首次 first,末次 last\r\n");
	for (size_t i = 0; i < count; i++) {
		listed[i].term[MISSED_TERM_BYTES] = '\0';
		buf_csv(&text, listed[i].term, strlen(listed[i].term));
		buf_printf(&text, ",%u", listed[i].times);
		put_day(&text, listed[i].first_day);
		put_day(&text, listed[i].last_day);
		buf_str(&text, "\r\n");
	}
	fwrite(text.bytes, 1, text.len, out);
	buf_free(&text);
}
