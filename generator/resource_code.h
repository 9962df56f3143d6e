/*
 * resource_code.h -- 信息资源代码 of the national guide (政务信息资源目录编制指南(试行), 2017): class (1 digit), item (2), 目 (3),
 * 细目 (of any length), "/", sequence (of any length).
 */
#ifndef GENERATOR_RESOURCE_CODE_H
#define GENERATOR_RESOURCE_CODE_H

#include <stdbool.h>

/* Whether a text has that form. */
bool resource_code_ok(const char *code);

#endif
