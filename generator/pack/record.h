/*
 * record.h -- one description, written once and put down in two notations: JSON and XML with the same names.
 *
 *   object    {"name": {…}}            <name>…</name>
 *   list      {"names": [x, y]}        <names><name>x</name><name>y</name></names>
 *   label     {"title": {"zh", "en"}}  <title><zh>…</zh><en>…</en></title>
 *   text      {"name": "text"}         <name>text</name>
 *
 * What is absent (NULL, "", an empty list or label) is left out in both. Names are the caller's literals.
 */
#ifndef GENERATOR_PACK_RECORD_H
#define GENERATOR_PACK_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <headwater/buf.h>
#include <headwater/json.h>
#include <headwater/lang.h>

#include "model.h"

#define RECORD_DEPTH_MAX 16

enum notation { NOTATION_JSON, NOTATION_XML };

struct record {
	enum notation notation;
	struct buf *out;
	struct json json;
	int depth;
	const char *names[RECORD_DEPTH_MAX]; /* element names of what is open; NULL: the item of a list */
	bool lists[RECORD_DEPTH_MAX];
};

void record_begin(struct record *record, enum notation notation, struct buf *out, const char *root);
/*
 * Instead of record_begin: XML that will stand `depth` levels deep in another record's list, and is put there as bytes.
 */
void record_begin_part(struct record *record, struct buf *out, int depth);
void record_finish(struct record *record);

void record_object(struct record *record, const char *name);
/* In a list every value is called `item`: the name given to record_object and record_text there. */
void record_list(struct record *record, const char *name);
/* Ends the innermost object or list. */
void record_end(struct record *record);

void record_text(struct record *record, const char *name, const char *text);
void record_int(struct record *record, const char *name, int64_t number);
void record_bool(struct record *record, const char *name, bool value);
void record_label(struct record *record, const char *name, const struct label *label);
void record_strings(struct record *record, const char *name, const char *item, const struct strings *strings);

#endif
