// SPDX-License-Identifier: MIT

import Gzip

extension Collection<UInt8> {
    /// The bytes as gzip, in one member.
    var gzipped: [UInt8] {
        var encoder = GzipEncoder()
        var coded: [UInt8] = []
        Array(self).withUnsafeBytes { bytes in encoder.append(bytes) { coded += $0 } }
        encoder.end { coded += $0 }
        return coded
    }

    /// What the bytes stand for, which have to be sound gzip.
    func gunzipped() throws -> [UInt8] {
        var decoder = GzipDecoder(upTo: 1 << 28)
        var bytes: [UInt8] = []
        try Array(self).withUnsafeBytes { coded in try decoder.append(coded) { bytes += $0 } }
        try decoder.end()
        return bytes
    }
}
