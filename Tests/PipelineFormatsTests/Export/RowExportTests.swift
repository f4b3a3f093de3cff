// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("Exports of rows", .serialized, .inTurn)
struct RowExportTests {
    private static let texts = [
        "", "plain", "a,b", "\"", "line\nfeed", "\r\n", "\r", " lead", "trail ", "é e\u{301}", "😀", "\u{1}", "\u{7F}",
        "\u{FEFF}x", "=1+1", "NULL", "\\N", "\\.", "'", "\u{2028}", "null", "t",
    ]
    private static let values = [
        "{}", #"{"a":[1,2.50,1e5],"b":"\u00e9\n\/"}"#, "\"text, \\\"quoted\\\"\"", "-5", "[]", "true", "\"\"",
    ]

    /// A state with every kind of value in every place that takes it.
    private static func makeState() throws -> LedgerState {
        var random = SeededGenerator(seed: 10)
        var state = LedgerState()
        _ = state.apply(.addUser(id: bob, email: try EmailAddress(parsing: "=Bob,\"x\"@example.com")))
        _ = state.apply(.addUser(id: UserID(UUID(high: 1, low: 2)), email: nil))
        for index in 0..<300 {
            let moment = Timestamp(microseconds: Int64(random.next() % 40) * 1_000_003)
            let text = texts[index % texts.count]
            let value = index % 3 == 0 ? nil : JSONText(validated: values[index % values.count])
            let record = CostRecord(
                id: .random(using: &random),
                userID: index % 2 == 0 ? alice : bob,
                jobID: index % 5 == 0 ? nil : .random(using: &random),
                costType: text.isEmpty ? "x" : text,
                amount: try #require(
                    Amount(digits: Int64(random.next() % 100_000) - 50_000, decimals: UInt8(index % 13))
                ),
                details: value,
                billingPeriod: Day(number: Int32(index)),
                recordedAt: moment
            )
            _ = state.apply(.addCost(record))
            let notification = Notification(
                id: .random(using: &random),
                userID: index % 2 == 0 ? alice : bob,
                type: text.isEmpty ? "x" : text,
                title: text.isEmpty ? "y" : text,
                message: text,
                priority: Priority.allCases[index % 3],
                isRead: index % 4 == 0,
                actionURL: index % 7 == 0 ? nil : text,
                metadata: value,
                createdAt: moment
            )
            _ = state.apply(.addNotification(notification))
        }
        return state
    }

    /// The three files of a state.
    private static func files(_ state: LedgerState, _ format: FileFormat, owner: UserNumber? = nil) throws -> [String] {
        let export = try RowExport(of: state, owner: owner, format)
        var files = ["", "", ""]
        let counts = [
            export.writeUsers {
                files[0] += $0.text
                $0.removeAll()
            },
            export.writeCosts {
                files[1] += $0.text
                $0.removeAll()
            },
            export.writeNotifications {
                files[2] += $0.text
                $0.removeAll()
            },
        ]
        #expect(
            counts == (owner == nil ? [state.userCount, state.costCount, state.notificationCount] : [1, 150, 150])
        )
        return files
    }

    private static func state(from files: [String], _ format: FileFormat) throws -> LedgerState {
        var state = LedgerState()
        let users = try importUsers(files[0], format)
        _ = state.apply(.mergeUsers(state.plan(users.batch).batch))
        let costs = try importCosts(files[1], format, options(owner: nil))
        _ = state.apply(.addCosts(try state.plan(costs.batch).batch))
        let notifications = try importNotifications(files[2], format, options(owner: nil))
        _ = state.apply(.addNotifications(try state.plan(notifications.batch).batch))
        return state
    }

    @Test(arguments: [FileFormat.csv, .jsonl])
    func `What was exported imports again to the same store`(_ format: FileFormat) throws {
        let state = try Self.makeState()
        let files = try Self.files(state, format)
        let again = try Self.state(from: files, format)
        #expect(again.checkInvariants() == [])
        for other in [FileFormat.csv, .jsonl] {
            #expect(try Self.files(again, other) == Self.files(state, other))
        }
    }

    @Test(arguments: [FileFormat.csv, .jsonl])
    func `An import that comes again changes nothing`(_ format: FileFormat) throws {
        let state = try Self.makeState()
        let files = try Self.files(state, format)
        let costs = try importCosts(files[1], format, options(owner: nil))
        let plan = try state.plan(costs.batch)
        #expect(plan.newCount == 0 && plan.unchangedCount == 300 && plan.conflicts.isEmpty)
        let notifications = try importNotifications(files[2], format, options(owner: nil))
        let other = try state.plan(notifications.batch)
        #expect(other.newCount == 0 && other.unchangedCount == 300 && other.conflicts.isEmpty)
    }

    @Test func `The rows of one user come alone`() throws {
        let state = try Self.makeState()
        let number = try #require(state.userNumber(of: bob))
        for file in try Self.files(state, .jsonl, owner: number) {
            #expect(!file.contains(alice.description))
        }
    }

    @Test func `The guard alters text alone`() throws {
        let state = try Self.makeState()
        var text = ""
        let export = try RowExport(of: state, owner: nil, .csv, guardsSpreadsheets: true)
        _ = export.writeCosts {
            text += $0.text
            $0.removeAll()
        }
        #expect(text.contains(",'=1+1,"))
        #expect(text.contains(",-5,"))
        #expect(!text.contains(",=1+1,"))
    }

    @Test func `An export stops where its output fails`() throws {
        let export = try RowExport(of: try Self.makeState(), owner: nil, .csv)
        #expect(throws: StoreError.storage("The disk is full.")) {
            _ = try export.writeCosts { (_: inout ByteWriter) throws(StoreError) in throw .storage("The disk is full.")
            }
        }
    }
}
