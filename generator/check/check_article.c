/* check_article.c -- news, policies, help, guides. */
#include <string.h>

#include "../dates.h"
#include "checking.h"

static const struct item_name TITLE = {"title", "标题", "title"};

static void check_policy(struct checking *checking, const struct article *article)
{
	const struct {
		const char *key, *zh, *value;
	} items[] = {
	    {"document_number", "文号", article->document_number},
	    {"issuer", "发文机关", article->issuer},
	    {"status", "有效状态", article->status},
	};
	for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
		if (!items[i].value && !item_told(checking, &article->marks, items[i].key))
			diag_add(checking->diags, article->place, &RULE_E603, items[i].key, items[i].zh, (char *)NULL);
	const char *status = article->status;
	if (status && strcmp(status, "in-force") != 0 && strcmp(status, "abolished") != 0)
		diag_add(checking->diags, model_mark(&article->marks, "status", article->place), &RULE_E604, status,
			 (char *)NULL);
}

static void check_article(struct checking *checking, const struct article *article)
{
	const struct date *now = &checking->model->now;
	bool sourced = article->section == SECTION_NEWS || article->section == SECTION_POLICIES;
	if (!article->title.text[LANG_ZH] && !item_told(checking, &article->marks, "title"))
		missing_tell(checking, article->place, &TITLE);
	if (!article->date.text && !item_told(checking, &article->marks, "date"))
		diag_add(checking->diags, article->place, &RULE_E601, (char *)NULL);
	if (article->date.text && date_compare(&article->date, now) > 0)
		diag_add(checking->diags, model_mark(&article->marks, "date", article->place), &RULE_E231, "date",
			 article->date.text, now->text, (char *)NULL);
	if (sourced && !article->source && !item_told(checking, &article->marks, "source"))
		diag_add(checking->diags, article->place, &RULE_E602, (char *)NULL);
	if (article->section == SECTION_POLICIES)
		check_policy(checking, article);
	if (!article->title.text[LANG_EN] && !item_told(checking, &article->marks, "title_en"))
		diag_add(checking->diags, model_mark(&article->marks, "title_en", article->place), &RULE_W701,
			 (char *)NULL);
	url_check(checking, model_mark(&article->marks, "url", article->place), "url", article->url);
	markdown_check(checking, article->place.file, article->body, article->body_len, article->body_line);
}

void articles_check(struct checking *checking)
{
	const struct model *model = checking->model;
	for (size_t i = 0; i < model->article_count; i++) {
		if (!model->articles[i].unread)
			check_article(checking, &model->articles[i]);
		arena_reset(checking->scratch);
	}
}
