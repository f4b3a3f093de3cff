// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

/// The description of routes (OpenAPI 3.1).
struct OpenAPIDocument {
    /// The document.
    let json: JSONValue

    /// Describes routes.
    init(of routes: [Route]) {
        var schemas = Schema.error.components
        for schema in routes.flatMap(\.schemas) { schemas.merge(schema.components) { first, _ in first } }
        json = [
            "openapi": "3.1.0",
            "info": [
                "title": "pipeline", "version": .string(ProgramVersion.current),
                "license": ["name": "MIT", "identifier": "MIT"],
                "description": """
                Training costs and notifications. A token names the user; amounts are exact decimals. Answers of 1 KiB and \
                more are compressed where Accept-Encoding takes gzip.
                """,
            ],
            "servers": [["url": "/", "description": "The server that has the document"]],
            "tags": .array(
                Route.Tag.allCases
                    .map { ["name": .string($0.rawValue), "description": .string($0.description)] }
            ),
            "security": [["bearer": []], ["cookie": []]],
            "paths": .object(
                RouteTable(routes).paths
                    .map { path in
                        JSONValue.Member(
                            path.pattern.text,
                            .object(path.routes.map { JSONValue.Member($0.method.rawValue.lowercased(), $0.operation) })
                        )
                    }
            ),
            "components": [
                "securitySchemes": Self.securitySchemes,
                "responses": .object(Route.Failure.allCases.map { JSONValue.Member($0.name, $0.response) }),
                "schemas": .object(
                    schemas.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
                ),
            ],
        ]
    }

    private static let securitySchemes: JSONValue = [
        "bearer": [
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A Supabase access token.",
        ],
        "platform": [
            "type": "http", "scheme": "bearer", "description": "A service_role key, or the ingest token.",
        ],
        "platformKey": [
            "type": "apiKey", "in": "header", "name": "apikey",
            "description": "The same, where the Authorization header has no token.",
        ],
        "cookie": ["type": "apiKey", "in": "cookie", "name": "sb-access-token"],
    ]
}

extension Route.Failure {
    /// The name of the response that describes the failure, wherever it occurs.
    fileprivate var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// The response, without its name.
    fileprivate var response: JSONValue {
        let headers: JSONValue? =
            switch self {
            case .notModified: ["ETag": ["schema": Schema.text.json]]
            case .mediaType: ["Accept-Encoding": ["schema": ["const": "gzip"]]]
            case .unauthorized: ["WWW-Authenticate": ["schema": ["const": "Bearer"]]]
            case .tooMany, .unavailable: ["Retry-After": ["schema": Schema.count.json]]
            default: nil
            }
        var members = [JSONValue.Member("description", .string(description))]
        if let headers { members.append(JSONValue.Member("headers", headers)) }
        if self != .notModified {
            members.append(JSONValue.Member("content", [MediaType.json: ["schema": Schema.error.json]]))
        }
        return .object(members)
    }
}

extension Route {
    /// The schemas that the route refers to.
    fileprivate var schemas: [Schema] {
        [success.schema, body].compactMap(\.self) + parameters.map(\.schema)
    }

    /// What the platform sends, or a user in the place of a query.
    private var body: Schema? {
        if case .platform(let body, _) = handler { return body }
        guard takesParametersInBody else { return nil }
        return .object(parameters.map { ($0.name, $0.schema) }, optional: Set(parameters.map(\.name)))
    }

    private var isForPlatform: Bool {
        if case .platform = handler { true } else { false }
    }

