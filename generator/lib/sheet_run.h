/* sheet_run.h -- a compiled stylesheet at work. Private to sheet*.c. */
#ifndef LIB_SHEET_RUN_H
#define LIB_SHEET_RUN_H

#include <headwater/render.h>

#include "sheet_program.h"
#include "sheet_scratch.h"

enum run_end {
	RUN_GOES_ON,
	RUN_BUDGET,  /* the operation limit */
	RUN_REFUSED, /* something that only the reference engine may judge */
	RUN_STOPPED  /* by the sink */
};

/* What an expression sees. */
struct focus {
	const struct node *node;
	size_t position, size;
};

struct given {
	uint32_t parameter;
	struct value value;
};

enum writer_mode { WRITE_HTML, WRITE_ATTRIBUTE, WRITE_TEXT };
enum writer_state {
	WRITER_READY,
	WRITER_IN_TAG, /* behind a start tag that may get more attributes */
	WRITER_OUTSIDE /* of any page: nothing may be written */
};

#define TAG_MAX_ATTRIBUTES 24

struct writer {
	struct buf *out;
	enum writer_mode mode;
	enum writer_state state;
	bool tag_is_void;
};

struct run {
	const struct sheet *sheet;
	const struct doc *doc;
	struct scratch *scratch;
	enum run_end end;
	int64_t left; /* operations */
	size_t depth;
	const uint32_t *names;                                 /* the document's number of each name of the sheet */
	const uint32_t *known;                                 /* the sheet's number of each name of the document */
	uint32_t name_page, name_lang, name_path, name_splice; /* in the document */
	struct focus focus;
	struct value *slots; /* of the template at work */
	const struct given *given;
	size_t given_count;
	struct value *globals;
	const struct node *text_page; /* for hw:t(): the last page asked for, and its language */
	enum lang text_lang;
	struct writer writer;
	struct span attributes[TAG_MAX_ATTRIBUTES]; /* names in the open tag */
	size_t attribute_count;
	struct buf *html, *text;
	int level;                  /* 0 outside, 1 in <pages>, 2 in <page>, 3 in <html> */
	bool pages_made, page_made; /* <pages> as a whole, <html> of the page at hand */
	const struct node *page;    /* of the document, the next to be handed over */
	size_t page_count;          /* handed over so far */
	render_sink *sink;
	void *context;
	enum status status; /* of the sink */
};

static inline void run_refuse(struct run *run)
{
	if (run->end == RUN_GOES_ON)
		run->end = RUN_REFUSED;
}

/* Counts operations; false when the run is over. */
static inline bool run_spend(struct run *run, size_t operations)
{
	run->left -= (int64_t)operations;
	if (run->left < 0 && run->end == RUN_GOES_ON)
		run->end = RUN_BUDGET;
	return run->end == RUN_GOES_ON;
}

static inline bool node_is_stripped(const struct run *run, const struct node *node)
{
	return node->blank && run->sheet->strips;
}

void run_block(struct run *run, const struct op *op);
enum lang run_language(struct run *run);

/* ---- the writer ---- */

void write_constant(struct run *run, const struct op *op);
void write_text(struct run *run, struct span text);
/* Into the value of an attribute whose tag is being written. */
void write_tag_value(struct run *run, struct span text);
void write_open(struct run *run, struct span name, bool is_void);
void write_close(struct run *run, struct span name);
/* Between the two, what is written is the attribute's value; false when the attribute may not be there. */
bool write_attribute_begin(struct run *run, struct span name);
void write_attribute_end(struct run *run);
/* Copies of nodes of the document, splices in place; in script only splices. */
void write_copy(struct run *run, const struct node *node, bool raw);

bool html_is_void(struct span name);
bool html_is_raw(struct span name);
/* Whether HTML and the reference engine can hold it as a name: letters, digits, '-', '_', '.', one prefix. */
bool html_is_name(struct span name);

#endif
