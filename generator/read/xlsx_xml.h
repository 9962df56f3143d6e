/* xlsx_xml.h -- a member of a workbook, walked element by element with libxml2's streaming reader. */
#ifndef READ_XLSX_XML_H
#define READ_XLSX_XML_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/buf.h>

struct walk;

enum step {
	STEP_OPEN,  /* an element begins; walk_name, walk_attribute */
	STEP_CLOSE, /* it ends; also told of an empty element */
	STEP_TEXT,  /* walk_text */
	STEP_END,   /* all was read */
	STEP_BAD    /* not well-formed, or it carries a document type, which is refused */
};

struct walk *walk_open(const char *bytes, size_t len);
void walk_close(struct walk *walk);
enum step walk_next(struct walk *walk);
bool walk_is(const struct walk *walk, const char *local_name);
/* In arena; NULL when absent. The name is local: "id" also finds r:id. */
const char *walk_attribute(struct walk *walk, const char *local_name, struct arena *arena);
const char *walk_text(const struct walk *walk);

#endif
