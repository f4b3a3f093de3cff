// SPDX-License-Identifier: MIT

/// The commands, as evaluation tells them apart.
package enum CommandID: String, Hashable, Sendable, CaseIterable {
    case login
    case logout
    case whoami
    case users
    case userAdd
    case costs
    case notifications
    case read
    case unread
    case addCost
    case addNotification
    case importFile
    case exportFile
    case simulate
    case save
    case snapshots
    case info
    case format
    case timing
    case setCorrections
    case source
    case watch
    case history
    case help
    case quit
    case check
    case repair
}
