/* uscc.c -- two weighted sums. */
#include "uscc.h"

#include <string.h>

static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

#define LENGTH 18
#define MODULUS 31

static int outer_check(const char *code)
{
	int sum = 0, weight = 1;
	for (int i = 0; i < LENGTH - 1; i++) {
		sum += weight * (int)(strchr(ALPHABET, code[i]) - ALPHABET);
		weight = weight * 3 % MODULUS;
	}
	return ALPHABET[(MODULUS - sum % MODULUS) % MODULUS];
}

static int inner_check(const char *code)
{
	static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (int i = 0; i < 8; i++) {
		char c = code[8 + i];
		sum += weights[i] * (c <= '9' ? c - '0' : c - 'A' + 10);
	}
	int check = 11 - sum % 11;
	return check == 10 ? 'X' : check == 11 ? '0' : '0' + check;
}

static bool well_formed(const char *code)
{
	if (strlen(code) != LENGTH || strspn(code, ALPHABET) != LENGTH)
		return false;
	return strspn(code + 2, "0123456789") >= 6;
}

enum uscc uscc_check(const char *code, char *expected)
{
	if (!well_formed(code))
		return USCC_MALFORMED;
	int inner = inner_check(code), outer = outer_check(code);
	if (code[16] != inner && code[17] == outer) {
		*expected = (char)inner;
		return USCC_INNER_WRONG;
	}
	if (code[17] != outer) {
		*expected = (char)outer;
		return USCC_OUTER_WRONG;
	}
	return USCC_GOOD;
}
