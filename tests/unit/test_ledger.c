/* Ledgers: rows judged by the rules, compared with one another, under folders, and found again by their offsets. */
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "ledgers.h"
#include "read/csv_row.h"
#include "stages.h"

struct work {
	struct arena *arena;
	struct model model;
	struct diags diags;
	char dir[64];
};

/* A command of the shell in the content folder; $OLDPWD is the project's. */
static void run(struct work *work, const char *command)
{
	CHECK_INT(system(arena_printf(work->arena, "cd '%s' && %s", work->dir, command)), 0);
}

static void put(struct work *work, const char *name, const char *text)
{
	FILE *file = fopen(arena_printf(work->arena, "%s/%s", work->dir, name), "wb");
	CHECK(file && fwrite(text, 1, strlen(text), file) == strlen(text));
	if (file)
		fclose(file);
}

/* The content of the must-fail cases, with a county below the province and a ledger. */
static void start(struct work *work)
{
	memset(work, 0, sizeof *work);
	work->arena = arena_new();
	strcpy(work->dir, "/tmp/ledger-XXXXXX");
	CHECK(mkdtemp(work->dir) != NULL);
	run(work, "cp -r \"$OLDPWD\"/tests/golden/check/base/. . && mkdir ledgers");
	run(work, "printf '630105,B,B,,county,630000\\n632727,C,C,,county,630000\\n' >>regions.csv");
	run(work, "printf 'core,核心数据,Core,,\\n' >>vocabularies/grades.csv");
}

static void add_row(void *context, const struct ledger_row *row)
{
	const char **said = ((void **)context)[0];
	struct arena *arena = ((void **)context)[1];
	const char *outcome = row_outcome_label((enum row_outcome)row->entry->outcome)->text[LANG_EN];
	*said = arena_printf(arena, "%s%s%s=%s", *said, (*said)[0] ? "; " : "", row->entry->id ? row->entry->id : "?",
			     outcome);
	for (size_t i = 0; i < row->fault_count; i++)
		if (strcmp(row->faults[i].rule->code, "N311") != 0 && strcmp(row->faults[i].rule->code, "N303") != 0)
			*said = arena_printf(arena, "%s %s/%s", *said, row->faults[i].rule->code, row->faults[i].item);
}

/* "a=published; b=returned R402/grade": every row in the order of the file. */
static const char *judge(struct work *work)
{
	const char *said = "";
	void *context[2] = {&said, work->arena};
	work->model = (struct model){.now = {2026, 11, 23, "2026-11-23"}};
	diags_init(&work->diags, work->arena);
	CHECK_INT(read_content(work->dir, work->arena, &work->model, &work->diags), STATUS_OK);
	check_model(&work->model, &work->diags);
	ledgers_walk(&work->model, add_row, context);
	read_close(&work->model);
	return said;
}

static const char *judge_text(struct work *work, const char *text)
{
	put(work, "ledgers/a.csv", text);
	return judge(work);
}

static void finish(struct work *work)
{
	run(work, "rm -rf \"$PWD\"");
	arena_free(work->arena);
}

#define HEAD "id,title,provider,open_type,update_cycle,code,issued"
#define GOOD ",minzheng,1,7,"

static void values(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work, HEAD "\na-1,甲,minzheng,1,7,101001/9001,2026-01-05\n"), "a-1=published");
	CHECK_INT(work.diags.error_count, 0);
	CHECK_STR(judge_text(&work, HEAD "\na-1,甲,民政厅,无条件开放,每年,101001/9001,2026/1/5\n"
					 "a-2,乙,11630000015000011M,1,7,101001/9002,2026年1月5日\n"),
		  "a-1=published; a-2=published");
	CHECK_STR(judge_text(&work, HEAD "\na-1,甲,nobody,9,7,1/1,2026-02-30\n,乙" GOOD "101001/9002,2026-01-05\n"
					 "A_B,丙" GOOD "101001/9003,2027-01-05\n"),
		  "a-1=returned R201/open_type R202/issued R206/code R211/provider; ?=returned R103/record; "
		  "?=returned R104/record R203/issued");
	CHECK_STR(judge_text(&work, HEAD "\na-1,甲" GOOD "101001/9001,2026-01-05,x\na-2,乙" GOOD "101001/9002\n"
					 "a-3,丙" GOOD "101001/9003,2026-01-05,\n,,,,,,\n"),
		  "a-1=returned R105/record; a-2=returned R101/issued; a-3=published");
	CHECK_INT(work.model.ledgers->sources[0].rows, 3);
	finish(&work);
}

