// SPDX-License-Identifier: MIT

internal import Benchmark
internal import PipelineCore
internal import Workload

/// Parses and formats each type of the model, a thousand different values in turn.
func measureValues() {
    let workload = Workload.oneUser(costs: 1000)
    let costs = (0..<1000).map { workload.cost($0) }
    measureValue("UUID", costs.map(\.id)) {
        $0.append($1)
    } parse: { text in
        blackHole(try UUID(parsing: text.span))
    }
    measureValue("Timestamp", costs.map(\.recordedAt)) {
        $0.append($1)
    } parse: { text in
        blackHole(try Timestamp(parsing: text.span))
    }
    measureValue("Amount", costs.map(\.amount)) {
        $0.append($1)
    } parse: { text in
        blackHole(try Amount(parsing: text.span))
    }
    measureValue("Day", costs.map(\.billingPeriod)) {
        $0.append($1)
    } parse: { text in
        blackHole(try Day(parsing: text.span))
    }
}

private func measureValue<Value: Sendable>(
    _ name: String,
    _ values: [Value],
    format: @escaping @Sendable (inout ByteWriter, Value) -> Void,
    parse: @escaping @Sendable ([UInt8]) throws -> Void
) {
    let texts = values.map { value in
        var writer = ByteWriter()
        format(&writer, value)
        return writer.bytes
    }
    Benchmark("\(name): format", configuration: .init(scalingFactor: .kilo)) { benchmark in
        var writer = ByteWriter(capacity: 1 << 16)
        for number in benchmark.scaledIterations {
            if number % 1000 == 0 { writer.removeAll() }
            format(&writer, values[number % 1000])
        }
        blackHole(writer.count)
    }
    Benchmark("\(name): parse", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for number in benchmark.scaledIterations { try parse(texts[number % 1000]) }
    }
}
