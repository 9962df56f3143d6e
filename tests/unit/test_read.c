/* The whole reader over the small content folder of the rule cases: what follows from elsewhere, order, places. */
#include "tap.h"

#include "stages.h"

#define BASE "tests/golden/check/base"

static struct arena *arena;
static struct model model;
static struct diags diags;

static void reads(void)
{
	arena = arena_new();
	diags_init(&diags, arena);
	CHECK(read_content(BASE, arena, &model, &diags) == STATUS_OK);
	CHECK_INT(diags.count, 0);
	CHECK_INT(model.dataset_count, 3);
	CHECK_INT(model.article_count, 3);
	CHECK_INT(model.vocabulary_count, 11);
	CHECK(read_content("tests/no-such-folder", arena, &(struct model){0}, &diags) == STATUS_IO);
}

static void looks_up(void)
{
	CHECK_STR(model_region(&model, "630100")->name.text[LANG_ZH], "西宁市");
	CHECK(model_region(&model, "630101") == NULL);
	CHECK(model_region(&model, NULL) == NULL);
	CHECK(model_card(&model, "beta") == &model.cards[1]);
	CHECK_STR(model_term(&model, "themes", "02")->label.text[LANG_EN], "Health care");
	CHECK(model_term(&model, "nothing", "02") == NULL);
	CHECK_STR(term_extra(model_term(&model, "themes", "02"), "slug"), "health");
	CHECK(term_extra(model_term(&model, "licences", "cc-by-4.0"), "uri") == NULL);
	CHECK(region_within(model_region(&model, "630106"), model_region(&model, "630000")));
	CHECK(!region_within(model_region(&model, "630000"), model_region(&model, "630106")));
	CHECK_INT(model_region(&model, "630000")->child_count, 1);
}

static const struct dataset *folder(const char *id)
{
	return model_card(&model, id)->folder;
}

static void fills_in(void)
{
	const struct dataset *alpha = folder("alpha"), *beta = folder("beta"), *gamma = folder("gamma");
	CHECK_STR(beta->modified.text, "2026-02-01");
	CHECK_STR(beta->licence, "cc-by-4.0");
	CHECK_STR(beta->contact_phone, "0971-0000002");
	CHECK_STR(alpha->contact_email, "m@example.cn");
	CHECK_STR(alpha->contact_name, "民政厅");
	CHECK_INT(alpha->formats.count, 1);
	CHECK_STR(alpha->formats.items[0], "csv");
	CHECK_STR(gamma->formats.items[0], "xml");
	/* related is stated by alpha and holds both ways */
	CHECK(beta->card->related_count == 1 && beta->card->related[0] == alpha->card);
	CHECK(alpha->card->related_count == 1 && alpha->card->related[0] == beta->card);
	CHECK_INT(beta->resources[0].fields[0].open, OPEN_CONDITIONAL);
	CHECK(!beta->resources[0].fields[0].open_stated);
	CHECK_INT(beta->resources[0].fields[0].grade, 2);
	CHECK(resource_is_public(alpha, &alpha->resources[0]));
	CHECK(resource_is_public(beta, &beta->resources[0]));
	CHECK_INT(alpha->period_start.month, 0);
	CHECK_STR(alpha->period_start.text, "2013");
}

static void reads_tables(void)
{
	struct arena *opened = arena_new();
	struct dataset *survey = dataset_survey(&model, model_card(&model, "alpha"), opened, &diags), *alpha;
	const struct table *kept = folder("alpha")->resources[0].table;
	CHECK_INT(diags.count, 0);
	CHECK(survey != folder("alpha") && !kept->cells);
	CHECK_INT(kept->row_count, 3);
	CHECK_INT(kept->cell_units_max, 10); /* a date */
	if (!CHECK(dataset_tables(&model, survey->card, opened, &alpha) == STATUS_OK))
		return;
	const struct resource *table = &alpha->resources[0];
	CHECK_STR(table->name, "alpha");
	CHECK_INT(table->table->row_count, 3);
	CHECK_INT(table->table->column_count, 6);
	CHECK(span_is(table->table->cells[0], "630000"));
	CHECK_INT(table->table->cells[2 * 6 + 2].len, 0);
	for (int i = 0; i < 6; i++)
		CHECK_INT(table->fields[i].column, i);
	arena_free(opened);
}

static void keeps_places(void)
{
	const struct dataset *alpha = folder("alpha");
	struct place place = model_mark(&alpha->marks, "open.type", alpha->place);
	CHECK_STR(place.file, "datasets/alpha/dataset.md");
	CHECK_INT(place.line, 10);
	CHECK_INT(place.column, 14);
	CHECK(!model_marked(&alpha->marks, "open.reason"));
	CHECK_INT(model_mark(&alpha->marks, "open.reason", alpha->place).line, 1);
	CHECK_INT(alpha->themes.places[0].line, 16);
	CHECK_INT(alpha->body_line, 38);
	read_close(&model);
	arena_free(arena);
}

TAP_MAIN({"reads without a fault", reads}, {"looks up", looks_up}, {"fills in what follows from elsewhere", fills_in},
	 {"reads tables and ties columns to fields", reads_tables}, {"keeps the place of each value", keeps_places})
