// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// Which other sites' pages may read answers (the Fetch standard's CORS protocol): those listed, letter by letter.
struct OriginPolicy: Sendable {
    private let origins: Set<[UInt8]>

    /// Makes a policy; without origins no field of the protocol is ever sent.
    init(_ origins: [String]) {
        self.origins = Set(origins.map { Array($0.utf8) })
    }

    /// Adds what a browser needs to know to the fields of an answer.
    ///
    /// - Parameters:
    ///   - fields: The fields of the answer.
    ///   - request: The request.
    ///   - allow: The methods at the request's path, nil if there is nothing at it.
    func add(to fields: inout HTTPFields, request: HTTPRequest, allow: String?) {
        guard !origins.isEmpty else { return }
        fields.append(HTTPField(name: .vary, value: "Origin"))
        guard let origin = request.headerFields[.origin], origins.contains(Array(origin.utf8)) else { return }
        fields[.accessControlAllowOrigin] = origin
        fields[.accessControlAllowCredentials] = "true"
        fields[.accessControlExposeHeaders] = "ETag"
        guard request.method == .options, let allow, request.headerFields.contains(.accessControlRequestMethod)
        else { return }
        fields[.accessControlAllowMethods] = allow
        fields[.accessControlAllowHeaders] = "Authorization, Content-Type, If-None-Match"
        fields[.accessControlMaxAge] = "600"
    }
}
