// SPDX-License-Identifier: MIT

#define _GNU_SOURCE
#include "CLineEditing.h"

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <wchar.h>
#include <wctype.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

static bool names_utf8(const char *name) {
    return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "utf8") == 0;
}

bool line_editing_prepare_locale(void) {
    // LC_CTYPE alone: numbers and messages stay as they are.
    setlocale(LC_CTYPE, "");
    if (names_utf8(nl_langinfo(CODESET))) return true;
    // Without one a line that is not ASCII would come back empty.
    static const char *const fallbacks[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
    for (size_t i = 0; i < sizeof fallbacks / sizeof *fallbacks; i++) {
        if (setlocale(LC_CTYPE, fallbacks[i]) && names_utf8(nl_langinfo(CODESET))) return true;
    }
    return false;
}

bool line_editing_environment_is_utf8(void) {
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!locale) return false;
    bool result = names_utf8(nl_langinfo_l(CODESET, locale));
    freelocale(locale);
    return result;
}

bool line_editing_window_size(int descriptor, int *rows, int *columns) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return true;
}

int line_editing_width(line_editing_scalar scalar) {
    // As libedit draws them: ^X for controls, \U+XXXX for what cannot be printed.
    if (scalar < 0x100 && iswcntrl((wint_t)scalar)) return 2;
    if (!iswprint((wint_t)scalar)) return scalar > 0xFFFF ? 8 : 7;
    int width = wcwidth((wchar_t)scalar);
    return width < 0 ? 0 : width;
}

#ifdef __APPLE__
// poll(2) refuses some terminal devices there; select(2) takes them all.
int line_editing_wait(int input, int wake) {
    if (input >= FD_SETSIZE || wake >= FD_SETSIZE) return -1;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(input, &set);
    FD_SET(wake, &set);
    if (select((input > wake ? input : wake) + 1, &set, NULL, NULL, NULL) < 0) return -1;
    return (FD_ISSET(input, &set) ? line_editing_input_ready : 0) | (FD_ISSET(wake, &set) ? line_editing_wake_ready : 0);
}

bool line_editing_has_input(int input) {
    if (input >= FD_SETSIZE) return false;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(input, &set);
    struct timeval none = {0, 0};
    return select(input + 1, &set, NULL, NULL, &none) > 0;
}
#else
int line_editing_wait(int input, int wake) {
    struct pollfd descriptors[] = {{input, POLLIN, 0}, {wake, POLLIN, 0}};
    if (poll(descriptors, 2, -1) < 0) return -1;
    return (descriptors[0].revents ? line_editing_input_ready : 0) | (descriptors[1].revents ? line_editing_wake_ready : 0);
}

bool line_editing_has_input(int input) {
    struct pollfd descriptor = {input, POLLIN, 0};
    return poll(&descriptor, 1, 0) > 0 && (descriptor.revents & POLLIN);
}
#endif
