/* ZIP containers: byte for byte what the format says, and what other people's programs make of them. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/deflate.h>

#include "manifest.h"
#include "pack/packed.h"
#include "pack/zip.h"
#include "tap.h"

#define NOON ((time_t)1772366400) /* 2026-03-01T12:00:00Z */

static char scratch[64];

/* A file in a folder of this test's own. In static storage. */
static const char *scratch_file(const char *name)
{
	static char path[128];
	if (!scratch[0]) {
		snprintf(scratch, sizeof scratch, "/tmp/headwater-zip-XXXXXX");
		if (!mkdtemp(scratch))
			exit(1);
	}
	snprintf(path, sizeof path, "%s/%s", scratch, name);
	return path;
}

/* Runs a command with `{}` standing for the file; its exit status. */
static int shell(const char *command, const char *file)
{
	char line[512];
	const char *hole = strstr(command, "{}");
	snprintf(line, sizeof line, "%.*s%s%s", (int)(hole - command), command, file, hole + 2);
	return system(line);
}

static bool has(const char *tool)
{
	char line[128];
	snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1", tool);
	return system(line) == 0;
}

static void add_stored(struct zip *zip, const char *name, const void *bytes, uint64_t len)
{
	struct zip_entry entry = {.name = name,
				  .method = ZIP_STORED,
				  .size_bytes = len,
				  .packed_bytes = len,
				  .crc32 = deflate_crc32(0, bytes, len)};
	zip_add(zip, &entry, bytes);
}

static void test_bytes(void)
{
	/* clang-format off */
	static const unsigned char want[] = {
	    'P', 'K', 3, 4, 20, 0, 0, 8, 0, 0, 0, 0x60, 0x61, 0x5C, 0x86, 0xA6, 0x10, 0x36, 5, 0, 0, 0, 5, 0, 0, 0,
	    1, 0, 0, 0, 'a', 'h', 'e', 'l', 'l', 'o',
	    'P', 'K', 1, 2, 20, 3, 20, 0, 0, 8, 0, 0, 0, 0x60, 0x61, 0x5C, 0x86, 0xA6, 0x10, 0x36, 5, 0, 0, 0, 5, 0, 0, 0,
	    1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81, 0, 0, 0, 0, 'a',
	    'P', 'K', 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0, 36, 0, 0, 0, 0, 0};
	/* clang-format on */
	char *bytes;
	size_t len;
	FILE *stream = open_memstream(&bytes, &len);
	setenv("TZ", "America/New_York", 1);
	struct zip *zip = zip_begin(stream, NOON);
	add_stored(zip, "a", "hello", 5);
	CHECK(zip_finish(zip) == STATUS_OK);
	fclose(stream);
	if (CHECK_INT(len, sizeof want)) {
		for (size_t i = 0; i < len; i++) {
			if (!CHECK_INT((unsigned char)bytes[i], want[i]))
				printf("# at byte %zu\n", i);
		}
	}
	free(bytes);
}

static void test_dates(void)
{
	static const struct {
		time_t time;
		unsigned want; /* date in the upper half */
	} cases[] = {
	    {0, 0x00210000},          /* before ZIP's calendar: 1980-01-01 */
	    {315532800, 0x00210000},  /* 1980-01-01 */
	    {951782399, 0x285CBF7D},  /* 2000-02-28T23:59:59: seconds in pairs */
	    {4354819199, 0xFF9FBF7D}, /* 2107-12-31T23:59:59 */
	    {4354819200, 0xFF9F0000}, /* past it: its last day */
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *bytes;
		size_t len;
		FILE *stream = open_memstream(&bytes, &len);
		struct zip *zip = zip_begin(stream, cases[i].time);
		add_stored(zip, "a", "", 0);
		CHECK(zip_finish(zip) == STATUS_OK);
		fclose(stream);
		unsigned got = (unsigned)(unsigned char)bytes[10] | (unsigned)(unsigned char)bytes[11] << 8 |
			       (unsigned)(unsigned char)bytes[12] << 16 | (unsigned)(unsigned char)bytes[13] << 24;
		CHECK_INT(got, cases[i].want);
		free(bytes);
	}
}

static void test_many_entries(void)
{
	enum { COUNT = 65536 + 100 };
	const char *path = scratch_file("many.zip");
	FILE *stream = fopen(path, "wb");
	struct zip *zip = zip_begin(stream, NOON);
	for (int i = 0; i < COUNT; i++) {
		char name[16];
		snprintf(name, sizeof name, "%06d", i);
		add_stored(zip, name, name, 6);
	}
	CHECK(zip_finish(zip) == STATUS_OK);
	fclose(stream);
	if (!has("python3"))
		SKIP("no python3");
	CHECK_INT(shell("python3 -c \"import zipfile,sys; z=zipfile.ZipFile('{}'); n=z.namelist();"
			" sys.exit(not (len(n)==65636 and z.read(n[-1])==b'065635' and z.testzip() is None))\"",
			path),
		  0);
	if (has("unzip"))
		CHECK_INT(shell("unzip -tqq {} >/dev/null 2>&1", path), 0);
	if (has("bsdtar"))
		CHECK_INT(shell("test $(bsdtar -tf {} | wc -l) = 65636", path), 0);
	unlink(path);
}

