// SPDX-License-Identifier: MIT

/// The columns of a table: one case each, in the order of files and answers, whose raw value is its name there.
package protocol TableColumn: RawRepresentable<String>, CaseIterable, Sendable where AllCases == [Self] {
    /// The columns in which every row must have a value, since there is no default.
    static var required: [Self] { get }

    /// Whether the values are JSON.
    var holdsJSON: Bool { get }
}

extension TableColumn {
    /// The names of all columns, in their order.
    package static var names: [String] { allCases.map(\.rawValue) }
}
