// SPDX-License-Identifier: MIT

private import CLineEditing

extension EditorThread {
    /// Binds the keys that people expect, then lets `~/.editrc` have its way.
    func bindKeys() {
        line_editing_set_vi(session, configuration.keys == .vi)
        bind(configuration.keys)
        line_editing_source(session)
        let keys: KeyStyle = line_editing_is_vi(session) ? .vi : .emacs
        // `bind -v` and `bind -e` forget every binding made before them.
        if keys != configuration.keys { bind(keys) }
        bind("^I", "line-complete")
    }

    private func bind(_ keys: KeyStyle) {
        bind("^I", "line-complete")
        bind("^R", "em-inc-search-prev")
        switch keys {
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

    /// A sequence that began with Escape would keep that key from leaving insert mode, so in vi they are bound in the
    /// command mode that Escape leads to.
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
