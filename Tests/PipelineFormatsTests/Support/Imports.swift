// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport

let alice = UserID(UUID(high: 0xA11C_E000_0000_4000, low: 0x8000_0000_0000_0001))
let bob = UserID(UUID(high: 0xB0B0_0000_0000_4000, low: 0x8000_0000_0000_0002))
/// 2025-12-26T10:30:00Z.
let testNow = Timestamp(microseconds: 1_766_745_000_000_000)

func options(owner: UserID? = alice, skipping: Bool = false) -> ImportOptions {
    ImportOptions(owner: owner, now: testNow, skipsInvalidRows: skipping, random: SeededGenerator(seed: 1))
}

func importCosts(
    _ text: String,
    _ format: FileFormat = .csv,
    _ options: ImportOptions = options(),
    pieceSize: Int = .max
) throws(StoreError) -> CostImport {
    var reader = CostImport(format, options)
    for piece in pieces(of: Array(text.utf8), size: pieceSize) { try reader.feed(piece.span) }
    try reader.finish()
    return reader
}

func importNotifications(
    _ text: String,
    _ format: FileFormat = .csv,
    _ options: ImportOptions = options()
) throws(StoreError) -> NotificationImport {
    var reader = try NotificationImport(format, options)
    try reader.feed(Array(text.utf8).span)
    try reader.finish()
    return reader
}

func importUsers(_ text: String, _ format: FileFormat = .csv) throws(StoreError) -> UserImport {
    var reader = try UserImport(format)
    try reader.feed(Array(text.utf8).span)
    try reader.finish()
    return reader
}

func pieces(of bytes: [UInt8], size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: min(size, max(bytes.count, 1)))
        .map {
            Array(bytes[$0...].prefix(size))
        }
}

extension Timestamp {
    init(_ text: String) throws {
        self = try Timestamp(parsing: text)
    }
}
