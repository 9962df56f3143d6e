#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <openssl/evp.h>

#include <headwater/arena.h>
#include <headwater/hash.h>

#define READ_BYTES ((size_t)256 * 1024)

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

void sha256_end(struct sha256 *hash, char hex[SHA256_HEX_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	must(EVP_DigestFinal_ex(hash->context, digest, &len));
	assert(len * 2 == SHA256_HEX_LEN);
	for (unsigned i = 0; i < len; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[SHA256_HEX_LEN] = '\0';
	EVP_MD_CTX_free(hash->context);
	free(hash);
}

void sha256_hex(const void *bytes, size_t len, char hex[SHA256_HEX_LEN + 1])
{
	struct sha256 *hash = sha256_new();
	sha256_add(hash, bytes, len);
	sha256_end(hash, hex);
}

enum status sha256_file(const char *path, char hex[SHA256_HEX_LEN + 1], uint64_t *size_bytes)
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
	sha256_end(hash, hex);
	free(block);
	close(fd);
	return got < 0 ? STATUS_IO : STATUS_OK;
}
