// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes cost records from a billing export of the FinOps Open Cost and Usage Specification (FOCUS) 1.x.
///
/// Its rows have no identifier: each gets one from what it says (``FocusRowNamer``), so that a delivery that comes again
/// changes nothing.
struct FocusAssembler: RowAssembler {
    private(set) var batch = CostBatch()
    private let options: ImportOptions
    private var header: [String] = []
    private var tags: Int?
    private var types = NameMemo()
    private var namer = FocusRowNamer()
    private var scanner = JSONScanner()

    private var amount: Amount?
    private var costType: String?
    private var recordedAt: Timestamp?
    private var billingPeriod: Day?
    private var details = FocusDetails()

    /// The columns that are no part of the details.
    private enum Column: String, CaseIterable {
        case billedCost = "BilledCost"
        case chargePeriodStart = "ChargePeriodStart"
        case serviceCategory = "ServiceCategory"
        case billingPeriodStart = "BillingPeriodStart"

        var reader: FieldReader { FieldReader(name: rawValue) }
    }

    private static let columns = Column.allCases
    static let columnNames = columns.map(\.rawValue)

    init(_ options: ImportOptions) {
        self.options = options
    }

    static var nullWord: StaticString? { "NULL" }

    /// The fields that are no part of the details have the numbers of their columns, the others follow.
    mutating func readHeader(_ names: [String]) throws(StoreError) -> [Int] {
        var seen: Set<[UInt8]> = []
        for name in names where !seen.insert(Array(name.utf8)).inserted {
            throw .invalid("column", "The header has the column '\(ValueError.excerpt(name))' twice.")
        }
        for name in Self.columnNames where !seen.contains(Array(name.utf8)) {
            let question = EditDistance.question(about: name, in: names)
            throw .invalid("column", "The header lacks the FOCUS column '\(name)'.\(question)")
        }
        header = names
        tags = names.firstIndex { $0.hasSameBytes(as: "Tags") }
        return names.indices.map { index in
            Self.columnNames.firstIndex { $0.hasSameBytes(as: names[index]) } ?? index + Self.columnNames.count
        }
    }

    func column(named key: Span<UInt8>, hint: Int) -> Int? { nil }

    func holdsJSON(_ column: Int) -> Bool { false }

    mutating func beginRow() {
        amount = nil
        costType = nil
        recordedAt = nil
        billingPeriod = nil
        details.begin()
        namer.begin(options.owner)
    }

    mutating func setNull(_ column: Int) {
        namer.addNull()
    }

    mutating func set(_ column: Int, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        namer.add(text)
        guard column < Self.columns.count else { return try setDetail(column - Self.columns.count, text) }
        let reader = Self.columns[column].reader
        switch Self.columns[column] {
        case .billedCost: amount = try reader.amount(form, text)
        case .chargePeriodStart: recordedAt = try reader.timestamp(form, text)
        case .serviceCategory: costType = try types.text(form, text, reader)
        case .billingPeriodStart: billingPeriod = try Self.day(form, text, reader)
        }
    }

    mutating func set(_ column: Int, json: Span<UInt8>) {}

    private mutating func setDetail(_ index: Int, _ text: Span<UInt8>) throws(StoreError) {
        let reader = FieldReader(name: header[index])
        if index == tags {
            details.append(key: header[index], json: try reader.json(&scanner, text))
        } else {
            details.append(key: header[index], text: try reader.text(.field, text))
        }
    }

    /// The day of a moment, or a day.
    private static func day(_ form: ValueForm, _ text: Span<UInt8>, _ reader: FieldReader) throws(StoreError) -> Day {
        if text.count == 10 { return try reader.day(form, text) }
        return try reader.timestamp(form, text).day
    }

    mutating func endRow(line: Int) throws(StoreError) {
        guard let amount else { throw Column.billedCost.reader.missing }
        guard let recordedAt else { throw Column.chargePeriodStart.reader.missing }
        guard let costType else { throw Column.serviceCategory.reader.missing }
        let owner = try options.owner(of: nil)
        let details = details.finished
        let record = CostRecord(
            id: namer.finish(),
            userID: owner,
            costType: costType,
            amount: amount,
            details: details,
            billingPeriod: billingPeriod ?? recordedAt.day,
            recordedAt: recordedAt
        )
        try batch.append(record, defaults: CostRow.Defaults(billingPeriod: billingPeriod == nil), line: line)
    }
}

/// The fields of a FOCUS row that a cost record has no place for, as a JSON object.
struct FocusDetails: Sendable {
    private var members: [UInt8] = []

    mutating func begin() {
        members.removeAll(keepingCapacity: true)
    }

    /// Adds a field whose value is text.
    mutating func append(key: String, text: String) {
        appendKey(key)
        append(text)
    }

    /// Adds a field whose value is JSON.
    mutating func append(key: String, json: JSONText) {
        appendKey(key)
        members.append(contentsOf: json.text.utf8)
    }

    /// The object, nil where it has no member.
    var finished: JSONText? {
        members.isEmpty ? nil : JSONText(validated: "{" + String(decoding: members, as: UTF8.self) + "}")
    }

    private mutating func appendKey(_ key: String) {
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        append(key)
        members.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ text: String) {
        var writer = ByteWriter(capacity: text.utf8.count + 16)
        writer.appendJSON(text)
        writer.withBytes { members.append(contentsOf: $0) }
    }
}
