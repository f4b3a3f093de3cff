// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineAnswers

@Suite("A table", .serialized, .inTurn)
struct TextTableTests {
    private let table = TextTable(
        [
            .init("Id"), .init("Title", fitting: .truncated), .init("Message", fitting: .wrapped),
            .init("Amount", .right),
        ],
        rows: [
            ["9b1d", "Training Completed", "Your model is ready for download", "12.50"],
            ["9b1e", "日本語", "a\nb", "1,234.00"],
            ["9b1f"],
        ]
    )

    @Test("A table lines its columns up")
    func alignsColumns() {
        #expect(
            table.rendered() == """
                Id    Title               Message                             Amount
                ────  ──────────────────  ────────────────────────────────  ────────
                9b1d  Training Completed  Your model is ready for download     12.50
                9b1e  日本語              a\\nb                              1,234.00
                9b1f

                """
        )
    }

    @Test("A table is made narrower if there is less room")
    func narrows() {
        #expect(
            table.rendered(maximumWidth: 44) == """
                Id    Title          Message          Amount
                ────  ─────────────  ─────────────  ────────
                9b1d  Training Com…  Your model is     12.50
                                     ready for
                                     download
                9b1e  日本語         a\\nb           1,234.00
                9b1f

                """
        )
    }

    @Test("A table keeps to any width that its fixed columns allow", arguments: Array(40...100))
    func keepsWidth(width: Int) {
        #expect(table.lines(maximumWidth: width).allSatisfy { $0.width <= width })
    }

    @Test("A table that is too wide for the terminal becomes a list of its cells")
    func stacks() {
        #expect(
            table.rendered(maximumWidth: 30) == """
                Id       9b1d
                Title    Training Completed
                Message  Your model is ready
                         for download
                Amount   12.50

                Id       9b1e
                Title    日本語
                Message  a\\nb
                Amount   1,234.00

                Id       9b1f

                """
        )
        let marked = TextTable(
            [.init(""), .init("id"), .init("when")],
            rows: [["●", "9b1d", "today"], ["", "9b1e"]]
        )
        #expect(marked.rendered(maximumWidth: 12) == "id    ● 9b1d\nwhen  today\n\nid    9b1e\n")
    }

    @Test("A list of cells keeps to a width that no table fits", arguments: Array(17...39))
    func keepsSmallWidth(width: Int) {
        #expect(table.lines(maximumWidth: width).allSatisfy { $0.width <= width })
    }

    @Test("A table stays whole in an absurd width", arguments: [Int.min, -1, 0, 1, Int.max])
    func staysWhole(width: Int) {
        #expect(table.lines(maximumWidth: width).first?.plain.hasPrefix("Id") == true)
    }

    @Test("A table without titles has no header, and an empty one has no lines")
    func mayBeEmpty() {
        #expect(TextTable([]).rendered() == "")
        #expect(
            TextTable([.init(""), .init("", .right)], rows: [["a", "1"], ["bb", "22", "more"]]).rendered()
                == "a    1\nbb  22\n"
        )
        #expect(TextTable([.init("A")], hasRule: false).rendered(.ansi) == "\u{1b}[1mA\u{1b}[0m\n")
    }
}
