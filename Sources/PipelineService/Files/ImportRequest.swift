// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineFormats

/// The tables that can be imported and exported.
package enum DataTable: String, CaseIterable, Sendable {
    /// Cost records.
    case costs
    /// Notifications.
    case notifications
    /// Users.
    case users
}

/// What to import, and how.
package struct ImportRequest: Sendable {
    /// Which rows the file has.
    package var table: DataTable
    /// How the file is written.
    package var format: FileFormat
    /// The owner of rows that do not say whose they are.
    package var owner: UserID?
    /// Whether bad rows are left out and reported; otherwise the first one ends the import.
    package var skipsInvalidRows: Bool

    /// Makes a request from its parts.
    package init(table: DataTable, format: FileFormat, owner: UserID?, skipsInvalidRows: Bool) {
        self.table = table
        self.format = format
        self.owner = owner
        self.skipsInvalidRows = skipsInvalidRows
    }
}
