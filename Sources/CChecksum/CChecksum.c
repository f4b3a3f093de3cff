// SPDX-License-Identifier: MIT

#include "CChecksum.h"

#include <stdbool.h>
#include <string.h>

// The polynomial 0x1EDC6F41, bits reversed.
#define POLYNOMIAL 0x82F63B78u

static uint32_t table[8][256];

// Runs before main: the tables are complete before anyone can ask for a checksum.
__attribute__((constructor)) static void build_tables(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; bit++) {
            value = (value & 1) ? (value >> 1) ^ POLYNOMIAL : value >> 1;
        }
        table[0][i] = value;
    }
    for (uint32_t i = 0; i < 256; i++) {
        for (int slice = 1; slice < 8; slice++) {
            uint32_t before = table[slice - 1][i];
            table[slice][i] = (before >> 8) ^ table[0][before & 0xFF];
        }
    }
}

uint32_t cchecksum_crc32c_portable(uint32_t checksum, const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    uint32_t value = ~checksum;
    while (count >= 8) {
        uint32_t low = value ^ ((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24);
        value = table[7][low & 0xFF] ^ table[6][(low >> 8) & 0xFF] ^ table[5][(low >> 16) & 0xFF] ^ table[4][low >> 24]
            ^ table[3][at[4]] ^ table[2][at[5]] ^ table[1][at[6]] ^ table[0][at[7]];
        at += 8;
        count -= 8;
    }
    while (count-- > 0) {
        value = (value >> 8) ^ table[0][(value ^ *at++) & 0xFF];
    }
    return ~value;
}

#if defined(__x86_64__)

#include <immintrin.h>

static bool has_instruction(void) {
    return __builtin_cpu_supports("sse4.2");
}

__attribute__((target("sse4.2"))) static uint32_t with_instruction(uint32_t checksum, const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    uint64_t value = (uint32_t)~checksum;
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        value = _mm_crc32_u64(value, word);
        at += 8;
        count -= 8;
    }
    uint32_t rest = (uint32_t)value;
    while (count-- > 0) {
        rest = _mm_crc32_u8(rest, *at++);
    }
    return ~rest;
}

#elif defined(__aarch64__)

#include <arm_acle.h>

#if defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

static bool has_instruction(void) {
#if defined(__APPLE__)
    return true;
#elif defined(__linux__)
    return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0;
#else
    return false;
#endif
}

__attribute__((target("crc"))) static uint32_t with_instruction(uint32_t checksum, const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    uint32_t value = ~checksum;
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        value = __crc32cd(value, word);
        at += 8;
        count -= 8;
    }
    while (count-- > 0) {
        value = __crc32cb(value, *at++);
    }
    return ~value;
}

#else

static bool has_instruction(void) {
    return false;
}

static uint32_t with_instruction(uint32_t checksum, const void *bytes, size_t count) {
    return cchecksum_crc32c_portable(checksum, bytes, count);
}

#endif

uint32_t cchecksum_crc32c(uint32_t checksum, const void *bytes, size_t count) {
    return has_instruction() ? with_instruction(checksum, bytes, count)
                             : cchecksum_crc32c_portable(checksum, bytes, count);
}
