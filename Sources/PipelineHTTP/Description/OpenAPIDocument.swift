// SPDX-License-Identifier: MIT

internal import PipelineService

/// The description of the routes (OpenAPI 3.1).
enum OpenAPIDocument {
    /// The document's bytes.
    static let bytes = Array(
        """
        {"openapi":"3.1.0",
        "info":{"title":"pipeline","version":"\(ProgramVersion.current)","license":{"name":"MIT","identifier":"MIT"},
        "description":"Training costs and notifications. A token names the user; amounts are exact decimals."},
        "security":[{"bearer":[]},{"cookie":[]}],
        "paths":\(paths),
        "components":{"securitySchemes":\(securitySchemes),
        "parameters":\(parameters),
        "responses":\(responses),
        "schemas":\(schemas)}}

        """
        .utf8
    )

    private static let securitySchemes = #"""
        {"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT","description":"A Supabase access token."},
        "platform":{"type":"http","scheme":"bearer","description":"A service_role key, or the ingest token."},
        "cookie":{"type":"apiKey","in":"cookie","name":"sb-access-token"}}
        """#

    private static let parameters = #"""
        {"start_date":{"name":"start_date","in":"query","schema":{"$ref":"#/components/schemas/Moment"},
        "description":"A date means its first microsecond. Overrides period."},
        "end_date":{"name":"end_date","in":"query","schema":{"$ref":"#/components/schemas/Moment"},
        "description":"A date means that whole day. Overrides period."},
        "ifNoneMatch":{"name":"If-None-Match","in":"header","schema":{"type":"string"}}}
        """#

    private static let responses: String = {
        let descriptions = [
            ("Invalid", "A value that cannot be taken."), ("Unauthorized", "No token, or one that does not hold."),
            ("Forbidden", "A token without the right."), ("NotFound", "Not there, or another user's."),
            ("Conflict", "There already with other content."), ("TooLarge", "The body is over its bound."),
            ("MediaType", "The body is not JSON."), ("Unavailable", "It could not be made durable."),
        ]
        let content = ##""content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}"##
        let challenge = #""headers":{"WWW-Authenticate":{"schema":{"const":"Bearer"}}},"#
        let entries = descriptions.map { name, description in
            "\"\(name)\":{\"description\":\"\(description)\",\(name == "Unauthorized" ? challenge : "")\(content)}"
        }
        return "{" + entries.joined(separator: ",\n") + ",\n"
            + #""NotModified":{"description":"The same as the client has.","headers":{"ETag":{"schema":{"type":"string"}}}}}"#
    }()
}
