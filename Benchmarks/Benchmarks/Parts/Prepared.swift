// SPDX-License-Identifier: MIT

internal import Foundation
internal import PipelineCore
internal import PipelineService
internal import PipelineStore
internal import Workload

/// Data with a store in memory that holds it, made on first use and kept.
struct Prepared: Sendable {
    let workload: Workload
    let service: LedgerService
    let state: LedgerState

    init(_ workload: Workload) async throws {
        self.workload = workload
        let store = LedgerStore()
        try await workload.fill(store)
        service = LedgerService(store: store, clock: .fixed(at: Workload.now))
        state = await store.view.value
    }
}

/// The data that a benchmark asks for by name.
enum PreparedData: Sendable {
    /// Data A: one user with a million costs.
    case oneUser
    /// Data B: 1,000 users with 1,000 costs each; PIPELINE_BENCH_USERS=10000 for the full size.
    case manyUsers

    private static let one = Task { try await Prepared(.oneUser(costs: 1_000_000)) }
    private static let many = Task { try await Prepared(Workload(users: users, costs: users * 1000)) }

    /// The number of users of data B.
    private static let users =
        ProcessInfo.processInfo.environment["PIPELINE_BENCH_USERS"].flatMap { Int($0) } ?? 1000

    /// The data, made where it is not there yet.
    var value: Prepared {
        get async throws {
            switch self {
            case .oneUser: try await Self.one.value
            case .manyUsers: try await Self.many.value
            }
        }
    }
}