static void regions(void)
{
	struct work work;
	start(&work);
	run(&work, "printf '632701,D,D,,county,630000\\n' >>regions.csv");
	CHECK_STR(judge_text(&work, HEAD ",region\na-1,甲" GOOD "101001/9001,2026-01-05,630105\n"
					 "a-2,乙" GOOD "101001/9002,2026-01-05,632721\n"
					 "a-3,丙" GOOD "101001/9003,2026-01-05,999999\n"),
		  "a-1=published; a-2=returned R214/region; a-3=returned R213/region");
	CHECK_STR(model_card(&work.model, "a-1")->region->code, "630105");
	finish(&work);
}

static void grades(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work,
			     "id,title,provider,open_type,update_cycle,code,issued,grade,masking,open_condition\n"
			     "a-1,一" GOOD "101001/9001,2026-01-05,core,,\n"
			     "a-2,二" GOOD "101001/9002,2026-01-05,4,,\n"
			     "a-3,三" GOOD "101001/9003,2026-01-05,2,,\n"
			     "a-4,四" GOOD "101001/9004,2026-01-05,2,某处于2026-01-04去除姓名,\n"
			     "a-5,五,minzheng,2,7,101001/9005,2026-01-05,3,,仅供研究\n"
			     "a-6,六,minzheng,3,7,101001/9006,2026-01-05,4,,\n"
			     "a-7,七" GOOD "101001/9007,2026-01-05,5,,\n"),
		  "a-1=returned R401/grade; a-2=returned R402/grade; a-3=returned R403/grade; a-4=published; "
		  "a-5=published; a-6=published N313/open_condition; a-7=returned R201/grade");
	finish(&work);
}

#define GRADED "id,title,provider,open_type,update_cycle,code,issued,grade,masking,fields,field_grades"

static void field_grades(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work,
			     GRADED "\n"
				    "a-1,一" GOOD "101001/9001,2026-01-05,2,某处于2026-01-04去除姓名,名称;电话,电话=2\n"
				    "a-2,二" GOOD "101001/9002,2026-01-05,1,,名称;电话,名称=1;电话： 2级\n"
				    "a-3,三" GOOD "101001/9003,2026-01-05,,,名称;电话,电话=1\n"
				    "a-4,四" GOOD "101001/9004,2026-01-05,1,,名称,电话=1\n"
				    "a-5,五" GOOD "101001/9005,2026-01-05,1,,名称,名称=9;名称\n"
				    "a-6,六" GOOD "101001/9006,2026-01-05,1,,名称,名称=核心数据\n"
				    "a-7,七,minzheng,3,7,101001/9007,2026-01-05,4,,名称,名称=4\n"
				    "a-8,八" GOOD "101001/9008,2026-01-05,9,,名称,名称=4\n"),
		  "a-1=published; a-2=returned R409/grade; a-3=returned R409/grade; a-4=returned R408/field_grades; "
		  "a-5=returned R408/field_grades R408/field_grades; a-6=returned R401/field_grades; "
		  "a-7=published N313/open_condition; a-8=returned R201/grade");
	const struct card *card = model_card(&work.model, "a-1");
	CHECK(card != NULL);
	if (card) {
		work.model.content_fd = open(work.dir, O_RDONLY | O_DIRECTORY);
		const struct dataset *dataset = dataset_items(&work.model, card, work.arena);
		read_close(&work.model);
		CHECK_INT(dataset->grade, 2);
		CHECK_INT(dataset->resources[0].fields[0].grade, 2); /* the dataset's */
		CHECK_INT(dataset->resources[0].fields[1].grade, 2);
	}
	finish(&work);
}

