// SPDX-License-Identifier: MIT

internal import Foundation
internal import Synchronization

/// A folder that is there until nobody holds it any more.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    private static let paths = Mutex<[String]>([])

    /// Makes a folder on the disk that holds the package's build, since temporary files may be in memory.
    package init() throws {
        let process = ProcessInfo.processInfo
        let base = process.environment["PIPELINE_BENCH_FOLDER"] ?? FileManager.default.currentDirectoryPath
        let name = ".build-benchmark-\(process.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
        path = "\(base)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        Self.paths.withLock { $0.append(path) }
        // What a constant holds is never let go of.
        atexit {
            for path in TemporaryFolder.paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
