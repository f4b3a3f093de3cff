// SPDX-License-Identifier: MIT

#ifndef C_LIBEDIT_H
#define C_LIBEDIT_H

#include <stdio.h>
#include <wchar.h>
#include <histedit.h>

#endif
