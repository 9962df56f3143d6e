/*
 * intake_codes.h -- 信息资源代码 for records whose source gives them none: the class of the record (else the portal's
 * default_class), 目 "000", and a sequence counted up within the class over all ledgers. A code is kept in the id ledger,
 * and is neither changed nor given anew. One of the source's own is kept there too, for when the source gives it up.
 */
#ifndef READ_INTAKE_CODES_H
#define READ_INTAKE_CODES_H

#include "intake_ids.h"

/* Needs ids. Returns how many codes were new. */
size_t intake_codes_give(struct reading *content, struct intake *intake);

#endif
