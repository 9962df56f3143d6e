/* test_measure.c -- counts, profiles and neighbours over small models made by hand. */
#include "tap.h"

#include <headwater/buf.h>

#include "measure/measure.h"
#include "quality.h"
#include "stages.h"

static struct arena *arena;

static struct strings list_of(const char *words)
{
	struct strings strings = {0};
	char *copy = arena_string(arena, words), *rest = NULL;
	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		*ARENA_PUSH(arena, strings.items, strings.count, strings.capacity) = word;
	return strings;
}

/* A table from rows "a,b;c,d". */
static struct table *table_of(const char *rows, size_t column_count)
{
	struct table *table = arena_alloc(arena, sizeof *table);
	size_t cells = 0, capacity = 0;
	table->column_count = column_count;
	for (const char *at = rows; *at;) {
		size_t len = strcspn(at, ",;");
		*ARENA_PUSH(arena, table->cells, cells, capacity) = (struct span){at, len};
		at += len + (at[len] != '\0');
		if (!*at && at[-1] == ',')
			*ARENA_PUSH(arena, table->cells, cells, capacity) = (struct span){"", 0};
	}
	table->row_count = cells / column_count;
	return table;
}

/* ---- profiles ---- */

static struct profile *profile_of(enum field_type type, const char *values)
{
	struct field *field = arena_array(arena, 1, sizeof *field);
	*field = (struct field){.name = "f", .type = type, .open = OPEN_UNCONDITIONAL};
	struct resource *resource = arena_array(arena, 1, sizeof *resource);
	*resource = (struct resource){.tabular = true, .fields = field, .field_count = 1, .table = table_of(values, 1)};
	struct dataset *dataset = arena_array(arena, 1, sizeof *dataset);
	*dataset = (struct dataset){.id = "d", .open = OPEN_UNCONDITIONAL, .resources = resource, .resource_count = 1};
	struct model model = {.arena = arena, .folders = dataset, .folder_count = 1};
	model_lay_cards(&model);
	measure_model(&model);
	measure_profiles(dataset, arena);
	return field->profile;
}

static const char *bars_of(const struct profile *profile)
{
	struct buf text;
	buf_init(&text, 4096);
	for (size_t i = 0; i < profile->bar_count; i++)
		buf_printf(&text, "%s%s=%zu", i ? "; " : "", profile->bars[i].label, profile->bars[i].count);
	const char *copy = arena_copy(arena, text.bytes, text.len);
	buf_free(&text);
	return copy;
}

static void figures(void)
{
	arena = arena_new();
	struct profile *profile = profile_of(FIELD_INTEGER, "10;9;;-3;10;100");
	CHECK_INT(profile->row_count, 6);
	CHECK_INT(profile->blank_count, 1);
	CHECK_INT(profile->distinct_count, 4);
	CHECK(profile->has_range);
	CHECK_STR(profile->min, "-3");
	CHECK_STR(profile->max, "100");
	CHECK(profile->mean > 25.19 && profile->mean < 25.21);
	profile = profile_of(FIELD_NUMBER, "0.5;2.50;1e1");
	CHECK_STR(profile->min, "0.5");
	CHECK_STR(profile->max, "1e1");
	profile = profile_of(FIELD_DATE, "2024-02-01;2023-12-31;2024-01-01");
	CHECK_STR(profile->min, "2023-12-31");
	CHECK_STR(profile->max, "2024-02-01");
	profile = profile_of(FIELD_STRING, "b;a");
	CHECK(!profile->has_range);
	CHECK_INT(profile->bar_count, 0);
	profile = profile_of(FIELD_INTEGER, ";;");
	CHECK_INT(profile->blank_count, 2);
	CHECK(!profile->has_range && profile->bar_count == 0);
	profile = profile_of(FIELD_INTEGER, "x;0x10;nan;inf;7");
	CHECK_STR(profile->min, "7");
	CHECK_STR(profile->max, "7");
	arena_free(arena);
}

static void frequent_values(void)
{
	arena = arena_new();
	CHECK_STR(bars_of(profile_of(FIELD_STRING, "县;市;县;区;市;县;;")), "县=3; 市=2; 区=1");
	CHECK_STR(bars_of(profile_of(FIELD_STRING, "b;a;b;a")), "a=2; b=2");
	CHECK_STR(bars_of(profile_of(FIELD_STRING, "a;b;c")), "");
	CHECK_INT(profile_of(FIELD_STRING, "a;b;c;d;e;f;g;h;i;i")->bar_count, 8);
	CHECK_STR(bars_of(profile_of(FIELD_INTEGER, "3;3;1")), "3=2; 1=1");
	CHECK_STR(bars_of(profile_of(FIELD_YEAR, "2020;2021;2022")), "");
	CHECK(!profile_of(FIELD_INTEGER, "3;3;1")->bars_are_classes);
	arena_free(arena);
}

