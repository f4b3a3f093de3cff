// SPDX-License-Identifier: MIT

/// What a piece of training cost one user: a row of the platform's table of costs.
package struct CostRecord: Sendable {
    /// The record's identifier, unique in the whole store.
    package var id: UUID
    /// The owner.
    package var userID: UserID
    /// The training job, if there is one.
    package var jobID: UUID?
    /// What kind of cost it is, 1 to 50 characters.
    package var costType: String
    /// How much it is.
    package var amount: Amount
    /// Anything else that is known of it.
    package var details: JSONText?
    /// The day for which it is billed.
    package var billingPeriod: Day
    /// When it arose.
    package var recordedAt: Timestamp

    /// Makes a record from its fields.
    package init(
        id: UUID,
        userID: UserID,
        jobID: UUID? = nil,
        costType: String,
        amount: Amount,
        details: JSONText? = nil,
        billingPeriod: Day,
        recordedAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.jobID = jobID
        self.costType = costType
        self.amount = amount
        self.details = details
        self.billingPeriod = billingPeriod
        self.recordedAt = recordedAt
    }
}