/* Not graded is not grade 1: it is told, and nothing is made up. */
static void ungraded(void)
{
	struct work work;
	start(&work);
	judge_text(&work, GRADED "\na-1,一" GOOD "101001/9001,2026-01-05,,,名称,\n"
				 "a-2,二" GOOD "101001/9002,2026-01-05,1,,名称,\n");
	const struct ledger_source *source = &work.model.ledgers->sources[0];
	size_t told = 0;
	for (size_t i = 0; i < source->reason_count; i++)
		if (strcmp(source->reasons[i].rule->code, "N311") == 0)
			told = source->reasons[i].rows;
	CHECK_INT(told, 1);
	CHECK(model_card(&work.model, "a-1") && model_card(&work.model, "a-1")->grade == 0);
	CHECK(model_card(&work.model, "a-2") && model_card(&work.model, "a-2")->grade == 1);
	finish(&work);
}

/* A folder puts right what its row says of grade and openness together, but neither core data nor a grade without a reason. */
static void grades_of_folders(void)
{
	struct work work;
	start(&work);
	run(&work, "rm -f datasets/*/*.csv datasets/*/*.json");
	put(&work, "datasets/alpha/dataset.md", "---\nopen: {type: 3, reason: 某法}\nresources: []\n---\n");
	put(&work, "datasets/beta/dataset.md", "---\ngrade: 1\nresources: []\n---\n");
	put(&work, "datasets/gamma/dataset.md", "---\nmasking: 某处于2026-01-04去除姓名\nresources: []\n---\n");
	CHECK_STR(judge_text(&work, HEAD ",grade\n"
					 "alpha,一" GOOD "101001/9001,2026-01-05,4\n"
					 "beta,二" GOOD "101001/9002,2026-01-05,core\n"
					 "gamma,三" GOOD "101001/9003,2026-01-05,3\n"),
		  "alpha=published; beta=returned R401/grade; gamma=published");
	CHECK_INT(work.diags.error_count, 0);
	CHECK(!model_card(&work.model, "beta"));
	CHECK_STR(judge_text(&work, HEAD ",grade\n"
					 "alpha,一" GOOD "101001/9001,2026-01-05,4\n"
					 "beta,二" GOOD "101001/9002,2026-01-05,2\n"
					 "gamma,三" GOOD "101001/9003,2026-01-05,3\n"),
		  "alpha=published; beta=published; gamma=published");
	CHECK_INT(work.diags.error_count, 1);
	if (work.diags.error_count == 1)
		CHECK_STR(work.diags.items[0].rule->code, "E514");
	finish(&work);
}

static void states(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work, HEAD ",state,state_date,reason,history,successor,aliases\n"
					 "a-1,一" GOOD "101001/9001,2026-01-05,待发布审核,,,,,\n"
					 "a-2,二" GOOD "101001/9002,2026-01-05,19,,,,,\n"
					 "a-3,三" GOOD "101001/9003,2026-01-05,23,2026-10-01,并入五,,a-5,\n"
					 "a-4,四" GOOD "101001/9004,2026-01-05,23,,,,,\n"
					 "a-5,五" GOOD "101001/9005,2026-01-05,,,,2026-01-01 20;2026-01-02 29,,a-old\n"
					 "a-6,六" GOOD "101001/9006,2026-01-05,,,,2026-01-01 10;2026-01-02 29,,\n"
					 "a-7,七" GOOD "101001/9007,2026-01-05,1,,缺依据,,,\n"
					 "a-8,八" GOOD "101001/9008,2026-01-05,,,,,none,alpha\n"),
		  "a-1=under review; a-2=registered; a-3=withdrawn; a-4=returned R101/state_date R101/reason; "
		  "a-5=published; a-6=returned R405/history; a-7=returned R407/state; "
		  "a-8=returned R303/aliases R304/successor");
	CHECK_INT(work.diags.error_count, 0);
	CHECK_INT(work.model.withdrawal_count, 1);
	CHECK_STR(work.model.withdrawals[0].successor, "a-5");
	CHECK_STR(model_renamed_to(&work.model, "a-old"), "a-5");
	CHECK(!model_card(&work.model, "a-3") && !model_card(&work.model, "a-1"));
	finish(&work);
}

