// SPDX-License-Identifier: MIT

internal import PipelineCore

/// What a column of a FOCUS export is to a cost record.
enum FocusColumn: Sendable {
    /// A field of the record.
    case field(Field)
    /// A detail, the one at an index of the header.
    case detail(Int)

    /// The columns that become fields of a record.
    enum Field: String, CaseIterable {
        case amount = "BilledCost"
        case recordedAt = "ChargePeriodStart"
        case costType = "ServiceCategory"
        case billingPeriod = "BillingPeriodStart"
    }
}

/// Makes cost records from a billing export of the FinOps Open Cost and Usage Specification (FOCUS) 1.x.
///
/// Its rows have no identifier: each gets one from what it says (``FocusRowNamer``), so that a delivery that comes again
/// changes nothing.
struct FocusAssembler: RowAssembler {
    private(set) var batch = CostBatch()
    var header: [FocusColumn]?
    private let options: ImportOptions
    private var names: [String] = []
    private var tags: Int?
    private var types = NameMemo()
    private var namer = FocusRowNamer()
    private var scanner = JSONScanner()

    private var amount: Amount?
    private var costType: String?
    private var recordedAt: Timestamp?
    private var billingPeriod: Day?
    private var details = FocusDetails()

    init(_ options: ImportOptions) {
        self.options = options
    }

    static var nullWord: StaticString? { "NULL" }

    mutating func columns(ofHeader names: [String]) throws(StoreError) -> [FocusColumn] {
        var seen: Set<[UInt8]> = []
        for name in names where !seen.insert(Array(name.utf8)).inserted {
            throw .invalid("column", "The header has the column '\(ValueError.excerpt(name))' twice.")
        }
        for field in FocusColumn.Field.allCases where !seen.contains(Array(field.rawValue.utf8)) {
            let question = EditDistance.question(about: field.rawValue, in: names)
            throw .invalid("column", "The header lacks the FOCUS column '\(field.rawValue)'.\(question)")
        }
        for name in names {
            do throws(ValueError) {
                try TextRule.checkCharacters(of: name)
            } catch {
                throw error.described(field: "column", text: name)
            }
        }
        self.names = names
        tags = names.firstIndex { $0.hasSameBytes(as: "Tags") }
        return names.indices.map { index in
            let field = FocusColumn.Field.allCases.first { $0.rawValue.hasSameBytes(as: names[index]) }
            return field.map { .field($0) } ?? .detail(index)
        }
    }

    // A FOCUS export is CSV: it has no keys.
    func column(named key: Span<UInt8>, hint: inout Int) -> FocusColumn? { nil }

    func unknownColumn(_ name: String) -> StoreError {
        .invalid("column", "There is no column '\(ValueError.excerpt(name))'.")
    }

    func reader(of column: FocusColumn) -> FieldReader {
        switch column {
        case .field(let field): Self.reader(of: field)
        case .detail(let index): FieldReader(name: names[index])
        }
    }

    private static func reader(of field: FocusColumn.Field) -> FieldReader { FieldReader(name: field.rawValue) }

    // The details are read as JSON where they are put together.
    func holdsJSON(_ column: FocusColumn) -> Bool { false }

    mutating func beginRow() {
        amount = nil
        costType = nil
        recordedAt = nil
        billingPeriod = nil
        details.begin()
        namer.begin(options.owner)
    }

    mutating func setNull(_ column: FocusColumn) {
        namer.addNull()
    }

    mutating func set(_ column: FocusColumn, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        namer.add(text)
        let reader = reader(of: column)
        switch column {
        case .field(.amount): amount = try reader.amount(form, text)
        case .field(.recordedAt): recordedAt = try reader.timestamp(form, text)
        case .field(.costType): costType = try types.text(form, text, reader)
        case .field(.billingPeriod):
            // The day of a moment, or a day.
            billingPeriod = text.count == 10 ? try reader.day(form, text) : try reader.timestamp(form, text).day
        case .detail(let index):
            if index == tags {
                details.append(key: names[index], json: try reader.json(&scanner, text))
            } else {
                details.append(key: names[index], text: try reader.text(form, text))
            }
        }
    }

    mutating func set(_ column: FocusColumn, json: Span<UInt8>) {}

    mutating func endRow(line: Int) throws(StoreError) {
        guard let amount else { throw Self.reader(of: .amount).missing }
        guard let recordedAt else { throw Self.reader(of: .recordedAt).missing }
        guard let costType else { throw Self.reader(of: .costType).missing }
        let record = CostRecord(
            id: namer.finish(),
            userID: try options.owner(of: nil),
            costType: costType,
            amount: amount,
            details: details.finished,
            billingPeriod: billingPeriod ?? recordedAt.day,
            recordedAt: recordedAt
        )
        let defaults = CostRow.Defaults(billingPeriod: billingPeriod == nil)
        try batch.append(record, defaults: defaults, line: line)
    }
}

/// The fields of a FOCUS row that a cost record has no place for, as a JSON object.
private struct FocusDetails: Sendable {
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

    /// The object, nil if it has no member.
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
