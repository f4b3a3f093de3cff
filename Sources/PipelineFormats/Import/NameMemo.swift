// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The last few texts of a column that holds few different ones, so that most rows make no string of their own.
struct NameMemo: Sendable {
    private var names: [String] = []
    private var nextVictim = 0

    private static let capacity = 8

    /// The text of a field of 1 to 50 characters.
    mutating func text(_ form: ValueForm, _ text: Span<UInt8>, _ reader: FieldReader) throws(StoreError) -> String {
        if form == .field || form == .string {
            for name in names where text.hasSameBytes(as: name) { return name }
        }
        let name = try reader.text(form, text, rule: .type)
        if names.count < Self.capacity {
            names.append(name)
        } else {
            names[nextVictim] = name
            nextVictim = (nextVictim &+ 1) % Self.capacity
        }
        return name
    }
}
