#include "text.h"

#include <string.h>

#include "urls.h"

#define RULE "----------------------------------------------------------------\n"

/* One line "name: value"; nothing when there is no value. */
static void line(struct buf *out, const char *name, const char *value)
{
	if (!value || !value[0])
		return;
	buf_str(out, name);
	buf_str(out, value);
	buf_byte(out, '\n');
}

static void both(struct buf *out, const char *name, const struct label *label)
{
	const char *zh = label->text[LANG_ZH], *en = label->text[LANG_EN];
	if (!zh && !en)
		return;
	buf_str(out, name);
	if (zh)
		buf_str(out, zh);
	if (zh && en && strcmp(zh, en) != 0)
		buf_str(out, " / ");
	if (en && (!zh || strcmp(zh, en) != 0))
		buf_str(out, en);
	buf_byte(out, '\n');
}

static void paragraph(struct buf *out, const struct label *label)
{
	for (int lang = 0; lang < LANG__MAX; lang++) {
		if (!label->text[lang] || !label->text[lang][0])
			continue;
		buf_byte(out, '\n');
		line(out, "", label->text[lang]);
	}
}

static void heading(struct buf *out, const char *text)
{
	buf_byte(out, '\n');
	buf_str(out, text);
	buf_byte(out, '\n');
	buf_str(out, RULE);
}

static void title(struct buf *out, const struct label *label)
{
	for (int lang = 0; lang < LANG__MAX; lang++)
		line(out, "", label->text[lang]);
	buf_str(out, RULE);
}

static void coded(const struct model *model, struct buf *out, const char *name, const struct column_value *code)
{
	const struct term *term = code->value ? model_term(model, code->column, code->value) : NULL;
	if (term)
		both(out, name, &term->label);
	else
		line(out, name, code->value);
}

static const char *licence_url(const struct model *model, const struct term *licence, struct arena *arena)
{
	const char *url = licence ? term_extra(licence, "url") : NULL;
	return url && url[0] == '/' ? url_page(model, arena, url, LANG_ZH) : url;
}

void text_licence(const struct model *model, const struct dataset *dataset, struct buf *out)
{
	const struct term *licence = dataset->licence ? model_term(model, "licences", dataset->licence) : NULL;
	struct arena *arena = arena_new();
	if (licence) {
		struct label text = {{term_extra(licence, "text"), term_extra(licence, "text_en")}};
		title(out, &licence->label);
		line(out, "", licence_url(model, licence, arena));
		paragraph(out, &text);
	} else {
		line(out, "", dataset->licence);
	}
	buf_byte(out, '\n');
	line(out, "数据集 Dataset: ", url_dataset(model, arena, dataset->id));
	arena_free(arena);
}

static void write_source(const struct dataset *dataset, struct buf *out)
{
	heading(out, "数据来源 Source");
	both(out, "", &dataset->source_title);
	line(out, "", dataset->source_publisher);
	line(out, "", dataset->source_url);
	line(out, "", dataset->source_note);
	if (!dataset->sample_note || !dataset->sample_note[0])
		return;
	heading(out, "注意 Please note");
	line(out, "", dataset->sample_note);
}

static void write_files(const struct dataset *dataset, struct buf *out)
{
	size_t folder = strlen("datasets/") + strlen(dataset->id) + 1;
	heading(out, "文件 Files");
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		if (resource->download_count == 0)
			continue;
		both(out, "", &resource->title);
		for (size_t k = 0; k < resource->download_count; k++)
			line(out, "  ", resource->downloads[k].path + folder);
	}
	line(out, "", "字段说明见 dictionary.csv；全部元数据见 metadata.json 与 metadata.xml。");
	line(out, "",
	     "Fields: dictionary.csv. All metadata: metadata.json, metadata.xml. Data Package: datapackage.json.");
}

static void write_verify(struct buf *out)
{
	heading(out, "核对 Verify");
	line(out, "", "在压缩包的顶层文件夹中运行 / In the top folder of the archive, run");
	line(out, "  ", "sha256sum -c manifest-sha256.txt");
}

static void write_citation(const struct model *model, const struct dataset *dataset, struct buf *out)
{
	struct arena *arena = arena_new();
	heading(out, "引用 Cite");
	for (int lang = 0; lang < LANG__MAX; lang++) {
		const char *org = dataset->org ? label_text(&dataset->org->name, (enum lang)lang, NULL) : "";
		const char *sentence =
		    lang == LANG_ZH ? "%s：%s（%s 更新）。%s。%s\n" : "%s: %s (updated %s). %s. %s\n";
		const char *parts[] = {org, label_text(&dataset->title, (enum lang)lang, NULL),
				       dataset->modified.text ? dataset->modified.text : "",
				       label_text(&model->portal.name, (enum lang)lang, NULL),
				       url_dataset(model, arena, dataset->id)};
		size_t at = 0;
		for (const char *p = sentence; *p; p++) {
			if (p[0] == '%' && p[1] == 's') {
				buf_str(out, parts[at++]);
				p++;
			} else {
				buf_byte(out, *p);
			}
		}
	}
	arena_free(arena);
}

void text_readme(const struct model *model, const struct dataset *dataset, struct buf *out)
{
	struct arena *arena = arena_new();
	title(out, &dataset->title);
	paragraph(out, &dataset->abstract);
	buf_byte(out, '\n');
	line(out, "地址 Address: ", url_dataset(model, arena, dataset->id));
	line(out, "信息资源代码 Code: ", dataset->code);
	if (dataset->org)
		both(out, "提供方 Provider: ", &dataset->org->name);
	coded(model, out, "开放类型 Openness: ",
	      &(struct column_value){"open-types", arena_printf(arena, "%d", (int)dataset->open)});
	line(out, "开放条件 Condition: ", dataset->open_condition);
	coded(model, out, "更新周期 Updated: ", &(struct column_value){"update-cycles", dataset->update_cycle});
	line(out, "发布日期 Issued: ", dataset->issued.text);
	line(out, "更新日期 Modified: ", dataset->modified.text);
	coded(model, out, "许可 Licence: ", &(struct column_value){"licences", dataset->licence});
	write_source(dataset, out);
	write_files(dataset, out);
	write_citation(model, dataset, out);
	write_verify(out);
	arena_free(arena);
}

void text_bulk_readme(const struct model *model, const struct scope *scope, struct buf *out)
{
	struct arena *arena = arena_new();
	title(out, &model->portal.name);
	line(out, "", url_page(model, arena, "/", LANG_ZH));
	both(out, "内容 Contents: ", &scope->title);
	line(out, "", "每个数据集一个文件夹，内有数据、元数据、字段说明、许可和说明。");
	line(out, "", "One folder per dataset, with data, metadata, field dictionary, licence and a README.");
	heading(out, "数据集 Datasets");
	for (size_t i = 0; i < scope->shelf.count; i++)
		both(out, arena_printf(arena, "%s/  ", scope->shelf.cards[i]->id), &scope->shelf.cards[i]->title);
	write_verify(out);
	arena_free(arena);
}
