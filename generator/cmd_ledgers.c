/* What check and build say of ledgers: rows that went wrong, and sums that add up. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "ledgers.h"

#define ROWS_SHOWN 20 /* of each ledger; the whole list is written by check --report */
#define REASONS_SHOWN 5

struct saying {
	enum lang lang;
	FILE *out;
	struct arena *arena;
	const struct ledger_source *source; /* of the last row */
	size_t shown;
};

static const char *sentence_of(const struct saying *saying, const struct rule *rule, const char *const values[3])
{
	struct diagnostic diagnostic = {.rule = rule, .values = (const char **)values, .value_count = 3};
	return diag_sentence(&diagnostic, saying->lang, saying->arena);
}

static const char *help_of(const struct saying *saying, const struct rule *rule, const char *const values[3])
{
	struct rule help = {rule->code, rule->severity, rule->help, rule->help};
	return sentence_of(saying, &help, values);
}

static void say_row(void *context, const struct ledger_row *row)
{
	struct saying *saying = context;
	if (saying->source != row->source)
		saying->shown = 0;
	saying->source = row->source;
	for (size_t i = 0; i < row->fault_count && row->entry->outcome == ROW_RETURNED; i++) {
		const struct row_fault *fault = &row->faults[i];
		if (fault->rule->severity != SEVERITY_ERROR || saying->shown++ >= ROWS_SHOWN)
			continue;
		const char *values[3] = {label_text(&fault->label, saying->lang, NULL), fault->value, fault->more};
		fprintf(saying->out,
			saying->lang == LANG_EN ? "%s:%d:%d: returned %s: %s\n    To do: %s\n"
						: "%s:%d:%d: 退回 %s: %s\n    改法：%s\n",
			row->source->file, row->entry->line, fault->column, fault->rule->code,
			sentence_of(saying, fault->rule, values), help_of(saying, fault->rule, values));
	}
	arena_reset(saying->arena);
}

static void say_outcomes(const struct saying *saying, const char *name, size_t rows, const size_t *outcomes)
{
	bool english = saying->lang == LANG_EN;
	fprintf(saying->out, english ? "%s: %zu rows" : "%s：共 %zu 行", name, rows);
	for (int i = 0, shown = 0; i < ROW_OUTCOME__MAX; i++) {
		const char *label = label_text(row_outcome_label((enum row_outcome)i), saying->lang, NULL);
		if (outcomes[i] == 0 && i > ROW_RETURNED)
			continue;
		fputs(shown++ ? " + " : " = ", saying->out);
		if (english)
			fprintf(saying->out, "%zu %s", outcomes[i], label);
		else
			fprintf(saying->out, "%s %zu", label, outcomes[i]);
	}
	fputc('\n', saying->out);
}

/* Of returns only, with dots for what differs from row to row. */
static void say_reasons(const struct saying *saying, const struct ledger_source *source)
{
	size_t shown = 0;
	for (size_t i = 0; i < source->reason_count && shown < REASONS_SHOWN; i++) {
		const struct ledger_reason *reason = &source->reasons[i];
		if (reason->rule->severity != SEVERITY_ERROR)
			break;
		shown++;
		const char *values[3] = {label_text(&reason->label, saying->lang, NULL), "…", "…"};
		fprintf(saying->out, "  %s %-14s %7zu  %s\n", reason->rule->code, reason->item, reason->rows,
			sentence_of(saying, reason->rule, values));
	}
}

void cmd_say_ledgers(const struct model *model, enum lang lang, bool each, FILE *out)
{
	const struct ledgers *ledgers = model->ledgers;
	struct saying saying = {.lang = lang, .out = out};
	size_t rows = 0, outcomes[ROW_OUTCOME__MAX] = {0};
	if (!ledgers || ledgers->source_count == 0)
		return;
	saying.arena = arena_new();
	if (each)
		ledgers_walk(model, say_row, &saying);
	for (size_t i = 0; i < ledgers->source_count; i++) {
		const struct ledger_source *source = &ledgers->sources[i];
		rows += source->rows;
		for (int k = 0; k < ROW_OUTCOME__MAX; k++)
			outcomes[k] += source->outcomes[k];
		say_outcomes(&saying, source->file, source->rows, source->outcomes);
		say_reasons(&saying, source);
	}
	say_outcomes(&saying, lang == LANG_EN ? "all ledgers" : "全部台账", rows, outcomes);
	arena_free(saying.arena);
}
