// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import TestSupport
import Testing

/// What must hold for the fields of rows and records, whichever there are.
@Suite("The fields of rows", .serialized, .inTurn)
struct RowFieldTests {
    @Test("Random changes give every field of a record different values, and an optional one a value at times")
    func randomFields() {
        var random = RandomChanges(seed: 1)
        let costs = random.costs(count: 100)
        let notifications = random.notifications(count: 100)
        checkVariety((0..<costs.count).map { Mirror(reflecting: costs[$0]) })
        checkVariety((0..<notifications.count).map { Mirror(reflecting: notifications[$0]) })
    }

    private func checkVariety(_ records: [Mirror]) {
        for field in records[0].children.compactMap(\.label) {
            let values = records.compactMap { $0.descendant(field).map { "\($0)" } }
            #expect(Set(values).subtracting(["nil"]).count > 1, "\(field)")
        }
    }

    @Test("The fields of a row fill its bytes, which go to the disk as they are")
    func layout() {
        checkLayout(CostRow.self)
        checkLayout(NotificationRow.self)
    }

    private func checkLayout<Row: LedgerRow>(_ row: Row.Type) {
        func size<Value>(of type: Value.Type) -> Int { MemoryLayout<Value>.size }
        let sizes = Mirror(reflecting: Row.zero).children.map { _openExistential(type(of: $0.value), do: size) }
        #expect(sizes.reduce(0, +) == MemoryLayout<Row>.stride, "\(row)")
        #expect(MemoryLayout<Row>.size == MemoryLayout<Row>.stride, "\(row)")
    }

    @Test("A row hands out every text it refers to, as many as it says, and its record counts their bytes")
    func texts() {
        var random = RandomChanges(seed: 2)
        let costs = random.costs(count: 100)
        for index in 0..<costs.count { checkTexts(of: costs[index], CostRow.self) }
        let notifications = random.notifications(count: 100)
        for index in 0..<notifications.count { checkTexts(of: notifications[index], NotificationRow.self) }
    }

    private func checkTexts<Row: LedgerRow>(of record: Row.Record, _ row: Row.Type) {
        var texts = BlobStore()
        var row = Row(record, user: 0, type: 0, texts: &texts)
        var references: [BlobReference] = []
        row.forEachText { references.append($0) }
        let fields = Mirror(reflecting: row).children.compactMap { $0.value as? BlobReference }
        #expect(references == fields)
        #expect(references.count == Row.textCapacity)
        let byteCounts = Mirror(reflecting: record).children.compactMap { Self.byteCount(of: $0.value) }
        // The type's name is a text of the record that the row does not refer to.
        #expect(record.textByteCount == byteCounts.reduce(0, +) - record.typeName.utf8.count)
        let lengths = references.map { $0.isNone ? 0 : texts.length(of: $0) }
        #expect(record.textByteCount == lengths.reduce(0, +))
    }

    private static func byteCount(of value: Any) -> Int? {
        switch value {
        case let text as String: text.utf8.count
        case let value as JSONText: value.text.utf8.count
        default: nil
        }
    }
}
