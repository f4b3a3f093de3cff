// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A training job from the queue to its end, all of it drawn before anything is written of it.
struct SimulatedJob: Sendable {
    let id: UUID
    let owner: UserID
    let model: TrainedModel
    let gpu: GPUType
    let gpuCount: Int
    /// The size of the run's checkpoints, in tenths of a gigabyte.
    let checkpointTenths: Int
    let adapterMegabytes: Int
    let steps: Int
    /// Which of the wordings its notifications take.
    let wording: Int

    let queuedAt: Timestamp
    let startedAt: Timestamp
    /// How long the whole training takes.
    let planned: Hours
    /// Why it fails, nil where it does not.
    let failure: TrainingFailure?
    /// How long it runs: less than planned where it fails.
    let duration: Hours
    /// When the model can be downloaded, where it is completed.
    let readyAt: Timestamp

    /// Of a hundred jobs, how many fail.
    static let failuresPerHundred = 12

    /// Draws a job of a user that is queued at a moment.
    init(owner: UserID, queuedAt: Timestamp, using generator: inout SplitMix64) {
        id = .random(using: &generator)
        self.owner = owner
        model = generator.element(of: TrainedModel.all)
        gpu = generator.element(of: model.gpus)
        gpuCount = generator.element(of: model.gpuCounts)
        checkpointTenths = generator.number(in: model.checkpointTenths)
        adapterMegabytes = generator.number(in: model.adapterMegabytes)
        steps = 100 * generator.number(in: 4...60)
        wording = generator.number(below: 6)
        self.queuedAt = queuedAt
        // Most jobs wait for seconds, one in five for minutes.
        let wait = generator.number(below: 5) == 0 ? generator.number(in: 120...1500) : generator.number(in: 8...90)
        startedAt = queuedAt.adding(seconds: wait)
        planned = Hours(
            hundredths: generator.number(in: model.hours.lowerBound * 100...model.hours.upperBound * 100)
        )
        if generator.number(below: 100) < Self.failuresPerHundred {
            failure = generator.element(of: TrainingFailure.allCases)
            duration = Hours(hundredths: planned.hundredths * generator.number(in: 5...95) / 100)
        } else {
            failure = nil
            duration = planned
        }
        readyAt = startedAt.adding(duration).adding(seconds: generator.number(in: 20...180))
    }

    /// When it is completed or fails.
    var endedAt: Timestamp { startedAt.adding(duration) }
}

extension Timestamp {
    /// The moment that many seconds later.
    func adding(seconds: Int) -> Timestamp { Timestamp(microseconds: microseconds + Int64(seconds) * 1_000_000) }

    /// The moment that many hours later.
    func adding(_ hours: Hours) -> Timestamp { Timestamp(microseconds: microseconds + hours.microseconds) }
}
