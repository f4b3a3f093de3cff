// SPDX-License-Identifier: MIT

#ifndef CALLOCATOR_H
#define CALLOCATOR_H

#include <stddef.h>

/// Gives memory that was freed back to the system, where the C library keeps it: glibc does, and is asked by a header
/// that Swift's module of it leaves out.
void callocator_give_back(void);

/// Makes the C library give freed memory back early, whatever was freed before.
///
/// glibc raises its thresholds with every large block that is freed, up to 32 MiB; a server that once had many long
/// answers under way would keep their memory for ever. Other libraries have no such thresholds.
void callocator_return_early(void);

/// Returns the bytes that the process has asked for and not freed, 0 where the C library does not say.
size_t callocator_bytes_in_use(void);

/// Returns the bytes of memory that the process occupies, 0 where the system does not say.
size_t callocator_resident_bytes(void);

#endif
