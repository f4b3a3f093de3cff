// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport
import Testing

@testable import LineEditing

/// The Tab key, and the lists that it shows.
@Suite("Completion", .serialized, .inTurn)
struct CompletionTests {
    @Test("One candidate is put in, with a space where one follows")
    func completesOne() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("co" + Key.tab + "--p" + Key.tab + "x")
        try terminal.wait(forCursorLine: "probe> costs --period=x")
    }

    @Test("Wide and accented candidates are put in whole")
    func completesWide() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("日" + Key.tab + "na" + Key.tab + "x")
        try terminal.wait(forCursorLine: "probe> 日本語 naïve x")
    }

    @Test("Several candidates give what they share, then their list")
    func completesCommonPrefix() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("sn" + Key.tab)
        try terminal.wait(forCursorLine: "probe> snapshot")
        try terminal.type(Key.tab)
        try terminal.wait(forLine: "snapshot   snapshots")
        try terminal.wait(forCursorLine: "probe> snapshot")
    }

    @Test("A list that is longer than the screen is cut and counted")
    func cutsLists() throws {
        let terminal = try PseudoTerminal.probe(rows: 10)
        try terminal.type("item-" + Key.tab)
        try terminal.wait(for: "list") { $0.lines.contains { $0.hasPrefix("item-1 ") } }
        try terminal.wait(for: "count") { $0.lines.contains { $0.hasPrefix("… ") && $0.hasSuffix(" more") } }
        try terminal.wait(forCursorLine: "probe> item-")
    }

    @Test("Control characters never reach the screen from a list")
    func showsControlsAsEscapes() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("ctl-" + Key.tab)
        try terminal.wait(forLine: "ctl\\u{1b}[31mone  ctl\\rtwo")
    }

    @Test("What candidates share is counted in characters")
    func sharesCharacters() {
        let completion = { (texts: [String]) in
            Completion(replacementLength: 0, candidates: texts.map { Completion.Candidate($0) })
        }
        #expect(completion(["cafe\u{301}", "cafe"]).commonPrefix == "caf")
        #expect(completion(["日本", "日中"]).commonPrefix == "日")
        #expect(completion([]).commonPrefix.isEmpty)
    }

    @Test("A list runs down its columns and clips what is too wide")
    func listsInColumns() {
        Terminal.prepareCharacterSet()
        let list = CandidateList(["a", "bb", "c", "日本", "e"].map { Completion.Candidate($0) }, rows: 10, columns: 14)
        #expect(list.rows == ["a     日本", "bb    e", "c"])
        let wide = CandidateList([Completion.Candidate(String(repeating: "日", count: 20))], rows: 3, columns: 12)
        #expect(wide.rows == ["日日日日日…"])
        let cut = CandidateList((1...100).map { Completion.Candidate("\($0)") }, rows: 3, columns: 9)
        #expect(cut.rows == ["1    3", "2    4", "… 96 more"])
    }
}
