/* http.c -- libcurl's easy interface. */
#include "http.h"

#include <stdio.h>

#include <curl/curl.h>

#define PROTOCOLS "http,https"
#define REDIRECTS_MAX 5L
#define CONNECT_TIMEOUT_S 15L
#define TIMEOUT_S 120L

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
	struct buf *body = context;
	buf_add(body, bytes, size * count);
	return buf_overflowed(body) ? 0 : size * count;
}

static void set_up(CURL *curl, const char *url, const char *user_agent, struct http_answer *answer)
{
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, user_agent);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, PROTOCOLS);
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, PROTOCOLS);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer->body);
}

bool http_get(const char *url, const char *user_agent, size_t max_bytes, struct http_answer *answer)
{
	CURL *curl = curl_easy_init();
	curl_off_t wait = 0;
	*answer = (struct http_answer){0};
	buf_init(&answer->body, max_bytes);
	if (!curl) {
		snprintf(answer->reason, sizeof answer->reason, "libcurl");
		return false;
	}
	set_up(curl, url, user_agent, answer);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
	answer->retry_after_s = (long)wait;
	if (buf_overflowed(&answer->body))
		snprintf(answer->reason, sizeof answer->reason, "more than %zu bytes", max_bytes);
	else if (code != CURLE_OK)
		snprintf(answer->reason, sizeof answer->reason, "%s", curl_easy_strerror(code));
	curl_easy_cleanup(curl);
	return code == CURLE_OK && !buf_overflowed(&answer->body);
}
