/* resource_code.c -- the form of 信息资源代码. */
#include "resource_code.h"

#include <string.h>

/* ^[123][0-9]{2}[0-9]{3}[0-9A-Za-z]*"/"[0-9A-Za-z]+$ */
bool resource_code_ok(const char *code)
{
	static const char word[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	if (code[0] < '1' || code[0] > '3' || strspn(code, "0123456789") < 6)
		return false;
	size_t class = strspn(code, word);
	size_t number = code[class] == '/' ? strspn(code + class + 1, word) : 0;
	return number > 0 && code[class + 1 + number] == '\0';
}
