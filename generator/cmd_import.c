/* headwater import: a source's catalogue into a ledger, and back to the source what is wrong with it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "intake.h"

static const char usage[] =
    "usage: headwater import MAPPING SOURCE [-C content] [--report FILE] [--add-orgs] "
    "[--dry-run]\n"
    "                        [--pause SECONDS] [--state FOLDER] [--ca-file FILE] [--lang zh|en]\n"
    "                        [--now YYYY-MM-DD]\n"
    "       headwater import --explain CODE|all [--lang zh|en]\n";

static const char help[] =
    "\n"
    "Reads a catalogue (SOURCE: CSV, XLSX, JSON, JSON lines, arrays run together, DCAT-US data.json, DCAT as JSON-LD\n"
    "or RDF/XML, a dump of CKAN, or the address of a CKAN site) through a mapping file (MAPPING, YAML)\n"
    "into content/ledgers/<source>.csv, one row per record. Permanent ids are kept in <source>.ids.csv; what is wrong "
    "with\n"
    "a record, and what is expected, goes to <source>.returns.csv. Every row read is either taken or returned.\n"
    "\n"
    "  -C, --content FOLDER  the content folder (default: content); its code lists judge the mapping\n"
    "      --report FILE     the return list goes here instead\n"
    "      --add-orgs        add providers that orgs.csv lacks to it (their region must be known)\n"
    "      --dry-run         write nothing but a report that is asked for\n"
    "      --pause SECONDS   between requests to a CKAN site (default: 1)\n"
    "      --ca-file FILE    root certificates to trust for it (PEM; default: the system's)\n"
    "      --state FOLDER    where the pages of a CKAN site are kept until the import is done (default:\n"
    "                        <content>.<source>.pages); an interrupted run goes on from them on the same day\n"
    "      --explain CODE    what a rule of the return list asks\n"
    "      --lang zh|en      language of messages\n"
    "      --now YYYY-MM-DD  the day of the import (default: today in China)\n"
    "\n"
    "Ends with 0 when every row was taken, 1 when rows were returned, 2 when mapping or source cannot be used.\n";

struct import {
	struct intake_options options;
	const char *now, *explain;
	bool help;
	enum lang lang;
};

/* Seconds, with a fraction or none, up to an hour. */
static bool take_pause(const char *text, unsigned *pause_ms)
{
	char *end;
	double seconds = strtod(text, &end);
	if (end == text || *end || !(seconds >= 0 && seconds <= 3600))
		return false;
	*pause_ms = (unsigned)(seconds * 1000 + 0.5);
	return true;
}

static bool take_option(struct import *import, int option)
{
	switch (option) {
	case 'C':
		import->options.content_dir = optarg;
		return true;
	case 'r':
		import->options.report_path = optarg;
		return true;
	case 'o':
		import->options.add_orgs = true;
		return true;
	case 'd':
		import->options.dry_run = true;
		return true;
	case 'l':
		return lang_parse(optarg, &import->lang);
	case 'n':
		import->now = optarg;
		return true;
	case 'p':
		return take_pause(optarg, &import->options.pause_ms);
	case 's':
		import->options.state_path = optarg;
		return true;
	case 'c':
		import->options.ca_file = optarg;
		return true;
	case 'e':
		import->explain = optarg;
		return true;
	case 'h':
		import->help = true;
		return true;
	default:
		return false;
	}
}

static bool parse_options(struct import *import, int argc, char **argv)
{
	static const struct option options[] = {
	    {"content", required_argument, NULL, 'C'}, {"report", required_argument, NULL, 'r'},
	    {"dry-run", no_argument, NULL, 'd'},       {"lang", required_argument, NULL, 'l'},
	    {"now", required_argument, NULL, 'n'},     {"explain", required_argument, NULL, 'e'},
	    {"add-orgs", no_argument, NULL, 'o'},      {"pause", required_argument, NULL, 'p'},
	    {"state", required_argument, NULL, 's'},   {"ca-file", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0},
	};
	int option;
	optind = 1;
	while ((option = getopt_long(argc, argv, "C:h", options, NULL)) != -1)
		if (!take_option(import, option))
			return false;
	if (import->help || import->explain)
		return optind == argc;
	if (argc - optind != 2)
		return false;
	import->options.mapping_path = argv[optind];
	import->options.source_path = argv[optind + 1];
	return true;
}

/* True when the rule was asked for. */
static bool explain_rule(const struct import *import, const struct rule *rule)
{
	if (strcmp(import->explain, "all") != 0 && strcmp(rule->code, import->explain) != 0)
		return false;
	printf("%s  %s\n      %s\n", rule->code, label_text(&rule->sentence, import->lang, NULL),
	       label_text(&rule->help, import->lang, NULL));
	return true;
}

