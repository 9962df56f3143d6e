/*
 * arena.h -- memory owned by a lifetime: one arena per build, page or request.
 *
 * What a function returns lives in the arena it was given, and goes when that arena is reset or freed; nothing taken
 * from an arena is released by hand. Allocation cannot fail: out of memory ends the process with a message.
 */
#ifndef HEADWATER_ARENA_H
#define HEADWATER_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/*
 * From now on memory that is freed stays with the process, up to MEMORY_KEPT_BYTES: for one whose requests take and free
 * the same again and again, so that the system need not give it anew, page by page.
 */
#define MEMORY_KEPT_BYTES (64 << 20)
void memory_keep(void);
struct arena *arena_new(void);
void arena_free(struct arena *arena);
/* Forgets everything taken, keeping the memory for the next use. */
void arena_reset(struct arena *arena);

/* `size_bytes` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size_bytes);
/* `count` zeroed items of `item_bytes`; a product that overflows ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t item_bytes);
/* A NUL-terminated copy of `len` bytes. */
/* The same, with nothing in particular in it: for what is written before it is read. */
void *arena_room(struct arena *arena, size_t count, size_t item_bytes);
char *arena_copy(struct arena *arena, const char *bytes, size_t len);
char *arena_string(struct arena *arena, const char *string);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* Grows `items` (count `*capacity`) so that at least `need` fit; the old block stays in the arena. */
void *arena_grow(struct arena *arena, void *items, size_t *capacity, size_t need, size_t item_bytes);
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

/* Appends one item to a counted array `(items, n, cap)` and yields a pointer to it. */
#define ARENA_PUSH(arena, items, n, cap) \
	((items) = arena_grow((arena), (items), &(cap), (n) + 1, sizeof *(items)), &(items)[(n)++])

/* malloc and friends that end the process when memory runs out; for _new/_free pairs. */
void *memory_alloc(size_t size_bytes);
void *memory_resize(void *block, size_t size_bytes);

#endif
