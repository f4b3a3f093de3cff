// SPDX-License-Identifier: MIT

#ifndef CCHECKSUM_H
#define CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// The CRC32C (Castagnoli) of `count` bytes, continued from `checksum`, which is 0 at the start.
/// Uses the processor's own instruction where it has one.
uint32_t cchecksum_crc32c(uint32_t checksum, const void *bytes, size_t count);

/// The same value computed from tables, for processors without the instruction and for tests.
uint32_t cchecksum_crc32c_portable(uint32_t checksum, const void *bytes, size_t count);

#endif
