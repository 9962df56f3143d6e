/* What check and build say of ledgers, in words and as JSON: rows that went wrong, and sums that add up. */
#include <stdio.h>
#include <string.h>

#include <headwater/buf.h>

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

/* ---- as JSON ---- */

#define FLUSH_BYTES ((size_t)1 << 20)

struct putting {
	struct saying saying;
	struct json *json;
};

static void put_fault(const struct putting *putting, const struct ledger_row *row, const struct row_fault *fault)
{
	struct json *json = putting->json;
	const struct saying *saying = &putting->saying;
	const char *values[3] = {label_text(&fault->label, saying->lang, NULL), fault->value, fault->more};
	json_object(json);
	json_put(json, "file", row->source->file);
	json_put_int(json, "line", row->entry->line);
	json_put_int(json, "column", fault->column);
	json_put_if(json, "cell", ledgers_cell_name(fault->column, row->entry->line, saying->arena));
	json_put(json, "id", row->entry->id);
	json_put(json, "title", row->title);
	json_put(json, "item", fault->item);
	json_put(json, "value", fault->value);
	json_put(json, "code", fault->rule->code);
	json_put(json, "message", sentence_of(saying, fault->rule, values));
	json_put(json, "help", help_of(saying, fault->rule, values));
	json_object_end(json);
}

static void put_row(void *context, const struct ledger_row *row)
{
	struct putting *putting = context;
	struct buf *out = putting->json->out;
	for (size_t i = 0; i < row->fault_count && row->entry->outcome == ROW_RETURNED; i++)
		if (row->faults[i].rule->severity == SEVERITY_ERROR)
			put_fault(putting, row, &row->faults[i]);
	if (out->len >= FLUSH_BYTES) {
		fwrite(out->bytes, 1, out->len, putting->saying.out);
		buf_reset(out);
	}
	arena_reset(putting->saying.arena);
}

static void put_source(struct json *json, const struct ledger_source *source)
{
	json_object(json);
	json_put(json, "file", source->file);
	json_put_int(json, "rows", (int64_t)source->rows);
	json_key(json, "outcomes");
	json_object(json);
	for (int i = 0; i < ROW_OUTCOME__MAX; i++)
		json_put_int(json, row_outcome_label((enum row_outcome)i)->text[LANG_EN], (int64_t)source->outcomes[i]);
	json_object_end(json);
	json_key(json, "reasons");
	json_array(json);
	for (size_t i = 0; i < source->reason_count; i++) {
		json_object(json);
		json_put(json, "code", source->reasons[i].rule->code);
		json_put(json, "severity", source->reasons[i].rule->severity == SEVERITY_ERROR ? "returned" : "remark");
		json_put(json, "item", source->reasons[i].item);
		json_put_int(json, "rows", (int64_t)source->reasons[i].rows);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

void cmd_put_ledgers(const struct model *model, enum lang lang, struct json *json, FILE *file)
{
	struct putting putting = {.saying = {.lang = lang, .out = file, .arena = arena_new()}, .json = json};
	json_key(json, "ledgers");
	json_array(json);
	for (size_t i = 0; model->ledgers && i < model->ledgers->source_count; i++)
		put_source(json, &model->ledgers->sources[i]);
	json_array_end(json);
	json_key(json, "returned");
	json_array(json);
	if (model->ledgers)
		ledgers_walk(model, put_row, &putting);
	json_array_end(json);
	arena_free(putting.saying.arena);
}
