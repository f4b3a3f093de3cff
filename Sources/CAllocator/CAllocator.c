// SPDX-License-Identifier: MIT

#include "CAllocator.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void callocator_give_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