    fileprivate var operation: JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: JSONValue) { members.append(JSONValue.Member(name, value)) }
        add("operationId", .string(name))
        add("tags", [.string(tag.rawValue)])
        add("summary", .string(summary))
        switch handler {
        case .anyone: add("security", [])
        case .user: break
        case .platform: add("security", [["platform": []], ["platformKey": []]])
        }
        if !described.isEmpty { add("parameters", .array(described)) }
        if let body {
            add(
                "requestBody",
                [
                    "description": isForPlatform
                        ? "May be compressed, with Content-Encoding: gzip." : "In the place of the query.",
                    "required": .bool(isForPlatform),
                    "content": [MediaType.json: ["schema": body.json]],
                ]
            )
        }
        add("responses", .object(responses))
        return .object(members)
    }

    private var described: [JSONValue] {
        var result: [JSONValue] = []
        if path.hasVariable {
            result.append(["name": "id", "in": "path", "required": true, "schema": Schema.uuid.json])
        }
        result += parameters.map { parameter in
            let schema = parameter.isRepeatable ? Schema.array(of: parameter.schema) : parameter.schema
            return [
                "name": .string(parameter.name), "in": "query", "schema": schema.json,
                "description": .string(parameter.summary),
            ]
        }
        if isForPlatform {
            result.append([
                "name": .string(DeliveryKey.fieldName), "in": "header", "schema": Schema.deliveryKey.json,
                "description": "A name for the delivery: sent again within 24 hours, it is taken once.",
            ])
        }
        if hasEntityTag { result.append(["name": "If-None-Match", "in": "header", "schema": Schema.text.json]) }
        return result
    }

    private var responses: [JSONValue.Member] {
        let content: JSONValue = success.schema.map { ["schema": $0.json] } ?? [:]
        var contents = [JSONValue.Member(success.mediaType, content)]
        if hasEntityTag {
            contents += MediaType.answerFormats.filter { $0 != .json }
                .map { JSONValue.Member($0.mediaType, ["schema": Schema.text.json]) }
        }
        var response = [JSONValue.Member("description", .string(success.description))]
        if !headers.isEmpty { response.append(JSONValue.Member("headers", .object(headers))) }
        response.append(JSONValue.Member("content", .object(contents)))
        let failures = failures
        return success.statuses.map { JSONValue.Member("\($0.code)", .object(response)) }
            + Failure.allCases.filter { failures.contains($0) }
            .map { .init("\($0.status.code)", ["$ref": .string("#/components/responses/\($0.name)")]) }
    }

    /// The fields that tell something of a successful response.
    private var headers: [JSONValue.Member] {
        var headers: [JSONValue.Member] = []
        if hasEntityTag { headers.append(JSONValue.Member("ETag", ["schema": Schema.text.json])) }
        if success.isPaged {
            headers.append(
                JSONValue.Member(
                    "Link",
                    [
                        "description": "Where the list goes on if it was cut off: a relative reference, rel=\"next\".",
                        "schema": Schema.text.json,
                    ]
                )
            )
        }
        return headers
    }

    /// The failures that the route can end in.
    private var failures: Set<Failure> {
        var failures = Set(otherFailures)
        switch handler {
        case .anyone: break
        case .user: failures.formUnion([.unauthorized, .tooLarge, .mediaType, .unavailable])
        case .platform:
            failures.formUnion([
                .unauthorized, .forbidden, .mediaType, .tooLarge, .invalid, .conflict, .keyIsTaken, .unavailable,
            ])
        }
        if hasEntityTag { failures.formUnion([.notModified, .tooMany]) }
        if !parameters.isEmpty { failures.insert(.invalid) }
        if path.hasVariable || parameters.contains(where: \.namesNotification) { failures.insert(.notFound) }
        return failures
    }

    /// Whether the answer has a tag: every one to a user's question has.
    private var hasEntityTag: Bool {
        if case .user = handler { return method == .get }
        return false
    }
}

extension ParameterDescription {
    /// Whether a value may be the id of a notification.
    fileprivate var namesNotification: Bool { kind == .notificationID || kind == .momentOrNotificationID }

    /// What a value must be; an empty one counts as absent.
    fileprivate var schema: Schema {
        switch kind {
        case .choice(let values): .oneOf(values.map { .string($0) } + [""])
        case .period(let words):
            .any(of: [.oneOf(words.map { .string($0) } + [""]), .pattern("^[0-9]{4}(-[0-9]{2})?$")])
        case .billingPeriod: .pattern("^([0-9]{4}-[0-9]{2}(-[0-9]{2})?)?$")
        case .boolean: .oneOf(["true", "false", ""])
        case .moment: .moment
        case .momentOrNotificationID: .any(of: [.moment, .uuid])
        case .date: .day
        case .count: Schema(["type": "integer", "minimum": 1])
        case .uuid, .notificationID: .uuid
        case .notificationType: .typeOrEmpty
        case .amount, .costType, .text: .text
        case .json: .anything
        }
    }
}

extension Schema {
    fileprivate static func pattern(_ pattern: String) -> Schema {
        Schema(["type": "string", "pattern": .string(pattern)])
    }

    fileprivate static let typeOrEmpty = Schema([
        "type": "string", "maxLength": .number(TextRule.type.length.upperBound),
    ])
    fileprivate static let deliveryKey = Schema([
        "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$",
    ])
    fileprivate static let moment = named("Moment", .any(of: [.day, .timestamp, Schema(["const": ""])]))
}
