// SPDX-License-Identifier: MIT

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
