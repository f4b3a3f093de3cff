// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("Imports of damaged files", .serialized, .inTurn)
struct MutatedImportTests {
    private static let csv = """
        id,cost_type,amount,details,recorded_at\n6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f,gpu,1.5e-3,"{""a"": [1]}",\
        2025-12-01 10:00:00.123456+02\n,"st,o\nrage",-2,,\n
        """
    private static let jsonl = """
        {"id":"6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f","cost_type":"g\\u0070u","amount":1.5e-3,"details":{"a":[1,"é"]}}
        {"cost_type":"storage","amount":"-2","recorded_at":"2025-12-01T10:00Z","billing_period":"2025-12-01"}\n
        """
    private static let focus = """
        BilledCost,ChargePeriodStart,ServiceCategory,BillingPeriodStart,Tags,X\n1.50,2024-09-18 22:00:00,Compute,\
        2024-09-01 00:00:00,"{""a"": ""b""}",NULL\n2,2024-09-18 22:00:00,Storage,2024-09-01,NULL,"x"\n
        """

    /// What an import made of a file: the rows' contents, the errors, the error that ended it.
    private static func outcome(_ bytes: [UInt8], _ format: FileFormat, pieceSize: Int) -> [String] {
        var reader = CostImport(format, options(skipping: true))
        var result: [String] = []
        do throws(StoreError) {
            for piece in pieces(of: bytes, size: pieceSize) { try reader.feed(piece.span) }
            try reader.finish()
        } catch {
            result.append(error.description)
        }
        for index in 0..<reader.batch.count {
            var writer = ByteWriter()
            writer.appendJSON(reader.batch[index])
            result.append("\(reader.batch.line(at: index)) \(writer.text)")
        }
        return result + reader.errors.map { "\($0.line) \($0.error)" }
    }

    @Test(arguments: [(csv, FileFormat.csv), (jsonl, .jsonl), (focus, .focus)])
    func `A file with a few bytes changed never traps, however it is cut`(_ text: String, _ format: FileFormat) {
        let bytes = Array(text.utf8)
        #expect(Self.outcome(bytes, format, pieceSize: .max).count == 2)
        let spice = Array("\"\",\n\r\\{}[]:0e-+.x".utf8) + [0, 0xFF, 0xC3, 0x80]
        var random = SeededGenerator(seed: 12)
        for _ in 0..<600 {
            var mutated = bytes
            for _ in 0...random.next() % 3 {
                let position = Int(random.next() % UInt64(mutated.count))
                let byte = spice[Int(random.next() % UInt64(spice.count))]
                switch random.next() % 3 {
                case 0: mutated[position] = byte
                case 1: mutated.insert(byte, at: position)
                default: mutated.remove(at: position)
                }
            }
            let whole = Self.outcome(mutated, format, pieceSize: .max)
            let cut = Self.outcome(mutated, format, pieceSize: Int(random.next() % 9) + 1)
            #expect(whole == cut, "\(String(decoding: mutated, as: UTF8.self))")
        }
    }
}
