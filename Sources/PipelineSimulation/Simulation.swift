// SPDX-License-Identifier: MIT

package import PipelineCore

/// Training jobs as the platform runs them, with their costs and notifications (specification, section 7).
///
/// A value of parameters: `run(knownUser:isCancelled:progress:)` makes the rows, and the same parameters
/// make the same bytes, identifiers included. Any other parameter gives other identifiers, so that the data of several
/// runs can share a store, and repeating a run changes nothing.
///
/// ```swift
/// let data = try Simulation(now: now, users: [alice]).run()
/// ```
package struct Simulation: Sendable {
    /// The number of jobs of all users together.
    package var jobCount: Int
    /// The number of days of 24 hours, the last of which ends now, over which the jobs are spread.
    package var days: Int
    /// What everything is drawn from, together with the other parameters.
    package var seed: Int
    /// The number of users to make if none are given.
    package var userCount: Int
    /// The moment up to which things have happened; jobs that are not over yet are queued or running.
    package var now: Timestamp
    /// The owners of the jobs, who take turns; nil for users of the simulation's own.
    package var users: [UserID]?

    /// The default seed.
    package static let defaultSeed = 1
    /// The upper limit of both the jobs and the users of one simulation.
    package static let maximalCount = 1_000_000

    /// Creates a simulation, by default of twenty jobs over thirty days.
    package init(
        now: Timestamp,
        jobCount: Int = 20,
        days: Int = 30,
        seed: Int = Simulation.defaultSeed,
        userCount: Int = 1,
        users: [UserID]? = nil
    ) {
        self.now = now
        self.jobCount = jobCount
        self.days = days
        self.seed = seed
        self.userCount = userCount
        self.users = users
    }

    /// Makes the rows.
    ///
    /// - Parameters:
    ///   - knownUser: Looks up the user who already has an address, and who then replaces the one that would be made.
    ///   - isCancelled: Asked before each job whether to stop.
    ///   - progress: Told after each job how many there are so far, and how many there will be.
    /// - Returns: The users, the costs and the notifications.
    /// - Throws: `StoreError` if a parameter is out of range or the task is cancelled.
    /// - Complexity: O(n) in the rows that come out; about half a microsecond each.
    package func run(
        knownUser: (EmailAddress) -> UserID? = { _ in nil },
        isCancelled: () -> Bool = { Task.isCancelled },
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(StoreError) -> SimulatedData {
        try checkParameters()
        var data = SimulatedData()
        let owners = if let users { users } else { try makeUsers(knownUser: knownUser, in: &data) }
        var generator = SplitMix64(mixing: words(owners: owners))
        for index in 0..<jobCount {
            if isCancelled() { throw StoreError(.cancelled, "The simulation was stopped; nothing was added.") }
            let queuedAt = queueMoment(ofJob: index, using: &generator)
            let job = SimulatedJob(owner: owners[index % owners.count], queuedAt: queuedAt, using: &generator)
            let cost = try job.addCosts(until: now, to: &data.costs, using: &generator)
            for event in job.events(cost: cost) where event.moment <= now {
                let notification = event.notification(id: .random(using: &generator), of: job)
                try data.notifications.append(notification, line: data.notifications.count + 1)
            }
            progress(index + 1, jobCount)
        }
        return data
    }

    /// The words that the numbers are drawn from: every parameter.
    private func words(owners: [UserID]) -> [UInt64] {
        var words = [UInt64(bitPattern: Int64(seed)), UInt64(bitPattern: now.microseconds)]
        words += [UInt64(jobCount), UInt64(days)]
        for owner in owners { words += [owner.uuid.high, owner.uuid.low] }
        return words
    }

    private func makeUsers(
        knownUser: (EmailAddress) -> UserID?,
        in data: inout SimulatedData
    ) throws(StoreError) -> [UserID] {
        var owners: [UserID] = []
        for index in 0..<userCount {
            let user = try SimulatedUser(index: index, seed: seed)
            let id = knownUser(user.email) ?? user.id
            data.users.append(id, email: user.email, line: index + 1)
            owners.append(id)
        }
        return owners
    }

    /// When a job is queued, in whole seconds.
    ///
    /// Each job has a slot of its own, so that the jobs are spread evenly.
    /// The last of several jobs is queued shortly before now, so that something is going on.
    private func queueMoment(ofJob index: Int, using generator: inout SplitMix64) -> Timestamp {
        let window = days * Self.secondsPerDay
        // How far the job lies before now: at least nothing, at most a second less than the window.
        var age = window - 1 - (index * window + generator.number(below: window)) / jobCount
        if index == jobCount - 1, jobCount >= Self.severalJobs {
            age %= Self.shortWhile
        }
        return now.wholeSecond.adding(seconds: -age)
    }

    private static let secondsPerDay = 86_400
    private static let shortWhile = 2 * 3600
    private static let severalJobs = 5
}

extension Simulation {
    private func checkParameters() throws(StoreError) {
        try check(jobCount, of: "jobs", maximum: Self.maximalCount)
        try check(users?.count ?? userCount, of: "users", maximum: Self.maximalCount)
        // The calendar begins in the year 1.
        try check(days, of: "days", maximum: Int(now.day.number - Day.first.number))
    }

    private func check(_ value: Int, of name: String, maximum: Int) throws(StoreError) {
        guard value < 1 || value > maximum else { return }
        throw ValueError("must be from 1 to \(maximum)").described(field: name, text: "\(value)")
    }
}

extension Timestamp {
    /// The last whole second at or before the moment.
    fileprivate var wholeSecond: Timestamp {
        let rest = microseconds % 1_000_000
        return Timestamp(microseconds: microseconds - (rest < 0 ? rest + 1_000_000 : rest))
    }
}

/// What a simulation makes, as batches that the store takes all or none of.
package struct SimulatedData: Sendable {
    /// The users that the simulation made; empty if it was given users.
    package fileprivate(set) var users = UserBatch()
    /// What the jobs cost.
    package fileprivate(set) var costs = CostBatch()
    /// What happened to the jobs.
    package fileprivate(set) var notifications = NotificationBatch()
}

/// A user that a simulation makes; the seed and the index determine the identifier and the address.
private struct SimulatedUser {
    let id: UserID
    let email: EmailAddress

    /// Creates the user at an index.
    ///
    /// The default seed's users are alice@example.com, bob@example.com and so on; those of another seed carry it in
    /// their addresses (alice+7@example.com), so that no two seeds claim the same address.
    init(index: Int, seed: Int) throws(StoreError) {
        var generator = SplitMix64(mixing: [Self.domain, UInt64(bitPattern: Int64(seed)), UInt64(index)])
        id = UserID(.random(using: &generator))
        let name = index < Self.names.count ? Self.names[index] : "user\(index + 1)"
        let address = "\(name)\(seed == Simulation.defaultSeed ? "" : "+\(seed)")@example.com"
        do {
            email = try EmailAddress(parsing: address)
        } catch {
            throw error.described(field: "email", text: address)
        }
    }

    /// Keeps the random numbers of users apart from those of jobs: "users" in ASCII.
    private static let domain: UInt64 = 0x75_7365_7273

    private static let names = [
        "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "ken", "laura", "mallory",
        "nina", "oscar", "peggy", "quentin", "ruth", "sybil", "trent", "ursula", "victor", "wendy", "xavier",
        "yvonne", "zoe",
    ]
}
