// SPDX-License-Identifier: MIT

/// A model that simulated jobs train, with the resources that its size requires.
struct TrainedModel: Sendable {
    /// The name, which needs no escaping in JSON.
    let name: String
    /// The processors with enough memory for it.
    let gpus: [GPUType]
    /// How many of them a job takes.
    let gpuCounts: [Int]
    /// How long a job may run.
    let hours: ClosedRange<Int>
    /// The size of a run's checkpoints, in tenths of a gigabyte.
    let checkpointTenths: ClosedRange<Int>
    /// The size of the adapter that comes out, in megabytes.
    let adapterMegabytes: ClosedRange<Int>

    /// All models.
    static let all = small + medium + large

    private static let small = ["phi-3-mini-lora", "gemma-2-2b-lora", "llama-3.2-3b-lora"]
        .map { name in
            TrainedModel(
                name: name,
                gpus: [.v100, .a100Small],
                gpuCounts: [1, 2],
                hours: 1...4,
                checkpointTenths: 15...90,
                adapterMegabytes: 24...90
            )
        }

    private static let medium = ["llama-3-8b-lora", "mistral-7b-lora", "qwen2.5-14b-lora", "codellama-13b-lora"]
        .map { name in
            TrainedModel(
                name: name,
                gpus: [.a100Small, .a100Large, .h100],
                gpuCounts: [1, 2, 4],
                hours: 2...10,
                checkpointTenths: 60...320,
                adapterMegabytes: 80...340
            )
        }

    private static let large = ["llama-3-70b-qlora", "mixtral-8x7b-lora"]
        .map { name in
            TrainedModel(
                name: name,
                gpus: [.a100Large, .h100],
                gpuCounts: [4, 8],
                hours: 6...24,
                checkpointTenths: 400...1800,
                adapterMegabytes: 420...1600
            )
        }
}

/// The graphics processors that the platform trains on.
enum GPUType: String, CaseIterable, Sendable {
    case h100 = "H100"
    case a100Large = "A100-80GB"
    case a100Small = "A100-40GB"
    case v100 = "V100-32GB"

    /// The hourly price of one, in cents.
    var centsPerHour: Int {
        switch self {
        case .h100: 420
        case .a100Large: 350
        case .a100Small: 280
        case .v100: 210
        }
    }
}
