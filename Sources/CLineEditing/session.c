// SPDX-License-Identifier: MIT

#define _GNU_SOURCE
#include "CLineEditing.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <histedit.h>

_Static_assert(sizeof(wchar_t) == sizeof(line_editing_scalar), "scalars are passed as wide characters");

struct line_editing {
    EditLine *editor;
    HistoryW *history;
    FILE *input;
    FILE *output;
    wchar_t *left;
    wchar_t *right;
    line_editing_callbacks callbacks;
    void *owner;
};

static line_editing *session_of(EditLine *editor) {
    void *session = NULL;
    el_wget(editor, EL_CLIENTDATA, &session);
    return session;
}

static wchar_t empty_prompt[] = L"";

static wchar_t *left_prompt(EditLine *editor) {
    wchar_t *prompt = session_of(editor)->left;
    return prompt ? prompt : empty_prompt;
}

static wchar_t *right_prompt(EditLine *editor) {
    wchar_t *prompt = session_of(editor)->right;
    return prompt ? prompt : empty_prompt;
}

static int next_scalar(EditLine *editor, wchar_t *scalar) {
    line_editing *session = session_of(editor);
    return session->callbacks.next_scalar(session->owner, (line_editing_scalar *)scalar);
}

static unsigned char outcome(int result) {
    switch (result) {
    case line_editing_redraw: return CC_REFRESH;
    case line_editing_beep: return CC_ERROR;
    default: return CC_NORM;
    }
}

static unsigned char complete(EditLine *editor, wint_t key) {
    (void)key;
    line_editing *session = session_of(editor);
    return outcome(session->callbacks.complete(session->owner));
}

static unsigned char search_backward(EditLine *editor, wint_t key) {
    (void)key;
    line_editing *session = session_of(editor);
    return outcome(session->callbacks.search_backward(session->owner));
}

static unsigned char search_forward(EditLine *editor, wint_t key) {
    (void)key;
    line_editing *session = session_of(editor);
    return outcome(session->callbacks.search_forward(session->owner));
}

/// A stream on a descriptor of its own, so that closing it leaves the caller's open.
static FILE *stream_on(int descriptor, const char *mode) {
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) return NULL;
    FILE *stream = fdopen(copy, mode);
    if (!stream) close(copy);
    return stream;
}

static bool set_up(line_editing *session, const char *program, int history_size) {
    if (!session->input || !session->output) return false;
    session->editor = el_init(program, session->input, session->output, session->output);
    session->history = history_winit();
    if (!session->editor || !session->history) return false;
    EditLine *editor = session->editor;
    HistEventW event;
    history_w(session->history, &event, H_SETSIZE, history_size);
    el_wset(editor, EL_CLIENTDATA, session);
    // libedit's own handler would draw inside a signal handler and signal the whole process group.
    el_wset(editor, EL_SIGNAL, 0);
    el_wset(editor, EL_EDITOR, L"emacs");
    el_wset(editor, EL_PROMPT_ESC, left_prompt, L'\1');
    el_wset(editor, EL_RPROMPT_ESC, right_prompt, L'\1');
    el_wset(editor, EL_GETCFN, next_scalar);
    el_wset(editor, EL_HIST, history_w, session->history);
    el_wset(editor, EL_ADDFN, L"line-complete", L"Complete the word before the cursor", complete);
    el_wset(editor, EL_ADDFN, L"line-search-backward", L"Recall an older line with this beginning", search_backward);
    el_wset(editor, EL_ADDFN, L"line-search-forward", L"Recall a newer line with this beginning", search_forward);
    return true;
}

line_editing *line_editing_open(const char *program, int input, int output, line_editing_callbacks callbacks,
                                int history_size) {
    line_editing *session = calloc(1, sizeof *session);
    if (!session) return NULL;
    session->callbacks = callbacks;
    session->input = stream_on(input, "r");
    session->output = stream_on(output, "w");
    if (set_up(session, program, history_size)) return session;
    line_editing_close(session);
    return NULL;
}

