#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>

#include "master.h"
#include "version.h"

enum {
	OPTION_FIRST = 256,
	OPTION_SOCKET_MODE,
	OPTION_SOCKET_GROUP,
	OPTION_USER,
	OPTION_PEER,
	OPTION_IDLE,
	OPTION_REQUEST,
	OPTION_ANSWER,
	OPTION_DRAIN,
	OPTION_ROW_BUDGET,
	OPTION_LONG_BUDGET,
	OPTION_RECYCLE,
	OPTION_LOG,
	OPTION_MISSED,
	OPTION_LIST_MISSED,
	OPTION_CGI,
	OPTION_CLOCK,
	OPTION_HELP,
	OPTION_VERSION
};

static const struct option long_options[] = {
    {"release", required_argument, NULL, 'r'},
    {"socket", required_argument, NULL, 's'},
    {"workers", required_argument, NULL, 'w'},
    {"socket-mode", required_argument, NULL, OPTION_SOCKET_MODE},
    {"socket-group", required_argument, NULL, OPTION_SOCKET_GROUP},
    {"user", required_argument, NULL, OPTION_USER},
    {"peer", required_argument, NULL, OPTION_PEER},
    {"idle-timeout", required_argument, NULL, OPTION_IDLE},
    {"request-timeout", required_argument, NULL, OPTION_REQUEST},
    {"answer-timeout", required_argument, NULL, OPTION_ANSWER},
    {"row-budget", required_argument, NULL, OPTION_ROW_BUDGET},
    {"long-budget", required_argument, NULL, OPTION_LONG_BUDGET},
    {"drain", required_argument, NULL, OPTION_DRAIN},
    {"recycle", required_argument, NULL, OPTION_RECYCLE},
    {"log", required_argument, NULL, OPTION_LOG},
    {"missed", required_argument, NULL, OPTION_MISSED},
    {"list-missed", no_argument, NULL, OPTION_LIST_MISSED},
    {"cgi", no_argument, NULL, OPTION_CGI},
    {"fixed-clock", required_argument, NULL, OPTION_CLOCK},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {0},
};

static const char help[] =
    "usage: headwater-fcgi --release OUT/current --socket PATH [options]\n"
    "       headwater-fcgi --release OUT/current --cgi\n"
    "       headwater-fcgi --missed FILE --list-missed\n"
    "\n"
    "  -r, --release DIR        the published release (a symlink that is followed when it changes)\n"
    "  -s, --socket PATH        Unix socket to listen at; without it an inherited one is used\n"
    "  -w, --workers N          worker processes (2)\n"
    "      --socket-mode OCTAL  mode of the socket file (0660)\n"
    "      --socket-group NAME  group of the socket file\n"
    "      --user NAME          become this user once the socket is open\n"
    "      --peer NAME          user that may connect, besides root and our own; may be repeated\n"
    "      --idle-timeout S     close kept connections after so long without a request (90)\n"
    "      --request-timeout S  a request must be whole within (5)\n"
    "      --answer-timeout S   end a worker whose answer takes longer (20)\n"
    "      --row-budget MS      stop a question to a table of rows after so long (50)\n"
    "      --long-budget MS     unless it is the only one of the pool to take up to so long (1500)\n"
    "      --drain MS           how long an ending worker waits on kept connections (500)\n"
    "      --recycle N          replace a worker after N requests (1000000; 0 = never)\n"
    "      --log FILE           append JSON lines there instead of standard error\n"
    "      --missed FILE        count there, without persons, which searches found nothing\n"
    "      --list-missed        print those counts as CSV, for editors, and end\n"
    "      --cgi                answer one request from the environment and end\n"
    "      --fixed-clock S      time stands still at S seconds since 1970 (tests)\n"
    "      --help, --version\n";

static bool whole(const char *text, long min, long max, long *number)
{
	char *end;
	errno = 0;
	*number = strtol(text, &end, 10);
	return errno == 0 && end != text && *end == '\0' && *number >= min && *number <= max;
}

static bool set_int(const char *text, int min, int max, int *target)
{
	long number;
	if (!whole(text, min, max, &number))
		return false;
	*target = (int)number;
	return true;
}

