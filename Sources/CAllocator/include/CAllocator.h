// SPDX-License-Identifier: MIT

#ifndef CALLOCATOR_H
#define CALLOCATOR_H

/// Gives memory that was freed back to the system, where the C library keeps it: glibc does, and is asked by a header
/// that Swift's module of it leaves out.
void callocator_give_back(void);

#endif
