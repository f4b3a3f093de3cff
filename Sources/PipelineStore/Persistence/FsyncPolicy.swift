// SPDX-License-Identifier: MIT

/// When the journal reaches the disk.
package enum FsyncPolicy: String, Hashable, Sendable, CaseIterable {
    /// Before a change is acknowledged: a power cut loses nothing.
    case always
    /// Once a second: a power cut may lose the last second.
    case everySecond = "everysec"
    /// When the system likes; at rotation and at the end.
    case never
}
