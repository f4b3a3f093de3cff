// SPDX-License-Identifier: MIT

/// The tables to which the platform hands over rows.
package enum IngestTable: Sendable {
    /// Cost records.
    case costs
    /// Notifications.
    case notifications
}
