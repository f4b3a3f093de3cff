// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Workload

/// The memory of each part of a state, as its arrays are allocated.
enum MemoryParts {
    /// The figures of a state.
    struct Figures: Encodable {
        var records: Int
        var users: Int
        /// Bytes by part.
        var parts: [String: Int]
    }

    static func measure() async throws -> Figures {
        let users = Inside.scaled(10_000)
        let workload = Workload(users: users, costs: users * 1000)
        let state = workload.makeState()
        return Figures(records: workload.costs, users: users, parts: parts(of: state))
    }

    /// Walks through the stored properties of a state, and of its users one level deeper.
    private static func parts(of state: LedgerState) -> [String: Int] {
        var bytes: [String: Int] = [:]
        for property in Mirror(reflecting: state).children {
            guard let name = property.label else { continue }
            if name == "users" {
                for (part, count) in userParts(property.value) { bytes["users: \(part)", default: 0] += count }
            } else {
                bytes[name] = AllocatedBytes.count(in: property.value)
            }
        }
        return bytes.filter { $0.value > 0 }
    }

    /// The bytes of the users' lists by name, and of the entries themselves.
    private static func userParts(_ users: Any) -> [String: Int] {
        var bytes: [String: Int] = [:]
        AllocatedBytes.forEachElement(in: users) { entry in
            for property in Mirror(reflecting: entry).children {
                guard let name = property.label else { continue }
                bytes[name, default: 0] += AllocatedBytes.count(in: property.value)
            }
        }
        let lists = bytes.values.reduce(0, +)
        bytes["entries"] = AllocatedBytes.count(in: users) - lists
        return bytes
    }
}
