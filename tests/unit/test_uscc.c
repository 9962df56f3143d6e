/* Unified social credit codes: known good ones, and each way to be wrong. */
#include "tap.h"

#include "check/uscc.h"

static void good(void)
{
	static const char *const codes[] = {"91110000600037341L", "11630000015000011M", "91630100MA752ABC0B",
					    "12630000435000122X", "51630000505000209B"};
	char expected = 0;
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (!CHECK(uscc_check(codes[i], &expected) == USCC_GOOD))
			printf("# %s\n", codes[i]);
}

static void wrong(void)
{
	char expected = 0;
	CHECK(uscc_check("91110000600037341M", &expected) == USCC_OUTER_WRONG);
	CHECK(expected == 'L');
	CHECK(uscc_check("", &expected) == USCC_MALFORMED);
	CHECK(uscc_check("9111000060003734", &expected) == USCC_MALFORMED);
	CHECK(uscc_check("91110000600037341L0", &expected) == USCC_MALFORMED);
	CHECK(uscc_check("9111000060003734IL", &expected) == USCC_MALFORMED);
	CHECK(uscc_check("91A10000600037341L", &expected) == USCC_MALFORMED);
	CHECK(uscc_check("91110000600037341l", &expected) == USCC_MALFORMED);
	/* the outer sum fits, the organisation code within does not */
	CHECK(uscc_check("11630000015000012Q", &expected) == USCC_INNER_WRONG);
	CHECK(expected == '1');
}

/* Every single miscopied character must be caught. */
static void one_character_off(void)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	char code[] = "91630100MA752ABC0B", expected;
	for (int at = 0; at < 18; at++) {
		char kept = code[at];
		for (const char *c = alphabet; *c; c++) {
			code[at] = *c;
			CHECK((uscc_check(code, &expected) == USCC_GOOD) == (*c == kept));
		}
		code[at] = kept;
	}
}

TAP_MAIN({"valid codes", good}, {"malformed and wrong codes", wrong}, {"one character off", one_character_off})
