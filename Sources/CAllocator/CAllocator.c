// SPDX-License-Identifier: MIT

#include "CAllocator.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#ifdef __APPLE__
#include <malloc/malloc.h>
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

size_t callocator_bytes_in_use(void) {
#if defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 33)
    struct mallinfo2 figures = mallinfo2();
    return figures.uordblks + figures.hblkhd;
#else
    return 0;
#endif
#elif defined(__APPLE__)
    malloc_statistics_t figures;
    malloc_zone_statistics(NULL, &figures);
    return figures.size_in_use;
#else
    return 0;
#endif
}

size_t callocator_resident_bytes(void) {
#ifdef __linux__
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL) return 0;
    unsigned long total, resident;
    int count = fscanf(file, "%lu %lu", &total, &resident);
    fclose(file);
    return count == 2 ? (size_t)resident * (size_t)sysconf(_SC_PAGESIZE) : 0;
#else
    return 0;
#endif
}
