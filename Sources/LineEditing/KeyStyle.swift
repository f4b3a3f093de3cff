// SPDX-License-Identifier: MIT

/// The keys that edit a line; `bind -e` or `bind -v` in `~/.editrc` wins over it.
public enum KeyStyle: Hashable, Sendable {
    /// Control keys, as in Emacs and most shells.
    case emacs
    /// An insert and a command mode, as in vi.
    case vi
}
