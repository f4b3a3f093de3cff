// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// The routes by their paths.
struct RouteTable: Sendable {
    /// A path with the routes at it, one for each method.
    final class Path: Sendable {
        /// The path.
        let pattern: PathPattern
        /// The routes, in order of their description.
        let routes: [Route]
        /// The methods, in order of the routes.
        let methods: [HTTPRequest.Method]
        /// The value of `Allow`.
        let allow: String

        fileprivate init(_ pattern: PathPattern, _ routes: [Route]) {
            self.pattern = pattern
            self.routes = routes
            methods = routes.flatMap { $0.method == .get ? [.get, .head] : [$0.method] } + [.options]
            allow = methods.map(\.rawValue).joined(separator: ", ")
        }

        /// The route of a method; that of `GET` answers `HEAD` too.
        func route(for method: HTTPRequest.Method) -> Route? {
            let method = method == .head ? .get : method
            return routes.first { $0.method == method }
        }
    }

    /// The paths, in order of their description.
    let paths: [Path]
    /// Every method that some path has, as `Allow` has them.
    let allow: String

    /// Makes a table of routes.
    init(_ routes: [Route]) {
        var patterns: [PathPattern] = []
        for route in routes where !patterns.contains(route.path) { patterns.append(route.path) }
        paths = patterns.map { pattern in Path(pattern, routes.filter { $0.path == pattern }) }
        var methods: [HTTPRequest.Method] = []
        for method in paths.flatMap(\.methods) where !methods.contains(method) && method != .options {
            methods.append(method)
        }
        allow = (methods + [.options]).map(\.rawValue).joined(separator: ", ")
    }

    /// Returns what is at the path of a target, with what stands in the place of `{id}`; nil if there is nothing.
    func match(_ target: RequestTarget) -> (path: Path, id: String)? {
        var work = ByteWork()
        guard let path = target.routePath(&work) else { return nil }
        for candidate in paths {
            if let id = candidate.pattern.match(path) { return (candidate, id) }
        }
        return nil
    }
}

/// A path in which one segment may be variable: `/api/notifications/{id}/read`.
struct PathPattern: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The pattern as it is written.
    let text: String
    private let prefix: String
    /// What follows the variable segment, nil if there is none.
    private let suffix: String?

    /// The variable segment.
    static let variable = "{id}"

    init(stringLiteral text: String) {
        self.text = text
        let variable = text.firstRange(of: Self.variable)
        prefix = String(text[..<(variable?.lowerBound ?? text.endIndex)])
        suffix = variable.map { String(text[$0.upperBound...]) }
    }

    /// Whether a segment is variable.
    var hasVariable: Bool { suffix != nil }

    /// Compares a path byte by byte; returns the variable segment, empty if the pattern has none, nil without a match.
    func match(_ path: Substring) -> String? {
        let path = path.utf8
        guard let suffix else { return path.elementsEqual(prefix.utf8) ? "" : nil }
        guard path.count > prefix.utf8.count + suffix.utf8.count, path.starts(with: prefix.utf8),
            path.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
        else { return nil }
        let id = path.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
        return id.contains(UInt8(ascii: "/")) ? nil : String(Substring(id))
    }
}
