// SPDX-License-Identifier: MIT

public import PipelineCore

extension CostRecord {
    /// The columns of cost records in files and answers, in their order.
    public enum Column: String, CaseIterable, Sendable {
        case id
        case userID = "user_id"
        case jobID = "job_id"
        case costType = "cost_type"
        case amount
        case details
        case billingPeriod = "billing_period"
        case recordedAt = "recorded_at"
    }

    /// The names of the columns, in their order.
    public static let columnNames = Column.allCases.map(\.rawValue)

    /// The value in a column as text; nil if it is null.
    public func text(in column: Column) -> String? {
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
    public enum Column: String, CaseIterable, Sendable {
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
    }

    /// The names of the columns, in their order.
    public static let columnNames = Column.allCases.map(\.rawValue)

    /// The value in a column as text; nil if it is null.
    public func text(in column: Column) -> String? {
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
    public enum Column: String, CaseIterable, Sendable {
        case id
        case email
    }

    /// The names of the columns, in their order.
    public static let columnNames = Column.allCases.map(\.rawValue)
}
