// SPDX-License-Identifier: MIT

#ifndef C_ZLIB_H
#define C_ZLIB_H

#include <zlib.h>

#endif
