// SPDX-License-Identifier: MIT

package import PipelineCore

extension CostRecord {
    /// The names of the fields in files and answers, in their order.
    package static let columnNames = [
        "id", "user_id", "job_id", "cost_type", "amount", "details", "billing_period", "recorded_at",
    ]
}

extension Notification {
    /// The names of the fields in files and answers, in their order.
    package static let columnNames = [
        "id", "user_id", "type", "title", "message", "priority", "read", "action_url", "metadata", "created_at",
    ]
}

extension UserSummary {
    /// The names of the fields in files, in their order.
    package static let columnNames = ["id", "email"]
}
