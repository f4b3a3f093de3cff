// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineFormats

/// What to export, and how.
package struct ExportRequest: Sendable {
    /// Which rows to write.
    package var table: DataTable
    /// How the file is written.
    package var format: FileFormat
    /// Whose rows, nil for everyone's.
    package var owner: UserID?
    /// Whether text that a spreadsheet would run gets a `'` in front.
    package var guardsSpreadsheets: Bool

    /// Makes a request from its parts.
    package init(table: DataTable, format: FileFormat, owner: UserID?, guardsSpreadsheets: Bool) {
        self.table = table
        self.format = format
        self.owner = owner
        self.guardsSpreadsheets = guardsSpreadsheets
    }
}
