/* headwater: finds the command and hands over. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cmd.h"

#define VERSION "0.1.0"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *purpose;
} commands[] = {
    {"build", cmd_build, "turn a content folder into a published portal"},
    {"changes", cmd_changes, "say what differs from the catalogue as last recorded, and record it"},
    {"check", cmd_check, "say what is wrong in a content folder, and where"},
    {"import", cmd_import, "take a source's catalogue into a ledger"},
    {"new", cmd_new, "start a dataset from a commented skeleton"},
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void print_help(FILE *out)
{
	fputs("Headwater (源头) " VERSION
	      ": an open-data portal from a folder of content.\n\nusage: headwater COMMAND [options]\n\n",
	      out);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].purpose);
	fputs("\n`headwater COMMAND --help` lists the options of a command; the manual page is headwater(1).\n", out);
}

/* Nothing a build writes may depend on who runs it or where. */
static void settle_surroundings(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
	setlocale(LC_ALL, "C.UTF-8");
	umask(022);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "--help";
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_help(argc > 1 ? stdout : stderr);
		return argc > 1 ? EXIT_CLEAN : EXIT_USAGE;
	}
	if (strcmp(name, "--version") == 0) {
		puts("headwater " VERSION);
		return EXIT_CLEAN;
	}
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(name, commands[i].name) == 0) {
			settle_surroundings();
			return commands[i].run(argc - 1, argv + 1);
		}
	}
	fprintf(stderr, "headwater: no such command: %s\n", name);
	print_help(stderr);
	return EXIT_USAGE;
}
