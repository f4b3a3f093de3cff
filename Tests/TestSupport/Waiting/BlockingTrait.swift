// SPDX-License-Identifier: MIT

internal import Foundation
package import Testing

/// Runs the tests of a suite on threads that they may block, and few such suites at a time.
///
/// For every suite whose tests wait for processes, terminals, sockets or files. Most of them keep a processor busy
/// meanwhile, be it in another process, so a suite begins when one of the places is free: a test then takes about as
/// long as it does alone. Such suites are also `.serialized`, else their tests share the one place.
package struct BlockingTrait: SuiteTrait, TestScoping {
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

extension Trait where Self == BlockingTrait {
    /// Runs the tests of the suite on threads that they may block.
    package static var blocking: Self { BlockingTrait() }
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
