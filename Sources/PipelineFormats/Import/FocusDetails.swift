// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The fields of a FOCUS row that a cost record has no place for, as a JSON object.
struct FocusDetails: Sendable {
    private var members: [UInt8] = []

    mutating func begin() {
        members.removeAll(keepingCapacity: true)
    }

    /// Adds a field whose value is text.
    mutating func append(key: String, text: String) {
        appendKey(key)
        append(text)
    }

    /// Adds a field whose value is JSON.
    mutating func append(key: String, json: JSONText) {
        appendKey(key)
        members.append(contentsOf: json.text.utf8)
    }

    /// The object, nil where it has no member.
    var finished: JSONText? {
        members.isEmpty ? nil : JSONText(validated: "{" + String(decoding: members, as: UTF8.self) + "}")
    }

    private mutating func appendKey(_ key: String) {
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        append(key)
        members.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ text: String) {
        var writer = ByteWriter(capacity: text.utf8.count + 16)
        writer.appendJSON(text)
        writer.withBytes { members.append(contentsOf: $0) }
    }
}
