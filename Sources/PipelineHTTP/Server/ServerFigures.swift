// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineCore
internal import PipelineStore
internal import Synchronization

/// Counts requests by route, method and status, and the time that they take; none of it names a user.
final class ServerFigures: Sendable {
    private struct Key: Hashable {
        let route: String
        let method: String
        let status: Int

        var order: (String, String, Int) { (route, method, status) }
    }

    private struct Counts {
        var requests: [Key: Int] = [:]
        var buckets = [Int](repeating: 0, count: ServerFigures.bounds.count)
        var count = 0
        var seconds = 0.0
    }

    /// The upper ends of the buckets of the histogram, in seconds.
    private static let bounds = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

    private let methods: Set<HTTPRequest.Method>
    private let counts = Mutex(Counts())

    /// Makes figures without a request.
    ///
    /// - Parameter methods: The methods that are counted by their names; all others are counted as one, or a client
    ///   could make up as many as it likes.
    init(methods: Set<HTTPRequest.Method>) {
        self.methods = methods
    }

    /// Counts a request that was answered.
    ///
    /// - Parameters:
    ///   - route: The pattern of the path.
    ///   - method: The method.
    ///   - status: The answer's status.
    ///   - duration: The time until the head of the answer is made.
    func record(_ route: String, _ method: HTTPRequest.Method, _ status: HTTPResponse.Status, _ duration: Duration) {
        let name = methods.contains(method) ? method.rawValue : "other"
        let key = Key(route: route, method: name, status: status.code)
        let parts = duration.components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
        counts.withLock { counts in
            counts.requests[key, default: 0] += 1
            counts.count += 1
            counts.seconds += seconds
            for index in Self.bounds.indices where seconds <= Self.bounds[index] { counts.buckets[index] += 1 }
        }
    }

    /// Returns the figures in Prometheus' text format.
    func text(state: LedgerState, status: StoreStatus?) -> String {
        let counts = counts.withLock { $0 }
        var lines = ["# TYPE pipeline_http_requests_total counter"]
        let keys = counts.requests.sorted { $0.key.order < $1.key.order }
        for (key, count) in keys {
            let labels = "route=\"\(key.route)\",method=\"\(key.method)\",status=\"\(key.status)\""
            lines.append("pipeline_http_requests_total{\(labels)} \(count)")
        }
        lines.append("# TYPE pipeline_http_request_duration_seconds histogram")
        for (bound, count) in zip(Self.bounds, counts.buckets) {
            lines.append("pipeline_http_request_duration_seconds_bucket{le=\"\(bound)\"} \(count)")
        }
        lines.append("pipeline_http_request_duration_seconds_bucket{le=\"+Inf\"} \(counts.count)")
        lines.append("pipeline_http_request_duration_seconds_sum \(counts.seconds)")
        lines.append("pipeline_http_request_duration_seconds_count \(counts.count)")
        let gauges: [(String, UInt64)] = [
            ("users", UInt64(state.userCount)), ("cost_records", UInt64(state.costCount)),
            ("notifications", UInt64(state.notificationCount)), ("changes", state.sequence),
            ("changes_not_on_disk", status?.changesNotOnDisk ?? state.sequence),
            ("journal_bytes", status?.journalBytes ?? 0),
        ]
        for (name, value) in gauges {
            lines.append("# TYPE pipeline_store_\(name) gauge")
            lines.append("pipeline_store_\(name) \(value)")
        }
        let condition = status?.condition ?? .serving
        lines.append("# TYPE pipeline_store_condition gauge")
        lines.append("pipeline_store_condition{condition=\"\(condition.name)\"} 1")
        return lines.joined(separator: "\n") + "\n"
    }
}