#define PAST HEAD ",grade,state,state_date,reason,successor,aliases,related"

/* Only what its page says of it returns what is withdrawn; it keeps its code, whoever takes it since. */
static void withdrawals(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work, PAST "\n"
					 "a-1,一,nobody,9,,1/1,,core,23,2026-10-01,属于重要数据,,,\n"
					 "a-2,,minzheng,1,7,101001/9002,2026-01-05,,23,2026-10-01,并入,,,\n"
					 "a-3,三" GOOD "101001/9003,2026-01-05,1,23,2026-10-01,并入,a-4,,\n"
					 "a-4,四" GOOD "101001/9003,2026-01-05,1,,,,,,\n"
					 "a-5,五" GOOD "101001/9005,2026-01-05,1,23,2026-10-01,并入,a-6,,\n"),
		  "a-1=withdrawn; a-2=returned R101/title; a-3=withdrawn R208/code; a-4=returned R208/code; "
		  "a-5=returned R304/successor");
	CHECK_INT(work.model.withdrawal_count, 2);
	CHECK_INT(work.diags.error_count, 0);
	finish(&work);
}

/* A record is found by the ids it had, whoever names it; an id is nobody else's ever. */
static void former_ids(void)
{
	struct work work;
	start(&work);
	put(&work, "renamed.csv", "old_id,id,date\nbeta-old,beta,2026-02-01\n");
	run(&work, "sed -i 's/^related: .beta./related: [a-older, beta-old, a-4]/' datasets/alpha/dataset.md");
	CHECK_STR(judge_text(&work,
			     PAST "\n"
				  "a-1,一" GOOD "101001/9001,2026-01-05,1,,,,,a-old;a-older,\n"
				  "a-2,二" GOOD "101001/9002,2026-01-05,1,,,,,,a-old;beta-old\n"
				  "a-3,三" GOOD "101001/9003,2026-01-05,1,23,2026-10-01,并入,a-old,,\n"
				  "a-4,四,nobody,1,7,101001/9004,2026-01-05,1,,,,,a-old,\n"
				  "a-5,五" GOOD "101001/9005,2026-01-05,1,,,,,../x;A B,\n"
				  "a-6,六" GOOD "101001/9006,2026-01-05,1,23,2026-10-01,并入,beta-old,,a-none\n"),
		  "a-1=published; a-2=published; a-3=withdrawn; a-4=returned R211/provider R303/aliases; "
		  "a-5=returned R305/aliases R305/aliases; a-6=withdrawn N314/related");
	CHECK_INT(work.diags.error_count, 0);
	const struct card *one = model_card(&work.model, "a-1"), *alpha = model_card(&work.model, "alpha");
	CHECK(one && one->related_count == 2);
	if (one && one->related_count == 2) {
		CHECK_STR(one->related[0]->id, "a-2");
		CHECK_STR(one->related[1]->id, "alpha");
	}
	CHECK(alpha && alpha->related_count == 2 && strcmp(alpha->related[1]->id, "beta") == 0);
	CHECK_STR(model_withdrawal(&work.model, "a-3")->successor, "a-old");
	CHECK_STR(model_id_today(&work.model, "a-old"), "a-1");
	finish(&work);
}

