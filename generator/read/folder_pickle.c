#include "folder_pickle.h"

#include <assert.h>

#include "../rules.h"

/* ---- what is kept ---- */

#define STAMP(member) offsetof(struct stamp, member)
#define KEPT(member) offsetof(struct kept, member)
#define TOLD(member) offsetof(struct told, member)

static const struct pickle STAMPS[] = {
    {.kind = PICKLE_TEXT, .offset = STAMP(name)},    {.kind = PICKLE_BIG, .offset = STAMP(size_bytes)},
    {.kind = PICKLE_BIG, .offset = STAMP(inode)},    {.kind = PICKLE_BIG, .offset = STAMP(mtime_ns)},
    {.kind = PICKLE_BIG, .offset = STAMP(ctime_ns)},
};

static const struct pickle STAMPED[] = {
    {.kind = PICKLE_BOOL, .offset = KEPT(linked)},
    {.kind = PICKLE_ITEMS,
     .offset = KEPT(stamps),
     .count_offset = KEPT(stamp_count),
     .item_bytes = sizeof(struct stamp),
     .of = PICKLES(STAMPS)},
};

/* A diagnostic with the number of its rule. */
struct told {
	struct diagnostic diagnostic;
	int rule;
};

static const struct pickle TELLINGS[] = {
    {.kind = PICKLE_INT, .offset = TOLD(rule)},
    {.kind = PICKLE_PLACE, .offset = TOLD(diagnostic.place)},
    {.kind = PICKLE_VALUES, .offset = TOLD(diagnostic.values), .count_offset = TOLD(diagnostic.value_count)},
};

static const struct rule *const RULES[] = {
#define RULE(code, severity, sentence_zh, sentence_en, help_zh, help_en) &RULE_##code,
#include "../rules.def"
#undef RULE
};

#define RULE_COUNT ((int)(sizeof RULES / sizeof RULES[0]))

static int number_of(const struct rule *rule)
{
	int number = 0;
	while (number < RULE_COUNT && RULES[number] != rule)
		number++;
	assert(number < RULE_COUNT);
	return number;
}

/* ---- the dataset ---- */

#define DATASET(member) offsetof(struct dataset, member)
#define RESOURCE(member) offsetof(struct resource, member)
#define FIELD(member) offsetof(struct field, member)
#define DOWNLOAD(member) offsetof(struct download, member)

static const struct pickle DOWNLOADS[] = {
    {.kind = PICKLE_TEXT, .offset = DOWNLOAD(format)},
    {.kind = PICKLE_TEXT, .offset = DOWNLOAD(variant)},
    {.kind = PICKLE_TEXT, .offset = DOWNLOAD(path)},
    {.kind = PICKLE_LABEL, .offset = DOWNLOAD(title)},
};

static const struct pickle FIELDS[] = {
    {.kind = PICKLE_PLACE, .offset = FIELD(place)},       {.kind = PICKLE_MARKS, .offset = FIELD(marks)},
    {.kind = PICKLE_TEXT, .offset = FIELD(name)},         {.kind = PICKLE_LABEL, .offset = FIELD(title)},
    {.kind = PICKLE_LABEL, .offset = FIELD(description)}, {.kind = PICKLE_INT, .offset = FIELD(type)},
    {.kind = PICKLE_INT, .offset = FIELD(length)},        {.kind = PICKLE_TEXT, .offset = FIELD(unit)},
    {.kind = PICKLE_BOOL, .offset = FIELD(required)},     {.kind = PICKLE_BOOL, .offset = FIELD(unique)},
    {.kind = PICKLE_TEXT, .offset = FIELD(codes)},        {.kind = PICKLE_TEXTS, .offset = FIELD(values)},
    {.kind = PICKLE_INT, .offset = FIELD(open)},          {.kind = PICKLE_BOOL, .offset = FIELD(open_stated)},
    {.kind = PICKLE_INT, .offset = FIELD(grade)},         {.kind = PICKLE_INT, .offset = FIELD(column)},
};

static const struct pickle TABLE[] = {
    {.kind = PICKLE_BIG, .offset = offsetof(struct table, column_count)},
    {.kind = PICKLE_BIG, .offset = offsetof(struct table, row_count)},
    {.kind = PICKLE_BIG, .offset = offsetof(struct table, cell_units_max)},
};

