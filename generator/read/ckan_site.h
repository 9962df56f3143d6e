/*
 * ckan_site.h -- the whole catalogue of a CKAN site through its API, page by page.
 *
 * package_search is asked for 100 datasets at a time, oldest first, one request after another with a pause between. 429,
 * 5xx, broken and missing answers are tried again, after the time the site asks for (five minutes at most) or after
 * pauses that double, five times in all. Every page is kept in a folder, and the next run goes on from there. A catalogue
 * that changes while it is read (its count changes, an id comes twice, a page is empty before the end) is read from the
 * beginning, three times at most.
 */
#ifndef READ_CKAN_SITE_H
#define READ_CKAN_SITE_H

#include "files.h"

struct ckan_site {
	const char *address;    /* http(s)://host[/path]; what stands in front of /api/3/action */
	const char *user_agent; /* printable ASCII */
	const char *ca_file;    /* as in struct http_client */
	const char *state_path; /* of the folder */
	const char *day;        /* pages of another day are not used */
	unsigned pause_ms;
};

bool ckan_site_is(const char *source);
/*
 * All pages after one another, for ckan_parse. False: told. The folder stays until ckan_state_forget.
 */
bool ckan_site_read(struct reading *reading, const struct ckan_site *site, struct text *pages);

#endif
