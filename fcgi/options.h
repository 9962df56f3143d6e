/* options.h -- the command line of headwater-fcgi; headwater-fcgi.8 is its manual. */
#ifndef FCGI_OPTIONS_H
#define FCGI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "rows/run.h"

#define OPTIONS_PEERS_MAX 8

struct options {
	const char *release; /* OUT/current */
	const char *socket;  /* NULL: inherited, or plain CGI */
	mode_t socket_mode;
	gid_t socket_group; /* (gid_t)-1: as it comes */
	const char *user;   /* NULL: stay who we are */
	uid_t peers[OPTIONS_PEERS_MAX];
	size_t peer_count;
	int workers;
	int idle_timeout_s, request_timeout_s;
	unsigned answer_timeout_s;
	struct run_limits row_limits;
	int drain_ms;
	unsigned long recycle;
	const char *log;
	const char *missed; /* NULL: not counted */
	bool list_missed;   /* print what `missed` may tell, and end */
	bool cgi;
	bool fixed_clock;
	int64_t fixed_now_s;
};

enum options_end {
	OPTIONS_RUN,  /* go on */
	OPTIONS_DONE, /* --help or --version was answered */
	OPTIONS_WRONG /* said on stderr what is wrong */
};

enum options_end options_read(int argc, char **argv, struct options *options);

#endif