static void likes(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work, HEAD ",region,fields,source_key\n"
					 "a-3,甲" GOOD "101001/9003,2026-01-05,630105,名称;地址,\n"
					 "a-1,甲" GOOD "101001/9001,2026-01-05,630000,地址;名称,\n"
					 "a-2,甲" GOOD "101001/9002,2026-01-05,630105,名称;地址,\n"
					 "a-4,乙" GOOD "101001/9004,2026-01-05,,,k\n"
					 "a-5,丙" GOOD "101001/9005,2026-01-05,,,k\n"
					 "a-6,丁" GOOD "101001/9006,2026-01-05,,,\n"
					 "a-7,戊" GOOD "101001/9006,2026-01-05,,,\n"),
		  "a-3=returned R301/record N301/title N309/title; a-1=published N301/title N310/title; "
		  "a-2=published N301/title N309/title; a-4=returned R302/source_key; a-5=returned R302/source_key; "
		  "a-6=returned R208/code; a-7=returned R208/code");
	const struct ledger_source *source = &work.model.ledgers->sources[0];
	size_t sum = 0, first = 0;
	for (int i = 0; i < ROW_OUTCOME__MAX; i++)
		sum += source->outcomes[i];
	for (size_t i = 0; i < source->reason_count; i++)
		first += source->reasons[i].first;
	CHECK_INT(sum, source->rows);
	CHECK_INT(first, source->outcomes[ROW_RETURNED]);
	finish(&work);
}

/* A folder under the id of a row: its front matter puts the row right, and the row gives what it does not state. */
static void folders(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work, HEAD ",abstract,keywords\n"
					 "alpha,行的名称,nobody,1,7,101001/9001,2026-01-05,行的摘要,词\n"
					 "beta,乙,nobody,1,7,101001/9002,2026-01-05,,\n"),
		  "alpha=published; beta=published");
	put(&work, "datasets/alpha/dataset.md", "---\nprovider: minzheng\nresources: []\n---\n正文\n");
	put(&work, "datasets/beta/dataset.md", "---\ntitle: 丙\n---\n");
	run(&work, "rm -f datasets/*/*.csv datasets/*/*.json");
	const char *said = judge(&work);
	CHECK_STR(said, "alpha=published; beta=returned R211/provider");
	const struct card *card = model_card(&work.model, "alpha");
	CHECK(card && card->folder);
	if (card) {
		CHECK_STR(card->title.text[LANG_ZH], "行的名称");
		CHECK_STR(card->folder->abstract.text[LANG_ZH], "行的摘要");
		CHECK_STR(card->org->id, "minzheng");
		CHECK(strstr(card->folder->body, "正文") != NULL);
	}
	CHECK(!model_card(&work.model, "beta"));
	finish(&work);
}

/* What a folder that no ledger has and a row share is told of both. */
static void beside_folders(void)
{
	static const char folder[] = "---\nclass: 101\ntitle: 甲乙\ncode: 101001/7001\nprovider: minzheng\n"
				     "region: 630105\nresources: []\n---\n";
	struct work work;
	start(&work);
	run(&work, "mkdir datasets/own");
	put(&work, "datasets/own/dataset.md", folder);
	CHECK_STR(judge_text(&work, HEAD "\na-1,甲" GOOD "101001/7001,2026-01-05\n"
					 "a-2,甲 乙" GOOD "101001/9002,2026-01-05\n"
					 "a-3,甲乙,nobody,1,7,101001/7001,2026-01-05\n"
					 "a-4,丁" GOOD "101001/9004,2026-01-05\n"),
		  "a-1=returned R208/code R208/code; a-2=published N301/title; "
		  "a-3=returned R211/provider R208/code R208/code; a-4=published");
	size_t codes = 0, titles = 0;
	for (size_t i = 0; i < work.diags.count; i++) {
		codes += strcmp(work.diags.items[i].rule->code, "W715") == 0;
		titles += strcmp(work.diags.items[i].rule->code, "W716") == 0;
	}
	CHECK_INT(codes, 2);
	CHECK_INT(titles, 1);
	size_t rows = 0;
	const struct ledger_source *source = &work.model.ledgers->sources[0];
	for (size_t i = 0; i < source->reason_count; i++)
		rows += strcmp(source->reasons[i].rule->code, "R208") == 0 ? source->reasons[i].rows : 0;
	CHECK_INT(rows, 2);
	finish(&work);
}

