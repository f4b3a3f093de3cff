// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import PipelineService

/// The parameters of a query that a route has; all others are ignored, as on the platform.
struct QueryParameters {
    /// The values in the order of the query, each with the place of its parameter among those of the route.
    private var values: [(place: Int, name: String, value: String)]

    /// The parameters as one text, in the order in which the route has them: no two questions have the same.
    var description: String {
        guard !values.isEmpty else { return "" }
        return values.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map { "\($0.element.name)=\($0.element.value.utf8.count):\($0.element.value)" }.joined(separator: "&")
    }

    /// Reads a query: `+` is a space, `%XX` a byte, the result UTF-8.
    ///
    /// - Throws: `StoreError` of kind invalid that names a parameter given twice, not readable, or not an id.
    init(_ query: Substring, of parameters: [ParameterDescription]) throws(StoreError) {
        var values: [(place: Int, name: String, value: String)] = []
        guard !query.isEmpty else {
            self.values = values
            return
        }
        let names = parameters.map(\.name)
        var reader = QueryReader(Array(query.utf8), of: names)
        var work = ByteWork()
        while let (index, bytes) = reader.next(&work) {
            let name = names[index]
            guard let value = bytes.flatMap({ String(validating: $0, as: UTF8.self) }) else {
                throw .invalid(name, "\(name) must be UTF-8 in percent-encoding.")
            }
            try Self.add(value, at: index, of: parameters, to: &values)
        }
        self.values = values
    }

    /// Reads further parameters from a body, a JSON object with a string for each; null counts as absent.
    ///
    /// - Throws: `StoreError` of kind invalid that names what is not an object, not a string, or given twice.
    mutating func add(_ body: [UInt8], of parameters: [ParameterDescription]) throws(StoreError) {
        var work = ByteWork()
        var reader = JSONObjectReader()
        let text = body.span
        var members: [(index: Int, value: JSONToken)] = []
        do throws(JSONError) {
            try reader.open(text)
            while let member = try reader.next(text) {
                let name = member.key.bytes(in: text, &work)
                guard let index = parameters.firstIndex(where: { name.elementsEqual($0.name.utf8) }) else { continue }
                members.append((index, member.value))
            }
        } catch {
            throw error.described(name: "body")
        }
        for (index, value) in members where value.kind != .null {
            guard value.kind == .string else {
                throw .invalid(parameters[index].name, "\(parameters[index].name) must be a string.")
            }
            try Self.add(value.string(in: text), at: index, of: parameters, to: &values)
        }
    }

    /// Adds the value of a parameter.
    private static func add(
        _ value: String,
        at index: Int,
        of parameters: [ParameterDescription],
        to values: inout [(place: Int, name: String, value: String)]
    ) throws(StoreError) {
        let name = parameters[index].name
        if !parameters[index].isRepeatable, values.contains(where: { $0.place == index }) {
            throw .invalid(name, "\(name) must be given only once.")
        }
        switch parameters[index].kind {
        case .notificationID: try checkID(value, of: name)
        case .momentOrNotificationID where UUID.bounds(ofPrefix: value) != nil: try checkID(value, of: name)
        default: break
        }
        values.append((index, name, value))
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
        guard let value = values.first(where: { $0.name == parameter.name })?.value else { return nil }
        return switch parameter.kind {
        case .moment, .momentOrNotificationID: Self.withOffsetSign(value)
        default: value
        }
    }

    /// All values of a parameter that may be repeated.
    func all(_ parameter: @autoclosure () -> ParameterDescription) -> [String] {
        guard !values.isEmpty else { return [] }
        let parameter = parameter()
        return values.compactMap { $0.name == parameter.name ? $0.value : nil }
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
