// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Reads the value of a field, or says which field cannot be read and why.
struct FieldReader: Sendable {
    /// The field's name.
    let name: String

    func uuid(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) -> UUID {
        try checkText(form, text)
        do throws(ValueError) { return try UUID(parsing: text) } catch { throw described(error, text) }
    }

    func amount(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) -> Amount {
        // `true` and `[1]` are not decimal numbers either.
        do throws(ValueError) { return try Amount(parsing: text) } catch { throw described(error, text) }
    }

    func day(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) -> Day {
        try checkText(form, text)
        do throws(ValueError) { return try Day(parsing: text) } catch { throw described(error, text) }
    }

    func timestamp(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) -> Timestamp {
        try checkText(form, text)
        do throws(ValueError) { return try Timestamp(parsing: text) } catch { throw described(error, text) }
    }

    func text(_ form: ValueForm, _ text: Span<UInt8>, rule: TextRule = .any) throws(StoreError) -> String {
        try checkText(form, text)
        guard let string = UTF8Validity.string(text) else { throw described(ValueError("must be valid UTF-8"), text) }
        do throws(ValueError) { try rule.admit(string) } catch { throw described(error, text) }
        return string
    }

    func email(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) -> EmailAddress {
        let string = try self.text(form, text)
        do throws(ValueError) { return try EmailAddress(parsing: string) } catch { throw described(error, text) }
    }

    func priority(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) -> Priority {
        try checkText(form, text)
        do throws(ValueError) { return try Priority(parsing: text) } catch { throw described(error, text) }
    }

    func boolean(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) -> Bool {
        let isField = form == .field
        if isField || form == .boolean {
            if text.hasSameBytes(as: "true") || isField && text.hasSameBytes(as: "t") { return true }
            if text.hasSameBytes(as: "false") || isField && text.hasSameBytes(as: "f") { return false }
        }
        throw described(ValueError("must be true or false"), text)
    }

    func json(_ scanner: inout JSONScanner, _ text: Span<UInt8>) throws(StoreError) -> JSONText {
        do throws(JSONError) {
            return try scanner.scanDocument(text).json(in: text)
        } catch {
            throw described(error, text)
        }
    }

    /// The error of a text that is not JSON.
    func described(_ error: JSONError, _ text: Span<UInt8>) -> StoreError {
        error.described(field: name, text: Self.excerpt(text))
    }

    /// The error of a field that must be there and is not.
    var missing: StoreError {
        .invalid(name, "\(name) is required.")
    }

    private func checkText(_ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        switch form {
        case .field, .string: return
        case .number, .boolean, .structure: throw described(ValueError("must be a string"), text)
        }
    }

    private func described(_ error: ValueError, _ text: Span<UInt8>) -> StoreError {
        error.described(field: name, text: Self.excerpt(text))
    }

    /// The start of a text, so that an error about megabytes stays an error of a line.
    private static func excerpt(_ text: Span<UInt8>) -> String {
        // 81 scalars take 324 bytes at most; the buffer is read before the closure returns.
        let start = text.extracting(first: 324)
        let string = start.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        return ValueError.excerpt(string)
    }
}

/// The last few texts of a column that holds few different ones, so that most rows make no string of their own.
struct NameMemo: Sendable {
    private var names: [String] = []
    private var keys: [[UInt8]] = []
    private var nextVictim = 0

    private static let capacity = 8

    /// The text of a field of 1 to 50 characters.
    mutating func text(_ form: ValueForm, _ text: Span<UInt8>, _ reader: FieldReader) throws(StoreError) -> String {
        if form == .field || form == .string {
            for index in keys.indices where text.hasSameBytes(as: keys[index]) { return names[index] }
        }
        let name = try reader.text(form, text, rule: .type)
        if names.count < Self.capacity {
            names.append(name)
            keys.append(Array(name.utf8))
        } else {
            names[nextVictim] = name
            keys[nextVictim] = Array(name.utf8)
            nextVictim = (nextVictim &+ 1) % Self.capacity
        }
        return name
    }
}
