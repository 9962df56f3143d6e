#include "program.h"

#include <headwater/hash.h>

const char *program_sha256(void)
{
	static char sha256[SHA256_HEX_LEN + 1];
	uint64_t size_bytes;
	if (!sha256[0] && sha256_file("/proc/self/exe", sha256, &size_bytes) != STATUS_OK)
		sha256[0] = '\0';
	return sha256;
}
