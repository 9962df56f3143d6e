#include <headwater/index_format.h>

#define MULTIPLIER 0xFF51AFD7ED558CCDu /* MurmurHash3's finaliser: every bit in changes half of the bits out */

static uint64_t mix(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * MULTIPLIER;
	return sum ^ sum >> 29;
}

uint64_t index_sum(uint64_t sum, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	for (; len >= 8; at += 8, len -= 8)
		sum = mix(sum, index_u64(at));
	if (len > 0) {
		unsigned char rest[8] = {0};
		memcpy(rest, at, len);
		sum = mix(sum, index_u64(rest) ^ (uint64_t)len << 56);
	}
	return sum;
}
