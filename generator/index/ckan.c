/* ckan.c -- what CKAN's action API shows beside packages: the portal, licences, organizations, groups. */
#include <string.h>

#include <headwater/hash.h>

#include "index_schema_sql.h"
#include "urls.h"
#include "writer.h"

#define DICT_MAX_BYTES ((size_t)1 << 20)
#define CKAN_VERSION "2.13.0" /* whose contract is kept; clients read it */

const char *ckan_id(struct writer *writer, const char *kind, const char *name)
{
	char *uuid = arena_alloc(writer->scratch, UUID_LEN + 1);
	const char *region = writer->model->portal.region;
	uuid_of_name(arena_printf(writer->scratch, "urn:headwater:%s:%s:%s", region ? region : "", kind, name), uuid);
	return uuid;
}

bool ckan_licence_is_open(const char *licence)
{
	/* As opendefinition.org lists them. */
	static const char *const open[] = {"cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0",
					   "odbl-1.0",  "odc-by-1.0",   "pddl-1.0"};
	for (size_t i = 0; licence && i < sizeof open / sizeof *open; i++)
		if (strcmp(open[i], licence) == 0)
			return true;
	return false;
}

const char *ckan_group_name(const struct term *theme)
{
	const char *slug = term_extra(theme, "slug");
	return slug ? slug : theme->code;
}

const char *ckan_time(struct writer *writer, const struct date *date)
{
	static const char rest[] = "0000-01-01";
	const char *text = date->text ? date->text : "";
	size_t len = strlen(text);
	return arena_printf(writer->scratch, "%s%sT00:00:00.000000", text, len < strlen(rest) ? rest + len : "");
}

enum status ckan_write_thing(struct writer *writer, const char *kind, const char *name, const struct label *title,
			     const char *description, const char *json)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_CKAN_THING);
	if (!stmt)
		return STATUS_INTERNAL;
	writer_string(stmt, 1, kind);
	writer_string(stmt, 2, name);
	writer_string(stmt, 3, ckan_id(writer, kind, name));
	writer_string(stmt, 4, label_text(title, LANG_ZH, NULL));
	writer_string(stmt, 5, description ? description : "");
	writer_string(stmt, 6, json ? json : "");
	return writer_insert(stmt);
}

/* ---- licences ---- */

static const char *licence_url(struct writer *writer, const struct term *licence)
{
	const char *url = term_extra(licence, "url");
	if (url && url[0] == '/' && writer->model->portal.base_url)
		return url_file(writer->model, writer->scratch, url);
	return url;
}

static void put_licence(struct writer *writer, const struct term *licence, struct json *json)
{
	const char *conformance = ckan_licence_is_open(licence->code) ? "approved" : "not reviewed";
	json_object(json);
	json_put(json, "id", licence->code);
	json_put(json, "title", label_text(&licence->label, LANG_ZH, NULL));
	json_put(json, "url", licence_url(writer, licence));
	json_put(json, "family", "");
	json_put(json, "maintainer", "");
	json_put(json, "status", "active");
	json_put_bool(json, "is_generic", false);
	json_put_bool(json, "domain_content", ckan_licence_is_open(licence->code));
	json_put_bool(json, "domain_data", true);
	json_put_bool(json, "domain_software", false);
	json_put(json, "od_conformance", conformance);
	json_put(json, "osd_conformance", "not reviewed");
	json_object_end(json);
}

static enum status write_licences(struct writer *writer, struct buf *buf)
{
	const struct vocabulary *licences = model_vocabulary(writer->model, "licences");
	enum status status = STATUS_OK;
	for (size_t i = 0; licences && i < licences->count && status == STATUS_OK; i++) {
		const struct term *licence = &licences->terms[i];
		struct json json;
		buf_reset(buf);
		json_init(&json, buf, false);
		put_licence(writer, licence, &json);
		status = ckan_write_thing(writer, "license", licence->code, &licence->label, NULL, buf->bytes);
	}
	return status;
}

/* ---- organizations and groups ---- */

static void put_extra(struct json *json, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	json_object(json);
	json_put(json, "key", key);
	json_put(json, "value", value);
	json_object_end(json);
}

static enum status write_organizations(struct writer *writer, struct buf *buf)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < writer->model->org_count && status == STATUS_OK; i++) {
		const struct org *org = &writer->model->orgs[i];
		struct json json;
		buf_reset(buf);
		json_init(&json, buf, false);
		json_array(&json);
		put_extra(&json, "统一社会信用代码", org->code);
		put_extra(&json, "行政区划代码", org->region_code);
		put_extra(&json, "title_en", org->name.text[LANG_EN]);
		put_extra(&json, "website", org->website);
		json_array_end(&json);
		status = ckan_write_thing(writer, "organization", org->id, &org->name, org->kind, buf->bytes);
	}
	return status;
}

static enum status write_groups(struct writer *writer)
{
	const struct vocabulary *themes = model_vocabulary(writer->model, "themes");
	enum status status = STATUS_OK;
	for (size_t i = 0; themes && i < themes->count && status == STATUS_OK; i++) {
		const struct term *theme = &themes->terms[i];
		status = ckan_write_thing(writer, "group", ckan_group_name(theme), &theme->label,
					  label_text(&theme->note, LANG_ZH, NULL), NULL);
	}
	return status;
}

/* ---- the portal ---- */

static enum status write_site(struct writer *writer, struct buf *buf)
{
	const struct portal *portal = &writer->model->portal;
	struct json json;
	buf_reset(buf);
	json_init(&json, buf, false);
	json_object(&json);
	json_put(&json, "site_title", label_text(&portal->name, LANG_ZH, NULL));
	json_put(&json, "site_description", label_text(&portal->description, LANG_ZH, NULL));
	json_put(&json, "site_url", portal->base_url ? portal->base_url : "");
	json_put(&json, "error_emails_to", portal->email);
	json_put(&json, "locale_default", "zh_Hans_CN");
	json_key(&json, "extensions");
	json_array(&json);
	json_string(&json, "headwater");
	json_array_end(&json);
	json_put(&json, "ckan_version", CKAN_VERSION);
	json_object_end(&json);
	return ckan_write_thing(writer, "site", "site", &portal->name, NULL, buf->bytes);
}

enum status ckan_write_things(struct writer *writer)
{
	struct buf buf;
	buf_init(&buf, DICT_MAX_BYTES);
	enum status status = write_site(writer, &buf);
	if (status == STATUS_OK)
		status = write_licences(writer, &buf);
	if (status == STATUS_OK)
		status = write_organizations(writer, &buf);
	if (status == STATUS_OK)
		status = write_groups(writer);
	if (status == STATUS_OK && buf_overflowed(&buf))
		status = STATUS_TOO_LARGE;
	buf_free(&buf);
	arena_reset(writer->scratch);
	return status;
}
