// SPDX-License-Identifier: MIT

/// The two kinds of file that carry a store's data.
package enum FileKind: Hashable, Sendable {
    /// The whole state as of one change.
    case snapshot
    /// The changes after a snapshot.
    case journal

    /// The first eight bytes of such a file: a byte that is no text, the name, the line ends that transfers break.
    var magic: UInt64 {
        switch self {
        // "\x89PLS\r\n\x1A\n" and "\x89PLJ\r\n\x1A\n", read little endian.
        case .snapshot: 0x0A1A_0A0D_534C_5089
        case .journal: 0x0A1A_0A0D_4A4C_5089
        }
    }

    /// What stands after the dot of such a file's name.
    var suffix: String {
        switch self {
        case .snapshot: "snapshot"
        case .journal: "journal"
        }
    }
}