static const struct pickle RESOURCES[] = {
    {.kind = PICKLE_PLACE, .offset = RESOURCE(place)},
    {.kind = PICKLE_MARKS, .offset = RESOURCE(marks)},
    {.kind = PICKLE_TEXT, .offset = RESOURCE(file)},
    {.kind = PICKLE_TEXT, .offset = RESOURCE(name)},
    {.kind = PICKLE_TEXT, .offset = RESOURCE(format)},
    {.kind = PICKLE_LABEL, .offset = RESOURCE(title)},
    {.kind = PICKLE_TEXT, .offset = RESOURCE(encoding)},
    {.kind = PICKLE_TEXT, .offset = RESOURCE(sheet)},
    {.kind = PICKLE_BOOL, .offset = RESOURCE(sample)},
    {.kind = PICKLE_BOOL, .offset = RESOURCE(tabular)},
    {.kind = PICKLE_TEXTS, .offset = RESOURCE(primary_key)},
    {.kind = PICKLE_ITEMS,
     .offset = RESOURCE(fields),
     .count_offset = RESOURCE(field_count),
     .item_bytes = sizeof(struct field),
     .of = PICKLES(FIELDS)},
    {.kind = PICKLE_BOOL, .offset = RESOURCE(is_there)},
    {.kind = PICKLE_ONE, .offset = RESOURCE(table), .item_bytes = sizeof(struct table), .of = PICKLES(TABLE)},
    {.kind = PICKLE_BIG, .offset = RESOURCE(size_bytes)},
    {.kind = PICKLE_ITEMS,
     .offset = RESOURCE(downloads),
     .count_offset = RESOURCE(download_count),
     .item_bytes = sizeof(struct download),
     .of = PICKLES(DOWNLOADS)},
};

static const struct pickle CHANGES[] = {
    {.kind = PICKLE_PLACE, .offset = offsetof(struct change, place)},
    {.kind = PICKLE_DATE, .offset = offsetof(struct change, date)},
    {.kind = PICKLE_LABEL, .offset = offsetof(struct change, note)},
};

/* What a card shows, and what is asked of every dataset in every build. */
static const struct pickle SHOWN[] = {
    {.kind = PICKLE_LABEL, .offset = DATASET(title)},         {.kind = PICKLE_LABEL, .offset = DATASET(abstract)},
    {.kind = PICKLE_TEXT, .offset = DATASET(code)},           {.kind = PICKLE_TEXT, .offset = DATASET(provider_id)},
    {.kind = PICKLE_TEXT, .offset = DATASET(region_code)},    {.kind = PICKLE_INT, .offset = DATASET(open)},
    {.kind = PICKLE_INT, .offset = DATASET(grade)},           {.kind = PICKLE_DATE, .offset = DATASET(issued)},
    {.kind = PICKLE_DATE, .offset = DATASET(modified)},       {.kind = PICKLE_TEXTS, .offset = DATASET(themes)},
    {.kind = PICKLE_TEXTS, .offset = DATASET(sectors)},       {.kind = PICKLE_TEXTS, .offset = DATASET(industries)},
    {.kind = PICKLE_TEXTS, .offset = DATASET(formats)},       {.kind = PICKLE_TEXTS, .offset = DATASET(keywords)},
    {.kind = PICKLE_TEXTS, .offset = DATASET(related_ids)},   {.kind = PICKLE_BIG, .offset = DATASET(field_total)},
    {.kind = PICKLE_BIG, .offset = DATASET(row_total)},       {.kind = PICKLE_BIG, .offset = DATASET(capacity)},
    {.kind = PICKLE_TEXT, .offset = DATASET(archive.format)}, {.kind = PICKLE_TEXT, .offset = DATASET(archive.path)},
    {.kind = PICKLE_LABEL, .offset = DATASET(archive.title)},
};

