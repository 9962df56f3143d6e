/* libfyaml 0.7.12 leaks tokens of texts it gives up on; a run reads each text once, so that is left to it. */
#ifndef TESTS_FUZZ_LIBFYAML_LEAK_H
#define TESTS_FUZZ_LIBFYAML_LEAK_H

const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so\n";
}

#endif
