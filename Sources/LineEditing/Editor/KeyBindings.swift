// SPDX-License-Identifier: MIT

private import CLineEditing

/// The keys that edit a line; `bind -e` or `bind -v` in `~/.editrc` wins over it.
package enum KeyStyle: Hashable, Sendable {
    /// Control keys, as in Emacs and most shells.
    case emacs
    /// An insert and a command mode, as in vi.
    case vi
}

/// The keys of a libedit session.
struct KeyBindings {
    private let session: OpaquePointer

    /// Binds the keys that people expect, then lets `~/.editrc` have its way.
    static func bind(_ style: KeyStyle, in session: OpaquePointer) {
        let bindings = KeyBindings(session: session)
        line_editing_set_vi(session, style == .vi)
        bindings.bind(style)
        line_editing_source(session)
        let chosen: KeyStyle = line_editing_is_vi(session) ? .vi : .emacs
        // `bind -v` and `bind -e` forget every binding made before them.
        if chosen != style { bindings.bind(chosen) }
        bindings.bind("^I", "line-complete")
    }

    private func bind(_ style: KeyStyle) {
        bind("^I", "line-complete")
        bind("^R", "em-inc-search-prev")
        switch style {
        case .emacs: bindEscapes()
        case .vi: bindCommands()
        }
    }

    private func bindEscapes() {
        // Arrows come with `[` or, in application mode, with `O`.
        for lead in ["\\e[", "\\eO"] {
            bind(lead + "A", "line-search-backward")
            bind(lead + "B", "line-search-forward")
            bind(lead + "H", "ed-move-to-beg")
            bind(lead + "F", "ed-move-to-end")
        }
        for (key, function) in [
            ("\\e[1~", "ed-move-to-beg"), ("\\e[4~", "ed-move-to-end"), ("\\e[3~", "ed-delete-next-char"),
            ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"), ("^W", "ed-delete-prev-word"),
        ] {
            bind(key, function)
        }
    }

    /// Binds the arrows in vi's command mode, which Escape leads to: a sequence that begins with Escape would keep that
    /// key from leaving insert mode.
    private func bindCommands() {
        for (key, function) in [("[A", "line-search-backward"), ("[B", "line-search-forward")] {
            for lead in ["", "\\e"] {
                line_editing_bind_command(session, WideText.array(lead + key), WideText.array(function))
            }
        }
    }

    private func bind(_ key: String, _ function: String) {
        line_editing_bind(session, WideText.array(key), WideText.array(function))
    }
}