/* One below the limit must not be zip64: old readers know nothing else. */
static void test_plain_below_limits(void)
{
	char *bytes;
	size_t len;
	FILE *stream = open_memstream(&bytes, &len);
	struct zip *zip = zip_begin(stream, NOON);
	for (int i = 0; i < 65534; i++) {
		char name[16];
		snprintf(name, sizeof name, "%06d", i);
		add_stored(zip, name, "", 0);
	}
	CHECK(zip_finish(zip) == STATUS_OK);
	fclose(stream);
	CHECK(memcmp(bytes + len - 22, "PK\x05\x06", 4) == 0);
	CHECK(memcmp(bytes + len - 42, "PK\x06\x07", 4) != 0);
	free(bytes);
}

/* ---- more than 4 GiB, in a sparse file: runs of zeros are skipped, not written ---- */

struct sparse {
	int fd;
	off64_t at;
};

static ssize_t write_sparse(void *cookie, const char *bytes, size_t len)
{
	struct sparse *sparse = cookie;
	bool zeros = len >= 4096 && bytes[0] == 0 && memcmp(bytes, bytes + 1, len - 1) == 0;
	if (!zeros && pwrite(sparse->fd, bytes, len, sparse->at) != (ssize_t)len)
		return 0;
	sparse->at += (off64_t)len;
	return (ssize_t)len;
}

