// SPDX-License-Identifier: MIT

internal import PipelineCore

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
