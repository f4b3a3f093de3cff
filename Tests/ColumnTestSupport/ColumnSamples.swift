// SPDX-License-Identifier: MIT

internal import PipelineCore
package import PipelineFormats

/// A column of which tests know values.
package protocol SampledColumn: TableColumn {
    /// Two values that differ, as text; neither is null, or what the column holds where none is given.
    var samples: [String] { get }
}

extension SampledColumn {
    /// One of the samples as JSON has it: the numbers, truth values and JSON as they are, the rest as a string.
    package func json(_ sample: Int) -> String {
        var writer = ByteWriter()
        let text = samples[sample]
        if (try? JSONText(parsing: text)) == nil { writer.appendJSON(text) as Void } else { writer.append(text) }
        return writer.text
    }
}

extension CostRecord.Column: SampledColumn {
    /// Two values that differ.
    package var samples: [String] {
        switch self {
        case .id: ["c0000000-0000-4000-8000-000000000001", "c0000000-0000-4000-8000-000000000002"]
        case .userID: ["a0000000-0000-4000-8000-000000000001", "a0000000-0000-4000-8000-000000000002"]
        case .jobID: ["b0000000-0000-4000-8000-000000000001", "b0000000-0000-4000-8000-000000000002"]
        case .costType: ["training, \"compute\"", "größe"]
        case .amount: ["42.125", "-0.50"]
        case .details: [#"{"gpu":"H100, 80 GB","count":4}"#, "[1]"]
        case .billingPeriod: ["2025-03-01", "2025-03-02"]
        case .recordedAt: ["2025-04-05T06:07:08Z", "2025-04-05T06:07:08.000001Z"]
        }
    }
}

extension Notification.Column: SampledColumn {
    /// Two values that differ.
    package var samples: [String] {
        switch self {
        case .id: ["d0000000-0000-4000-8000-000000000001", "d0000000-0000-4000-8000-000000000002"]
        case .userID: ["a0000000-0000-4000-8000-000000000001", "a0000000-0000-4000-8000-000000000002"]
        case .type: ["job, \"done\"", "größe"]
        case .title: ["A title", "Ein Titel, \"ä\""]
        case .message: ["A message,\nin lines", "Another message"]
        case .priority: ["high", "low"]
        case .read: ["true", "false"]
        case .actionURL: ["/jobs/1", "https://example.com/?a=1,2"]
        case .metadata: [#"{"job":"1, 2"}"#, "[2]"]
        case .createdAt: ["2025-04-05T06:07:08Z", "2025-04-05T06:07:08.000001Z"]
        }
    }
}
