/* program.h -- which program runs: what it leaves for the next build is of use to the very same one. */
#ifndef GENERATOR_PROGRAM_H
#define GENERATOR_PROGRAM_H

/* The SHA-256 of its file, in hexadecimal; "" when that cannot be read. */
const char *program_sha256(void);

#endif
