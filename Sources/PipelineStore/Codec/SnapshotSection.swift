// SPDX-License-Identifier: MIT

/// The sections of a snapshot, in their order in the file.
enum SnapshotSection: UInt32 {
    case header = 1
    case users = 2
    case costTypes = 3
    case notificationTypes = 4
    case texts = 5
    case costs = 6
    case notifications = 7
    case readMarks = 8

    /// The layout of the sections and of the rows in them.
    static let layoutVersion: UInt32 = 1
}
