// SPDX-License-Identifier: MIT

/// What a piece of training cost one user: a row of the platform's table of costs.
public struct CostRecord: Sendable {
    /// The record's identifier, unique in the whole store.
    public var id: UUID
    /// The owner.
    public var userID: UserID
    /// The training job, where there is one.
    public var jobID: UUID?
    /// What kind of cost it is, 1 to 50 characters.
    public var costType: String
    /// How much it is.
    public var amount: Amount
    /// Anything else that is known of it.
    public var details: JSONText?
    /// The day for which it is billed.
    public var billingPeriod: Day
    /// When it arose.
    public var recordedAt: Timestamp

    /// Makes a record from its fields.
    public init(
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
