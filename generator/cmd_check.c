/* headwater check: the content folder read and judged, nothing written. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/json.h>

#include "cmd.h"
#include "stages.h"

static const char usage[] =
    "usage: headwater check [-C content] [--lang zh|en] [--strict] [--format text|json] [--now YYYY-MM-DD]\n"
    "                       [--report folder [--templates folder] [--check-documents]]\n"
    "       headwater check --explain CODE|all [--lang zh|en]\n";

struct check {
	const char *content_dir, *explain, *now;
	struct report_options report;
	bool strict, json, help;
	enum lang lang;
	struct arena *arena;
	struct model model;
	struct diags diags;
};

static bool take_option(struct check *check, int option)
{
	switch (option) {
	case 'C':
		check->content_dir = optarg;
		return true;
	case 'l':
		return lang_parse(optarg, &check->lang);
	case 's':
		check->strict = true;
		return true;
	case 'f':
		check->json = strcmp(optarg, "json") == 0;
		return check->json || strcmp(optarg, "text") == 0;
	case 'e':
		check->explain = optarg;
		return true;
	case 'n':
		check->now = optarg;
		return true;
	case 'r':
		check->report.dir = optarg;
		return true;
	case 't':
		check->report.templates_dir = optarg;
		return true;
	case 'c':
		check->report.check_documents = true;
		return true;
	case 'h':
		check->help = true;
		return true;
	default:
		return false;
	}
}

static bool parse_options(struct check *check, int argc, char **argv)
{
	static const struct option options[] = {
	    {"content", required_argument, NULL, 'C'},
	    {"lang", required_argument, NULL, 'l'},
	    {"strict", no_argument, NULL, 's'},
	    {"format", required_argument, NULL, 'f'},
	    {"explain", required_argument, NULL, 'e'},
	    {"now", required_argument, NULL, 'n'},
	    {"report", required_argument, NULL, 'r'},
	    {"templates", required_argument, NULL, 't'},
	    {"check-documents", no_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int option;
	optind = 1;
	while ((option = getopt_long(argc, argv, "C:h", options, NULL)) != -1)
		if (!take_option(check, option))
			return false;
	return optind == argc;
}

/* No fault is at hand: dots stand for its values. */
static void explain_rule(const struct rule *rule, const struct check *check)
{
	static const char *dots[] = {"…", "…", "…", "…", "…", "…", "…", "…", "…", "…"};
	struct diagnostic any = {.rule = rule, .values = dots, .value_count = sizeof dots / sizeof *dots};
	printf("%s  %s\n      %s\n", rule->code, diag_sentence(&any, check->lang, check->arena),
	       label_text(&rule->help, check->lang, NULL));
}

static int explain(const struct check *check)
{
	size_t count;
	const struct rule *rules = check_rules(&count), *rule = check_rule(check->explain);
	if (rule)
		explain_rule(rule, check);
	else if (strcmp(check->explain, "all") == 0)
		for (size_t i = 0; i < count; i++)
			explain_rule(&rules[i], check);
	else
		fprintf(stderr, "headwater: no such rule: %s\n", check->explain);
	return rule || strcmp(check->explain, "all") == 0 ? EXIT_CLEAN : EXIT_USAGE;
}

static void print_text(const struct check *check)
{
	const struct diags *diags = &check->diags;
	size_t counts[] = {check->model.dataset_count, check->model.article_count, diags->error_count,
			   diags->warning_count};
	diags_print(diags, check->lang, stdout);
	cmd_say_ledgers(&check->model, check->lang, true, stdout);
	if (check->lang == LANG_EN)
		printf("Checked: %zu datasets, %zu articles; %zu errors, %zu warnings.\n", counts[0], counts[1],
		       counts[2], counts[3]);
	else
		printf("检查完毕：%zu 个数据集，%zu 篇文章；%zu 处错误，%zu 处警告。\n", counts[0], counts[1],
		       counts[2], counts[3]);
}

