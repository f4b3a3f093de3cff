// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineAnswers

@Suite("Bars", .serialized, .inTurn)
struct BarChartTests {
    @Test(
        "Bars compare values",
        arguments: [
            ([8, 4, 1, 0], 4, ["████", "██", "▌", ""]),
            ([16, 1, 3, -8], 2, ["██", "▏", "▍", "░"]),
            ([1_000_000, 1], 3, ["███", "▏"]),
            ([0, 0], 5, ["", ""]),
            ([], 5, []),
            ([5], 0, [""]),
            ([5], -3, [""]),
            ([-5, -1], 4, ["░░░░", "░"]),
        ] as [([Int128], Int, [String])]
    )
    func compare(values: [Int128], width: Int, expected: [String]) {
        #expect(BarChart(width: width).bars(values).map(\.plain) == expected)
    }

    @Test("Bars have a form for plain terminals")
    func drawASCII() {
        #expect(BarChart(width: 4, ink: .ascii).bars([4, 1, -2, 0]).map(\.plain) == ["####", "#", "--", ""])
    }

    @Test("Bars take the largest possible values")
    func takeExtremes() {
        let bars = BarChart(width: 10).bars([.max, .min, .max / 2, 1])
        #expect(bars.map(\.width) == [10, 10, 5, 1])
        #expect(BarChart(width: .max).bars([1])[0].width == 10_000)
    }
}
