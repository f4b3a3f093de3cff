// SPDX-License-Identifier: MIT

import ColumnTestSupport
import Foundation
import PipelineCore
import PipelineFormats
import PipelineService
import PipelineStore
import TestSupport
import Testing

@testable import PipelineHTTP

/// What the document says of rows, and what the server takes and answers, column by column.
@Suite("The schemas of rows", .serialized, .inTurn)
struct RowSchemaTests {
    /// Rows of one kind: where they are sent, and what the document calls them.
    private struct Rows {
        let path: String
        let answer: JSONValue
        let input: JSONValue
        /// A value of every column, as JSON.
        let samples: [(name: String, json: String)]

        init<Column: SampledColumn>(_ path: String, _ columns: Column.Type, _ answer: String, _ input: String) throws {
            let table = LedgerServer.routes(
                of: LedgerService(store: LedgerStore(), clock: .system),
                hasMetrics: false
            )
            let routes = table.table.paths.flatMap(\.routes)
            let schemas = try #require(OpenAPIDocument(of: routes).json["components"]?["schemas"])
            self.path = path
            self.answer = try #require(schemas[answer])
            self.input = try #require(schemas[input])
            samples = Column.allCases.map { ($0.rawValue, $0.json(0)) }
        }

        /// The names of the members that the document asks for.
        var required: Set<String> { Set((input["required"]?.items ?? []).compactMap(\.text)) }

        /// A row that no request sent yet, with another value in one member, or without it.
        func body(_ number: Int, _ changed: String? = nil, _ json: String? = nil) -> String {
            var members: [String] = []
            for sample in samples {
                if sample.name == changed {
                    if let json { members.append("\"\(sample.name)\":\(json)") }
                } else if sample.name == "id" {
                    members.append("\"id\":\"e0000000-0000-4000-8000-\(100_000_000_000 + number)\"")
                } else {
                    members.append("\"\(sample.name)\":\(sample.json)")
                }
            }
            return "{\(members.joined(separator: ","))}"
        }
    }

    private static func rows() throws -> [Rows] {
        [
            try Rows("/api/costs", CostRecord.Column.self, "CostRecord", "CostInput"),
            try Rows("/api/notifications", Notification.Column.self, "Notification", "NotificationInput"),
        ]
    }

    @Test("A member that the document does not ask for can be left out or null, one that it asks for can be neither")
    func required() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            for rows in try Self.rows() {
                for (index, member) in try #require(rows.input["properties"]).members.enumerated() {
                    let isRequired = rows.required.contains(member.name)
                    #expect(Self.value(.null, fits: member.value) == !isRequired, "\(member.name)")
                    let types = member.value["type"]?.items ?? []
                    #expect(Set(types).count == types.count, "\(member.name)")
                    for (number, value) in [(index * 2, nil), (index * 2 + 1, "null")] {
                        let response = try await server.post(rows.path, rows.body(number, member.name, value))
                        #expect(response.status == (isRequired ? 400 : 201), "\(member.name): \(response.text)")
                        if isRequired { #expect(response.text.contains(member.name), "\(response.text)") }
                    }
                }
            }
        }
    }

    @Test("An answer has the values that were sent, and its members are of the types that the document says")
    func answers() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            for rows in try Self.rows() {
                let full = try await server.post(rows.path, rows.body(0)).text
                for sample in rows.samples where sample.name != "id" {
                    #expect(full.contains("\"\(sample.name)\":\(sample.json)"), "\(sample.name): \(full)")
                }
                let least = rows.samples.filter { rows.required.contains($0.name) }
                    .map { "\"\($0.name)\":\($0.json)" }
                let short = try await server.post(rows.path, "{\(least.joined(separator: ","))}").text
                for answer in [full, short] {
                    let values = try JSONDecoder().decode(Answer.self, from: Data(answer.utf8)).data
                    for member in try #require(rows.answer["properties"]).members {
                        let value = try #require(values[member.name], "\(member.name)")
                        #expect(Self.value(value, fits: member.value), "\(member.name): \(answer)")
                    }
                }
            }
        }
    }

    private struct Answer: Decodable {
        let data: [String: Value]
    }

    /// A value of JSON, as far as a schema looks at it here.
    private enum Value: Decodable {
        case null
        case boolean
        case number
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self =
                if container.decodeNil() {
                    .null
                } else if let text = try? container.decode(String.self) {
                    .text(text)
                } else if (try? container.decode(Bool.self)) != nil {
                    .boolean
                } else if (try? container.decode(Double.self)) != nil {
                    .number
                } else {
                    .other
                }
        }

        /// What a schema calls the value's type.
        var type: String {
            switch self {
            case .null: "null"
            case .boolean: "boolean"
            case .number: "number"
            case .text: "string"
            case .other: "object"
            }
        }
    }

    /// Whether a schema's `type` and `enum` allow a value.
    private static func value(_ value: Value, fits schema: JSONValue) -> Bool {
        let types = schema["type"].map { $0.text.map { [$0] } ?? $0.items.compactMap(\.text) }
        guard types?.contains(value.type) ?? true else { return false }
        guard let values = schema["enum"] else { return true }
        return switch value {
        case .null: values.items.contains(.null)
        case .text(let text): values.items.contains(.string(text))
        case .boolean, .number, .other: false
        }
    }
}
