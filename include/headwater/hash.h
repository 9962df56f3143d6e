/* hash.h -- SHA-256 (FIPS 180-4), at once or in pieces, prints, and UUIDs made of names: the one door to OpenSSL. */
#ifndef HEADWATER_HASH_H
#define HEADWATER_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/status.h>

#define SHA256_HEX_LEN 64

/* A SHA-256 as it is; and in lower-case hexadecimal, as it is written. */
struct digest {
	unsigned char bytes[32];
};

struct digest digest_of(const void *bytes, size_t len);
bool digest_equal(const struct digest *a, const struct digest *b);
void digest_hex(const struct digest *digest, char hex[SHA256_HEX_LEN + 1]);
/* `hex` is as digest_hex wrote it. */
struct digest digest_parse(const char *hex);

struct sha256; /* a hash under way */

struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *hash, const void *bytes, size_t len);
/* Writes the lower-case hexadecimal digest and frees `hash`. */
void sha256_end(struct sha256 *hash, char hex[SHA256_HEX_LEN + 1]);

void sha256_hex(const void *bytes, size_t len, char hex[SHA256_HEX_LEN + 1]);
/* Hashes a file; STATUS_IO when it cannot be read. */
enum status digest_file(const char *path, struct digest *digest, uint64_t *size_bytes);
enum status sha256_file(const char *path, char hex[SHA256_HEX_LEN + 1], uint64_t *size_bytes);

/*
 * A print: what something is made of, in 128 bits (the first half of a SHA-256), for telling whether it changed. Strings
 * are added with their length, so that neighbours never run together.
 */
struct print {
	unsigned char bytes[16];
};

struct printer; /* a print being taken; one can take any number, one after the other */

struct printer *printer_new(void);
void printer_free(struct printer *printer);
void printer_add(struct printer *printer, const void *bytes, size_t len);
void printer_string(struct printer *printer, const char *string); /* NULL differs from "" */
void printer_int(struct printer *printer, int64_t number);
void printer_print(struct printer *printer, const struct print *print);
/* Ends the print; the printer is ready for the next. */
struct print printer_end(struct printer *printer);
bool print_equal(const struct print *a, const struct print *b);

#define UUID_LEN 36

/*
 * The UUID of a name (RFC 9562 version 5, in the namespace of URLs), lower case: the same name gives the same UUID for
 * ever. Version 5 is made with SHA-1, which is no protection here and need not be.
 */
void uuid_of_name(const char *name, char uuid[UUID_LEN + 1]);

#endif
