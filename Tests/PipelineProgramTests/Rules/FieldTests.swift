// SPDX-License-Identifier: MIT

import ColumnTestSupport
import PipelineCore
import PipelineFormats
import PipelineService
import TestSupport
internal import Testing

/// The fields that `add cost` and `add notification` take, whichever there are.
@Suite("The fields of a row that is added", .serialized, .inTurn)
struct FieldTests {
    @Test("Every column can be given, but for the owner and the read mark")
    func completeness() {
        let costs = Set(CostInput.Field.allCases.compactMap(Self.column(of:)))
        #expect(costs == Set(CostRecord.Column.allCases).subtracting([.userID]))
        let notifications = Set(NotificationInput.Field.allCases.compactMap(Self.column(of:)))
        #expect(notifications == Set(Notification.Column.allCases).subtracting([.userID, .read]))
    }

    @Test("Every field that is given arrives in the answer")
    func arrival() throws {
        try checkArrival("add cost", CostInput.Field.allCases, Self.column(of:))
        try checkArrival("add notification", NotificationInput.Field.allCases, Self.column(of:))
    }

    private func checkArrival<Field: RequestParameter, Column: SampledColumn>(
        _ command: String,
        _ fields: [Field],
        _ column: (Field) -> Column?
    ) throws {
        let given = try fields.map { (field: $0, column: try #require(column($0))) }
        let options = given.map { Self.option($0.field, $0.column.samples[0]) }
        let answers = try Session.answersForAlice(to: ["\(command) \(options.joined(separator: " "))"])
        for (_, column) in given {
            let expected = try StrictJSONParser.parse(column.json(0))
            #expect(answers[0]["data"][column.rawValue] == expected, "\(column.rawValue): \(answers[0])")
        }
    }

    @Test("A field that is too long is refused with its name")
    func length() throws {
        try checkLength("add cost", CostInput.Field.allCases, Self.column(of:), unlimited: [])
        try checkLength(
            "add notification",
            NotificationInput.Field.allCases,
            Self.column(of:),
            unlimited: [.message, .actionURL]
        )
    }

    private func checkLength<Field: RequestParameter, Column: SampledColumn>(
        _ command: String,
        _ fields: [Field],
        _ column: (Field) -> Column?,
        unlimited: Set<Field>
    ) throws {
        let given = try fields.map { (field: $0, column: try #require(column($0))) }
        let long = String(repeating: "x", count: 1_000)
        for (field, column) in given where !unlimited.contains(field) {
            let options = given.map { Self.option($0.field, $0.field == field ? long : $0.column.samples[0]) }
            let answers = try Session.answersForAlice(to: ["\(command) \(options.joined(separator: " "))"])
            #expect(answers[0]["error"] == .string("Invalid \(column.rawValue)"), "\(answers[0])")
        }
    }

    @Test("A field with U+0000 is refused with its name")
    func zeros() throws {
        try checkZeros("add cost", CostInput.Field.allCases, Self.column(of:))
        try checkZeros("add notification", NotificationInput.Field.allCases, Self.column(of:))
    }

    private func checkZeros<Field: RequestParameter, Column: SampledColumn>(
        _ command: String,
        _ fields: [Field],
        _ column: (Field) -> Column?
    ) throws {
        let given = try fields.map { (field: $0, column: try #require(column($0))) }
        for (field, column) in given {
            // In JSON the character itself is no JSON, and its escape is.
            for zero in [#""a\u{0}""#, #"'"\u0000"'"#] {
                let options = given.map {
                    $0.field == field ? "\(Self.name($0.field)) \(zero)" : Self.option($0.field, $0.column.samples[0])
                }
                // What a text takes as it is, is six characters.
                let isText =
                    zero.hasPrefix("'")
                    && ["cost_type", "type", "title", "message", "action_url"]
                        .contains(
                            column.rawValue
                        )
                let answers = try Session.answersForAlice(to: ["\(command) \(options.joined(separator: " "))"])
                let isRefused = answers[0]["error"] == .string("Invalid \(column.rawValue)")
                #expect(isRefused != isText, "\(answers[0])")
            }
        }
    }

    /// A field as the option that stands for it; quotes and escapes are those of JSON.
    private static func option(_ field: some RequestParameter, _ text: String) -> String {
        var writer = ByteWriter()
        writer.append(name(field) + " ")
        writer.appendJSON(text) as Void
        return writer.text
    }

    private static func name(_ field: some RequestParameter) -> String {
        "--\(field.description.name.replacing("_", with: "-"))"
    }

    /// The column of a field: that of its name, but that a cost's type is just `type` in a command about costs.
    private static func column(of field: CostInput.Field) -> CostRecord.Column? {
        let name = field.description.name
        return name == "type" ? .costType : CostRecord.Column(rawValue: name)
    }

    private static func column(of field: NotificationInput.Field) -> Notification.Column? {
        Notification.Column(rawValue: field.description.name)
    }
}
