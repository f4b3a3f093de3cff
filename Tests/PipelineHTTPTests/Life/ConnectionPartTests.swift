// SPDX-License-Identifier: MIT

import NIOCore
import Testing

@testable import PipelineHTTP

@Suite("What bounds a connection")
struct ConnectionPartTests {
    @Test("Bytes are cut behind every empty line, however they come")
    func emptyLines() {
        let text = "\r\nGET / HTTP/1.1\r\nA: b\r\n\r\nPOST / HTTP/1.1\n\n{\"a\":\n\n1}GET"
        for length in 1...text.utf8.count {
            var lines = EmptyLines()
            var pieces: [String] = []
            var piece = ""
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                var buffer = ByteBuffer(bytes: rest.prefix(length))
                rest = rest.dropFirst(length)
                while buffer.readableBytes > 0 {
                    let count = lines.lengthToFirst(in: buffer.readableBytesView)
                    #expect(count > 0 && count <= buffer.readableBytes)
                    piece += buffer.readString(length: count) ?? ""
                    guard piece.hasSuffix("\n\n") || piece.hasSuffix("\r\n\r\n") else { continue }
                    pieces.append(piece)
                    piece = ""
                }
            }
            #expect(pieces == ["\r\nGET / HTTP/1.1\r\nA: b\r\n\r\n", "POST / HTTP/1.1\n\n", "{\"a\":\n\n"])
            #expect(piece == "1}GET")
        }
    }

    @Test("A client is stalled that has taken nothing for as long as it may, and no other")
    func stalling() {
        var judge = StallJudge(patience: .seconds(30))
        let ask = { (taken: Int, waiting: Int, seconds: UInt64) in
            judge.judge(taken: taken, waiting: waiting, now: .uptimeNanoseconds(seconds * 1_000_000_000))
        }
        #expect(ask(0, 500_000, 1) == .goesOn)
        #expect(ask(0, 500_000, 30) == .goesOn)
        // A byte is enough, as often as it comes.
        for step in 1...10 {
            #expect(ask(step, 500_000, UInt64(step * 30)) == .goesOn)
            #expect(ask(step, 500_000, UInt64(step * 30 + 29)) == .goesOn)
        }
        #expect(ask(500_010, 0, 400) == .nothingWaits)
        #expect(ask(500_010, 100, 1000) == .goesOn)
        #expect(ask(500_010, 900, 1029) == .goesOn)
        #expect(ask(500_010, 900, 1030) == .stalled)
    }

    @Test("Memory is given back when a tenth more than ever is not in use, and not again for the same")
    func spareMemory() {
        var memory = SpareMemory(resident: 120 << 20, inUse: 100 << 20)
        let isWorthReturning = { (resident: Int, inUse: Int) in
            memory.isWorthReturning(resident: resident << 20, inUse: inUse << 20)
        }
        #expect(!isWorthReturning(0, 10))
        #expect(!isWorthReturning(120, 100))
        #expect(!isWorthReturning(900, 880))
        #expect(!isWorthReturning(130, 100))
        #expect(isWorthReturning(900, 100))
        memory.wasReturned(resident: 150 << 20, inUse: 100 << 20)
        #expect(!isWorthReturning(155, 100))
        #expect(isWorthReturning(400, 101))
        // A burst may be over before anyone has looked.
        memory = SpareMemory(resident: 40 << 20, inUse: 1 << 20)
        #expect(isWorthReturning(70, 2))
    }
}
