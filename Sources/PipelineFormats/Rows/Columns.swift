// SPDX-License-Identifier: MIT

package import PipelineCore

/// The columns of a table: one case each, in the order of files and answers, whose raw value is its name there.
package protocol TableColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable where AllCases == [Self] {
    /// The columns in which every row must have a value, since there is no default.
    static var required: [Self] { get }

    /// Whether the values are JSON.
    var holdsJSON: Bool { get }
}

extension TableColumn {
    /// The names of all columns, in their order.
    package static var names: [String] { allCases.map(\.rawValue) }
}

extension CostRecord {
    /// The columns of cost records in files and answers, in their order.
    package enum Column: String, TableColumn {
        case id
        case userID = "user_id"
        case jobID = "job_id"
        case costType = "cost_type"
        case amount
        case details
        case billingPeriod = "billing_period"
        case recordedAt = "recorded_at"

        /// The type and the amount.
        package static var required: [Self] { [.costType, .amount] }

        /// Whether the values are JSON: the details alone.
        package var holdsJSON: Bool {
            switch self {
            case .details: true
            default: false
            }
        }
    }

    /// The value in a column as text; nil if it is null.
    package func text(in column: Column) -> String? {
        switch column {
        case .id: id.description
        case .userID: userID.description
        case .jobID: jobID?.description
        case .costType: costType
        case .amount: amount.description
        case .details: details?.text
        case .billingPeriod: billingPeriod.description
        case .recordedAt: recordedAt.description
        }
    }
}

extension Notification {
    /// The columns of notifications in files and answers, in their order.
    package enum Column: String, TableColumn {
        case id
        case userID = "user_id"
        case type
        case title
        case message
        case priority
        case read
        case actionURL = "action_url"
        case metadata
        case createdAt = "created_at"

        /// The type and the texts for the reader.
        package static var required: [Self] { [.type, .title, .message] }

        /// Whether the values are JSON: the metadata alone.
        package var holdsJSON: Bool {
            switch self {
            case .metadata: true
            default: false
            }
        }
    }

    /// The value in a column as text; nil if it is null.
    package func text(in column: Column) -> String? {
        switch column {
        case .id: id.description
        case .userID: userID.description
        case .type: type
        case .title: title
        case .message: message
        case .priority: priority.name
        case .read: isRead ? "true" : "false"
        case .actionURL: actionURL
        case .metadata: metadata?.text
        case .createdAt: createdAt.description
        }
    }
}

extension UserSummary {
    /// The columns of users in files, in their order.
    package enum Column: String, TableColumn {
        case id
        case email

        /// The identifier alone.
        package static var required: [Self] { [.id] }

        /// Whether the values are JSON, which none are.
        package var holdsJSON: Bool { false }
    }
}
