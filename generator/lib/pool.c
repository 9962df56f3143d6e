/* pool.c -- free lists over malloc, one for each 16 bytes of size. */
#include "pool.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_KEEPS 0
#endif
#endif
#if !defined(POOL_KEEPS) && defined(__SANITIZE_ADDRESS__)
#define POOL_KEEPS 0
#endif
#ifndef POOL_KEEPS
#define POOL_KEEPS 1
#endif

/* glibc hands out 16n + 8 usable bytes; a block of class n has at least that many. */
#define CLASS_BYTES 16
#define CLASS_COUNT 65

struct free_block {
	struct free_block *next;
};

static _Thread_local struct free_block *kept[CLASS_COUNT];

static size_t class_for(size_t size_bytes)
{
	size_t class = (size_bytes + CLASS_BYTES / 2 - 1) / CLASS_BYTES;
	return class ? class : 1;
}

static size_t class_of(size_t usable_bytes)
{
	return (usable_bytes - CLASS_BYTES / 2) / CLASS_BYTES;
}

void *pool_alloc(size_t size_bytes)
{
	if (!POOL_KEEPS || size_bytes >= CLASS_BYTES * (CLASS_COUNT - 1))
		return memory_alloc(size_bytes);
	size_t class = class_for(size_bytes);
	struct free_block *block = kept[class];
	if (block) {
		kept[class] = block->next;
		return block;
	}
	return memory_alloc(class * CLASS_BYTES + CLASS_BYTES / 2);
}

void *pool_zeroed(size_t count, size_t item_bytes)
{
	size_t size_bytes = 0;
	if (__builtin_mul_overflow(count, item_bytes, &size_bytes))
		return NULL;
	void *block = pool_alloc(size_bytes);
	memset(block, 0, size_bytes);
	return block;
}

void *pool_resize(void *block, size_t size_bytes)
{
	if (!block)
		return pool_alloc(size_bytes);
	if (!POOL_KEEPS)
		return memory_resize(block, size_bytes);
	size_t usable_bytes = malloc_usable_size(block);
	if (usable_bytes >= CLASS_BYTES * CLASS_COUNT)
		return memory_resize(block, size_bytes);
	if (usable_bytes >= size_bytes)
		return block;
	void *larger = pool_alloc(size_bytes);
	memcpy(larger, block, usable_bytes);
	pool_free(block);
	return larger;
}

void pool_free(void *block)
{
	if (!block)
		return;
	size_t class = POOL_KEEPS ? class_of(malloc_usable_size(block)) : CLASS_COUNT;
	if (class >= CLASS_COUNT) {
		free(block);
		return;
	}
	struct free_block *free_block = block;
	free_block->next = kept[class];
	kept[class] = free_block;
}
