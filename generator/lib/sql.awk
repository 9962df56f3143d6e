# Turns a .sql file of named statements into a C header of `struct sql` constants.
# "-- name: find_hits" starts a statement; comments before the first one belong to the file.
function flush() {
	if (name == "")
		return
	printf "static const struct sql SQL_%s __attribute__((unused)) = {\"%s\",\n", toupper(name), name
	for (i = 1; i <= n; i++)
		printf "\t\"%s\\n\"\n", line[i]
	print "};"
}
BEGIN { print "#include <headwater/db.h>" }
/^-- name: / { flush(); name = $3; n = 0; next }
name != "" { gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); line[++n] = $0 }
END { flush() }
