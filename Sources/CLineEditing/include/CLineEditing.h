// SPDX-License-Identifier: MIT
//
// What Swift cannot say to libedit and to the terminal itself: variadic calls, standard streams, signal dispositions.

#ifndef C_LINE_EDITING_H
#define C_LINE_EDITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A Unicode scalar; as wide as wchar_t, whose sign differs from platform to platform.
typedef uint32_t line_editing_scalar;

/// What a command of ours tells libedit to do next.
enum {
    line_editing_done = 0,
    line_editing_redraw = 1,
    line_editing_beep = 2,
};

/// The functions of the session's owner; all run on the thread that is inside `line_editing_read`.
typedef struct {
    /// Puts the next scalar in its place and returns 1; returns 0 or -1 to leave the line.
    int (* _Nonnull next_scalar)(void * _Nonnull owner, line_editing_scalar * _Nonnull scalar);
    int (* _Nonnull complete)(void * _Nonnull owner);
    int (* _Nonnull search_backward)(void * _Nonnull owner);
    int (* _Nonnull search_forward)(void * _Nonnull owner);
} line_editing_callbacks;

/// One libedit with its streams, prompts and history; used by one thread.
typedef struct line_editing line_editing;

/// Opens a session on two descriptors, which stay the caller's; NULL if memory or descriptors are short.
line_editing * _Nullable line_editing_open(const char * _Nonnull program, int input, int output,
                                           line_editing_callbacks callbacks, int history_size);
void line_editing_close(line_editing * _Nonnull session);
/// Sets what the callbacks are given.
void line_editing_set_owner(line_editing * _Nonnull session, void * _Nonnull owner);

/// Copies the prompts; escapes that take no room stand between U+0001 and U+0001.
bool line_editing_set_prompts(line_editing * _Nonnull session, const line_editing_scalar * _Nonnull left,
                              const line_editing_scalar * _Nonnull right);
/// Edits one line; NULL at the end of input or if a callback left the line.
const line_editing_scalar * _Nullable line_editing_read(line_editing * _Nonnull session, int * _Nonnull count);

void line_editing_set_vi(line_editing * _Nonnull session, bool vi);
bool line_editing_is_vi(line_editing * _Nonnull session);
void line_editing_bind(line_editing * _Nonnull session, const line_editing_scalar * _Nonnull key,
                       const line_editing_scalar * _Nonnull function);
/// Binds a key in vi's command mode.
void line_editing_bind_command(line_editing * _Nonnull session, const line_editing_scalar * _Nonnull key,
                               const line_editing_scalar * _Nonnull function);
/// Reads `$EDITRC` or `~/.editrc`.
void line_editing_source(line_editing * _Nonnull session);

void line_editing_set_raw(line_editing * _Nonnull session, bool raw);
void line_editing_refresh(line_editing * _Nonnull session);
void line_editing_resize(line_editing * _Nonnull session);
/// Has what is typed between two lines stay off the screen until it is edited.
void line_editing_hide_type_ahead(line_editing * _Nonnull session);
void line_editing_flush(line_editing * _Nonnull session);

/// The line as it is edited; valid until libedit is called again.
typedef struct {
    const line_editing_scalar * _Nullable text;
    size_t count;
    size_t cursor;
} line_editing_line;
line_editing_line line_editing_current(line_editing * _Nonnull session);
bool line_editing_insert(line_editing * _Nonnull session, const line_editing_scalar * _Nonnull text);
void line_editing_erase_before_cursor(line_editing * _Nonnull session, int count);
/// Replaces the whole line; the cursor stands at its end.
bool line_editing_replace(line_editing * _Nonnull session, const line_editing_scalar * _Nonnull text);

void line_editing_history_clear(line_editing * _Nonnull session);
bool line_editing_history_add(line_editing * _Nonnull session, const line_editing_scalar * _Nonnull entry);

/// Takes the character set from the environment, or a UTF-8 one if it names none; true if it is UTF-8.
bool line_editing_prepare_locale(void);
/// True if the environment itself asks for UTF-8.
bool line_editing_environment_is_utf8(void);
bool line_editing_window_size(int descriptor, int * _Nonnull rows, int * _Nonnull columns);
/// The cells that libedit takes for a scalar outside of tabs and newlines.
int line_editing_width(line_editing_scalar scalar);

enum {
    line_editing_input_ready = 1,
    line_editing_wake_ready = 2,
};
/// Waits until either descriptor can be read; a set of the bits above, or -1.
int line_editing_wait(int input, int wake);
/// Whether the descriptor can be read at once.
bool line_editing_has_input(int input);

/// Starts a detached thread that takes no signal; returns 0 or an error number.
int line_editing_start_thread(void (* _Nonnull body)(void * _Nonnull), void * _Nonnull context);
/// Does to this process what the signal does by default, on this thread, and returns when it is continued.
void line_editing_stop_process(int signal);

#endif
