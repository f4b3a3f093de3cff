// SPDX-License-Identifier: MIT

package import PipelineCore

/// What became of the rows that a delivery brought.
package struct Ingestion: Sendable {
    /// The table.
    package let table: IngestTable
    /// The rows' identifiers, in order of the delivery.
    package let ids: [UUID]
    /// Whether the rows came in an array.
    package let isList: Bool
    /// Whether one of the rows was not there before.
    package let hasNewRows: Bool
}