static void put_diagnostic(struct json *json, const struct check *check, const struct diagnostic *diagnostic)
{
	json_object(json);
	json_put(json, "file", diagnostic->place.file);
	json_put_int(json, "line", diagnostic->place.line);
	json_put_int(json, "column", diagnostic->place.column);
	json_put(json, "severity", diagnostic->rule->severity == SEVERITY_ERROR ? "error" : "warning");
	json_put(json, "code", diagnostic->rule->code);
	json_put(json, "message", diag_sentence(diagnostic, check->lang, check->arena));
	json_put(json, "help", label_text(&diagnostic->rule->help, check->lang, NULL));
	json_object_end(json);
}

static void print_json(const struct check *check)
{
	struct buf out;
	struct json json;
	buf_init(&out, BUF_MAX_DEFAULT);
	json_init(&json, &out, true);
	json_object(&json);
	json_put_int(&json, "datasets", (int64_t)check->model.dataset_count);
	json_put_int(&json, "articles", (int64_t)check->model.article_count);
	json_put_int(&json, "errors", (int64_t)check->diags.error_count);
	json_put_int(&json, "warnings", (int64_t)check->diags.warning_count);
	json_key(&json, "diagnostics");
	json_array(&json);
	for (size_t i = 0; i < check->diags.count; i++)
		put_diagnostic(&json, check, &check->diags.items[i]);
	json_array_end(&json);
	cmd_put_ledgers(&check->model, check->lang, &json, stdout);
	json_object_end(&json);
	fwrite(out.bytes, 1, out.len, stdout);
	buf_free(&out);
}

/* STATUS_INVALID without an error: told among the diagnostics. */
static enum status report(struct check *check, struct report_facts *facts, const char **error)
{
	if (!check->report.templates_dir)
		check->report.templates_dir = cmd_templates_dir(check->arena);
	return check_report(&check->model, &check->report, &check->diags, facts, error);
}

static void say_report(const struct check *check, const struct report_facts *facts)
{
	printf(check->lang == LANG_EN
		   ? "Return lists: %zu, with %zu records and %zu faults, %zu of them overdue -> %s/index.en.html\n"
		   : "退回清单 %zu 份，%zu 条记录，%zu 处问题，其中逾期 %zu 处 → %s/index.html\n",
	       facts->list_count, facts->row_count, facts->fault_count, facts->overdue_count, check->report.dir);
}

static int run(struct check *check)
{
	if (check->explain)
		return explain(check);
	if (!cmd_parse_now(check->now, check->arena, &check->model.now))
		return EXIT_USAGE;
	diags_init(&check->diags, check->arena);
	if (read_content(check->content_dir, check->arena, &check->model, &check->diags) != STATUS_OK)
		return cmd_unreadable(check->content_dir, check->lang);
	check_model(&check->model, &check->diags);
	struct report_facts facts;
	const char *error = NULL;
	enum status reported = check->report.dir ? report(check, &facts, &error) : STATUS_OK;
	read_close(&check->model);
	diags_sort(&check->diags);
	if (check->json)
		print_json(check);
	else
		print_text(check);
	if (reported == STATUS_OK && check->report.dir && !check->json)
		say_report(check, &facts);
	if (reported != STATUS_OK && (reported != STATUS_INVALID || error)) { /* else it is among the diagnostics */
		fprintf(stderr, "headwater: %s\n", error ? error : status_name(reported));
		return status_exit_code(reported);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("headwater");
		return EXIT_INTERNAL;
	}
	if (check->diags.error_count > 0)
		return EXIT_FAULTS;
	return check->strict && check->diags.warning_count > 0 ? EXIT_WARNINGS : EXIT_CLEAN;
}

int cmd_check(int argc, char **argv)
{
	struct check check = {.content_dir = "content", .lang = cmd_default_lang()};
	if (!parse_options(&check, argc, argv)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (check.help) {
		fputs(usage, stdout);
		return EXIT_CLEAN;
	}
	check.arena = arena_new();
	int code = run(&check);
	arena_free(check.arena);
	return code;
}
