#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include <headwater/arena.h>
#include <headwater/deflate.h>
#include <headwater/span.h>

/* A compressor is 300 kB of tables: one for each process, kept until it ends. */
static struct libdeflate_compressor *compressor(void)
{
	static struct libdeflate_compressor *kept;
	if (!kept)
		kept = libdeflate_alloc_compressor(DEFLATE_LEVEL);
	if (!kept)
		abort();
	return kept;
}

typedef size_t compress_bound(struct libdeflate_compressor *, size_t);
typedef size_t compress_bytes(struct libdeflate_compressor *, const void *, size_t, void *, size_t);

static void append(struct span in, compress_bound *bound, compress_bytes *compress, struct buf *out)
{
	size_t room = bound(compressor(), in.len);
	char *packed = memory_alloc(room);
	buf_add(out, packed, compress(compressor(), in.ptr, in.len, packed, room));
	free(packed);
}

void deflate_raw(const void *bytes, size_t len, struct buf *out)
{
	append((struct span){bytes, len}, libdeflate_deflate_compress_bound, libdeflate_deflate_compress, out);
}

void deflate_gzip(const void *bytes, size_t len, struct buf *out)
{
	append((struct span){bytes, len}, libdeflate_gzip_compress_bound, libdeflate_gzip_compress, out);
}

static struct libdeflate_decompressor *decompressor(void)
{
	static struct libdeflate_decompressor *kept;
	if (!kept)
		kept = libdeflate_alloc_decompressor();
	if (!kept)
		abort();
	return kept;
}

bool deflate_gzip_holds(const void *file, size_t file_len, const void *bytes, size_t len)
{
	char *unpacked = memory_alloc(len + 1);
	size_t taken, made;
	enum libdeflate_result result =
	    libdeflate_gzip_decompress_ex(decompressor(), file, file_len, unpacked, len, &taken, &made);
	bool holds =
	    result == LIBDEFLATE_SUCCESS && taken == file_len && made == len && memcmp(unpacked, bytes, len) == 0;
	free(unpacked);
	return holds;
}

bool deflate_gunzip(const void *file, size_t file_len, size_t max, struct buf *out)
{
	const unsigned char *tail = (const unsigned char *)file + file_len - 4;
	if (file_len < 18)
		return false;
	/* the length as the member itself states it (RFC 1952 2.3.1); the unpacker sees whether it is true */
	size_t len = (size_t)tail[0] | (size_t)tail[1] << 8 | (size_t)tail[2] << 16 | (size_t)tail[3] << 24, made;
	if (len > max)
		return false;
	char *unpacked = memory_alloc(len + 1);
	bool good =
	    libdeflate_gzip_decompress(decompressor(), file, file_len, unpacked, len, &made) == LIBDEFLATE_SUCCESS &&
	    made == len;
	if (good)
		buf_add(out, unpacked, len);
	free(unpacked);
	return good;
}

const char *deflate_recipe(void)
{
#define TEXT_OF(number) TEXT(number)
#define TEXT(number) #number
	return "libdeflate " LIBDEFLATE_VERSION_STRING " level " TEXT_OF(DEFLATE_LEVEL);
#undef TEXT
#undef TEXT_OF
}

uint32_t deflate_crc32(uint32_t crc, const void *bytes, size_t len)
{
	return libdeflate_crc32(crc, bytes, len);
}
