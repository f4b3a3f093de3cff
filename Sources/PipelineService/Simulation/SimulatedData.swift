// SPDX-License-Identifier: MIT

public import PipelineCore

/// What a simulation makes, as batches that the store takes all or none of.
public struct SimulatedData: Sendable {
    /// The users that the simulation made; none where it was given users.
    public internal(set) var users = UserBatch()
    /// What the jobs cost.
    public internal(set) var costs = CostBatch()
    /// What happened to the jobs.
    public internal(set) var notifications = NotificationBatch()
}
