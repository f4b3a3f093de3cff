// SPDX-License-Identifier: MIT

package import PipelineCore

/// How a file of rows is written.
package enum FileFormat: String, CaseIterable, Hashable, Sendable {
    /// CSV with a header.
    case csv
    /// JSON Lines: one object a line.
    case jsonl
    /// A FinOps FOCUS 1.x billing export: CSV with columns of its own; costs alone, and for reading alone.
    case focus

    /// Takes the format by its name.
    ///
    /// - Throws: `StoreError` if there is no such format.
    package init(named name: some StringProtocol) throws(StoreError) {
        guard let format = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) }) else {
            throw ValueError(mustBeOneOf: Self.allCases.map(\.rawValue)).described(field: "format", text: name)
        }
        self = format
    }

    /// Tells the format by the end of a file's name, in either case: `.csv`, `.jsonl`, `.ndjson` or `.json`.
    ///
    /// - Throws: `StoreError` if the name tells nothing.
    package init(fileName: some StringProtocol) throws(StoreError) {
        let name = fileName.lowercased()
        if name.hasSuffix(".csv") {
            self = .csv
        } else if [".jsonl", ".ndjson", ".json"].contains(where: name.hasSuffix) {
            self = .jsonl
        } else {
            throw .invalid(
                "format",
                "The name '\(ValueError.excerpt(fileName))' does not tell the format; add --format."
            )
        }
    }
}
