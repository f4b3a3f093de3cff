// SPDX-License-Identifier: MIT

/// The first byte of a change in the journal; a number is never used again for anything else.
enum ChangeCode: UInt8 {
    case addUser = 1
    case mergeUsers = 2
    case addCost = 3
    case addCosts = 4
    case addNotification = 5
    case addNotifications = 6
    case markRead = 7
    case markUnread = 8
    case markAllRead = 9
}
