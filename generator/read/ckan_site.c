/* ckan_site.c -- one page at a time; the catalogue stands still, or it is read again. */
#include "ckan_site.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "ckan.h"
#include "ckan_state.h"
#include "http.h"
#include "names.h"
#include "source_rules.h"

#define QUERY "/api/3/action/package_search?rows=100&start=%zu&sort=metadata_created+asc%%2C+name+asc"
#define PAGE_MAX_BYTES ((size_t)256 << 20)
#define TRIES_MAX 5
#define PASSES_MAX 3
#define WAIT_MAX_S 300

struct harvest {
	struct reading *reading;
	const struct ckan_site *site;
	struct ckan_state state;
	struct buf pages;
	struct names ids;
	size_t seen, count;  /* datasets on the pages so far; what the first page counts */
	const char *changed; /* what shows that the catalogue changed */
	bool asked;          /* a request was made: the next waits */
};

bool ckan_site_is(const char *source)
{
	return strncasecmp(source, "http://", 7) == 0 || strncasecmp(source, "https://", 8) == 0;
}

static void pause_for(unsigned long ms)
{
	struct timespec left = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		continue;
}

static bool refuse(struct harvest *harvest, const struct rule *rule, const char *what)
{
	const struct ckan_site *site = harvest->site;
	const char *kept = arena_printf(harvest->reading->arena, "%zu", harvest->state.pages);
	diag_add(harvest->reading->diags, (struct place){site->address, 0, 0}, rule, site->address, what, kept,
		 (char *)NULL);
	return false;
}

static bool refuse_folder(struct reading *reading, const struct ckan_site *site, int error)
{
	diag_add(reading->diags, (struct place){site->address, 0, 0}, &RULE_S113, site->state_path, strerror(error),
		 (char *)NULL);
	return false;
}

/* Counts the datasets of a page and looks whether it goes with those before. False when it is no page. */
static bool take_page(struct harvest *harvest, struct text text)
{
	struct arena *arena = harvest->reading->arena, *scratch = arena_new();
	struct diags unheard;
	struct reading apart = {harvest->reading->model, scratch, &unheard, -1};
	struct tree answer;
	struct ckan_page page;
	diags_init(&unheard, scratch);
	bool good = json_tree_parse(&apart, harvest->site->address, text, &answer) && ckan_page_of(&answer, &page);
	if (good && harvest->seen == 0)
		harvest->count = page.count;
	if (good && page.count != harvest->count)
		harvest->changed = arena_printf(arena, "%zu → %zu", harvest->count, page.count);
	else if (good && page.results->count == 0 && harvest->seen < harvest->count)
		harvest->changed = arena_printf(arena, "%zu < %zu", harvest->seen, harvest->count);
	for (size_t i = 0; good && i < page.results->count; i++) {
		const struct tree *id = tree_get(&page.results->items[i], "id");
		size_t known = harvest->ids.count;
		if (id && names_take(&harvest->ids, id->text) != known)
			harvest->changed = arena_printf(arena, "id %s × 2", id->text.ptr);
	}
	harvest->seen += good ? page.results->count : 0;
	if (good && harvest->seen > harvest->count)
		harvest->changed = arena_printf(arena, "%zu > %zu", harvest->seen, harvest->count);
	arena_free(scratch);
	if (good) {
		buf_add(&harvest->pages, text.bytes, text.len);
		buf_byte(&harvest->pages, '\n');
	}
	return good;
}

/* What an answer without a page says, and how long to wait before the next try; 0: not to be tried again. */
static long how_long(const struct http_answer *answer, unsigned long pause_ms, int tries)
{
	bool again = answer->status == 0 || answer->status == 200 || answer->status == 429 || answer->status >= 500;
	long wait = (long)(pause_ms << tries);
	if (answer->retry_after_s > WAIT_MAX_S || !again)
		return 0;
	wait = answer->retry_after_s * 1000 > wait ? answer->retry_after_s * 1000 : wait;
	return wait > WAIT_MAX_S * 1000 ? WAIT_MAX_S * 1000 : wait > 0 ? wait : 1;
}