void line_editing_close(line_editing *session) {
    if (session->editor) el_end(session->editor);
    if (session->history) history_wend(session->history);
    if (session->input) fclose(session->input);
    if (session->output) fclose(session->output);
    free(session->left);
    free(session->right);
    free(session);
}

void line_editing_set_owner(line_editing *session, void *owner) {
    session->owner = owner;
}

bool line_editing_set_prompts(line_editing *session, const line_editing_scalar *left,
                              const line_editing_scalar *right) {
    wchar_t *new_left = wcsdup((const wchar_t *)left);
    wchar_t *new_right = wcsdup((const wchar_t *)right);
    if (!new_left || !new_right) {
        free(new_left);
        free(new_right);
        return false;
    }
    free(session->left);
    free(session->right);
    session->left = new_left;
    session->right = new_right;
    return true;
}

const line_editing_scalar *line_editing_read(line_editing *session, int *count) {
    return (const line_editing_scalar *)el_wgets(session->editor, count);
}

void line_editing_set_vi(line_editing *session, bool vi) {
    el_wset(session->editor, EL_EDITOR, vi ? L"vi" : L"emacs");
}

bool line_editing_is_vi(line_editing *session) {
    const wchar_t *name = NULL;
    return el_wget(session->editor, EL_EDITOR, &name) == 0 && name && wcscmp(name, L"vi") == 0;
}

void line_editing_bind(line_editing *session, const line_editing_scalar *key, const line_editing_scalar *function) {
    el_wset(session->editor, EL_BIND, (const wchar_t *)key, (const wchar_t *)function, (wchar_t *)NULL);
}

void line_editing_bind_command(line_editing *session, const line_editing_scalar *key, const line_editing_scalar *function) {
    el_wset(session->editor, EL_BIND, L"-a", (const wchar_t *)key, (const wchar_t *)function, (wchar_t *)NULL);
}

void line_editing_source(line_editing *session) {
    el_source(session->editor, NULL);
}

void line_editing_set_raw(line_editing *session, bool raw) {
    el_wset(session->editor, EL_PREP_TERM, raw ? 1 : 0);
}

void line_editing_hide_type_ahead(line_editing *session) {
    int edits = 0;
    // Where the user has turned editing off, libedit leaves the terminal as it is, and so do we.
    if (el_wget(session->editor, EL_EDITMODE, &edits) != 0 || !edits) return;
    // The modes that libedit leaves the terminal in between two lines ("execute"), but for the echo.
    el_wset(session->editor, EL_SETTY, L"-x", L"-echo", (wchar_t *)NULL);
}

void line_editing_refresh(line_editing *session) {
    el_wset(session->editor, EL_REFRESH);
}

void line_editing_resize(line_editing *session) {
    el_resize(session->editor);
}

void line_editing_flush(line_editing *session) {
    fflush(session->output);
}

line_editing_line line_editing_current(line_editing *session) {
    const LineInfoW *info = el_wline(session->editor);
    line_editing_line line = {NULL, 0, 0};
    if (!info || !info->buffer) return line;
    line.text = (const line_editing_scalar *)info->buffer;
    line.count = (size_t)(info->lastchar - info->buffer);
    line.cursor = (size_t)(info->cursor - info->buffer);
    return line;
}

bool line_editing_insert(line_editing *session, const line_editing_scalar *text) {
    return *text == 0 || el_winsertstr(session->editor, (const wchar_t *)text) == 0;
}

void line_editing_erase_before_cursor(line_editing *session, int count) {
    if (count > 0) el_wdeletestr(session->editor, count);
}

bool line_editing_replace(line_editing *session, const line_editing_scalar *text) {
    line_editing_line line = line_editing_current(session);
    el_cursor(session->editor, (int)(line.count - line.cursor));
    line_editing_erase_before_cursor(session, (int)line.count);
    return line_editing_insert(session, text);
}

void line_editing_history_clear(line_editing *session) {
    HistEventW event;
    history_w(session->history, &event, H_CLEAR);
}

bool line_editing_history_add(line_editing *session, const line_editing_scalar *entry) {
    HistEventW event;
    return history_w(session->history, &event, H_ENTER, (const wchar_t *)entry) >= 0;
}
