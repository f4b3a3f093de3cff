// SPDX-License-Identifier: MIT

internal import LineEditing

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// What the environment says about a session.
package enum Environment {
    /// The value of a variable, nil if it is not set or empty.
    package static func value(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Whether a variable is set and says nothing.
    static func isEmpty(_ name: String) -> Bool {
        getenv(name)?.pointee == 0
    }

    /// Whether a terminal is to be coloured: `NO_COLOR` (no-color.org) and a dumb terminal say no.
    static var allowsColor: Bool {
        value("NO_COLOR") == nil && !Terminal.isDumb
    }
}

/// Where the commands that were typed are kept (XDG Base Directory Specification).
enum HistoryLocation {
    static var path: String? {
        if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") { return "\(state)/pipeline/history" }
        return Environment.value("HOME").map { "\($0)/.local/state/pipeline/history" }
    }
}
