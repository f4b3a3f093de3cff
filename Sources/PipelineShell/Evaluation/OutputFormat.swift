// SPDX-License-Identifier: MIT

/// How answers are written.
package enum OutputFormat: String, CaseIterable, Sendable {
    /// For people: aligned columns, bars, headings.
    case table
    /// For programs: one line of JSON a command.
    case json
    /// For spreadsheets and programs: RFC 4180 with a header.
    case csv
}
