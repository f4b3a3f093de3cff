// SPDX-License-Identifier: MIT

internal import TestSupport
internal import Testing

@testable internal import PipelineFormats

@Suite("SHA-256", .serialized, .inTurn)
struct SHA256Tests {
    private static func hex(_ text: [UInt8], pieceSize: Int = .max) -> String {
        var hash = SHA256()
        for piece in pieces(of: text, size: pieceSize) { hash.update(piece.span) }
        let w = hash.digest().words
        return [w.a, w.b, w.c, w.d, w.e, w.f, w.g, w.h]
            .map {
                let digits = String($0, radix: 16)
                return String(repeating: "0", count: 8 - digits.count) + digits
            }
            .joined()
    }

    /// Vectors of FIPS 180-4 and of NIST's SHAVS.
    @Test(arguments: [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func `The standard's vectors come out`(_ text: String, _ count: Int, _ digest: String) {
        #expect(Self.hex(Array(String(repeating: text, count: count).utf8)) == digest)
    }

    @Test func `Pieces of any size give the same digest`() {
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 200] {
            let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let whole = Self.hex(text)
            for size in [1, 3, 63, 64, 65] { #expect(Self.hex(text, pieceSize: size) == whole) }
        }
    }
}
