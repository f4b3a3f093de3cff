// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A training job from the queue to its end, drawn completely before any of its rows are made.
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
    /// Selects the wording of its notifications.
    let wording: Int

    let queuedAt: Timestamp
    let startedAt: Timestamp
    /// How long the whole training takes.
    let planned: Hours
    /// Why it fails; nil if it completes.
    let failure: TrainingFailure?
    /// How long it runs; less than planned if it fails.
    let duration: Hours
    /// When the model can be downloaded if the job completes.
    let readyAt: Timestamp

    /// The number of jobs in a hundred that fail.
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

    /// When it completes or fails.
    var endedAt: Timestamp { startedAt.adding(duration) }
}

extension Timestamp {
    /// The moment that many seconds later.
    func adding(seconds: Int) -> Timestamp { Timestamp(microseconds: microseconds + Int64(seconds) * 1_000_000) }

    /// The moment that many hours later.
    func adding(_ hours: Hours) -> Timestamp { Timestamp(microseconds: microseconds + hours.microseconds) }
}

/// A duration as it is billed, in hundredths of an hour of 36 seconds each.
struct Hours: Hashable, Sendable {
    /// The number of hundredths.
    let hundredths: Int

    /// The same duration in microseconds.
    var microseconds: Int64 { Int64(hundredths) * 36_000_000 }
}

extension Hours: Comparable, CustomStringConvertible {
    static func < (lhs: Hours, rhs: Hours) -> Bool { lhs.hundredths < rhs.hundredths }

    /// The number of hours without trailing zeros: `2`, `0.5`, `1.25`.
    var description: String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest / 10)\(rest % 10)"
    }
}

/// Why a simulated job fails.
enum TrainingFailure: String, CaseIterable, Sendable {
    case outOfMemory = "out_of_memory"
    case divergedLoss = "diverged_loss"
    case lostNode = "lost_node"
    case invalidDataset = "invalid_dataset"
    case stalledWorkers = "stalled_workers"

    /// The reason as a clause, for a job that stopped at a training step.
    func reason(step: Int, gpuCount: Int) -> String {
        switch self {
        case .outOfMemory: "CUDA ran out of memory on GPU \(step % gpuCount) at step \(step)"
        case .divergedLoss: "the loss became NaN at step \(step); try a lower learning rate"
        case .lostNode: "the training node stopped responding"
        case .invalidDataset: "the dataset has a row that cannot be read (line \(step * 8 + 3))"
        case .stalledWorkers: "the data loader stopped delivering at step \(step)"
        }
    }
}
