/* graph.c -- what DCAT says of a dataset, in each syntax, packed. */
#include <headwater/deflate.h>

#include "../stages.h"
#include "index_schema_sql.h"
#include "writer.h"

enum status graph_write_dataset(struct writer *writer, const struct dataset *dataset, int64_t docid)
{
	enum status status = STATUS_OK;
	struct buf text, packed;
	/* Graphs are made of addresses; without those of the portal and its files there is nothing to say. */
	if (!writer->model->portal.base_url || !writer->model->manifest)
		return STATUS_OK;
	buf_init(&text, BUF_MAX_DEFAULT);
	buf_init(&packed, BUF_MAX_DEFAULT);
	for (int form = 0; form < GRAPH__MAX && status == STATUS_OK; form++) {
		struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_GRAPH);
		if (!stmt)
			status = STATUS_INTERNAL;
		buf_reset(&text);
		buf_reset(&packed);
		pack_graph(writer->model, dataset, (enum graph_form)form, &text);
		deflate_gzip(text.bytes, text.len, &packed);
		if (status == STATUS_OK && (buf_overflowed(&text) || buf_overflowed(&packed)))
			status = STATUS_TOO_LARGE;
		if (status != STATUS_OK)
			break;
		stmt_int(stmt, 1, docid);
		stmt_int(stmt, 2, form);
		stmt_blob(stmt, 3, packed.bytes, packed.len);
		status = writer_insert(stmt);
	}
	buf_free(&text);
	buf_free(&packed);
	return status;
}
