#include "record.h"

#include <stdbool.h>
#include <string.h>

/* FastCGI 1.0, section 8. */
#define HEADER_LEN 8
#define VERSION 1
#define BEGIN_REQUEST 1
#define END_REQUEST 3
#define PARAMS 4
#define STDIN 5
#define STDOUT 6
#define CONTENT_MAX 65528 /* the largest that needs no padding to stay aligned */
#define ROLE_RESPONDER 1
#define BEGIN_BODY_LEN 8

struct record {
	unsigned version, type, id;
	const unsigned char *content;
	size_t content_len, total_len;
};

/* A request goes through these in order; each is left by the record named behind it. */
enum phase {
	PHASE_BEGIN,  /* BEGIN_REQUEST */
	PHASE_PARAMS, /* an empty PARAMS */
	PHASE_STDIN,  /* an empty STDIN */
	PHASE_DONE
};

struct scan {
	enum phase phase;
	unsigned id;
	/* The contents of the PARAMS records as one run: a pair may lie across records. */
	unsigned char params[RECORD_REQUEST_MAX];
	size_t params_len;
};

static bool pair_length(const struct scan *scan, size_t *at, size_t *length)
{
	if (*at >= scan->params_len)
		return false;
	const unsigned char *byte = scan->params + *at;
	if (*byte < 0x80) {
		*length = *byte;
		*at += 1;
		return true;
	}
	if (scan->params_len - *at < 4)
		return false;
	*length = (size_t)(byte[0] & 0x7F) << 24 | (size_t)byte[1] << 16 | (size_t)byte[2] << 8 | byte[3];
	*at += 4;
	return true;
}

/* Every length must fit what is left (a sum that does not is what libfcgi aborts on); no NUL, libfcgi makes strings. */
static bool pairs_fit(const struct scan *scan)
{
	size_t at = 0;
	for (size_t count = 0; at < scan->params_len; count++) {
		size_t name_len, value_len;
		if (count == RECORD_PAIRS_MAX || !pair_length(scan, &at, &name_len) ||
		    !pair_length(scan, &at, &value_len) || name_len == 0)
			return false;
		size_t left = scan->params_len - at;
		if (name_len > left || value_len > left - name_len ||
		    memchr(scan->params + at, 0, name_len + value_len))
			return false;
		at += name_len + value_len;
	}
	return true;
}

static bool begin(struct scan *scan, const struct record *record)
{
	if (record->type != BEGIN_REQUEST || record->content_len != BEGIN_BODY_LEN || record->id == 0)
		return false;
	unsigned role = (unsigned)record->content[0] << 8 | record->content[1];
	scan->id = record->id;
	scan->phase = PHASE_PARAMS;
	return role == ROLE_RESPONDER;
}

static bool params(struct scan *scan, const struct record *record)
{
	if (record->type != PARAMS || record->id != scan->id)
		return false;
	if (record->content_len == 0) {
		scan->phase = PHASE_STDIN;
		return pairs_fit(scan);
	}
	memcpy(scan->params + scan->params_len, record->content, record->content_len);
	scan->params_len += record->content_len;
	return true;
}

static bool body(struct scan *scan, const struct record *record)
{
	if (record->type != STDIN || record->id != scan->id)
		return false;
	if (record->content_len == 0)
		scan->phase = PHASE_DONE;
	return true;
}

/* False when the header alone shows that this is not the record that must come now: no need to wait for the rest. */
static bool expected(const struct scan *scan, const struct record *record)
{
	static const unsigned types[] = {[PHASE_BEGIN] = BEGIN_REQUEST, [PHASE_PARAMS] = PARAMS, [PHASE_STDIN] = STDIN};
	return scan->phase != PHASE_DONE && record->version == VERSION && record->type == types[scan->phase];
}

enum record_state record_scan(const unsigned char *bytes, size_t len)
{
	static bool (*const steps[])(struct scan *, const struct record *) = {
	    [PHASE_BEGIN] = begin, [PHASE_PARAMS] = params, [PHASE_STDIN] = body};
	static struct scan scan; /* large, and one process scans one request at a time */
	if (len > RECORD_REQUEST_MAX)
		return RECORD_BAD;
	scan.phase = PHASE_BEGIN;
	scan.params_len = 0;
	for (size_t at = 0; at < len;) {
		if (len - at < HEADER_LEN)
			return bytes[at] == VERSION && scan.phase != PHASE_DONE ? RECORD_PARTIAL : RECORD_BAD;
		const unsigned char *header = bytes + at;
		struct record record = {.version = header[0],
					.type = header[1],
					.id = (unsigned)header[2] << 8 | header[3],
					.content = header + HEADER_LEN,
					.content_len = (size_t)header[4] << 8 | header[5]};
		record.total_len = HEADER_LEN + record.content_len + header[6];
		if (!expected(&scan, &record))
			return RECORD_BAD;
		if (record.total_len > len - at)
			return at + record.total_len > RECORD_REQUEST_MAX ? RECORD_BAD : RECORD_PARTIAL;
		if (!steps[scan.phase](&scan, &record))
			return RECORD_BAD;
		at += record.total_len;
	}
	return scan.phase == PHASE_DONE ? RECORD_WHOLE : RECORD_PARTIAL;
}

static void put_record(struct buf *out, unsigned type, unsigned id, const void *content, size_t len)
{
	const char header[HEADER_LEN] = {VERSION, (char)type, (char)(id >> 8), (char)id, (char)(len >> 8), (char)len,
					 0,       0};
	buf_add(out, header, sizeof header);
	buf_add(out, content, len);
}

static void put_output(struct buf *out, unsigned id, const struct buf *bytes)
{
	for (size_t at = 0; at < bytes->len; at += CONTENT_MAX) {
		size_t left = bytes->len - at;
		put_record(out, STDOUT, id, bytes->bytes + at, left < CONTENT_MAX ? left : CONTENT_MAX);
	}
}

void record_answer(struct buf *out, unsigned id, const struct buf *head, const struct buf *body)
{
	static const char complete[BEGIN_BODY_LEN] = {0}; /* application status 0, protocol status REQUEST_COMPLETE */
	put_output(out, id, head);
	put_output(out, id, body);
	put_record(out, STDOUT, id, "", 0);
	put_record(out, END_REQUEST, id, complete, sizeof complete);
}
