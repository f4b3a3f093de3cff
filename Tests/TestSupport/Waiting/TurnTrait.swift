// SPDX-License-Identifier: MIT

internal import Foundation
package import Testing

/// Runs a few suites at a time, on threads that their tests may block.
///
/// Every suite has this trait, together with `.serialized`: its tests come one after the other, and one more suite
/// runs than there are processors. So a test takes about as long as it does alone, and neither the servers in this
/// process nor other tests wait for one that waits for a process, a terminal, a socket or a file.
package struct TurnTrait: SuiteTrait, TestScoping {
    private static let places = Places(count: ProcessInfo.processInfo.activeProcessorCount + 1)

    package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { test.isSuite ? self : nil }

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        await Self.places.enter()
        do {
            try await withTaskExecutorPreference(BlockingThreads.shared) { try await function() }
        } catch {
            await Self.places.leave()
            throw error
        }
        await Self.places.leave()
    }
}

extension Trait where Self == TurnTrait {
    /// Runs the suite in its turn, on threads that its tests may block.
    package static var inTurn: Self { TurnTrait() }
}

/// A number of places, for which others wait in the order in which they come.
private actor Places {
    private var freeCount: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) {
        freeCount = count
    }

    func enter() async {
        guard freeCount == 0 else {
            freeCount -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { freeCount += 1 } else { waiting.removeFirst().resume() }
    }
}
