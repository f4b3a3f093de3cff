// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineSimulation
import TestSupport
import Testing

@Suite("A simulation", .serialized, .inTurn)
struct SimulationTests {
    @Test("The same parameters make the same bytes", arguments: [1, 2, -3, Int.max])
    func sameSeed(seed: Int) throws {
        let simulation = Simulation(now: try Simulation.testClock(), seed: seed, userCount: 3)
        #expect(try simulation.rows().bytes == simulation.rows().bytes)
    }

    @Test("A simulation makes the same bytes on every machine")
    func golden() throws {
        let rows = try Simulation(now: Timestamp(parsing: "2026-01-15T12:00:00Z"), userCount: 2).rows()
        var total = AmountSum.zero
        for cost in rows.costs { total += AmountSum(cost.amount) }
        var checksum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in rows.bytes { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        #expect(rows.costs.count == 142)
        #expect(rows.notifications.count == 130)
        #expect(total.description == "830.34452")
        #expect(checksum == 6_630_800_828_636_815_729)
    }

    @Test("Any other parameter makes other identifiers")
    func otherParameters() throws {
        let now = try Simulation.testClock()
        let alice = try Simulation.testUser()
        let bob = UserID(.zero)
        let simulations = [
            Simulation(now: now, users: [alice]),
            Simulation(now: now, seed: 2, users: [alice]),
            Simulation(now: now, jobCount: 21, users: [alice]),
            Simulation(now: now, days: 29, users: [alice]),
            Simulation(now: now.advanced(byMicroseconds: 1), users: [alice]),
            Simulation(now: now, users: [bob]),
            Simulation(now: now, users: [alice, bob]),
        ]
        var seen: Set<UUID> = []
        var count = 0
        for simulation in simulations {
            let rows = try simulation.rows()
            let ids = rows.costs.map(\.id) + rows.notifications.map(\.id) + Set(rows.costs.compactMap(\.jobID))
            count += ids.count
            seen.formUnion(ids)
        }
        #expect(seen.count == count)
    }

    @Test("The default is twenty jobs over thirty days")
    func defaults() throws {
        let now = try Simulation.testClock()
        let rows = try Simulation(now: now, users: [Simulation.testUser()]).rows()
        #expect(rows.users.isEmpty)
        #expect(rows.jobs.count == 20)
        #expect(try Set(rows.costs.map(\.userID)) == [Simulation.testUser()])
        #expect(try Set(rows.notifications.map(\.userID)) == [Simulation.testUser()])
        let oldest = try #require(rows.notifications.map(\.createdAt).min())
        #expect(oldest >= DateRange(.month, endingAt: now).start ?? now)
        #expect(oldest < now.advanced(byMicroseconds: -27 * Timestamp.microsecondsPerDay))
        #expect(rows.jobs.contains { !$0.types.contains("job_completed") && !$0.types.contains("job_failed") })
    }

    @Test("The addresses of simulated users depend on the seed")
    func users() throws {
        let now = try Simulation.testClock()
        let first = try Simulation(now: now, jobCount: 30, userCount: 28).rows()
        let addresses = first.users.compactMap { $0.email?.text }
        #expect(addresses.prefix(3) == ["alice@example.com", "bob@example.com", "carol@example.com"])
        #expect(addresses.suffix(2) == ["user27@example.com", "user28@example.com"])
        #expect(Set(first.users.map(\.id)) == Set(first.notifications.map(\.userID)))
        let later = now.advanced(byMicroseconds: 1_000_000)
        #expect(try Simulation(now: later, userCount: 28).rows().users.map(\.id) == first.users.map(\.id))
        let other = try Simulation(now: now, seed: 7, userCount: 28).rows()
        #expect(other.users.first?.email?.text == "alice+7@example.com")
        #expect(Set(other.users.map(\.id)).isDisjoint(with: first.users.map(\.id)))
    }

    @Test("A known user replaces the simulated one with the same address")
    func knownUser() throws {
        let alice = try Simulation.testUser()
        let data = try Simulation(now: Simulation.testClock(), userCount: 2)
            .run(knownUser: { $0.text == "alice@example.com" ? alice : nil })
        let rows = SimulatedRows(data)
        #expect(rows.users.first?.id == alice)
        #expect(rows.costs.contains { $0.userID == alice })
        #expect(Set(rows.costs.map(\.userID)).count == 2)
    }

    @Test(
        "Parameters out of range are refused",
        arguments: ["jobs 0", "jobs 1000001", "days 0", "days 5000000", "users 0"]
    )
    func refusals(example: String) throws {
        let parts = example.split(separator: " ")
        let value = try #require(Int(parts[1]))
        var simulation = Simulation(now: try Simulation.testClock())
        switch parts[0] {
        case "jobs": simulation.jobCount = value
        case "days": simulation.days = value
        default: simulation.userCount = value
        }
        let error = try #require(throws: StoreError.self) { try simulation.run() }
        #expect(error.code == .invalid(name: String(parts[0])))
        #expect(error.details.contains("\(parts[0]) must be from 1 to "))
    }

    @Test("Progress is reported after each job")
    func progress() throws {
        var seen: [Int] = []
        _ = try Simulation(now: Simulation.testClock(), jobCount: 7)
            .run(progress: { done, total in
                #expect(total == 7)
                seen.append(done)
            })
        #expect(seen == Array(1...7))
    }

    @Test("A simulation stops when its task is cancelled")
    func cancellation() async throws {
        let simulation = Simulation(now: try Simulation.testClock(), jobCount: 1000)
        let done = await Task {
            var jobs = 0
            do throws(StoreError) {
                _ = try simulation.run(progress: { done, _ in
                    jobs = done
                    if done == 3 { withUnsafeCurrentTask { $0?.cancel() } }
                })
                return -1
            } catch {
                return error.code == .cancelled ? jobs : -1
            }
        }
        .value
        #expect(done == 3)
    }
}
