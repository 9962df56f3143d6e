/* test_cache.c -- answers kept by a worker: what is asked for often stays, the rest makes room, a release ends all. */
#include <stdio.h>

#include "cache.h"
#include "tap.h"

#define BYTES 1000
#define ROOM ((size_t)200 * BYTES) /* of both generations */

static struct response response;

static const char *key_of(int number)
{
	static char key[32];
	snprintf(key, sizeof key, "/search?q=%d", number);
	return key;
}

static void keep(struct cache *cache, int number)
{
	response_reset(&response);
	response_header(&response, "Content-Type", "text/plain");
	response.missed = number % 2 ? "odd" : NULL;
	buf_printf(&response.body, "%0*d", BYTES, number);
	cache_keep(cache, key_of(number), &response);
}

/* Whether it is there, as it was kept. */
static bool find(struct cache *cache, int number)
{
	char body[BYTES + 1];
	if (!cache_find(cache, key_of(number), &response))
		return false;
	snprintf(body, sizeof body, "%0*d", BYTES, number);
	CHECK_INT(response.body.len, BYTES);
	CHECK(memcmp(response.body.bytes, body, BYTES) == 0);
	CHECK_STR(response_header_value(&response, "Content-Type"), "text/plain");
	CHECK_STR(response.missed, number % 2 ? "odd" : NULL);
	return true;
}

static void keeps(void)
{
	struct cache *cache = cache_new(ROOM);
	response_init(&response);
	cache_release(cache, "a");
	CHECK(!find(cache, 1));
	for (int i = 0; i < 80; i++)
		keep(cache, i);
	for (int i = 0; i < 80; i++)
		CHECK(find(cache, i));
	cache_release(cache, "a");
	CHECK(find(cache, 1));
	cache_release(cache, "b");
	CHECK(!find(cache, 1));
	cache_free(cache);
}

static void forgets(void)
{
	struct cache *cache = cache_new(ROOM);
	int kept = 0;
	cache_release(cache, "a");
	for (int i = 0; i < 5000; i++) {
		keep(cache, i);
		if (i > 0)
			CHECK(find(cache, i - 1));
		CHECK(find(cache, 0)); /* asked for all the time */
	}
	for (int i = 1; i < 5000; i++)
		kept += find(cache, i);
	CHECK(kept >= 80 && kept <= 200);
	cache_free(cache);
}

/* More small answers than there are places. */
static void crowds(void)
{
	struct cache *cache = cache_new((size_t)1 << 30);
	cache_release(cache, "a");
	for (int i = 0; i < 20000; i++) {
		response_reset(&response);
		cache_keep(cache, key_of(i), &response);
		CHECK(cache_find(cache, key_of(i), &response));
		CHECK(!cache_find(cache, key_of(i + 1), &response));
	}
	CHECK(!cache_find(cache, key_of(0), &response));
	cache_free(cache);
	response_free(&response);
}

TAP_MAIN({"what was kept is found", keeps}, {"what is asked for often stays", forgets}, {"places are bounded", crowds})
