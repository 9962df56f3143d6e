/* address.h -- mailto: and tel: addresses as people write them. */
#ifndef READ_ADDRESS_H
#define READ_ADDRESS_H

#include <headwater/span.h>

/* Without the scheme in front, where there is one of these two. */
struct span address_of(struct span text);

#endif
