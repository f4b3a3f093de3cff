// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@Suite("Timestamps", .serialized, .inTurn)
struct TimestampTests {
    @Test(arguments: [
        ("2025-12-26T10:30:00Z", "2025-12-26T10:30:00Z"), ("2025-12-26t10:30:00z", "2025-12-26T10:30:00Z"),
        ("2025-12-26 10:30", "2025-12-26T10:30:00Z"), ("2025-12-26 10:30:00.123456+00", "2025-12-26T10:30:00.123456Z"),
        ("2025-12-26T10:30:00.1Z", "2025-12-26T10:30:00.100Z"), ("2025-12-26T10:30:00.12Z", "2025-12-26T10:30:00.120Z"),
        ("2025-12-26T10:30:00.123Z", "2025-12-26T10:30:00.123Z"),
        ("2025-12-26T10:30:00.000001Z", "2025-12-26T10:30:00.000001Z"),
        ("2025-12-26T10:30:00.1234560000Z", "2025-12-26T10:30:00.123456Z"),
        ("2025-12-26T10:30:00.000Z", "2025-12-26T10:30:00Z"), ("2025-12-26T10:30+02:00", "2025-12-26T08:30:00Z"),
        ("2025-12-26 10:30:00-0530", "2025-12-26T16:00:00Z"), ("2025-12-26 23:30:00-01", "2025-12-27T00:30:00Z"),
        ("2024-02-29T00:00:00+00:01", "2024-02-28T23:59:00Z"), ("2025-01-01T00:00:00+23:59", "2024-12-31T00:01:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ("0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00Z"), ("9999-12-31T22:59:59-01", "9999-12-31T23:59:59Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ])
    func `A timestamp is read in every form and written in one`(_ text: String, _ written: String) throws {
        let moment = try Timestamp(parsing: text)
        #expect(moment.description == written)
        #expect(try Timestamp(parsing: written) == moment)
    }

    private static let form = "must be a timestamp such as 2025-12-26T10:30:00Z"

    @Test(arguments: [
        ("", form), ("2025-12-26", form), ("2025-12-26T", form), ("2025-12-26T10", form), ("2025-12-26T10:30:", form),
        ("2025-12-26T10:30:00.", form), ("2025-12-26T10:30:00.Z", form), ("2025-12-26T10:30:00ZZ", form),
        ("2025-12-26T10:30:00 Z", form), ("2025-12-26T10:30:00+1", form), ("2025-12-26T10:30:00+01:", form),
        ("2025-12-26T10:30:00+01:0", form), ("2025-12-26T10:30:00+010203", form), ("2025-12-26_10:30:00", form),
        ("2025-12-26 10:30:00 ", form), (" 2025-12-26 10:30:00", form), ("now", form), ("1766745000", form),
        ("2025-02-30T00:00:00Z", "must be a date that exists"),
        ("2025-12-26T24:00:00Z", "must have a time of day that exists"),
        ("2025-12-26T10:60:00Z", "must have a time of day that exists"),
        ("2016-12-31T23:59:60Z", "must have a time of day that exists"),
        ("2025-12-26T10:30:00+24:00", "must have a time of day that exists"),
        ("2025-12-26T10:30:00+01:60", "must have a time of day that exists"),
        ("2025-12-26T10:30:00.1234567Z", "must be no finer than a microsecond"),
        ("0001-01-01T00:00:00+00:01", "must be in the years 0001 to 9999"),
        ("9999-12-31T23:59:59-00:01", "must be in the years 0001 to 9999"),
    ])
    func `What is no timestamp says why`(_ text: String, _ rule: String) {
        #expect(throws: ValueError(rule)) { try Timestamp(parsing: text) }
    }

    @Test func `Random moments come back from their text`() throws {
        var random = SeededGenerator(seed: 4)
        let span = UInt64(Timestamp.last.microseconds - Timestamp.first.microseconds)
        for _ in 0..<2000 {
            let moment = Timestamp(microseconds: Timestamp.first.microseconds + Int64(random.next() % (span + 1)))
            #expect(try Timestamp(parsing: moment.description) == moment)
            #expect(moment >= moment.day.start && moment <= moment.day.end)
        }
    }

    @Test func `Moving a moment stops at the calendar's ends`() {
        #expect(Timestamp.last.advanced(byMicroseconds: 1) == .last)
        #expect(Timestamp.first.advanced(byMicroseconds: -1) == .first)
        #expect(Timestamp.last.advanced(byMicroseconds: .max) == .last)
        #expect(Timestamp.first.advanced(byMicroseconds: .min) == .first)
        #expect(Timestamp(microseconds: 5).advanced(byMicroseconds: -10).microseconds == -5)
    }
}
