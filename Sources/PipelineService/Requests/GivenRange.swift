// SPDX-License-Identifier: MIT

internal import PipelineCore

extension DateRange {
    /// The span of time between two parameters, each a date or a timestamp; nil if neither is given.
    ///
    /// A date is all of its day. With one of them alone, the other side is open.
    ///
    /// - Parameters:
    ///   - first: The name and the text of the parameter that says where the span begins.
    ///   - last: The name and the text of the one that says where it ends.
    /// - Returns: The span, both of whose ends belong to it.
    /// - Throws: `StoreError` of kind invalid that names the parameter.
    static func given(
        _ first: (name: String, text: String?),
        _ last: (name: String, text: String?)
    ) throws(StoreError) -> DateRange? {
        let start = try first.text.parsed(first.name) { (text) throws(ValueError) in
            try Timestamp(parsing: text, orDay: \.start)
        }
        let end = try last.text.parsed(last.name) { (text) throws(ValueError) in
            try Timestamp(parsing: text, orDay: \.end)
        }
        guard start != nil || end != nil else { return nil }
        guard let range = DateRange(start: start, end: end) else {
            throw ValueError("must be no later than \(last.name) '\(ValueError.excerpt(last.text ?? ""))'")
                .described(field: first.name, text: first.text ?? "")
        }
        return range
    }
}

extension Timestamp {
    /// Reads a timestamp, or a date, of which `edge` chooses the moment.
    init(parsing text: String, orDay edge: (Day) -> Timestamp) throws(ValueError) {
        self = text.utf8.count <= 10 ? edge(try Day(parsing: text)) : try Timestamp(parsing: text)
    }
}