static const struct pickle REST[] = {
    {.kind = PICKLE_MARKS, .offset = DATASET(marks)},
    {.kind = PICKLE_TEXT, .offset = DATASET(class_code)},
    {.kind = PICKLE_TEXT, .offset = DATASET(category)},
    {.kind = PICKLE_TEXT, .offset = DATASET(share_type)},
    {.kind = PICKLE_TEXT, .offset = DATASET(share_condition)},
    {.kind = PICKLE_TEXT, .offset = DATASET(share_method)},
    {.kind = PICKLE_TEXT, .offset = DATASET(open_condition)},
    {.kind = PICKLE_TEXT, .offset = DATASET(open_reason)},
    {.kind = PICKLE_TEXTS, .offset = DATASET(open_materials)},
    {.kind = PICKLE_TEXT, .offset = DATASET(update_cycle)},
    {.kind = PICKLE_TEXT, .offset = DATASET(licence)},
    {.kind = PICKLE_TEXT, .offset = DATASET(masking)},
    {.kind = PICKLE_TEXT, .offset = DATASET(contact_name)},
    {.kind = PICKLE_TEXT, .offset = DATASET(contact_phone)},
    {.kind = PICKLE_TEXT, .offset = DATASET(contact_email)},
    {.kind = PICKLE_DATE, .offset = DATASET(period_start)},
    {.kind = PICKLE_DATE, .offset = DATASET(period_end)},
    {.kind = PICKLE_LABEL, .offset = DATASET(source_title)},
    {.kind = PICKLE_TEXT, .offset = DATASET(source_url)},
    {.kind = PICKLE_TEXT, .offset = DATASET(source_publisher)},
    {.kind = PICKLE_TEXT, .offset = DATASET(source_note)},
    {.kind = PICKLE_TEXT, .offset = DATASET(sample_note)},
    {.kind = PICKLE_ITEMS,
     .offset = DATASET(changes),
     .count_offset = DATASET(change_count),
     .item_bytes = sizeof(struct change),
     .of = PICKLES(CHANGES)},
    {.kind = PICKLE_ITEMS,
     .offset = DATASET(resources),
     .count_offset = DATASET(resource_count),
     .item_bytes = sizeof(struct resource),
     .of = PICKLES(RESOURCES)},
    {.kind = PICKLE_TEXT, .offset = DATASET(body)},
    {.kind = PICKLE_BIG, .offset = DATASET(body_len)},
    {.kind = PICKLE_INT, .offset = DATASET(body_line)},
};

static const struct pickle PRINT[] = {{.kind = PICKLE_PRINT}};

static const struct pickle_table stamped = PICKLES(STAMPED), telling = PICKLES(TELLINGS), shown = PICKLES(SHOWN),
				 rest = PICKLES(REST), print = PICKLES(PRINT);

/* ---- both ways ---- */

void folder_put_shown(struct buf *out, const struct dataset *folder)
{
	const struct kept *kept = folder->kept;
	pickle_put(out, kept, &stamped, NULL);
	pickle_put_count(out, kept->told_count);
	for (size_t i = 0; i < kept->told_count; i++) {
		struct told told = {kept->told[i], number_of(kept->told[i].rule)};
		pickle_put(out, &told, &telling, folder->place.file);
	}
	pickle_put(out, &folder->card->print, &print, NULL);
	pickle_put(out, folder, &shown, folder->place.file);
}

void folder_put_rest(struct buf *out, const struct dataset *folder)
{
	pickle_put(out, folder, &rest, folder->place.file);
}

void folder_take_stamps(struct unpickling *in, struct kept *kept)
{
	pickle_take(in, kept, &stamped);
}

void folder_take_told(struct unpickling *in, struct kept *kept)
{
	size_t count = pickle_take_count(in);
	kept->told = arena_array(in->arena, count, sizeof *kept->told);
	for (size_t i = 0; i < count && !in->bad; i++) {
		struct told told = {0};
		pickle_take(in, &told, &telling);
		in->bad |= told.rule < 0 || told.rule >= RULE_COUNT;
		if (in->bad)
			return;
		kept->told[kept->told_count] = told.diagnostic;
		kept->told[kept->told_count++].rule = RULES[told.rule];
	}
}

void folder_take_shown(struct unpickling *in, struct dataset *folder)
{
	pickle_take(in, &folder->print, &print);
	pickle_take(in, folder, &shown);
}

void folder_take_rest(struct unpickling *in, struct dataset *folder)
{
	pickle_take(in, folder, &rest);
}