static void classes(void)
{
	arena = arena_new();
	struct profile *profile = profile_of(FIELD_INTEGER, "0;1;2;3;4;5;6;7;8;9;10;11;12;19;19");
	CHECK(profile->bars_are_classes);
	CHECK_STR(bars_of(profile), "0 – 2=2; 2 – 4=2; 4 – 6=2; 6 – 8=2; 8 – 10=2; 10 – 12=2; 12 – 14=1; 14 – 16=0; "
				    "16 – 18=0; 18 – 20=2");
	/* Binary fractions: 0.3 belongs to the class that starts there. */
	profile = profile_of(FIELD_NUMBER, "0;0.1;0.2;0.3;0.4;0.5;0.6;0.7;0.8;0.9;0.29;0.05;0.15");
	CHECK_STR(bars_of(profile), "0.0 – 0.1=2; 0.1 – 0.2=2; 0.2 – 0.3=2; 0.3 – 0.4=1; 0.4 – 0.5=1; 0.5 – 0.6=1; "
				    "0.6 – 0.7=1; 0.7 – 0.8=1; 0.8 – 0.9=1; 0.9 – 1.0=1");
	profile = profile_of(FIELD_NUMBER, "-1000000;1;2;3;4;5;6;7;8;9;10;11;4000000");
	CHECK_STR(profile->bars[0].label, "−1,000,000 – 0");
	profile = profile_of(FIELD_NUMBER, "1e300;1;2;3;4;5;6;7;8;9;10;11;-1e300");
	size_t sum = 0;
	for (size_t i = 0; i < profile->bar_count; i++)
		sum += profile->bars[i].count;
	CHECK(profile->bar_count == 0 || sum == 13);
	/* too far apart, and too near, for their distance to be a number */
	profile = profile_of(FIELD_NUMBER, "-1.7e308;1;2;3;4;5;6;7;8;9;10;11;1.7e308");
	CHECK_INT(profile->bar_count, 0);
	profile = profile_of(FIELD_NUMBER, "0;4.9e-324;0.0;0e1;0e2;0e3;0e4;0e5;0e6;0e7;0e8;0e9;0e10;0e11");
	CHECK_INT(profile->bar_count, 0);
	profile =
	    profile_of(FIELD_NUMBER, "1;1.0000000000000002;1.0000000000000004;1.0000000000000007;1.0000000000000009;"
				     "1.0000000000000011;1.0000000000000013;1.0000000000000016;1.0000000000000018;"
				     "1.000000000000002;1.0000000000000022;1.0000000000000024;1.0000000000000027");
	CHECK_INT(profile->bar_count, 0);
	profile = profile_of(FIELD_YEAR, "1990;1991;1992;1993;1994;1995;1996;1997;1998;1999;2000;2001;2002;2002");
	CHECK_STR(profile->bars[0].label, "1990 – 1992");
	arena_free(arena);
}

static void closed_fields_have_no_profile(void)
{
	arena = arena_new();
	struct field fields[] = {{.name = "a", .type = FIELD_STRING, .open = OPEN_CLOSED},
				 {.name = "b", .type = FIELD_STRING, .open = OPEN_CONDITIONAL, .column = -1},
				 {.name = "c", .type = FIELD_STRING, .open = OPEN_CONDITIONAL, .column = 7},
				 {.name = "d", .type = FIELD_STRING, .open = OPEN_CONDITIONAL}};
	struct resource resources[] = {
	    {.tabular = true, .fields = fields, .field_count = 4, .table = table_of("x", 1), .sample = true},
	    {.tabular = true, .fields = fields + 3, .field_count = 1, .table = table_of("x;y", 1), .sample = false}};
	struct dataset dataset = {.id = "d", .open = OPEN_CONDITIONAL, .resources = resources, .resource_count = 1};
	struct model model = {.arena = arena, .folders = &dataset, .folder_count = 1};
	model_lay_cards(&model);
	measure_model(&model);
	measure_profiles(&dataset, arena);
	CHECK(!fields[0].profile && !fields[1].profile && !fields[2].profile && fields[3].profile);
	CHECK_INT(dataset.row_total, 1);
	fields[3].profile = NULL;
	dataset.resources = resources + 1;
	measure_model(&model);
	measure_profiles(&dataset, arena);
	CHECK(!fields[3].profile);
	CHECK_INT(dataset.capacity, 0);
	arena_free(arena);
}

/* ---- counts ---- */

