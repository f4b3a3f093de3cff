// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineService

@Suite("Numbers for people", .serialized, .inTurn)
struct ReadableTests {
    @Test(
        "Amounts have their digits grouped",
        arguments: [
            ("1234567.80", "1,234,567.80"), ("-1234.5678", "-1,234.5678"), ("123.45", "123.45"),
            ("0.00001605990", "0.00001605990"),
            ("", ""), ("-", "-"), ("abc1234", "abc1234"), ("100000000", "100,000,000"), ("+1000", "+1,000"),
        ]
    )
    func groups(text: String, expected: String) {
        #expect(Readable.grouped(text) == expected)
    }

    @Test("Whole numbers have their digits grouped")
    func groupsIntegers() {
        #expect(Readable.grouped(27_400) == "27,400")
        #expect(Readable.grouped(Int64.min) == "-9,223,372,036,854,775,808")
    }

    @Test(
        "A duration is shown in the unit that suits it",
        arguments: [
            (Duration.microseconds(420), "0.42 ms"), (.microseconds(5), "0.01 ms"), (.zero, "0.00 ms"),
            (.milliseconds(12), "12.0 ms"),
            (.microseconds(9_994), "9.99 ms"), (.microseconds(9_996), "10.0 ms"), (.microseconds(123_456), "123 ms"),
            (.microseconds(99_960), "100 ms"),
            (.microseconds(999_600), "1.0 s"), (.milliseconds(1_300), "1.3 s"), (.seconds(59), "59.0 s"),
            (.seconds(125), "2 min 5 s"),
            (.seconds(12_000), "3 h 20 min"), (.seconds(-1), "0 ms"),
            (.seconds(Int64.max), "2,562,047,788,015,215 h 30 min"),
        ]
    )
    func tellsDurations(duration: Duration, expected: String) {
        #expect(Readable.duration(duration) == expected)
    }

    @Test(
        "A number of bytes is shown in the unit that suits it",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (12_400_000, "12.4 MB"), (999_949, "999.9 kB"),
            (999_950, "1.0 MB"),
            (-5, "0 B"), (Int.max, "9.2 EB"),
        ]
    )
    func tellsBytes(count: Int, expected: String) {
        #expect(Readable.byteCount(count) == expected)
        #expect(Readable.byteCount(UInt64.max) == "9.2 EB")
    }

    @Test(
        "An age is shown in the unit that suits it",
        arguments: [
            (0, "now"), (999_999, "now"), (-999_999, "now"), (42_000_000, "42 s ago"), (7_200_000_000, "2 h ago"),
            (-259_200_000_000, "in 3 d"), (600_000_000, "10 min ago"), (63_072_000_000_000, "2 y ago"),
            (Int64.min, "in 292,471 y"), (Int64.max, "292,471 y ago"),
        ] as [(Int64, String)]
    )
    func tellsAges(microseconds: Int64, expected: String) {
        #expect(Readable.age(microseconds: microseconds) == expected)
    }
}
