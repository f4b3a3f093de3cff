// SPDX-License-Identifier: MIT

/// The graphics processors that the platform trains on.
enum GPUType: String, CaseIterable, Sendable {
    case h100 = "H100"
    case a100Large = "A100-80GB"
    case a100Small = "A100-40GB"
    case v100 = "V100-32GB"

    /// The price of one of them for an hour, in cents.
    var centsPerHour: Int {
        switch self {
        case .h100: 420
        case .a100Large: 350
        case .a100Small: 280
        case .v100: 210
        }
    }
}
