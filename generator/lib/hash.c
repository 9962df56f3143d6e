#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>

#include <headwater/arena.h>
#include <headwater/hash.h>

#define READ_BYTES ((size_t)256 * 1024)
#define PRINT_BLOCK 4096

struct sha256 {
	EVP_MD_CTX *context;
};

/* SHA-256 is in every OpenSSL: a refusal is a broken installation, not something a caller can mend. */
static void must(int ok)
{
	if (ok != 1)
		abort();
}

struct sha256 *sha256_new(void)
{
	struct sha256 *hash = memory_alloc(sizeof *hash);
	hash->context = EVP_MD_CTX_new();
	must(hash->context != NULL);
	must(EVP_DigestInit_ex(hash->context, EVP_sha256(), NULL));
	return hash;
}

void sha256_add(struct sha256 *hash, const void *bytes, size_t len)
{
	must(EVP_DigestUpdate(hash->context, bytes, len));
}

static struct digest end_digest(EVP_MD_CTX *context)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	struct digest digest;
	unsigned len = 0;
	must(EVP_DigestFinal_ex(context, bytes, &len));
	assert(len == sizeof digest.bytes);
	memcpy(digest.bytes, bytes, sizeof digest.bytes);
	return digest;
}

void digest_hex(const struct digest *digest, char hex[SHA256_HEX_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < sizeof digest->bytes; i++) {
		hex[2 * i] = digits[digest->bytes[i] >> 4];
		hex[2 * i + 1] = digits[digest->bytes[i] & 15];
	}
	hex[SHA256_HEX_LEN] = '\0';
}

static unsigned value_of(char digit)
{
	return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a') + 10;
}

struct digest digest_parse(const char *hex)
{
	struct digest digest;
	for (size_t i = 0; i < sizeof digest.bytes; i++)
		digest.bytes[i] = (unsigned char)(value_of(hex[2 * i]) << 4 | value_of(hex[2 * i + 1]));
	return digest;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static struct digest end_sha256(struct sha256 *hash)
{
	struct digest digest = end_digest(hash->context);
	EVP_MD_CTX_free(hash->context);
	free(hash);
	return digest;
}

void sha256_end(struct sha256 *hash, char hex[SHA256_HEX_LEN + 1])
{
	struct digest digest = end_sha256(hash);
	digest_hex(&digest, hex);
}

/* A context is dear to make: one for each process, kept until it ends. */
struct digest digest_of(const void *bytes, size_t len)
{
	static EVP_MD_CTX *kept;
	if (!kept)
		must((kept = EVP_MD_CTX_new()) != NULL && EVP_DigestInit_ex(kept, EVP_sha256(), NULL));
	must(EVP_DigestUpdate(kept, bytes, len));
	struct digest digest = end_digest(kept);
	must(EVP_DigestInit_ex(kept, NULL, NULL));
	return digest;
}

void sha256_hex(const void *bytes, size_t len, char hex[SHA256_HEX_LEN + 1])
{
	struct digest digest = digest_of(bytes, len);
	digest_hex(&digest, hex);
}

enum status digest_file(const char *path, struct digest *digest, uint64_t *size_bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return STATUS_IO;
	char *block = memory_alloc(READ_BYTES);
	struct sha256 *hash = sha256_new();
	ssize_t got;
	*size_bytes = 0;
	while ((got = read(fd, block, READ_BYTES)) > 0) {
		sha256_add(hash, block, (size_t)got);
		*size_bytes += (uint64_t)got;
	}
	*digest = end_sha256(hash);
	free(block);
	close(fd);
	return got < 0 ? STATUS_IO : STATUS_OK;
}

enum status sha256_file(const char *path, char hex[SHA256_HEX_LEN + 1], uint64_t *size_bytes)
{
	struct digest digest;
	enum status status = digest_file(path, &digest, size_bytes);
	if (status == STATUS_OK)
		digest_hex(&digest, hex);
	return status;
}

/* ---- prints ---- */

/* What is added is mostly a few bytes, and each call of the library costs more than those: they are gathered first. */
struct printer {
	EVP_MD_CTX *context;
	size_t len;
	unsigned char gathered[PRINT_BLOCK];
};

static void flush(struct printer *printer)
{
	must(EVP_DigestUpdate(printer->context, printer->gathered, printer->len));
	printer->len = 0;
}

static void gather(struct printer *printer, const void *bytes, size_t len)
{
	if (len > sizeof printer->gathered - printer->len)
		flush(printer);
	if (len > sizeof printer->gathered) {
		must(EVP_DigestUpdate(printer->context, bytes, len));
		return;
	}
	if (len > 0)
		memcpy(printer->gathered + printer->len, bytes, len);
	printer->len += len;
}

struct printer *printer_new(void)
{
	struct printer *printer = memory_alloc(sizeof *printer);
	printer->context = EVP_MD_CTX_new();
	must(printer->context != NULL);
	must(EVP_DigestInit_ex(printer->context, EVP_sha256(), NULL));
	printer->len = 0;
	return printer;
}

void printer_free(struct printer *printer)
{
	EVP_MD_CTX_free(printer->context);
	free(printer);
}

void printer_add(struct printer *printer, const void *bytes, size_t len)
{
	uint64_t length = len;
	gather(printer, &length, sizeof length);
	gather(printer, bytes, len);
}

void printer_string(struct printer *printer, const char *string)
{
	static const char absent[] = "\xFF"; /* in no text */
	printer_add(printer, string ? string : absent, string ? strlen(string) : 1);
}

void printer_int(struct printer *printer, int64_t number)
{
	gather(printer, &number, sizeof number);
}

void printer_print(struct printer *printer, const struct print *print)
{
	gather(printer, print->bytes, sizeof print->bytes);
}

struct print printer_end(struct printer *printer)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct print print;
	flush(printer);
	must(EVP_DigestFinal_ex(printer->context, digest, NULL));
	must(EVP_DigestInit_ex(printer->context, NULL, NULL));
	memcpy(print.bytes, digest, sizeof print.bytes);
	return print;
}

bool print_equal(const struct print *a, const struct print *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void uuid_of_name(const char *name, char uuid[UUID_LEN + 1])
{
	static const unsigned char urls[16] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
					       0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	must(context != NULL);
	must(EVP_DigestInit_ex(context, EVP_sha1(), NULL));
	must(EVP_DigestUpdate(context, urls, sizeof urls));
	must(EVP_DigestUpdate(context, name, strlen(name)));
	must(EVP_DigestFinal_ex(context, digest, NULL));
	EVP_MD_CTX_free(context);
	digest[6] = (unsigned char)((digest[6] & 0x0F) | 0x50);
	digest[8] = (unsigned char)((digest[8] & 0x3F) | 0x80);
	char *to = uuid;
	for (size_t i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = digits[digest[i] >> 4];
		*to++ = digits[digest[i] & 15];
	}
	*to = '\0';
}