static void counts(void)
{
	arena = arena_new();
	struct term themes[] = {{.code = "01"}, {.code = "02"}}, open[] = {{.code = "1"}, {.code = "3"}},
		    formats[] = {{.code = "csv"}};
	struct vocabulary vocabularies[] = {{.id = "formats", .terms = formats, .count = 1},
					    {.id = "open-types", .terms = open, .count = 2},
					    {.id = "themes", .terms = themes, .count = 2}};
	struct region regions[] = {{.code = "630000"}, {.code = "630100", .parent = &regions[0]}};
	struct org orgs[] = {{.id = "a"}};
	struct resource resource = {.tabular = true, .table = table_of("1,2;3,4;5,6", 2)};
	struct dataset datasets[] = {
	    {.id = "a",
	     .themes = list_of("01 02 01"),
	     .formats = list_of("csv"),
	     .open = OPEN_UNCONDITIONAL,
	     .org = orgs,
	     .region = &regions[1],
	     .resources = &resource,
	     .resource_count = 1},
	    {.id = "b", .themes = list_of("01 99"), .open = OPEN_CLOSED, .org = orgs, .region = &regions[0]}};
	struct model model = {.arena = arena,
			      .folders = datasets,
			      .folder_count = 2,
			      .regions = regions,
			      .region_count = 2,
			      .orgs = orgs,
			      .org_count = 1,
			      .vocabularies = vocabularies,
			      .vocabulary_count = 3};
	model_lay_cards(&model);
	for (int again = 0; again < 2; again++) {
		measure_model(&model);
		CHECK_INT(themes[0].dataset_count, 2);
		CHECK_INT(themes[1].dataset_count, 1);
		CHECK_INT(open[0].dataset_count, 1);
		CHECK_INT(open[1].dataset_count, 1);
		CHECK_INT(formats[0].dataset_count, 1);
		CHECK_INT(orgs[0].dataset_count, 2);
		CHECK_INT(regions[0].dataset_count, 1);
		CHECK_INT(regions[0].dataset_count_below, 2);
		CHECK_INT(regions[1].dataset_count_below, 1);
		CHECK_INT(datasets[0].field_total, 2);
		CHECK_INT(datasets[0].row_total, 3);
		CHECK_INT(datasets[0].capacity, 6);
		CHECK_INT(datasets[1].capacity, 0);
	}
	arena_free(arena);
}

/* ---- neighbours ---- */

static const char *near_of(const struct model *model, size_t number)
{
	const struct card *card = &model->cards[number];
	struct buf text;
	buf_init(&text, 4096);
	for (size_t i = 0; i < card->near_count; i++)
		buf_printf(&text, "%s%s", i ? " " : "", model->cards[card->near[i]].id);
	const char *copy = arena_copy(arena, text.bytes, text.len);
	buf_free(&text);
	return copy;
}

static void neighbours(void)
{
	arena = arena_new();
	struct dataset datasets[] = {
	    {.id = "a",
	     .keywords = list_of("医院 床位 医院"),
	     .themes = list_of("01"),
	     .provider_id = "p",
	     .region_code = "63"},
	    {.id = "b", .keywords = list_of("医院"), .themes = list_of("01"), .provider_id = "q", .region_code = "63"},
	    {.id = "c",
	     .keywords = list_of("医院 床位"),
	     .themes = list_of("09"),
	     .provider_id = "q",
	     .region_code = "63"},
	    {.id = "d", .keywords = list_of("公交"), .themes = list_of("02"), .provider_id = "r", .region_code = "63"},
	    {.id = "e", .themes = list_of("01"), .provider_id = "p", .region_code = "6301"},
	    {.id = "f", .keywords = list_of("医院"), .themes = list_of("01"), .provider_id = "q", .region_code = "63"}};
	struct model model = {.arena = arena, .folders = datasets, .folder_count = 6};
	model_lay_cards(&model);
	struct card *related[] = {&model.cards[1]};
	measure_model(&model);
	CHECK_STR(near_of(&model, 0), "c b f e"); /* 9, 7, 7, 4 */
	CHECK_STR(near_of(&model, 3), "");        /* only the region */
	model.cards[0].related = related;
	model.cards[0].related_count = 1;
	measure_model(&model);
	CHECK_STR(near_of(&model, 0), "c f e");
	arena_free(arena);
}

static void neighbours_of_many(void)
{
	enum { COUNT = 20000 };
	arena = arena_new();
	struct dataset *datasets = arena_array(arena, COUNT, sizeof *datasets);
	for (int i = 0; i < COUNT; i++) {
		datasets[i].id = arena_printf(arena, "%06d", i);
		datasets[i].themes = list_of("01");
		datasets[i].provider_id = "p";
		datasets[i].region_code = "63";
		datasets[i].keywords = list_of(arena_printf(arena, "全部 k%d", i / 3));
	}
	struct model model = {.arena = arena, .folders = datasets, .folder_count = COUNT};
	model_lay_cards(&model);
	measure_model(&model);
	CHECK_INT(model.cards[9000].near_count, 6);
	CHECK_STR(model.cards[model.cards[9000].near[0]].id, "009001");
	CHECK_STR(model.cards[model.cards[9000].near[1]].id, "009002");
	arena_free(arena);
}

