// SPDX-License-Identifier: MIT

package import PipelineCore

/// Users with costs and a tenth as many notifications over three years, in order of time, made from numbers alone.
package struct Workload: Sendable {
    /// The number of users.
    package let users: Int
    /// The number of costs of all of them.
    package let costs: Int
    /// The number of notifications of all of them.
    package var notifications: Int { costs / 10 }

    /// Makes data of a size.
    package init(users: Int, costs: Int) {
        self.users = users
        self.costs = costs
    }

    /// One user with so many records.
    package static func oneUser(costs: Int) -> Workload { Workload(users: 1, costs: costs) }

    /// The end of the three years: no midnight, so that the first day of a period is asked in part.
    package static let now = Timestamp(microseconds: 1_767_260_467_250_137)
    /// The length of the three years in microseconds.
    private static let length = 1095 * Timestamp.microsecondsPerDay

    private static let types = ["training_compute", "storage", "inference", "network", "evaluation", "data_transfer"]
    private static let events = ["job_queued", "job_started", "job_completed", "job_failed", "artifact_ready"]

    private static let texts: [JSONText] = {
        let regions = ["us-east-1", "us-west-2", "eu-west-1", "ap-south-1"]
        let machines = ["c5.large", "m5.xlarge", "g5.2xlarge", "std-ssd"]
        return (0..<80_000)
            .map {
                let units = $0 >> 4
                return JSONText(
                    validated: #"{"region":"\#(regions[$0 & 3])","sku":"\#(machines[$0 >> 2 & 3])","units":\#(units)}"#
                )
            }
    }()

    /// The identifier of a user.
    package func userID(_ number: Int) -> UserID {
        let bits = UInt64(number)
        return UserID(UUID(version: 4, high: scattered(bits ^ 0xA5A5), low: scattered(bits ^ 0x5A5A)))
    }

    /// The user who is asked about.
    package var asked: UserID { userID(min(123, users - 1)) }

    /// The record with a number; larger numbers than ``costs`` are later than all others.
    package func cost(_ number: Int) -> CostRecord {
        let bits = scattered(UInt64(number) &* 4)
        let more = scattered(UInt64(number) &* 4 &+ 1)
        let job = more &>> 20 % UInt64(users * 50 + 500)
        let cents = Int64(more % 100 == 0 ? bits &>> 8 % 1_000_000 : bits &>> 8 % 20_000) + 1
        let moment = moment(number, of: costs, more)
        return CostRecord(
            id: UUID(version: 4, high: scattered(bits), low: more),
            userID: userID(Int(bits % UInt64(users))),
            jobID: more & 3 == 0 ? nil : UUID(version: 4, high: scattered(job), low: scattered(job ^ 0xF0F0)),
            costType: Self.types[Int(more &>> 33 % 6)],
            amount: Amount(digits: cents, decimals: 2) ?? .zero,
            details: Self.texts[Int(more &>> 7 % UInt64(Self.texts.count))],
            billingPeriod: moment.day,
            recordedAt: moment
        )
    }

    /// The notification with a number.
    package func notification(_ number: Int) -> PipelineCore.Notification {
        let bits = scattered(UInt64(number) &* 4 &+ 2)
        let more = scattered(UInt64(number) &* 4 &+ 3)
        let job = more &>> 20 % 5000
        return Notification(
            id: notificationID(number),
            userID: owner(ofNotification: number),
            type: Self.events[Int(more &>> 33 % 5)],
            title: "Training Completed",
            message: "Your training job \(job) on 4x H100 has completed",
            priority: Priority.allCases[Int(more &>> 45 % 3)],
            isRead: bits &>> 20 % 10 < 7,
            actionURL: "/training/jobs/\(job)",
            metadata: JSONText(validated: #"{"job":\#(job)}"#),
            createdAt: moment(number, of: notifications, more)
        )
    }

    /// The identifier of a notification.
    package func notificationID(_ number: Int) -> UUID {
        let bits = scattered(UInt64(number) &* 4 &+ 2)
        return UUID(version: 4, high: scattered(bits), low: scattered(UInt64(number) &* 4 &+ 3))
    }

    /// The owner of a notification.
    package func owner(ofNotification number: Int) -> UserID {
        userID(Int(scattered(UInt64(number) &* 4 &+ 2) % UInt64(users)))
    }

    private func moment(_ number: Int, of count: Int, _ bits: UInt64) -> Timestamp {
        let step = max(Self.length / Int64(max(count, 1)), 1)
        let start = Self.now.microseconds - Self.length
        return Timestamp(microseconds: start + Int64(number) * step + Int64(bits &>> 40 % UInt64(step)))
    }
}
