#include "catalog_form.h"
#include "metadata.h"
#include "urls.h"

static enum status begin(struct catalog_pass *pass)
{
	record_begin(&pass->record, NOTATION_XML, &pass->sink->buf, "catalogue");
	record_text(&pass->record, "form", "headwater-catalogue/1");
	record_label(&pass->record, "portal", &pass->model->portal.name);
	record_object(&pass->record, "scope");
	record_text(&pass->record, "kind", pass->scope->kind);
	record_text(&pass->record, "code", pass->scope->code);
	record_label(&pass->record, "title", &pass->scope->title);
	record_text(&pass->record, "url", url_file(pass->model, pass->arena, pass->scope->page));
	record_end(&pass->record);
	record_text(&pass->record, "generated", pass->model->now.text);
	record_int(&pass->record, "dataset_count", (int64_t)pass->scope->shelf.count);
	record_list(&pass->record, "datasets");
	return STATUS_OK;
}

#define RECORD_DEPTH 2 /* of the members of "datasets" */

static void make_record(struct catalog_pass *pass, const struct dataset *dataset, struct buf *out)
{
	record_begin_part(&pass->record, out, RECORD_DEPTH);
	record_object(&pass->record, "metadata");
	metadata_brief(pass->model, dataset, pass->facts, &pass->record);
	record_end(&pass->record);
}

static enum status end(struct catalog_pass *pass)
{
	record_end(&pass->record);
	record_finish(&pass->record);
	return STATUS_OK;
}

const struct catalog_form catalog_xml = {"xml", true, NULL, begin, make_record, catalog_put_text, end};
