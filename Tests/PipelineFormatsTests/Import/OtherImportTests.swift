// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("Imports of users and notifications", .serialized, .inTurn)
struct OtherImportTests {
    private static let id = "6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f"

    @Test func `A whole notification keeps every value`() throws {
        let header = Notification.Column.names.joined(separator: ",") + "\n"
        let row =
            "\(Self.id),\(bob),job_failed,\"Job, failed\",\"\",high,t,/training/jobs/1,\"{\"\"job_id\"\": 1}\","
            + "2025-12-01T10:00:00.5Z\n"
        let batch = try importNotifications(header + row).batch
        try #require(batch.count == 1)
        let notification = batch[0]
        #expect(notification.id.description == Self.id)
        #expect(notification.userID == bob)
        #expect(notification.type == "job_failed")
        #expect(notification.title == "Job, failed")
        #expect(notification.message.isEmpty)
        #expect(notification.priority == .high)
        #expect(notification.isRead)
        #expect(notification.actionURL == "/training/jobs/1")
        #expect(notification.metadata?.text == #"{"job_id":1}"#)
        #expect(notification.createdAt.description == "2025-12-01T10:00:00.500Z")
    }

    @Test func `What a notification leaves out takes its default`() throws {
        let csv = try importNotifications("type,title,message\na,b,c\n").batch[0]
        let json = try importNotifications(#"{"type":"a","title":"b","message":"c","read":null}"#, .jsonl).batch[0]
        for notification in [csv, json] {
            #expect(notification.userID == alice)
            #expect(notification.priority == .medium)
            #expect(!notification.isRead)
            #expect(notification.actionURL == nil)
            #expect(notification.metadata == nil)
            #expect(notification.createdAt == testNow)
        }
    }

    @Test(arguments: [("t", true), ("true", true), ("f", false), ("false", false), ("", false)])
    func `Booleans are read as PostgreSQL writes them`(_ text: String, _ isRead: Bool) throws {
        #expect(try importNotifications("type,title,message,read\na,b,c,\(text)\n").batch[0].isRead == isRead)
    }

    @Test(arguments: [
        ("type,title,message,read\na,b,c,yes\n", FileFormat.csv, "line 2: read must be true or false, not 'yes'."),
        ("type,title,message,read\na,b,c,\"\"\n", .csv, "line 2: read must be true or false, not ''."),
        (
            "type,title,message,priority\na,b,c,urgent\n", .csv,
            "line 2: priority must be low, medium or high, not 'urgent'."
        ),
        ("type,title,message\na,b,\n", .csv, "line 2: message is required."),
        ("type,title,message\na,\"\",c\n", .csv, "line 2: title must not be empty."),
        (
            #"{"type":"a","title":"b","message":"c","read":"true"}"#, .jsonl,
            "line 1: read must be true or false, not 'true'."
        ),
        (#"{"type":"a","title":"b","message":"c","read":1}"#, .jsonl, "line 1: read must be true or false, not '1'."),
    ])
    func `A notification that cannot be taken says why`(_ text: String, _ format: FileFormat, _ details: String) {
        let error = #expect(throws: StoreError.self) { try importNotifications(text, format) }
        #expect(error?.details == details)
    }

    @Test func `Users come with an address or without`() throws {
        let csv = try importUsers("email,id\nA@b.c,\(alice)\n,\(bob)\n").batch
        let json = try importUsers(
            "{\"id\":\"\(alice)\",\"email\":\"A@b.c\"}\n{\"id\":\"\(bob)\",\"email\":null}\n",
            .jsonl
        )
        .batch
        for batch in [csv, json] {
            #expect(batch.entries.map(\.id) == [alice, bob])
            #expect(batch.entries.map(\.email?.text) == ["A@b.c", nil])
        }
        #expect(throws: StoreError.invalid("email", "line 2: email must be an e-mail address, not 'x'.")) {
            try importUsers("id,email\n\(alice),x\n")
        }
        #expect(throws: StoreError.invalid("id", "line 2: id is required.")) {
            try importUsers("id,email\n,a@b\n")
        }
    }

    @Test(arguments: [
        ("a.csv", FileFormat.csv), ("dir/A.CSV", .csv), ("a.jsonl", .jsonl), ("a.ndjson", .jsonl), ("a.json", .jsonl),
    ])
    func `A file's name tells its format`(_ name: String, _ format: FileFormat) throws {
        #expect(try FileFormat(fileName: name) == format)
    }

    @Test(arguments: ["a", "csv", "a.csv.gz", "a.txt", "-", ""])
    func `Another name asks for the format`(_ name: String) {
        let error = #expect(throws: StoreError.self) { try FileFormat(fileName: name) }
        #expect(error?.details.contains("--format") == true)
    }

    @Test func `Focus files have costs alone`() {
        #expect(throws: StoreError.self) { try NotificationImport(.focus, options()) }
        #expect(throws: StoreError.self) { try UserImport(.focus) }
        #expect(throws: StoreError.self) { try RowExport(of: LedgerState(), owner: nil, .focus) }
        #expect(throws: StoreError.self) { try FileFormat(named: "xml") }
    }
}