static bool write_huge(const char *path, const char *zeros, uint64_t len)
{
	struct sparse sparse = {.fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
	FILE *stream = fopencookie(&sparse, "w", (cookie_io_functions_t){.write = write_sparse});
	struct zip *zip = zip_begin(stream, NOON);
	add_stored(zip, "a-zeros", zeros, len);
	add_stored(zip, "b-behind", "here I am", 9); /* small, but its offset is past 4 GiB */
	bool good = zip_finish(zip) == STATUS_OK;
	fclose(stream);
	close(sparse.fd);
	return good;
}

static void test_huge(void)
{
	const uint64_t len = (uint64_t)4 * 1024 * 1024 * 1024 + 4096;
	const char *path = scratch_file("huge.zip");
	char *zeros = mmap(NULL, len, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (zeros == MAP_FAILED)
		SKIP("no address space for 4 GiB");
	bool written = CHECK(write_huge(path, zeros, len));
	munmap(zeros, len);
	if (written && has("python3"))
		CHECK_INT(shell("python3 -c \"import zipfile,sys; z=zipfile.ZipFile('{}'); a,b=z.infolist();"
				" sys.exit(not (a.file_size==2**32+4096 and b.header_offset>2**32"
				" and z.read(b)==b'here I am'))\"",
				path),
			  0);
	if (written && has("unzip"))
		CHECK_INT(shell("test \"$(unzip -p {} b-behind)\" = 'here I am'", path), 0);
	if (written && has("7z"))
		CHECK_INT(shell("7z l {} | grep -q 4294971392", path), 0);
	if (written && has("bsdtar"))
		CHECK_INT(shell("test \"$(bsdtar -xOf {} b-behind)\" = 'here I am'", path), 0);
	unlink(path);
}

static void test_write_error(void)
{
	FILE *full = fopen("/dev/full", "wb");
	if (!full)
		SKIP("no /dev/full");
	struct zip *zip = zip_begin(full, NOON);
	add_stored(zip, "a", "hello", 5);
	CHECK(zip_finish(zip) == STATUS_IO);
	fclose(full);
}

/* ---- members packed once ---- */

static void write_file(const char *path, const void *bytes, size_t len)
{
	FILE *file = fopen(path, "wb");
	CHECK(file && fwrite(bytes, 1, len, file) == len);
	if (file)
		fclose(file);
}

static char file_path[160];

/* A member over a file of `len` bytes that deflate well, or not at all. */
static struct member file_member(const char *name, size_t len, bool packs)
{
	char *bytes = malloc(len);
	unsigned state = 1;
	for (size_t i = 0; i < len; i++) {
		state = state * 1103515245u + 12345u;
		bytes[i] = packs ? (char)('a' + i % 7) : (char)(state >> 16);
	}
	struct member member = {.name = "m", .size_bytes = len};
	snprintf(file_path, sizeof file_path, "%s", scratch_file(name));
	write_file(file_path, bytes, len);
	member.file = file_path;
	memset(member.sha256, packs ? '1' : '2', 64);
	free(bytes);
	return member;
}

static int cache_entries(void)
{
	return shell("exit $(ls {}/members 2>/dev/null | wc -l)", scratch) >> 8;
}

static void test_packed_cache(void)
{
	struct member member = file_member("text", 100000, true);
	struct packed cold, warm;
	CHECK(packed_open(&member, scratch, &cold) == STATUS_OK);
	CHECK_INT(cold.entry.method, ZIP_DEFLATED);
	CHECK(cold.made.len > 0);
	CHECK_INT(cache_entries(), 1);
	CHECK(packed_open(&member, scratch, &warm) == STATUS_OK);
	CHECK_INT(warm.made.len, 0); /* not packed again */
	CHECK_INT(warm.entry.crc32, cold.entry.crc32);
	CHECK_INT(warm.entry.packed_bytes, cold.entry.packed_bytes);
	CHECK(memcmp(warm.bytes, cold.bytes, cold.entry.packed_bytes) == 0);
	packed_close(&cold);
	packed_close(&warm);
}

/* Damage in any byte of an entry is noticed, and the entry is made anew. */
static void test_packed_damage(void)
{
	struct member member = file_member("text", 100000, true);
	char entry[256];
	struct packed packed;
	snprintf(entry, sizeof entry, "%s/members/%s-%d", scratch, member.sha256, DEFLATE_LEVEL);
	struct stat facts;
	CHECK(stat(entry, &facts) == 0);
	for (off_t at = 0; at < facts.st_size; at += 7) {
		int fd = open(entry, O_RDWR);
		char byte = 0;
		CHECK(pread(fd, &byte, 1, at) == 1);
		byte ^= 0x20;
		CHECK(pwrite(fd, &byte, 1, at) == 1);
		close(fd);
		CHECK(packed_open(&member, scratch, &packed) == STATUS_OK);
		CHECK(packed.made.len > 0);
		packed_close(&packed);
	}
	CHECK(truncate(entry, 20) == 0);
	CHECK(packed_open(&member, scratch, &packed) == STATUS_OK);
	CHECK(packed.made.len > 0);
	packed_close(&packed);
}

static void test_packed_stored(void)
{
	struct member member = file_member("noise", 50000, false);
	for (int round = 0; round < 2; round++) {
		struct packed packed;
		CHECK(packed_open(&member, scratch, &packed) == STATUS_OK);
		CHECK_INT(packed.entry.method, ZIP_STORED);
		CHECK_INT(packed.entry.packed_bytes, 50000);
		CHECK_INT(packed.entry.crc32, deflate_crc32(0, packed.bytes, 50000));
		packed_close(&packed);
	}
}

/* The gzip sibling holds the very stream that packing anew gives. */
static void test_packed_sibling(void)
{
	struct member member = file_member("text", 100000, true);
	struct packed anew, sibling;
	struct buf gzip;
	char path[192];
	CHECK(packed_open(&member, NULL, &anew) == STATUS_OK);
	buf_init(&gzip, BUF_MAX_DEFAULT);
	deflate_gzip(anew.raw.bytes, anew.raw.len, &gzip);
	snprintf(path, sizeof path, "%s.gz", member.file);
	write_file(path, gzip.bytes, gzip.len);
	CHECK(packed_open(&member, NULL, &sibling) == STATUS_OK);
	CHECK_INT(sibling.made.len, 0);
	CHECK_INT(sibling.entry.crc32, anew.entry.crc32);
	CHECK_INT(sibling.entry.packed_bytes, anew.entry.packed_bytes);
	CHECK(memcmp(sibling.bytes, anew.bytes, anew.entry.packed_bytes) == 0);
	packed_close(&sibling);
	packed_close(&anew);
	buf_free(&gzip);
	unlink(path);
}

static void test_packed_faults(void)
{
	struct member member = file_member("text", 100000, true);
	struct packed packed;
	member.size_bytes++;
	CHECK(packed_open(&member, NULL, &packed) == STATUS_CORRUPT);
	packed_close(&packed);
	member.file = "/nonexistent";
	CHECK(packed_open(&member, NULL, &packed) == STATUS_IO);
	packed_close(&packed);
}

static void test_packed_prune(void)
{
	struct manifest *manifest = manifest_new(scratch);
	char sum[65] = {0};
	memset(sum, '1', 64);
	struct file_facts facts = {.path = "datasets/x/files/y", .size_bytes = 1};
	facts.sha256 = digest_parse(sum);
	manifest_add(manifest, &facts);
	CHECK_INT(cache_entries(), 2);
	packed_prune(scratch, manifest);
	CHECK_INT(cache_entries(), 1);
	manifest_free(manifest);
	CHECK_INT(shell("rm -rf {}", scratch), 0);
}

TAP_MAIN({"every byte of a small one", test_bytes}, {"DOS dates in UTC", test_dates},
	 {"more than 65,535 entries", test_many_entries}, {"no zip64 below the limits", test_plain_below_limits},
	 {"sizes and offsets past 4 GiB", test_huge}, {"a full disk is told", test_write_error},
	 {"cache: cold and warm alike", test_packed_cache}, {"cache: damage is noticed", test_packed_damage},
	 {"cache: what does not pack is stored", test_packed_stored},
	 {"the gzip sibling is the same stream", test_packed_sibling},
	 {"a member that changed or is gone", test_packed_faults}, {"cache: pruned", test_packed_prune})
