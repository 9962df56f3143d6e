/*
 * tap.h -- the whole of our unit-test framework: checks that print TAP.
 *
 * A test program is a row of functions and TAP_MAIN; a check that fails prints its place and values and the program goes
 * on. Each function is one TAP test.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_failed_checks;
static const char *tap_skip_reason;

struct tap_case {
	const char *name;
	void (*run)(void);
};

static inline bool tap_check(bool ok, const char *what, const char *file, int line)
{
	if (!ok) {
		printf("# %s:%d: failed: %s\n", file, line, what);
		tap_failed_checks++;
	}
	return ok;
}

static inline bool tap_check_string(const char *got, const char *want, const char *file, int line)
{
	bool ok = got && want ? strcmp(got, want) == 0 : got == want;
	if (!ok) {
		printf("# %s:%d: got  [%s]\n# %s:%d: want [%s]\n", file, line, got ? got : "(null)", file, line,
		       want ? want : "(null)");
		tap_failed_checks++;
	}
	return ok;
}

static inline bool tap_check_int(long long got, long long want, const char *file, int line)
{
	if (got != want) {
		printf("# %s:%d: got %lld, want %lld\n", file, line, got, want);
		tap_failed_checks++;
	}
	return got == want;
}

#define CHECK(condition) tap_check((condition), #condition, __FILE__, __LINE__)
#define CHECK_STR(got, want) tap_check_string((got), (want), __FILE__, __LINE__)
#define CHECK_INT(got, want) tap_check_int((long long)(got), (long long)(want), __FILE__, __LINE__)
/* Ends a test as skipped; say why. */
#define SKIP(reason)                        \
	do {                                \
		tap_skip_reason = (reason); \
		return;                     \
	} while (0)

static inline int tap_run(const struct tap_case *cases, size_t count)
{
	int failed = 0;
	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++) {
		tap_failed_checks = 0;
		tap_skip_reason = NULL;
		cases[i].run();
		bool ok = tap_failed_checks == 0;
		printf("%s %zu - %s%s%s\n", ok ? "ok" : "not ok", i + 1, cases[i].name,
		       tap_skip_reason ? " # SKIP " : "", tap_skip_reason ? tap_skip_reason : "");
		fflush(stdout);
		failed += !ok;
	}
	return failed > 0;
}

#define TAP_MAIN(...)                                                  \
	int main(void)                                                 \
	{                                                              \
		static const struct tap_case cases[] = {__VA_ARGS__};  \
		return tap_run(cases, sizeof cases / sizeof cases[0]); \
	}

#endif