/* "b c": the ids a card is related to. */
static const char *related_to(struct work *work, const char *id)
{
	const struct card *card = model_card(&work->model, id);
	const char *ids = "";
	for (size_t i = 0; card && i < card->related_count; i++)
		ids = arena_printf(work->arena, "%s%s%s", ids, i ? " " : "", card->related[i]->id);
	return ids;
}

static void related(void)
{
	struct work work;
	start(&work);
	CHECK_STR(judge_text(&work, HEAD ",related\n"
					 "a-1,一" GOOD "101001/9001,2026-01-05,a-2;101001/9003;alpha\n"
					 "a-2,二" GOOD "101001/9002,2026-01-05,none;a-2;101001/8888\n"
					 "a-3,三" GOOD "101001/9003,2026-01-05,101001/0001\n"
					 "a-4,四,nobody,1,7,101001/9004,2026-01-05,a-1\n"),
		  "a-1=published; a-2=published N314/related N314/related N314/related; a-3=published; "
		  "a-4=returned R211/provider");
	CHECK_STR(related_to(&work, "a-1"), "a-2 a-3 alpha");
	CHECK_STR(related_to(&work, "a-2"), "a-1");
	CHECK_STR(related_to(&work, "a-3"), "a-1 alpha");
	CHECK(strstr(related_to(&work, "alpha"), "a-1 a-3") != NULL);
	finish(&work);
}

static void rows_by_offset(void)
{
	static const char text[] = "a,\"b\"\"c\",\"d\ne\"\r\n\n,,\n\"x\"y,z";
	struct span cells[3];
	struct csv_row row = {.cells = cells};
	struct csv_rows rows = {.bytes = text, .len = sizeof text - 1, .line = 1, .max = 3};
	struct arena *arena = arena_new();
	CHECK(csv_row_next(&rows, &row, arena));
	CHECK(row.count == 3 && span_is(cells[1], "b\"c") && span_is(cells[2], "d\ne") && row.line == 1);
	CHECK(csv_row_next(&rows, &row, arena) && row.blank && row.line == 3);
	CHECK(csv_row_next(&rows, &row, arena) && row.blank && row.count == 3 && row.line == 4);
	CHECK(csv_row_next(&rows, &row, arena) && span_is(cells[0], "xy") && span_is(cells[1], "z") && row.line == 5);
	CHECK(!csv_row_next(&rows, &row, arena));
	rows.at = row.offset;
	CHECK(csv_row_next(&rows, &row, arena) && span_is(cells[1], "z"));
	rows = (struct csv_rows){.bytes = "a,\"b", .len = 4, .line = 1, .max = 1};
	CHECK(csv_row_next(&rows, &row, arena) && row.unclosed && row.over);
	arena_free(arena);
}

TAP_MAIN({"values and their forms", values}, {"regions, also of the past", regions}, {"the grading rules", grades},
	 {"grades of fields", field_grades}, {"rows that are not graded", ungraded},
	 {"grades under folders", grades_of_folders}, {"states, withdrawal, renaming", states},
	 {"what returns withdrawn rows", withdrawals}, {"former ids", former_ids}, {"rows that are alike", likes},
	 {"folders over rows", folders}, {"rows beside folders", beside_folders}, {"related rows", related},
	 {"rows found by their offsets", rows_by_offset})
