/*
 * cache.h -- answers that a worker has given lately, whole: the same search of the same release costs a copy.
 *
 * Only for routes whose answer is a function of release and request (route.h, `cacheable`). Nothing is ever out of date
 * in it: it forgets everything when the release changes, and what was not asked for lately when it is full.
 */
#ifndef FCGI_CACHE_H
#define FCGI_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "response.h"

struct cache;

struct cache *cache_new(size_t max_bytes);
void cache_free(struct cache *cache);
/* Names the release that the next calls are about. */
void cache_release(struct cache *cache, const char *release_id);
/* Fills the response from what was kept under `key`; its headers then belong to the cache, until the next cache_keep. */
bool cache_find(struct cache *cache, const char *key, struct response *response);
void cache_keep(struct cache *cache, const char *key, const struct response *response);

#endif
