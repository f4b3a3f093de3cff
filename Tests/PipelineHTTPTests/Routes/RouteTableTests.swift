// SPDX-License-Identifier: MIT

import CommandLanguage
import HTTPTypes
import PipelineCore
import PipelineFormats
import PipelineService
import PipelineShell
import PipelineStore
import TestSupport
import Testing

@testable import PipelineHTTP

/// The routes, their description and what the server does with them, held together.
@Suite("The table of routes", .serialized, .inTurn)
struct RouteTableTests {
    private static let routes =
        LedgerServer.routes(
            of: LedgerService(store: LedgerStore(), clock: .system),
            hasMetrics: true
        )
        .table.paths.flatMap(\.routes)

    /// The document without what it says of the server itself.
    private static let document = OpenAPIDocument(of: routes).json

    /// A value that no parameter takes: it is no word, number or date, and longer than any text may be.
    private static let badValue = String(repeating: "%01", count: 300)

    @Test("Every route has a name of its own, and no path has a method twice")
    func uniqueness() {
        #expect(Set(Self.routes.map(\.name)).count == Self.routes.count)
        #expect(Set(Self.routes.map { "\($0.method) \($0.path.text)" }).count == Self.routes.count)
    }

    @Test("The OpenAPI document describes every route with every parameter, and nothing else")
    func description() throws {
        let described = try #require(Self.document["paths"]).members
            .flatMap { path in
                path.value.members.map { operation in
                    let parameters = operation.value["parameters"]?.items.filter { $0["in"] == "query" } ?? []
                    return "\(operation.name) \(path.name) \(parameters.compactMap { $0["name"]?.text })"
                }
            }
        let served = Self.routes.map { route in
            "\(route.method.rawValue.lowercased()) \(route.path.text) \(route.parameters.map(\.name))"
        }
        #expect(Set(described) == Set(served))
        #expect(described.count == served.count)
    }

    @Test("The OpenAPI document has a summary and a successful response for every route")
    func completeness() throws {
        for path in try #require(Self.document["paths"]).members {
            for operation in path.value.members {
                #expect(operation.value["summary"]?.text?.isEmpty == false, "\(path.name)")
                #expect(operation.value["responses"]?.members.first?.name.hasPrefix("20") == true, "\(path.name)")
            }
        }
    }

    @Test("The OpenAPI document says of every route what it is about, and of every such word what it means")
    func tags() throws {
        let tags = try #require(Self.document["tags"]).items
        let names = tags.compactMap { $0["name"]?.text }
        #expect(names.count == tags.count && tags.allSatisfy { $0["description"]?.text?.isEmpty == false })
        let used = try #require(Self.document["paths"]).members
            .flatMap { path in path.value.members.flatMap { $0.value["tags"]?.items ?? [] } }
        #expect(used.count == Self.routes.count)
        #expect(Set(used.compactMap(\.text)) == Set(names))
        #expect(Self.document["servers"]?.items.first?["url"] == "/")
    }

    @Test("A parameter that may be repeated is a list in the OpenAPI document, and no other is")
    func lists() throws {
        for route in Self.routes {
            let operation = Self.document["paths"]?[route.path.text]?[route.method.rawValue.lowercased()]
            for parameter in route.parameters {
                let described = operation?["parameters"]?.items.first { $0["name"]?.text == parameter.name }
                #expect((described?["schema"]?["type"] == "array") == parameter.isRepeatable, "\(parameter.name)")
            }
        }
    }

    @Test("The OpenAPI document has exactly the components that it refers to")
    func references() throws {
        let references = Self.document.references
        let components = try #require(Self.document["components"])
        let present = ["responses", "schemas"]
            .flatMap { kind in
                components[kind]?.members.map { "#/components/\(kind)/\($0.name)" } ?? []
            }
        #expect(Set(present) == references)
    }

    @Test("The server answers with the OpenAPI document of its own routes")
    func served() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let response = try await server.send("GET", "/openapi.json")
            #expect(response.status == 200)
            _ = try JSONText(parsing: response.text)
            let routes = LedgerServer.routes(of: server.service, hasMetrics: false).table.paths.flatMap(\.routes)
            #expect(response.body == OpenAPIDocument(of: routes).json.line)
        }
    }

    @Test("No parameter is ignored in silence: a value that it cannot have is a 400 that names it")
    func parameters() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            for route in Self.routes {
                for parameter in route.parameters {
                    let target = "\(route.path.text)?\(parameter.name)=\(Self.badValue)"
                    let method = route.method.rawValue
                    let response = try await server.send(method, target, token: TokenMint.user())
                    #expect(response.status == 400, "\(target)")
                    #expect(response.text.hasPrefix("{\"error\":\"Invalid \(parameter.name)\""), "\(response.text)")
                }
            }
        }
    }

    /// Options that say what an answer looks like.
    private static let shellOptions: Set<String> = ["no-records", "all"]

    @Test(
        "A request has the same parameters in a query and in the shell",
        arguments: [("costs", "costs"), ("notifications", "notifications"), ("read", "markAllRead")]
    )
    func grammar(command: String, name: String) throws {
        let command = try #require(Grammar.pipeline.commands.first { $0.name == command })
        let route = try #require(Self.routes.first { $0.name == name })
        let options = Set(command.options.map(\.name.spelling)).subtracting(Self.shellOptions)
        #expect(options == Set(route.parameters.map { $0.name.replacing("_", with: "-") }))
    }

    @Test("The OpenAPI document describes rows with the fields that answers have")
    func rows() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let cost = #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1}"#
            let notification = RouteMatrixTests.notification(RouteMatrixTests.ownID, TokenMint.alice)
            for (path, row, schema, input) in [
                ("/api/costs", cost, "CostRecord", "CostInput"),
                ("/api/notifications", notification, "Notification", "NotificationInput"),
            ] {
                let schemas = try #require(Self.document["components"]?["schemas"])
                let fields = try #require(schemas[schema]?["properties"]).members.map(\.name)
                #expect(Set(try #require(schemas[input]?["properties"]).members.map(\.name)) == Set(fields))
                let answer = try await server.post(path, row).text
                #expect(answer.fieldNames == ["success", "data"] + fields)
            }
        }
    }
}

extension JSONValue {
    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    var items: [JSONValue] {
        if case .array(let items) = self { items } else { [] }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    /// Every `$ref` in the value.
    var references: Set<String> {
        switch self {
        case .array(let items): Set(items.flatMap(\.references))
        case .object(let members):
            Set(members.flatMap { $0.name == "$ref" ? Set([$0.value.text].compactMap(\.self)) : $0.value.references })
        case .null, .bool, .number, .string: []
        }
    }
}

extension String {
    /// The names of all members in a JSON text, in order.
    fileprivate var fieldNames: [String] {
        matches(of: /"([a-z_]+)":/).map { String($0.output.1) }
    }
}
