/* http.c -- libcurl's easy interface. */
#include "http.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

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

static void set_up(CURL *curl, const struct http_client *client, const char *url, struct http_answer *answer)
{
	bool secure = strncasecmp(url, "https:", 6) == 0;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, client->user_agent);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, PROTOCOLS);
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : PROTOCOLS);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer->body);
	if (client->ca_file) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, client->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
}

static bool is_untrusted(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
	       code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_INVALIDCERTSTATUS;
}

bool http_get(const struct http_client *client, const char *url, struct http_answer *answer)
{
	CURL *curl = curl_easy_init();
	char error[CURL_ERROR_SIZE] = "";
	curl_off_t wait = 0;
	*answer = (struct http_answer){0};
	buf_init(&answer->body, client->max_bytes);
	if (!curl) {
		snprintf(answer->reason, sizeof answer->reason, "libcurl");
		return false;
	}
	set_up(curl, client, url, answer);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
	answer->retry_after_s = (long)wait;
	answer->untrusted = is_untrusted(code);
	if (buf_overflowed(&answer->body))
		snprintf(answer->reason, sizeof answer->reason, "more than %zu bytes", client->max_bytes);
	else if (code != CURLE_OK)
		snprintf(answer->reason, sizeof answer->reason, "%s", error[0] ? error : curl_easy_strerror(code));
	curl_easy_cleanup(curl);
	return code == CURLE_OK && !buf_overflowed(&answer->body);
}
