/* site.c -- actions about the portal itself. */
#include <string.h>

#include "action.h"

enum status action_site_read(struct action *action)
{
	json_bool(&action->json, true);
	return STATUS_OK;
}

enum status action_status_show(struct action *action)
{
	struct thing site;
	enum status status = thing_find(action, "site", "site", &site);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
	json_ready(&action->json, site.json, strlen(site.json));
	return STATUS_OK;
}

enum status action_help_show(struct action *action)
{
	const char *name;
	enum status status = action_needs(action, "name", NULL, &name);
	if (status != STATUS_OK)
		return status;
	const struct action_row *row = action_find(name);
	if (!row)
		return action_not_found(action, "Not found: Action not found.");
	json_string(&action->json, row->help);
	return STATUS_OK;
}

enum status action_license_list(struct action *action)
{
	struct thing *licences;
	size_t count;
	enum status status = thing_list(action, "license", &licences, &count);
	if (status != STATUS_OK)
		return status;
	json_array(&action->json);
	for (size_t i = 0; i < count; i++)
		json_ready(&action->json, licences[i].json, strlen(licences[i].json));
	json_array_end(&action->json);
	return STATUS_OK;
}
