// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A JSON Schema together with the named ones that it refers to, so that none of them can be missing.
struct Schema: Sendable {
    /// The schema as it stands where it is used.
    let json: JSONValue
    /// The schemas that it refers to, by their names.
    private(set) var components: [String: JSONValue] = [:]

    /// Makes a schema that refers to no other.
    init(_ json: JSONValue) {
        self.json = json
    }

    /// Makes a schema around others.
    init(_ json: JSONValue, of parts: [Schema]) {
        self.json = json
        for part in parts { components.merge(part.components) { first, _ in first } }
    }

    /// Gives a schema a name, by which it is referred to from then on.
    static func named(_ name: String, _ schema: Schema) -> Schema {
        var result = Schema(["$ref": .string("#/components/schemas/\(name)")], of: [schema])
        result.components[name] = schema.json
        return result
    }

    /// An object.
    ///
    /// - Parameters:
    ///   - members: The members that it may have.
    ///   - optional: The names of those that it need not have.
    ///   - isClosed: Whether it must not have others.
    /// - Returns: The schema.
    static func object(
        _ members: KeyValuePairs<String, Schema>,
        optional: Set<String> = [],
        isClosed: Bool = false
    ) -> Schema {
        .object(members.map { ($0.key, $0.value) }, optional: optional, isClosed: isClosed)
    }

    /// An object whose members are worked out.
    static func object(
        _ members: [(name: String, schema: Schema)],
        optional: Set<String> = [],
        isClosed: Bool = false
    ) -> Schema {
        let required = members.map(\.name).filter { !optional.contains($0) }
        var json: [JSONValue.Member] = [JSONValue.Member("type", "object")]
        if !required.isEmpty {
            json.append(JSONValue.Member("required", .array(required.map { .string($0) })))
        }
        if isClosed { json.append(JSONValue.Member("additionalProperties", false)) }
        let properties = members.map { JSONValue.Member($0.name, $0.schema.json) }
        json.append(JSONValue.Member("properties", .object(properties)))
        return Schema(.object(json), of: members.map(\.schema))
    }

    /// An object whose members all have one schema.
    static func dictionary(of values: Schema) -> Schema {
        Schema(["type": "object", "additionalProperties": values.json], of: [values])
    }

    /// An array.
    static func array(of items: Schema) -> Schema {
        Schema(["type": "array", "items": items.json], of: [items])
    }

    /// One of several.
    static func any(of alternatives: [Schema]) -> Schema {
        Schema(["anyOf": .array(alternatives.map(\.json))], of: alternatives)
    }

    /// One of some values.
    static func oneOf(_ values: [JSONValue]) -> Schema { Schema(["enum": .array(values)]) }

    /// A text of a format.
    static func string(_ format: String) -> Schema {
        Schema(["type": "string", "format": .string(format)])
    }

    /// A text that keeps a rule.
    static func text(_ rule: TextRule) -> Schema {
        Schema([
            "type": "string", "minLength": .number(rule.length.lowerBound),
            "maxLength": .number(rule.length.upperBound),
        ])
    }

    /// The same values, and null.
    var orNull: Schema {
        guard case .object(let members) = json else { return self }
        let nullable = members.map { member in
            switch (member.name, member.value) {
            case ("type", .array(let types)) where !types.contains("null"):
                JSONValue.Member("type", .array(types + ["null"]))
            case ("type", .string(let type)): JSONValue.Member("type", [.string(type), "null"])
            case ("enum", .array(let values)) where !values.contains(.null):
                JSONValue.Member("enum", .array(values + [.null]))
            default: member
            }
        }
        var result = Schema(.object(nullable))
        result.components = components
        return result
    }

    /// The envelope of an answer with data.
    static func envelope(_ data: Schema) -> Schema {
        .object(["success": Schema(["const": true]), "data": data])
    }

    /// The envelope of an answer without data.
    static let done = named("Done", .object(["success": Schema(["const": true])]))

    /// The envelope of an error.
    static let error = named("Error", .object(["error": .text, "details": .text], isClosed: true))

    /// Whatever JSON can say.
    static let anything = Schema([:])
    static let boolean = Schema(["type": "boolean"])
    static let number = Schema(["type": "number"])
    static let text = Schema(["type": "string"])
    static let count = Schema(["type": "integer", "minimum": 0])
    static let uuid = string("uuid")
    static let day = string("date")
    static let timestamp = string("date-time")
}
