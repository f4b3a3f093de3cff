// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import LineEditing

/// The pure parts of the editor: layout, prompts, lists.
@Suite("The editor's text", .serialized, .inTurn)
struct TextTests {
    init() {
        Terminal.prepareCharacterSet()
    }

    @Test("A line is laid out as the terminal wraps it")
    func laysOutLines() {
        func layout(_ line: String, _ cursor: Int, _ columns: Int) -> [Int] {
            let scalars = Array(line.unicodeScalars)
            let layout = LineLayout(prompt: "> ".unicodeScalars, line: scalars, cursor: cursor, columns: columns)
            return [layout.cursor.row, layout.cursor.column, layout.end.row, layout.end.column]
        }
        #expect(layout("", 0, 10) == [0, 2, 0, 2])
        #expect(layout("abc", 1, 10) == [0, 3, 0, 5])
        #expect(layout("abcdefgh", 8, 10) == [1, 0, 1, 0])
        #expect(layout("abcdefg日", 7, 10) == [1, 0, 1, 2])
        #expect(layout("ab\ncd", 5, 10) == [1, 2, 1, 2])
        #expect(layout("\tx", 2, 20) == [0, 9, 0, 9])
        #expect(layout("\u{1}e\u{301}", 3, 10) == [0, 5, 0, 5])
    }

    @Test("Escapes in prompts are marked, joined, and never stand at the end")
    func marksPrompts() {
        let bold = "\u{1B}[1m"
        let plain = "\u{1B}[0m"
        func check(_ text: String, _ marked: String, _ visible: String) {
            let prompt = PromptText(text)
            #expect(String(prompt.marked) == marked)
            #expect(String(prompt.visible) == visible)
        }
        check("a> ", "a> ", "a> ")
        check(bold + "a" + plain + "> ", "\u{1}\(bold)\u{1}a\u{1}\(plain)\u{1}> ", "a> ")
        check(bold + plain + "a", "\u{1}\(bold)\(plain)\u{1}a", "a")
        check("a> " + plain, "a>\u{1}\(plain)\u{1} ", "a> ")
        check("a" + bold + " " + plain, "a\u{1}\(bold)\(plain)\u{1} ", "a ")
        check("a>" + plain, "a>\u{1}\(plain)\u{1} ", "a> ")
        check("\u{1B}]0;x\u{7}\u{1}\n", "\\u{1b}]0;x\\u{7}\\u{1}\\n", "\\u{1b}]0;x\\u{7}\\u{1}\\n")
    }

    @Test("A walk through the history keeps to the beginning it began with")
    func walksByPrefix() {
        let entries = ["costs one", "users", "costs two", "costs two b"]
        var search = PrefixSearch()
        #expect(search.step(.older, line: "costs t", prefix: "costs", in: entries) == "costs two b")
        #expect(search.step(.older, line: "costs two b", prefix: "costs two b", in: entries) == "costs two")
        #expect(search.step(.older, line: "costs two", prefix: "", in: entries) == "costs one")
        #expect(search.step(.older, line: "costs one", prefix: "", in: entries) == nil)
        #expect(search.step(.newer, line: "costs one", prefix: "", in: entries) == "costs two")
        #expect(search.step(.newer, line: "costs two", prefix: "", in: entries) == "costs two b")
        #expect(search.step(.newer, line: "costs two b", prefix: "", in: entries) == "costs t")
        #expect(search.step(.newer, line: "costs t", prefix: "", in: entries) == nil)
        #expect(search.step(.older, line: "u", prefix: "u", in: entries) == "users")
        #expect(search.step(.newer, line: "other", prefix: "x", in: []) == nil)
    }

    @Test("A history forgets repeats and what is beyond its limit")
    func limitsHistory() {
        var list = HistoryList(limit: 3)
        #expect(
            ["a", "b", "b", "a", " c", "c", "d"].map { list.add($0) }
                == [.added, .added, .none, .moved, .none, .added, .added]
        )
        #expect(list.entries == ["a", "c", "d"])
        #expect(list.add("b") == .added)
        #expect(list.entries == ["c", "d", "b"])
    }
}
