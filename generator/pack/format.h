/*
 * format.h -- data formats: one table of a resource, written in each of them.
 *
 * A format is a row of formats.def and a writer. All writers see the same public columns and every row of the table,
 * so that the files of a resource agree cell by cell:
 *
 *   CSV   RFC 4180 with CRLF, UTF-8, field names as header; "bom" and "no-bom" differ in three bytes only
 *   JSON  an array with one object per row (and line), keyed by field name. Integer and number fields whose text is a
 *         JSON number are numbers, digit for digit; "true" and "false" of boolean fields are booleans; everything else
 *         is a string, so codes keep their zeros. A blank is null.
 *   XML   <rows><row><name>text</name></row></rows>; a blank is an element with xsi:nil="true". XML 1.0 cannot carry
 *         most control characters: they are left out and the cell is marked lossy="true".
 *   XLSX  text cells for everything but integer and number fields that a spreadsheet holds exactly (15 digits); titles
 *         as header, bold and frozen; a second sheet explains the fields. Left out for a table past Excel's limits.
 */
#ifndef GENERATOR_PACK_FORMAT_H
#define GENERATOR_PACK_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/lang.h>
#include <headwater/status.h>

#include "model.h"
#include "sink.h"

struct format;

/* What a writer works on: a resource with a table, and its public columns in order. */
struct format_input {
	const struct dataset *dataset;
	const struct resource *resource;
	const struct field **fields; /* public ones only */
	size_t field_count;
};

typedef enum status format_writer(const struct format *format, const struct format_input *input, struct sink *sink);
typedef bool format_fitness(const struct format_input *input);

struct format {
	const char *code;      /* in the formats vocabulary */
	const char *extension; /* after the resource's name: "no-bom.csv" */
	const char *variant;   /* "bom", "no-bom" or NULL */
	const char *media_type;
	struct label title;
	format_writer *write;
	format_fitness *fits; /* NULL: always */
};

/* The rows of formats.def, in the order in which downloads are shown. */
const struct format *format_table(size_t *count);
/* The writer of a download; NULL for the file of a resource without a table, which is offered as it is. */
const struct format *format_of(const struct resource *resource, const struct download *download);

/* False when the resource has no table or no public column: it then has no derived files. */
bool format_prepare(const struct dataset *dataset, const struct resource *resource, struct arena *arena,
		    struct format_input *input);
/* The cell of `row` in a public field. */
struct span format_cell(const struct format_input *input, size_t row, const struct field *field);
bool format_fits(const struct format *format, const struct format_input *input);

/* True when the bytes are a number in the grammar of RFC 8259. */
bool format_is_json_number(struct span text);

format_writer format_write_csv, format_write_json, format_write_xml, format_write_xlsx;
format_fitness format_xlsx_fits;
/* How many characters of the table XML 1.0 cannot carry. */
size_t format_xml_lost(const struct format_input *input);

#endif