/* Weights are those of the methodology. */
static void points_of_the_assessment(void)
{
	static const int most[DIMENSION__MAX] = {100, 100, 110, 75, 20};
	struct quality full = {0}, half;
	int sum = 0;
	for (enum dimension dimension = 0; dimension < DIMENSION__MAX; dimension++) {
		CHECK_INT(quality_dimension_max(dimension), most[dimension]);
		sum += most[dimension];
	}
	CHECK_INT(sum, QUALITY_MQA_MAX);
	CHECK(quality_mqa(&full) == 0);
	for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
		full.asked[metric] = 2;
		full.passed[metric] = 2;
	}
	CHECK(quality_mqa(&full) == QUALITY_MQA_MAX);
	half = full;
	half.passed[METRIC_KEYWORD] = 1;
	CHECK(quality_metric(&half, METRIC_KEYWORD) == 15 && quality_mqa(&half) == QUALITY_MQA_MAX - 15);
	quality_add(&half, &full);
	CHECK(quality_metric(&half, METRIC_KEYWORD) == 22.5);
	CHECK_STR(quality_band(351), "excellent");
	CHECK_STR(quality_band(350.9), "good");
	CHECK_STR(quality_band(121), "sufficient");
	CHECK_STR(quality_band(120.9), "bad");
}

static void quality_of_datasets(void)
{
	arena = arena_new();
	struct region region = {.code = "63"};
	struct org org = {.id = "p", .code = "11630000"};
	struct dataset datasets[] = {
	    {.id = "closed", .open = OPEN_CLOSED, .provider_id = "p", .keywords = list_of("词"), .grade = 1},
	    {.id = "open", .open = OPEN_UNCONDITIONAL, .provider_id = "p", .region_code = "63", .grade = 1}};
	datasets[0].title = datasets[1].title = (struct label){{"名", NULL}};
	datasets[1].abstract = (struct label){{"摘要", NULL}};
	datasets[0].org = datasets[1].org = &org;
	datasets[1].region = &region;
	datasets[1].resources = arena_array(arena, 1, sizeof(struct resource));
	datasets[1].resource_count = 1;
	datasets[1].resources[0] = (struct resource){.name = "t", .tabular = true, .download_count = 2};
	datasets[1].resources[0].downloads = arena_array(arena, 2, sizeof(struct download));
	datasets[1].resources[0].downloads[0].format = datasets[1].resources[0].downloads[1].format = "csv";
	struct model model = {.arena = arena, .folders = datasets, .folder_count = 2, .orgs = &org, .org_count = 1};
	model_lay_cards(&model);
	measure_qualities(&model);
	const struct quality *portal = &model.quality[0];
	CHECK_INT(portal->datasets, 2);
	CHECK_INT(model.quality[1].datasets, 2);
	CHECK_INT(portal->asked[METRIC_KEYWORD], 2);
	CHECK_INT(portal->passed[METRIC_KEYWORD], 1);
	CHECK_INT(portal->asked[METRIC_DOWNLOAD], 2); /* files, of the open one alone */
	CHECK_INT(portal->asked[METRIC_FORMAT], 1);
	CHECK_INT(portal->passed[METRIC_FORMAT], 0); /* no vocabulary knows it */
	CHECK_INT(portal->asked[METRIC_MEDIA_TYPE], 1);
	CHECK_INT(portal->wanted[7 - 1], 1); /* formats are asked of what has files */
	CHECK_INT(portal->wanted[8 - 1], 1);
	CHECK_INT(portal->filled[8 - 1], 0);
	CHECK_INT(portal->wanted[2 - 1], 2);
	CHECK_INT(portal->filled[6 - 1], 1);
	arena_free(arena);
}

static void nothing(void)
{
	arena = arena_new();
	struct model model = {.arena = arena};
	measure_model(&model);
	CHECK_INT(model.dataset_count, 0);
	arena_free(arena);
}

TAP_MAIN({"figures", figures}, {"frequent values", frequent_values}, {"classes", classes},
	 {"closed fields have no profile", closed_fields_have_no_profile}, {"counts", counts},
	 {"neighbours", neighbours}, {"neighbours of many", neighbours_of_many},
	 {"points of the assessment", points_of_the_assessment}, {"quality of datasets", quality_of_datasets},
	 {"nothing", nothing})
