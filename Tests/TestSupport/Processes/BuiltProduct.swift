// SPDX-License-Identifier: MIT

internal import Foundation

/// The programs of this package, as the tests' build has made them.
package enum BuiltProduct {
    /// Returns the path of a program that stands beside the test bundle, or beside a directory around it.
    package static func path(_ name: String) throws -> String {
        var directory = URL(fileURLWithPath: try ownPath())
        while directory.path != "/" {
            directory.deleteLastPathComponent()
            let candidate = directory.appendingPathComponent(name)
            let isDirectory = try? candidate.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
            if isDirectory == false, FileManager.default.isExecutableFile(atPath: candidate.path) {
                return candidate.path
            }
        }
        throw Failure("\(name) was not built beside the tests.")
    }

    private static func ownPath() throws -> String {
        #if canImport(Darwin)
        var info = Dl_info()
        // The address of this image, whose file the loader knows.
        guard dladdr(#dsohandle, &info) != 0, let name = info.dli_fname else {
            throw Failure("The test bundle has no path.")
        }
        return String(cString: name)
        #else
        return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #endif
    }
}
