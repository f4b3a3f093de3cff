// SPDX-License-Identifier: MIT

internal import PipelineHTTP
internal import PipelineService

/// Reads secrets and keys from files.
enum SecretFile {
    /// The most bytes of such a file.
    private static let longestFile = 1 << 20

    /// Returns the content of a file without a line's end after it.
    static func read(_ path: String) throws -> [UInt8] {
        var bytes = try readAll(path)
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return bytes
    }

    /// Returns the content of a file.
    static func readAll(_ path: String) throws -> [UInt8] {
        var source = try FileSource(path: path)
        defer { source.close() }
        var bytes: [UInt8] = []
        var piece: [UInt8] = []
        let stop = StopSignal()
        while true {
            try source.read(into: &piece, unless: stop)
            if piece.isEmpty { return bytes }
            bytes += piece
            guard bytes.count <= longestFile else {
                throw KeyError("The file '\(path)' must have at most \(longestFile) bytes.")
            }
        }
    }
}
