// SPDX-License-Identifier: MIT

import Foundation
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// Lives of a store on a disk that forgets, fails and stops.
///
/// `PIPELINE_SIMULATION_SEEDS` sets how many are lived through, `PIPELINE_SIMULATION_SEED` picks one.
@Suite("A store on a disk that forgets, fails and stops", .serialized, .inTurn)
struct StoreSimulationTests {
    private static let environment = ProcessInfo.processInfo.environment

    private static var seeds: ClosedRange<UInt64> {
        if let seed = environment["PIPELINE_SIMULATION_SEED"].flatMap(UInt64.init) { return seed...seed }
        // Without the optimizer a life takes some 8 ms, with it 1 ms.
        #if DEBUG
        let count: UInt64 = 5_000
        #else
        let count: UInt64 = 20_000
        #endif
        return 1...max(1, environment["PIPELINE_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? count)
    }

    @Test("Nothing acknowledged is lost, and nothing is there that was never handed over")
    func keepsWhatIsAcknowledged() {
        for seed in Self.seeds {
            guard let violation = StoreSimulation(seed: seed).run() else { continue }
            let command = "PIPELINE_SIMULATION_SEED=\(seed) swift test --filter StoreSimulationTests"
            Issue.record("\(violation)\nReplay with: \(command)")
            return
        }
    }

    @Test("Without a precaution the simulation finds a loss", arguments: CarelessFileSystem.Fault.allCases)
    func bites(_ fault: CarelessFileSystem.Fault) {
        let lives = (1...UInt64(20_000)).lazy.map { StoreSimulation(seed: $0, fault).run() }
        let violation = lives.compactMap(\.self).first
        #expect(violation != nil, "\(fault): nothing noticed")
        if Self.environment["PIPELINE_SIMULATION_REPORT"] != nil { print("\(fault): \(violation ?? "nothing")") }
    }
}
