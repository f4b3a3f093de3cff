// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// Which other sites' pages may read answers (the Fetch standard's CORS protocol): those listed, letter by letter.
struct OriginPolicy: Sendable {
    private let origins: Set<[UInt8]>
    /// Every method that some path has.
    private let methods: String

    /// Makes a policy; without origins no field of the protocol is ever sent.
    ///
    /// - Parameters:
    ///   - origins: The origins.
    ///   - methods: Every method that some path has, as `Allow` has them.
    init(_ origins: [String], methods: String) {
        self.origins = Set(origins.map { Array($0.utf8) })
        self.methods = methods
    }

    /// What a page may read of an answer beside its body and what every page may read.
    private static let exposed = "Allow, ETag, Link, Location, Retry-After, WWW-Authenticate, X-Request-Id"

    /// Whether a request asks, on behalf of a page that may read answers, what it may ask.
    ///
    /// It is answered wherever it asks: a browser hides from the page what it was not allowed to ask for, even that
    /// there is nothing.
    func isPreflight(_ request: HTTPRequest) -> Bool {
        request.method == .options && request.headerFields.contains(.accessControlRequestMethod)
            && allowedOrigin(of: request) != nil
    }

    /// Adds what a browser needs to know to the fields of an answer.
    func add(to fields: inout HTTPFields, request: HTTPRequest) {
        guard !origins.isEmpty else { return }
        fields.append(HTTPField(name: .vary, value: "Origin"))
        guard let origin = allowedOrigin(of: request) else { return }
        fields[.accessControlAllowOrigin] = origin
        fields[.accessControlAllowCredentials] = "true"
        guard isPreflight(request) else {
            fields[.accessControlExposeHeaders] = Self.exposed
            return
        }
        fields.append(
            HTTPField(name: .vary, value: "Access-Control-Request-Method, Access-Control-Request-Headers")
        )
        fields[.accessControlAllowMethods] = methods
        fields[.accessControlMaxAge] = "600"
        var work = ByteWork()
        let asked = request.headerFields[values: .accessControlRequestHeaders].map { Array($0.utf8) }
        if let names = FieldNameList.read(asked, &work) { fields[.accessControlAllowHeaders] = names }
    }

    private func allowedOrigin(of request: HTTPRequest) -> String? {
        let values = request.headerFields[values: .origin]
        guard values.count == 1, let origin = values.first, origins.contains(Array(origin.utf8)) else { return nil }
        return origin
    }
}
