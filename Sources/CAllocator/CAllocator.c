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

void callocator_return_early(void) {
#ifdef __GLIBC__
    // The values that glibc begins with; set by hand, they stay.
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_TRIM_THRESHOLD, 128 * 1024);
#endif
}
