/*
 * cmd.h -- the subcommands of `headwater`, one file each, and what their options have in common.
 *
 * A command takes its own argv (argv[0] is its name) and returns an exit code of status.h.
 */
#ifndef GENERATOR_CMD_H
#define GENERATOR_CMD_H

#include <stdbool.h>
#include <stdio.h>

#include <headwater/arena.h>
#include <headwater/json.h>
#include <headwater/lang.h>
#include <headwater/status.h>

#include "model.h"

int cmd_build(int argc, char **argv);
int cmd_changes(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_new(int argc, char **argv);

/* The language of the environment (LC_ALL, LC_MESSAGES, LANG): English where it says so, else Chinese. */
enum lang cmd_default_lang(void);
/* Where the stylesheets are: $HEADWATER_TEMPLATES, else templates/ beside or above the program's own folder. */
const char *cmd_templates_dir(struct arena *arena);
/* Reads --now (YYYY-MM-DD); NULL gives today in China (UTC+8). False, with a message, when it is not a date. */
bool cmd_parse_now(const char *text, struct arena *arena, struct date *now);

/*
 * What became of the rows of each ledger and of all, which add up, and why the returned ones are; with `each`, the first
 * faults of each ledger one by one. Nothing when there is no ledger.
 */
void cmd_say_ledgers(const struct model *model, enum lang lang, bool each, FILE *out);

/*
 * The same as members "ledgers" (sums and reasons) and "returned" (every fault that returns a row) of an object under way.
 * What is written so far goes to `file` now and then.
 */
void cmd_put_ledgers(const struct model *model, enum lang lang, struct json *json, FILE *file);

/* Says that the content folder cannot be read (errno tells why) and what to do; returns the exit code for it. */
int cmd_unreadable(const char *content_dir, enum lang lang);

#endif
