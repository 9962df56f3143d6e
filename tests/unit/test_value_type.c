/* Whether cells fit their types. */
#include "tap.h"

#include "check/value_type.h"

static const struct row {
	enum field_type type;
	const char *value;
	bool fits;
} rows[] = {
    {FIELD_INTEGER, "0", true},
    {FIELD_INTEGER, "-12", true},
    {FIELD_INTEGER, "007", false},
    {FIELD_INTEGER, "+1", false},
    {FIELD_INTEGER, "1.0", false},
    {FIELD_INTEGER, "1,000", false},
    {FIELD_INTEGER, "-", false},
    {FIELD_INTEGER, "１", false},
    {FIELD_NUMBER, "0.5", true},
    {FIELD_NUMBER, "-1.50", true},
    {FIELD_NUMBER, "1e-3", true},
    {FIELD_NUMBER, ".5", false},
    {FIELD_NUMBER, "5.", false},
    {FIELD_NUMBER, "1e", false},
    {FIELD_NUMBER, "NaN", false},
    {FIELD_NUMBER, "00.5", false},
    {FIELD_BOOLEAN, "true", true},
    {FIELD_BOOLEAN, "是", false},
    {FIELD_DATE, "2024-02-29", true},
    {FIELD_DATE, "2023-02-29", false},
    {FIELD_DATE, "2026-1-01", false},
    {FIELD_DATE, "2026-13-01", false},
    {FIELD_DATE, "2026-01", false},
    {FIELD_DATE, "1900-02-29", false},
    {FIELD_DATETIME, "2026-01-01T08:00", true},
    {FIELD_DATETIME, "2026-01-01 08:00:00", true},
    {FIELD_DATETIME, "2026-01-01T08:00:00.123Z", true},
    {FIELD_DATETIME, "2026-01-01T08:00:00+08:00", true},
    {FIELD_DATETIME, "2026-01-01", false},
    {FIELD_DATETIME, "2026-01-01T24:00", false},
    {FIELD_DATETIME, "2026-01-01T08:00+8", false},
    {FIELD_TIME, "23:59:59", true},
    {FIELD_TIME, "8:00", false},
    {FIELD_TIME, "08:60", false},
    {FIELD_TIME, "08:00:0", false},
    {FIELD_YEAR, "2026", true},
    {FIELD_YEAR, "2026年", false},
    {FIELD_YEAR, "26", false},
    {FIELD_STRING, " ", true},
    {FIELD_ANY, "?", true},
};

static void values(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (!CHECK(value_fits(rows[i].type, span_of(rows[i].value)) == rows[i].fits))
			printf("# %s: [%s]\n", field_type_name(rows[i].type), rows[i].value);
}

TAP_MAIN({"values and their types", values})