static const char *what_is_wrong(struct arena *arena, const struct http_answer *answer, bool whole)
{
	if (!whole)
		return arena_string(arena, answer->reason);
	if (answer->retry_after_s > WAIT_MAX_S)
		return arena_printf(arena, "HTTP %ld, Retry-After: %ld", answer->status, answer->retry_after_s);
	return answer->status == 200 ? "no answer of package_search" : arena_printf(arena, "HTTP %ld", answer->status);
}

/* The next page, after as many tries as it takes. */
static bool fetch(struct harvest *harvest)
{
	struct arena *arena = harvest->reading->arena;
	const struct ckan_site *site = harvest->site;
	const char *url = arena_printf(arena, "%s" QUERY, site->address, harvest->seen), *wrong = "";
	const struct http_client client = {site->user_agent, site->ca_file, PAGE_MAX_BYTES};
	for (int tries = 1; tries <= TRIES_MAX; tries++) {
		struct http_answer answer;
		if (harvest->asked && tries == 1)
			pause_for(site->pause_ms);
		harvest->asked = true;
		bool whole = http_get(&client, url, &answer);
		struct text text = {answer.body.bytes, answer.body.len};
		bool good = whole && answer.status == 200 && take_page(harvest, text);
		bool kept = good && ckan_state_keep(&harvest->state, arena, &answer.body);
		int error = errno;
		wrong = what_is_wrong(arena, &answer, whole);
		long wait = how_long(&answer, site->pause_ms, tries);
		buf_free(&answer.body);
		if (answer.untrusted)
			return refuse(harvest, &RULE_S114, wrong);
		if (good && !kept)
			return refuse_folder(harvest->reading, site, error);
		if (good)
			return true;
		if (wait == 0)
			break;
		if (tries < TRIES_MAX)
			pause_for((unsigned long)wait);
	}
	return refuse(harvest, &RULE_S111, wrong);
}

static void start_pass(struct harvest *harvest)
{
	names_close(&harvest->ids);
	names_open(&harvest->ids, harvest->reading->arena);
	buf_reset(&harvest->pages);
	harvest->seen = harvest->count = 0;
	harvest->changed = NULL;
}

/* From the first page to the last, those that are kept and those that are not. False: told. */
static bool pass(struct harvest *harvest)
{
	struct arena *arena = harvest->reading->arena;
	struct text text;
	start_pass(harvest);
	for (size_t page = 0; page < harvest->state.pages && !harvest->changed; page++)
		if (!ckan_state_page(&harvest->state, arena, page, &text) || !take_page(harvest, text))
			ckan_state_drop(&harvest->state, arena, page);
	bool good = true;
	while (good && !harvest->changed && (harvest->state.pages == 0 || harvest->seen < harvest->count))
		good = fetch(harvest);
	return good;
}

static bool read_all(struct harvest *harvest)
{
	for (int passes = 1; pass(harvest); passes++) {
		if (!harvest->changed && !buf_overflowed(&harvest->pages))
			return true;
		ckan_state_drop(&harvest->state, harvest->reading->arena, 0);
		if (!harvest->changed)
			return refuse(harvest, &RULE_S111, "more than can be held");
		if (passes == PASSES_MAX)
			return refuse(harvest, &RULE_S112, harvest->changed);
		refuse(harvest, &RULE_S191, harvest->changed);
	}
	return false;
}

bool ckan_site_read(struct reading *reading, const struct ckan_site *site, struct text *pages)
{
	struct ckan_site trimmed = *site;
	struct harvest harvest = {.reading = reading, .site = &trimmed};
	size_t len = strcspn(site->address, "?#");
	if (site->address[len])
		return refuse(&harvest, &RULE_S111, "? #");
	while (len > 0 && site->address[len - 1] == '/')
		len--;
	trimmed.address = arena_copy(reading->arena, site->address, len);
	const char *from = arena_printf(reading->arena, "%s\n%s\n", trimmed.address, site->day);
	if (!ckan_state_open(&harvest.state, reading->arena, site->state_path, from))
		return refuse_folder(reading, site, errno);
	buf_init(&harvest.pages, BUF_MAX_DEFAULT);
	names_open(&harvest.ids, reading->arena);
	bool good = read_all(&harvest);
	if (good)
		*pages = (struct text){arena_copy(reading->arena, harvest.pages.bytes, harvest.pages.len),
				       harvest.pages.len};
	buf_free(&harvest.pages);
	names_close(&harvest.ids);
	ckan_state_close(&harvest.state);
	return good;
}