static bool set_mode(const char *text, mode_t *mode)
{
	char *end;
	long number = strtol(text, &end, 8);
	if (end == text || *end != '\0' || number < 0 || number > 0777)
		return false;
	*mode = (mode_t)number;
	return true;
}

static bool set_group(const char *name, gid_t *gid)
{
	const struct group *group = getgrnam(name);
	if (group)
		*gid = group->gr_gid;
	return group != NULL;
}

static bool add_peer(struct options *options, const char *name)
{
	const struct passwd *user = getpwnam(name);
	if (!user || options->peer_count == OPTIONS_PEERS_MAX)
		return false;
	options->peers[options->peer_count++] = user->pw_uid;
	return true;
}

static bool set_user(struct options *options, const char *name)
{
	options->user = name;
	return getpwnam(name) != NULL;
}

/* False when the value does not fit the option. */
static bool set(struct options *options, int option, const char *value)
{
	long number = 0;
	bool ok = true;
	switch (option) {
	case 'r':
		options->release = value;
		return true;
	case 's':
		options->socket = value;
		return true;
	case 'w':
		return set_int(value, 1, MASTER_WORKERS_MAX, &options->workers);
	case OPTION_SOCKET_MODE:
		return set_mode(value, &options->socket_mode);
	case OPTION_SOCKET_GROUP:
		return set_group(value, &options->socket_group);
	case OPTION_USER:
		return set_user(options, value);
	case OPTION_PEER:
		return add_peer(options, value);
	case OPTION_IDLE:
		return set_int(value, 1, 86400, &options->idle_timeout_s);
	case OPTION_REQUEST:
		return set_int(value, 1, 600, &options->request_timeout_s);
	case OPTION_ANSWER:
		ok = whole(value, 1, 600, &number);
		options->answer_timeout_s = (unsigned)number;
		return ok;
	case OPTION_ROW_BUDGET:
		return set_int(value, 1, 10000, &options->row_limits.budget_ms);
	case OPTION_LONG_BUDGET:
		return set_int(value, 1, 10000, &options->row_limits.long_ms);
	case OPTION_DRAIN:
		return set_int(value, 0, 60000, &options->drain_ms);
	case OPTION_RECYCLE:
		ok = whole(value, 0, LONG_MAX, &number);
		options->recycle = (unsigned long)number;
		return ok;
	case OPTION_LOG:
		options->log = value;
		return true;
	case OPTION_MISSED:
		options->missed = value;
		return true;
	case OPTION_LIST_MISSED:
		options->list_missed = true;
		return true;
	case OPTION_CGI:
		options->cgi = true;
		return true;
	case OPTION_CLOCK:
		ok = whole(value, 0, LONG_MAX, &number);
		options->fixed_clock = true;
		options->fixed_now_s = number;
		return ok;
	default:
		return false;
	}
}

static enum options_end wrong(const char *what, const char *which)
{
	fprintf(stderr, "headwater-fcgi: %s%s\ntry headwater-fcgi --help\n", what, which);
	return OPTIONS_WRONG;
}

enum options_end options_read(int argc, char **argv, struct options *options)
{
	*options = (struct options){.socket_mode = 0660,
				    .socket_group = (gid_t)-1,
				    .workers = 2,
				    .idle_timeout_s = 90,
				    .request_timeout_s = 5,
				    .answer_timeout_s = 20,
				    .row_limits = {.budget_ms = 50, .long_ms = 1500},
				    .drain_ms = 500,
				    .recycle = 1000000};
	int index = 0;
	for (int option; (option = getopt_long(argc, argv, "r:s:w:", long_options, &index)) != -1;) {
		if (option == OPTION_HELP) {
			fputs(help, stdout);
			return OPTIONS_DONE;
		}
		if (option == OPTION_VERSION) {
			puts("headwater-fcgi " HEADWATER_VERSION);
			return OPTIONS_DONE;
		}
		if (option == '?')
			return wrong("unknown option, or its value is missing", "");
		if (!set(options, option, optarg))
			return wrong("this value does not fit its option: ", optarg);
	}
	if (optind < argc)
		return wrong("unexpected argument: ", argv[optind]);
	if (options->list_missed && !options->missed)
		return wrong("--list-missed needs --missed", "");
	if (!options->release && !options->list_missed)
		return wrong("--release is missing", "");
	return OPTIONS_RUN;
}
