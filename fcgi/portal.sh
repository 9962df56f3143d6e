#!/bin/bash
# Runs a portal as ordinary processes: nginx and two pools of the service, on 127.0.0.1.
#
#   fcgi/portal.sh run    build the portal from its content, start, print the address, end all with Ctrl-C
#   fcgi/portal.sh start  the same without building, and without staying
#   fcgi/portal.sh stop | status | conf (print nginx's configuration)
#
#   --port N (8080)   --build DIR (build)   --out DIR (site)   --content DIR (content)
#   --workers N       of each pool (2)
#   --rate N          searches a second for each client address (20; 0 = no limits, for measuring)
#
# Everything a portal needs while it runs lies in BUILD/run/PORT: pids, logs, sockets, temporary files. Only processes
# whose pid stands there, and whose command line names that folder, are ever ended.
set -u
cd "$(dirname "$0")/.." || exit 70
PATH=$PATH:/usr/sbin:/sbin

say() { echo "portal: $*" >&2; }
die() { say "$*"; exit 2; }

command=${1:-}
[ $# -gt 0 ] && shift
port=8080 build=build out=site content=content workers=2 rate=20
while [ $# -gt 0 ]; do
	[ $# -ge 2 ] || die "$1 needs a value"
	case $1 in
	--port) port=$2 ;;
	--build) build=$2 ;;
	--out) out=$2 ;;
	--content) content=$2 ;;
	--workers) workers=$2 ;;
	--rate) rate=$2 ;;
	*) die "unknown option $1" ;;
	esac
	shift 2
done
[[ $port =~ ^[0-9]{1,5}$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || die "--port $port is not a port"
[[ $rate =~ ^[0-9]{1,6}$ ]] || die "--rate $rate is not a number"
[[ $workers =~ ^[0-9]{1,2}$ ]] || die "--workers $workers is not a number"
mkdir -p "$build/run/$port" "$out" || exit 70
build=$(realpath "$build") out=$(realpath "$out")
run=$build/run/$port
# A socket's path has room for some hundred bytes only.
sockets=$run
[ ${#run} -le 80 ] || sockets=${TMPDIR:-/tmp}/headwater-$(id -u)-$port

configuration()
{
	local text user_line='' rate_key='$binary_remote_addr' limit=$rate
	# Without it nginx, started by root, would become a user who may not read this folder.
	[ "$(id -u)" != 0 ] || user_line="user $(id -un) $(id -gn);"
	[ "$rate" -gt 0 ] || { rate_key='""' limit=1; }
	text=$(<templates/conf/nginx.conf.in)
	text=${text//@USER_LINE@/"$user_line"}
	text=${text//@RATE_KEY@/"$rate_key"}
	text=${text//@RATE@/"$limit"}
	text=${text//@BURST@/"$((limit * 2))"}
	text=${text//@PORT@/"$port"}
	text=${text//@SOCKETS@/"$sockets"}
	text=${text//@SITE@/"$out"}
	text=${text//@RUN@/"$run"}
	printf '%s\n' "$text"
}

# The pid in BUILD/run/PORT/NAME.pid when that process is ours and alive.
pid_of()
{
	local pid
	pid=$(cat "$run/$1.pid" 2>/dev/null) || return 1
	[[ $pid =~ ^[0-9]+$ ]] && { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -e "$run" -e "$sockets/" || return 1
	echo "$pid"
}

running() { pid_of nginx >/dev/null || pid_of a >/dev/null || pid_of b >/dev/null; }

start_pool()
{
	[ -f "$build/headwater-fcgi" ] || die "$build/headwater-fcgi is missing: run make first"
	# A session of its own: Ctrl-C reaches this script alone, which ends the others in order.
	setsid "$build/headwater-fcgi" --release "$out/current" --socket "$sockets/$1.sock" --workers "$workers" \
		--log "$run/logs/service.log" --missed "$run/missed-searches" </dev/null >>"$run/logs/$1.err" 2>&1 &
	echo $! >"$run/$1.pid"
}

# Waits until a command succeeds; false after ten seconds.
wait_for()
{
	local until=$((SECONDS + 10))
	until "$@"; do
		[ $SECONDS -lt $until ] || return 1
		sleep 0.05
	done
}

ready() { curl -fs -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz"; }

# Said before a build, not after it.
must_be_free()
{
	running && die "already running on port $port: make stop PORT=$port ends it"
	if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
		die "port $port is taken by another program: choose one with make run PORT=8081"
	fi
}

start()
{
	command -v nginx >/dev/null || die 'nginx is missing: apt-get install nginx-light'
	mkdir -p "$run/logs" "$run/tmp" "$sockets" || exit 70
	[ "$sockets" = "$run" ] || chmod 700 "$sockets"
	configuration >"$run/nginx.conf"
	start_pool a
	start_pool b
	if ! nginx -p "$run" -e "$run/logs/error.log" -c "$run/nginx.conf" 2>>"$run/logs/nginx.err"; then
		tail -n 5 "$run/logs/nginx.err" >&2
		stop
		die "nginx did not start"
	fi
	if ! wait_for ready; then
		tail -n 5 "$run/logs/service.log" "$run/logs/a.err" "$run/logs/error.log" >&2
		stop
		die "the portal did not become ready"
	fi
}

ended() { ! kill -0 "$1" 2>/dev/null; }

end()
{
	local pid
	if pid=$(pid_of "$1"); then
		kill -"$2" "$pid"
		wait_for ended "$pid" || kill -KILL "$pid"
	fi
	rm -f "$run/$1.pid"
}

# The web server first, finishing what it is at; then the service.
stop()
{
	end nginx QUIT
	end a TERM
	end b TERM
	[ "$sockets" = "$run" ] || rm -rf "$sockets"
}

stay()
{
	trap 'echo; say "stopping"; stop; exit 0' INT TERM HUP
	echo "http://127.0.0.1:$port/  (Ctrl-C or make stop PORT=$port ends it)"
	while pid_of nginx >/dev/null; do
		sleep 0.5 &
		wait $!
	done
}

case $command in
run)
	must_be_free
	"$build/headwater" build -C "$content" -o "$out" || exit
	start
	stay
	;;
start)
	must_be_free
	start
	echo "http://127.0.0.1:$port/"
	;;
stop)
	running || say "nothing of ours runs on port $port"
	stop
	;;
status)
	for part in nginx a b; do
		pid=$(pid_of $part) && state="running, pid $pid" || state=stopped
		[ $part = nginx ] && echo "nginx: $state" || echo "search pool $part: $state"
	done
	running
	;;
conf) configuration ;;
*)
	sed -n '2,14s/^# \{0,1\}//p' "$0" >&2
	exit 64
	;;
esac
