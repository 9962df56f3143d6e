#!/bin/bash
# The rules of the house that a compiler does not hold: layers, one door for each library, SQL in its files, sizes.
# Prints TAP.
cd "$(dirname "$0")/../.." || exit 1
count=0 bad=0

# report NAME FINDINGS: a test that passes when there is nothing to find
report()
{
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
	else
		sed 's/^/# /' <<<"$2"
		echo "not ok $count - $1"
		bad=$((bad + 1))
	fi
}

sources() { git ls-files -co --exclude-standard "$@" | grep -E '\.[ch]$'; }

# door NAME INCLUDE-PATTERN FILE…: only these files may include it
door()
{
	local name=$1 pattern=$2
	shift 2
	local allowed
	allowed=$(printf '%s\n' "$@")
	report "one door to $name" "$(sources generator fcgi include |
		xargs grep -lE "^#include <($pattern)" | grep -vxF "$allowed")"
}

door SQLite 'sqlite3' generator/lib/db.c
door libxslt 'libxslt/|libexslt/' generator/lib/render_xslt.c
door libarchive 'archive(_entry)?\.h' generator/lib/archive.c
door cmark 'cmark' generator/lib/markdown.c
door FastCGI 'fcgi' fcgi/serve.c
door ICU 'unicode/' generator/lib/fold_learn.c
door YAML 'libfyaml' generator/read/yaml.c
# Two programs, two doors: the generator reads tables, the service reads the bodies that clients post.
door 'JSON reading' 'jansson' generator/read/json_tree.c fcgi/json_body.c
door 'XLSX writing' 'xlsxwriter' generator/pack/xlsx.c
door OpenSSL 'openssl/' generator/lib/hash.c
door libcurl 'curl/' generator/read/http.c
door libdeflate 'libdeflate' generator/lib/deflate.c

stages='read check measure page pack rows index emit'
for stage in $stages; do
	others=$(tr ' ' '\n' <<<"$stages" | grep -vx "$stage" | paste -sd'|')
	report "stage $stage includes no other stage" \
		"$(sources "generator/$stage" | xargs -r grep -nE "^#include \"(\.\./)?($others)/")"
done
report 'the service includes nothing of the generator' \
	"$(sources fcgi | xargs grep -nE '^#include "(\.\./)*generator|^#include "(model|output|stages|jobs)\.h"')"
report 'the library includes nothing of either program' \
	"$(sources generator/lib include | xargs grep -nE '^#include "\.\./|^#include "(model|output|stages)')"
report 'SQL stands in .sql files only' \
	"$(sources generator fcgi | grep -vx generator/lib/table_sql.c | xargs grep -nE '"(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA) ')"
report 'no tag is printed by C' \
	"$(sources generator fcgi | grep -vE '^generator/(lib/(chart|render|render_html|markdown|markdown_[a-z]+|doc)|page/chart|pack/[a-z_]+)\.c$' |
		xargs grep -nE '"[^"]*</?(div|p|a|span|table|tr|td|h[1-6]|ul|li|section|html|body)[ >]')"
report 'no unsafe string function' \
	"$(sources generator fcgi | xargs grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca)\(')"
report 'no inline style or script in stylesheets' \
	"$(git ls-files -co --exclude-standard 'templates/*.xsl' 'templates/*/*.xsl' |
		xargs grep -nE ' style="|<style|javascript:| on(click|load|error|change|submit)="')"
report 'no address outside in templates' \
	"$(git ls-files -co --exclude-standard 'templates/*.xsl' 'templates/*/*.xsl' 'templates/static/*' |
		xargs grep -nE '(src|href)="(https?:)?//' | grep -v 'xmlns')"
report 'files of at most 500 lines' \
	"$(sources generator fcgi include | xargs wc -l | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines" }')"
report 'layout by clang-format (make format mends it)' \
	"$(sources generator fcgi include tests | xargs clang-format-14 --dry-run 2>&1 | grep -E 'warning' |
		cut -d: -f1 | sort | uniq -c)"
report 'every public header compiles alone' \
	"$(for header in include/headwater/*.h generator/*.h; do
		gcc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Iinclude -Igenerator -fsyntax-only -x c "$header" 2>&1
	done)"
report 'no unfinished business' "$(git ls-files -co --exclude-standard generator fcgi include templates |
	xargs grep -nE '\b(TODO|FIXME|XXX|HACK)\b')"
report 'no machine path or registry host' "$(git ls-files -co --exclude-standard |
	grep -v '^tests/lint/' | xargs grep -nIE '/root/|/home/[a-z]|/work/|registry\.npmjs|pypi\.org|deb\.debian\.org')"
echo "1..$count"
exit $((bad > 0))
