// SPDX-License-Identifier: MIT

internal import NIOCore
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
        /// There are few keys, and these tell most of them apart: to hash two texts takes longer than all else here.
        func hash(into hasher: inout Hasher) {
            hasher.combine(route.utf8.count << 16 | method.utf8.count << 10 | status)
        }

        var labels: String { "route=\"\(route)\",method=\"\(method)\",status=\"\(status)\"" }
    }

    private struct Times {
        /// The number of requests in each bucket alone, the last one without an end.
        var buckets = [Int](repeating: 0, count: ServerFigures.bounds.count + 1)
        var count = 0
        var nanoseconds: Int64 = 0

        mutating func add(_ time: Int64) {
            count += 1
            nanoseconds += time
            let seconds = Double(time) * 1e-9
            var index = 0
            while index < ServerFigures.bounds.count, seconds > ServerFigures.bounds[index] { index += 1 }
            buckets[index] += 1
        }
    }

    private struct Counts {
        var times: [Key: Times] = [:]
        var refusals: [String: Int] = [:]
    }

    /// The upper ends of the buckets of the histogram, in seconds.
    private static let bounds = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

    private let methods: [String]
    private let counts = Mutex(Counts())

    /// Makes figures without a request.
    ///
    /// - Parameter methods: The methods that are counted by their names; all others are counted as one, or a client
    ///   could make up as many as it likes.
    init(methods: [String]) {
        self.methods = methods
    }

    /// Counts a request.
    ///
    /// - Parameters:
    ///   - route: The pattern of the path.
    ///   - method: The method.
    ///   - status: The answer's status; 0 without an answer.
    ///   - time: The time until the end of the answer.
    func record(_ route: String, _ method: String, _ status: Int, _ time: TimeAmount) {
        let key = Key(route: route, method: methods.contains(method) ? method : "other", status: status)
        counts.withLock { $0.times[key, default: Times()].add(time.nanoseconds) }
    }

    /// Counts a request without a valid token.
    func record(_ refusal: TokenRefusal) {
        counts.withLock { $0.refusals[refusal.kind, default: 0] += 1 }
    }

    /// Returns the figures in Prometheus' text format.
    func text(state: LedgerState, status: StoreStatus?) -> String {
        let counts = counts.withLock { $0 }
        var text = FigureText()
        let times = counts.times.sorted { $0.key.order < $1.key.order }
        text.begin("pipeline_http_requests_total", "counter", "Requests, by route, method and status.")
        for (key, times) in times { text.add(key.labels, "\(times.count)") }
        text.begin(
            "pipeline_http_request_duration_seconds",
            "histogram",
            "Time from the head of a request to the end of its answer, by route, method and status."
        )
        for (key, times) in times { Self.add(times, key.labels, to: &text) }
        text.begin("pipeline_http_refused_tokens_total", "counter", "Requests without a valid token, by reason.")
        for (kind, count) in counts.refusals.sorted(by: { $0.key < $1.key }) {
            text.add("reason=\"\(kind)\"", "\(count)")
        }
        let figures: [(name: String, type: String, help: String, value: UInt64)] = [
            ("users", "gauge", "Users.", UInt64(state.userCount)),
            ("cost_records", "gauge", "Cost records.", UInt64(state.costCount)),
            ("notifications", "gauge", "Notifications.", UInt64(state.notificationCount)),
            ("changes_total", "counter", "Changes since the store was made.", state.sequence),
            (
                "changes_not_on_disk", "gauge", "Changes that a power cut would lose now.",
                status?.changesNotOnDisk ?? state.sequence
            ),
            ("journal_bytes", "gauge", "Size of the journal since the last snapshot.", status?.journalBytes ?? 0),
        ]
        for figure in figures {
            text.begin("pipeline_store_\(figure.name)", figure.type, figure.help)
            text.add("", "\(figure.value)")
        }
        text.begin("pipeline_store_condition", "gauge", "The condition of the store; the present one is 1.")
        text.add("condition=\"\((status?.condition ?? .serving).name)\"", "1")
        return text.text
    }

    private static func add(_ times: Times, _ labels: String, to text: inout FigureText) {
        var sum = 0
        for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], times.buckets) {
            sum += count
            text.add("\(labels),le=\"\(bound)\"", "\(sum)", suffix: "_bucket")
        }
        text.add(labels, "\(Double(times.nanoseconds) * 1e-9)", suffix: "_sum")
        text.add(labels, "\(times.count)", suffix: "_count")
    }
}

/// Figures in Prometheus' text format.
private struct FigureText {
    private(set) var text = ""
    private var name = ""

    mutating func begin(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func add(_ labels: String, _ value: String, suffix: String = "") {
        text += labels.isEmpty ? "\(name)\(suffix) \(value)\n" : "\(name)\(suffix){\(labels)} \(value)\n"
    }
}
