// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService

/// The parameters of a query that a route knows; all others are ignored.
struct QueryParameters {
    private let values: [String: String]

    /// The parameters in one text, in order of their names.
    var description: String {
        values.isEmpty ? "" : values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    /// Reads a query: `+` is a space, `%XX` a byte, the result UTF-8.
    ///
    /// - Throws: ``StoreError`` of kind invalid that names a parameter given twice or not readable.
    init(_ query: Substring, names: Set<String>) throws(StoreError) {
        var values: [String: String] = [:]
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(Self.decode), names.contains(name) else { continue }
            guard let value = parts.count > 1 ? Self.decode(parts[1]) : "" else {
                throw .invalid(name, "\(name) is not UTF-8 in percent-encoding")
            }
            guard values.updateValue(value, forKey: name) == nil else { throw .invalid(name, "\(name) is given twice") }
        }
        self.values = values
    }

    /// Reads the parameters of a request from a query.
    init<Parameter: RequestParameter>(_ query: Substring, of parameters: Parameter.Type) throws(StoreError) {
        try self.init(query, names: Set(Parameter.allCases.map(\.description.name)))
    }

    /// The text of a parameter of a request, nil if it is absent.
    func text(of parameter: some RequestParameter) -> String? {
        let description = parameter.description
        return description.kind == .moment ? moment(description.name) : values[description.name]
    }

    private static func decode(_ text: Substring.UTF8View.SubSequence) -> String? {
        PercentEncoding.decode(Array(text)[...], plusIsSpace: true).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The value of a parameter that is a date or a timestamp.
    ///
    /// A space where the sign of an offset belongs was a `+` that nobody encoded: `2025-12-26T10:30:00 00:00`.
    private func moment(_ name: String) -> String? {
        guard var bytes = values[name].map({ Array($0.utf8) }) else { return nil }
        let dateLength = 10
        if let space = bytes.lastIndex(of: UInt8(ascii: " ")), space > dateLength, space + 2 < bytes.count,
            bytes[(space + 1)...].allSatisfy({ $0.decimalValue != nil || $0 == UInt8(ascii: ":") })
        {
            bytes[space] = UInt8(ascii: "+")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
