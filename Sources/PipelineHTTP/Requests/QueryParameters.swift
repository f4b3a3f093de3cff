// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService

/// The parameters of a query that a route has; all others are ignored, as on the platform.
struct QueryParameters {
    private let values: [String: String]

    /// The parameters as one text, ordered by their names.
    var description: String {
        values.isEmpty ? "" : values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    /// Reads a query: `+` is a space, `%XX` a byte, the result UTF-8.
    ///
    /// - Throws: `StoreError` of kind invalid that names a parameter given twice, not readable, or not an id.
    init(_ query: Substring, of parameters: [ParameterDescription]) throws(StoreError) {
        var values: [String: String] = [:]
        guard !query.isEmpty else {
            self.values = values
            return
        }
        var reader = QueryReader(Array(query.utf8))
        var work = ByteWork()
        let names = parameters.map(\.name)
        while let (index, bytes) = reader.next(of: names, &work) {
            let name = names[index]
            guard let value = bytes.flatMap({ String(validating: $0, as: UTF8.self) }) else {
                throw .invalid(name, "\(name) must be UTF-8 in percent-encoding.")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .invalid(name, "\(name) must be given only once.")
            }
            if parameters[index].kind == .notificationID { try Self.checkID(value, of: name) }
        }
        self.values = values
    }

    /// Checks an id, of which a prefix will do for people alone.
    private static func checkID(_ text: String, of name: String) throws(StoreError) {
        guard !text.isEmpty else { return }
        do throws(ValueError) {
            _ = try UUID(parsing: text)
        } catch {
            throw error.described(field: name, text: text)
        }
    }

    /// The value of a parameter, nil if it is absent.
    subscript(parameter: @autoclosure () -> ParameterDescription) -> String? {
        // Most queries are empty, and what is known of a parameter takes longer to put together than to look up.
        guard !values.isEmpty else { return nil }
        let parameter = parameter()
        guard let value = values[parameter.name] else { return nil }
        if case .moment = parameter.kind { return Self.withOffsetSign(value) }
        return value
    }

    /// A date or a timestamp in which a space where the sign of an offset belongs is the `+` that it was.
    ///
    /// Nobody encodes it: `2025-12-26T10:30:00+00:00` arrives as `2025-12-26T10:30:00 00:00`.
    private static func withOffsetSign(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let dateLength = 10
        guard let space = bytes.lastIndex(of: UInt8(ascii: " ")), space > dateLength, space + 2 < bytes.count,
            bytes[(space + 1)...].allSatisfy({ $0.decimalValue != nil || $0 == UInt8(ascii: ":") })
        else { return text }
        bytes[space] = UInt8(ascii: "+")
        return String(decoding: bytes, as: UTF8.self)
    }
}
