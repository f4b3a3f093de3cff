// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import StorageTestSupport
import TestSupport
import Testing

@testable import PipelineStore

/// Files whose checksums fit, with texts in them that no command would have taken.
@Suite("Texts in files that break the rules of their fields", .serialized, .inTurn)
struct StoredTextTests {
    private typealias Files = StoreFiles<LedgerState>

    private static let user = UserID(UUID(high: 1, low: 1))
    private static let time = Timestamp(microseconds: 1_760_000_000_000_000)
    private static let snapshot = "0000000000000002.snapshot"
    private static let journal = "0000000000000001.journal"

    /// What is wrong with a text.
    enum Flaw: CaseIterable {
        case unfinishedJSON, spacesInJSON, keyTwice, titleEmpty, titleTooLong, typeTooLong, notUTF8
        case zeroInJSON, zeroInKey, zeroInType, zeroInTitle, zeroInMessage, zeroInURL

        var change: Change {
            get throws {
                switch self {
                case .unfinishedJSON: try cost(details: #"{"a":1"#)
                case .spacesInJSON: try cost(details: #"{"a": 1}"#)
                case .keyTwice: try cost(details: #"{"a":1,"a":2}"#)
                case .titleEmpty: notification(title: "")
                case .titleTooLong: notification(title: String(repeating: "ü", count: 201))
                case .typeTooLong: try cost(type: String(repeating: "ü", count: 51))
                case .notUTF8: notification(title: "Title")
                case .zeroInJSON: try cost(details: #"{"a":["\u0000"]}"#)
                case .zeroInKey: try cost(details: #"{"\u0000":1}"#)
                case .zeroInType: try cost(type: "\u{0}")
                case .zeroInTitle: notification(title: "a title\u{0}")
                case .zeroInMessage: notification(title: "Title", message: "a message, \u{0} and more of it")
                case .zeroInURL: notification(title: "Title", actionURL: "/\u{0}")
                }
            }
        }

        /// Puts in what no string can hold.
        func forge(_ bytes: [UInt8], _ kind: FileKind) -> [UInt8] {
            guard self == .notUTF8 else { return bytes }
            var bytes = bytes
            for index in bytes.indices where bytes[index...].starts(with: "a message".utf8) { bytes[index] = 0xFF }
            return FittingChecksums.set(in: bytes, of: kind)
        }

        private func cost(type: String = "storage", details: String? = nil) throws -> Change {
            .addCost(
                CostRecord(
                    id: UUID(high: 0, low: 1),
                    userID: StoredTextTests.user,
                    costType: type,
                    amount: try Amount(parsing: "1"),
                    details: details.map { JSONText(validated: $0) },
                    billingPeriod: StoredTextTests.time.day,
                    recordedAt: StoredTextTests.time
                )
            )
        }

        private func notification(title: String, message: String = "a message", actionURL: String? = nil) -> Change {
            .addNotification(
                Notification(
                    id: UUID(high: 0, low: 2),
                    userID: StoredTextTests.user,
                    type: "job.finished",
                    title: title,
                    message: message,
                    priority: .low,
                    isRead: false,
                    actionURL: actionURL,
                    createdAt: StoredTextTests.time
                )
            )
        }
    }

    /// Makes a store with the text in its journal, and in a snapshot as well if asked for.
    private static func makeStore(_ flaw: Flaw, isSaved: Bool, isBatch: Bool) throws -> SimulatedDisk {
        let disk = SimulatedDisk(seed: 1)
        var options = StoreFilesOptions()
        options.scheduling = .inline
        let opened = try Files.open(at: "/store", options: options, fileSystem: disk)
        var state = opened.state
        let change = isBatch ? try batch(of: try flaw.change) : try flaw.change
        state.apply(change)
        try opened.files.append(change.encoded, sequence: state.sequence)
        opened.files.writePending()
        if isSaved { _ = try opened.files.snapshotInline(of: state) }
        let next = disk.killed()
        for (name, bytes) in next.contents(of: "/store") {
            guard let file = StoreFileName(name) else { continue }
            next.put(flaw.forge(bytes, file.kind), at: "/store/\(name)")
        }
        return next
    }

    private static func batch(of change: Change) throws -> Change {
        switch change {
        case .addCost(let record):
            var batch = CostBatch()
            try batch.append(record)
            return .addCosts(batch)
        case .addNotification(let notification):
            var batch = NotificationBatch()
            try batch.append(notification)
            return .addNotifications(batch)
        default: return change
        }
    }

    @Test("A check finds them in a snapshot and in a journal", arguments: Flaw.allCases, [false, true])
    func finds(_ flaw: Flaw, isBatch: Bool) throws {
        for isSaved in [false, true] {
            let disk = try Self.makeStore(flaw, isSaved: isSaved, isBatch: isBatch)
            let check = try Files.check(at: "/store", fileSystem: disk)
            #expect(!check.isSound)
            let damaged = check.files.filter(\.isDamaged).map(\.name)
            #expect(damaged == (isSaved ? [Self.journal, Self.snapshot] : [Self.journal]))
        }
    }

    @Test("A check finds nothing in a store that commands made", arguments: 0..<5 as Range<UInt64>)
    func sound(seed: UInt64) throws {
        var random = RandomChanges(seed: seed)
        let disk = SimulatedDisk(seed: seed)
        var options = StoreFilesOptions()
        options.scheduling = .inline
        let opened = try Files.open(at: "/store", options: options, fileSystem: disk)
        var state = opened.state
        var naive = NaiveLedger()
        for round in 0..<60 {
            let change = random.next(in: naive)
            state.apply(change)
            naive.apply(change)
            try opened.files.append(change.encoded, sequence: state.sequence)
            opened.files.writePending()
            if round == 40 { _ = try opened.files.snapshotInline(of: state) }
        }
        #expect(try Files.check(at: "/store", fileSystem: disk.killed()).isSound)
    }
}
