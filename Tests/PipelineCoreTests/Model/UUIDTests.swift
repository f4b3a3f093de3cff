// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@Suite("UUIDs", .serialized, .inTurn)
struct UUIDTests {
    private static let text = "6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f"

    @Test func `The text form reads and writes itself`() throws {
        let uuid = try UUID(parsing: Self.text)
        #expect(uuid.high == 0x6F1C_2A9E_0B7D_4C55)
        #expect(uuid.low == 0x9E1A_2F3B_4C5D_6E7F)
        #expect(uuid.description == Self.text)
        #expect(try UUID(parsing: Self.text.uppercased()) == uuid)
    }

    @Test func `Random identifiers come back from their text`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let uuid = UUID(high: random.next(), low: random.next())
            let digits = [uuid.high, uuid.low].map { String(String($0 | 1 << 63, radix: 16).suffix(15)) }
            let plain = uuid.description.replacing("-", with: "")
            #expect(plain.dropFirst().hasPrefix(digits[0]) && plain.hasSuffix(digits[1]))
            #expect(try UUID(parsing: uuid.description) == uuid)
            #expect(try UUID(parsing: uuid.description.uppercased()) == uuid)
        }
    }

    @Test func `Every byte that is no digit is refused at every place`() throws {
        for position in 0..<36 {
            for byte in UInt8.min...UInt8.max {
                var bytes = Array(Self.text.utf8)
                bytes[position] = byte
                let isHyphen = [8, 13, 18, 23].contains(position)
                let isDigit = byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
                let parsed = try? UUID(parsing: bytes.span)
                #expect((parsed != nil) == (isHyphen ? byte == 0x2D : isDigit), "\(byte) at \(position)")
                if let parsed {
                    #expect(Array(parsed.description.utf8) == bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 })
                }
            }
        }
    }

    @Test(arguments: ["", "6f1c2a9e", text + "0", "{" + text + "}", text.replacing("-", with: "")])
    func `Another length is refused`(_ text: String) {
        #expect(throws: ValueError.self) { try UUID(parsing: text) }
    }

    @Test func `The version and the variant replace six bits`() {
        #expect(UUID(version: 4, high: 0, low: 0).description == "00000000-0000-4000-8000-000000000000")
        #expect(UUID(version: 8, high: .max, low: .max).description == "ffffffff-ffff-8fff-bfff-ffffffffffff")
    }

    @Test func `The order is that of the texts`() {
        var random = SeededGenerator(seed: 2)
        let uuids = (0..<100).map { _ in UUID(high: random.next() % 4, low: random.next()) }
        #expect(uuids.sorted().map(\.description) == uuids.map(\.description).sorted())
    }

    @Test(arguments: [
        ("6f", "6f000000-0000-0000-0000-000000000000", "6fffffff-ffff-ffff-ffff-ffffffffffff"),
        ("6f1c2a9e-", "6f1c2a9e-0000-0000-0000-000000000000", "6f1c2a9e-ffff-ffff-ffff-ffffffffffff"),
        (text, text, text),
    ])
    func `A prefix has bounds`(_ prefix: String, _ low: String, _ high: String) throws {
        let bounds = try #require(UUID.bounds(ofPrefix: prefix))
        #expect(bounds.lowerBound.description == low)
        #expect(bounds.upperBound.description == high)
    }

    @Test(arguments: ["g", "6f1c2a9e0", "6f1c2a9-", text + "0", "é"])
    func `A text that begins no identifier has no bounds`(_ prefix: String) {
        #expect(UUID.bounds(ofPrefix: prefix) == nil)
    }
}