static int explain(const struct import *import)
{
	bool found = false;
	for (int i = 0; i < INTAKE__MAX; i++)
		found |= explain_rule(import, intake_rule((enum intake_rule)i));
	for (const struct rule *const *rule = intake_source_rules(); *rule; rule++)
		found |= explain_rule(import, *rule);
	if (!found)
		fprintf(stderr, "headwater: no such rule: %s\n", import->explain);
	return found ? EXIT_CLEAN : EXIT_USAGE;
}

static void print_names(const char *intro, const struct strings *names)
{
	if (names->count == 0)
		return;
	fputs(intro, stdout);
	for (size_t i = 0; i < names->count; i++)
		printf("%s%s", i ? ", " : " ", names->items[i]);
	putchar('\n');
}

/* The sentence of the rule, the item in its place and dots for what differs from record to record. */
static const char *sentence_of(const struct intake_reason *reason, enum lang lang, struct arena *arena)
{
	const char *values[] = {label_text(&reason->label, lang, NULL), "…", "…"};
	struct diagnostic diagnostic = {{0}, intake_rule(reason->rule), values, 3};
	return diag_sentence(&diagnostic, lang, arena);
}

static void print_reasons(const struct import *import, const struct intake_result *result, struct arena *arena)
{
	bool english = import->lang == LANG_EN;
	for (size_t i = 0; i < result->reason_count; i++) {
		const struct intake_reason *reason = &result->reasons[i];
		const struct rule *rule = intake_rule(reason->rule);
		printf("  %s %-14s %6zu  %s", rule->code, reason->name, reason->records,
		       sentence_of(reason, import->lang, arena));
		if (rule->severity == SEVERITY_ERROR)
			printf(english ? " (first reason of %zu)" : "（其中首要原因 %zu 条）", reason->first);
		putchar('\n');
	}
}

static void print_result(const struct import *import, const struct intake_result *result, struct arena *arena)
{
	bool english = import->lang == LANG_EN;
	printf(english ? "%s: %zu rows read = %zu taken + %zu returned.\n"
		       : "%s：读入 %zu 条 = 收录 %zu 条 + 退回 %zu 条。\n",
	       result->source, result->read, result->taken, result->returned);
	print_reasons(import, result, arena);
	printf(english ? "  ids: %zu known, %zu new, %zu no longer in the source%s\n"
		       : "  标识：已有 %zu 个，新增 %zu 个，来源中已不见 %zu 个%s\n",
	       result->ids_known, result->ids_new, result->ids_gone,
	       result->keyed ? ""
	       : english     ? "; the source has no key: a new title makes a new id"
			     : "；来源没有标识列，改名会得到新的标识");
	if (result->codes_new > 0)
		printf(english ? "  resource codes given: %zu\n" : "  新编信息资源代码：%zu 个\n", result->codes_new);
	if (import->options.add_orgs)
		printf(english ? "  organisations added to orgs.csv: %zu\n" : "  新登记机构：%zu 个\n",
		       result->orgs_added);
	if (result->others > 0)
		printf(english ? "  rows of the ledger that the source does not have, kept: %zu\n"
			       : "  台账里来源没有的行，照旧保留：%zu 行\n",
		       result->others);
	print_names(english ? "  columns left out, not in the mapping:" : "  映射未提到、未收录的列：",
		    &result->columns_left);
	print_names(english ? "  core items the source has no column for:" : "  来源没有的核心项：",
		    &result->items_without_column);
	if (import->options.dry_run)
		puts(english ? "  dry run: no ledger was written" : "  试运行，没有写入台账");
	else
		printf(english ? "  %zu files changed\n" : "  改动 %zu 个文件\n", result->files_written);
}

static int run(struct import *import, struct arena *arena)
{
	struct diags diags;
	struct intake_result result;
	if (!cmd_parse_now(import->now, arena, &import->options.now))
		return EXIT_USAGE;
	diags_init(&diags, arena);
	enum status status = intake_run(&import->options, arena, &diags, &result);
	if (status == STATUS_IO && !result.source)
		return cmd_unreadable(import->options.content_dir, import->lang);
	if (status != STATUS_OK && status != STATUS_INVALID) {
		perror("headwater");
		return status_exit_code(status);
	}
	diags_sort(&diags);
	diags_print(&diags, import->lang, stdout);
	if (status == STATUS_OK)
		print_result(import, &result, arena);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("headwater");
		return EXIT_INTERNAL;
	}
	if (status == STATUS_INVALID)
		return EXIT_FAULTS;
	return result.returned > 0 ? EXIT_WARNINGS : EXIT_CLEAN;
}

int cmd_import(int argc, char **argv)
{
	struct import import = {.options = {.content_dir = "content", .pause_ms = 1000}, .lang = cmd_default_lang()};
	if (!parse_options(&import, argc, argv)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (import.help) {
		fputs(usage, stdout);
		fputs(help, stdout);
		return EXIT_CLEAN;
	}
	if (import.explain)
		return explain(&import);
	struct arena *arena = arena_new();
	int code = run(&import, arena);
	arena_free(arena);
	return code;
}
