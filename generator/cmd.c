#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "dates.h"

#define CHINA_OFFSET_S (8 * 60 * 60)

enum lang cmd_default_lang(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	enum lang lang = LANG_ZH;
	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
		const char *value = getenv(variables[i]);
		if (value && value[0]) {
			lang_parse(value, &lang);
			break;
		}
	}
	return lang;
}

const char *cmd_templates_dir(struct arena *arena)
{
	static const char *const near[] = {"templates", "../templates", "../../templates",
					   "../share/headwater/templates"};
	const char *stated = getenv("HEADWATER_TEMPLATES");
	char program[PATH_MAX];
	if (stated && stated[0])
		return stated;
	ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
	if (len <= 0)
		return near[0];
	program[len] = '\0';
	*strrchr(program, '/') = '\0';
	for (size_t i = 0; i < sizeof near / sizeof near[0]; i++) {
		const char *dir = arena_printf(arena, "%s/%s", program, near[i]);
		if (access(arena_printf(arena, "%s/layout.xsl", dir), R_OK) == 0)
			return dir;
	}
	return near[0];
}

int cmd_unreadable(const char *content_dir, enum lang lang)
{
	fprintf(stderr,
		lang == LANG_ZH
		    ? "headwater: 读不了内容文件夹 %s：%s。请在项目根目录运行，或用 -C 指明内容文件夹。\n"
		    : "headwater: cannot read the content folder %s: %s. Run this at the top of the project, "
		      "or name the folder with -C.\n",
		content_dir, strerror(errno));
	return EXIT_FAULTS;
}

bool cmd_parse_now(const char *text, struct arena *arena, struct date *now)
{
	if (!text) {
		time_t china = time(NULL) + CHINA_OFFSET_S;
		struct tm today;
		gmtime_r(&china, &today);
		*now = (struct date){.year = today.tm_year + 1900, .month = today.tm_mon + 1, .day = today.tm_mday};
		now->text = arena_printf(arena, "%04d-%02d-%02d", now->year, now->month, now->day);
		return true;
	}
	bool good = date_parse(text, strlen(text), now) && now->day > 0;
	if (good)
		now->text = arena_string(arena, text);
	else
		fprintf(stderr, "headwater: --now takes a date such as 2026-11-23, not \"%s\"\n", text);
	return good;
}
