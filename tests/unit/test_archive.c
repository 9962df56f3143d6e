/* libarchive's door: tar.zst that is the same everywhere, ZIP members read within limits. */
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include <headwater/archive.h>
#include <headwater/deflate.h>
#include <headwater/hash.h>

#include "pack/zip.h"
#include "tap.h"

#define NOON ((time_t)1772366400) /* 2026-03-01T12:00:00Z */

static char path[64];

static void begin(struct tarball **tarball)
{
	snprintf(path, sizeof path, "/tmp/headwater-archive-XXXXXX");
	close(mkstemp(path));
	CHECK(tarball_open(path, NOON, tarball) == STATUS_OK);
}

static void write_tarball(char hex[65])
{
	struct tarball *tarball;
	uint64_t size;
	char longest[240];
	memset(longest, 'n', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	begin(&tarball);
	CHECK(tarball_add(tarball, "top/plain.txt", "hello\n", 6) == STATUS_OK);
	CHECK(tarball_add(tarball, "top/青海 མཚོ་སྔོན \xF0\xA0\xAE\xB7.txt", "name\n", 5) == STATUS_OK);
	CHECK(tarball_add(tarball, longest, "", 0) == STATUS_OK);
	CHECK(tarball_add_file(tarball, "top/self.c", __FILE__) == STATUS_OK);
	CHECK(tarball_close(tarball) == STATUS_OK);
	CHECK(sha256_file(path, hex, &size) == STATUS_OK);
}

static void test_tarball_is_the_same(void)
{
	char first[65], second[65];
	setenv("TZ", "Asia/Shanghai", 1);
	setlocale(LC_ALL, "C");
	write_tarball(first);
	unlink(path);
	setenv("TZ", "America/New_York", 1);
	setlocale(LC_ALL, "C.UTF-8");
	write_tarball(second);
	setlocale(LC_ALL, "C");
	CHECK_STR(first, second);
	if (system("command -v python3 zstd >/dev/null 2>&1") != 0)
		SKIP("no python3 or zstd to read it with");
	char command[512];
	snprintf(command, sizeof command,
		 "zstd -qdc %s | python3 -c \"import sys,tarfile; t=tarfile.open(fileobj=sys.stdin.buffer,mode='r|');"
		 " m=[(x.name,x.mode,x.uid,x.gid,x.uname,x.gname,x.mtime) for x in t];"
		 " sys.exit(not (len(m)==4 and m[1][0]=='top/青海 མཚོ་སྔོན \xF0\xA0\xAE\xB7.txt' and len(m[2][0])==239"
		 " and all(x[1:]==(0o644,0,0,'','',1772366400) for x in m)))\"",
		 path);
	CHECK_INT(system(command), 0);
	unlink(path);
}

static void test_tarball_faults(void)
{
	struct tarball *tarball;
	CHECK(tarball_open("/nonexistent/x.tar.zst", NOON, &tarball) == STATUS_IO);
	CHECK(tarball == NULL);
	begin(&tarball);
	CHECK(tarball_add_file(tarball, "x", "/nonexistent") == STATUS_IO);
	CHECK(tarball_add(tarball, "y", "y", 1) == STATUS_IO); /* a failure stays */
	CHECK(tarball_close(tarball) == STATUS_IO);
	unlink(path);
	CHECK(tarball_open("/dev/full", NOON, &tarball) == STATUS_OK);
	tarball_add(tarball, "z", "z", 1);
	CHECK(tarball_close(tarball) == STATUS_IO);
}

/* ---- reading ---- */

static const struct archive_limits wide = {.member_bytes = 1 << 20, .ratio = 100, .members = 10};

/* A ZIP in memory; a member whose name begins with '!' gets a wrong checksum, without the '!'. */
static void make_zip(const char *const members[][2], size_t count, struct buf *out)
{
	char *bytes;
	size_t len;
	FILE *stream = open_memstream(&bytes, &len);
	struct zip *zip = zip_begin(stream, NOON);
	for (size_t i = 0; i < count; i++) {
		const char *name = members[i][0], *text = members[i][1];
		bool wrong = name[0] == '!';
		struct buf packed;
		buf_init(&packed, BUF_MAX_DEFAULT);
		deflate_raw(text, strlen(text), &packed);
		struct zip_entry entry = {.name = name + wrong,
					  .method = ZIP_DEFLATED,
					  .size_bytes = strlen(text),
					  .packed_bytes = packed.len,
					  .crc32 = deflate_crc32(0, text, strlen(text)) ^ wrong};
		zip_add(zip, &entry, packed.bytes);
		buf_free(&packed);
	}
	CHECK(zip_finish(zip) == STATUS_OK);
	fclose(stream);
	buf_init(out, BUF_MAX_DEFAULT);
	buf_add(out, bytes, len);
	free(bytes);
}

static enum status read_member(const struct buf *zip, const char *name, const struct archive_limits *limits,
			       struct buf *out)
{
	buf_init(out, BUF_MAX_DEFAULT);
	return archive_read_member(zip->bytes, zip->len, name, limits, out);
}

static void check_read(const struct buf *zip, const char *name, const struct archive_limits *limits, enum status want)
{
	struct buf out;
	CHECK_INT(read_member(zip, name, limits, &out), want);
	buf_free(&out);
}

static void test_read(void)
{
	static const char *const members[][2] = {{"a/b.xml", "first"}, {"a/c.xml", "second"}, {"中文.xml", "third"}};
	struct buf zip, out;
	make_zip(members, 3, &zip);
	CHECK_INT(read_member(&zip, "a/c.xml", &wide, &out), STATUS_OK);
	CHECK_STR(out.bytes, "second");
	buf_free(&out);
	check_read(&zip, "c.xml", &wide, STATUS_NOT_FOUND);
	check_read(&zip, "A/C.XML", &wide, STATUS_NOT_FOUND);
	check_read(&zip, "a/../a/c.xml", &wide, STATUS_NOT_FOUND);
	buf_free(&zip);
}

static void test_read_limits(void)
{
	char *zeros = calloc(1, 500001);
	memset(zeros, '0', 500000);
	const char *const bomb[][2] = {{"a", "x"}, {"b", zeros}};
	struct buf zip;
	make_zip(bomb, 2, &zip);
	check_read(&zip, "b", &wide, STATUS_TOO_LARGE); /* ratio */
	check_read(&zip, "b", &(struct archive_limits){.member_bytes = 1 << 20, .ratio = 10000, .members = 2},
		   STATUS_OK);
	check_read(&zip, "b", &(struct archive_limits){.member_bytes = 499999, .ratio = 10000, .members = 2},
		   STATUS_TOO_LARGE);
	check_read(&zip, "a", &(struct archive_limits){.member_bytes = 1 << 20, .ratio = 10000, .members = 1},
		   STATUS_TOO_LARGE);
	struct buf small;
	buf_init(&small, 1000);
	CHECK_INT(archive_read_member(zip.bytes, zip.len, "b",
				      &(struct archive_limits){.member_bytes = 1 << 20, .ratio = 10000, .members = 2},
				      &small),
		  STATUS_TOO_LARGE);
	buf_free(&small);
	buf_free(&zip);
	free(zeros);
}

static void test_read_corrupt(void)
{
	static const char *const wrong[][2] = {{"!a", "some text that is long enough"}};
	static const char *const twins[][2] = {{"a", "first"}, {"b", "second"}};
	struct buf zip;
	make_zip(wrong, 1, &zip);
	check_read(&zip, "a", &wide, STATUS_CORRUPT);
	buf_free(&zip);
	make_zip(twins, 2, &zip);
	for (size_t i = 0; i + 30 < zip.len; i++) { /* both called "a" now, in header and directory */
		if (memcmp(zip.bytes + i, "PK\3\4", 4) == 0)
			zip.bytes[i + 30] = 'a';
		if (memcmp(zip.bytes + i, "PK\1\2", 4) == 0)
			zip.bytes[i + 46] = 'a';
	}
	check_read(&zip, "a", &wide, STATUS_CORRUPT);
	check_read(&(struct buf){.bytes = zip.bytes, .len = zip.len / 2}, "a", &wide, STATUS_CORRUPT);
	check_read(&(struct buf){.bytes = zip.bytes, .len = 0}, "a", &wide, STATUS_CORRUPT);
	buf_free(&zip);
	check_read(&(struct buf){.bytes = (char *)"not a zip at all", .len = 16}, "a", &wide, STATUS_CORRUPT);
}

TAP_MAIN({"tar.zst is the same in two zones and locales", test_tarball_is_the_same},
	 {"tar.zst: failures are told", test_tarball_faults}, {"a member by its exact name", test_read},
	 {"limits", test_read_limits}, {"corrupt files", test_read_corrupt})
