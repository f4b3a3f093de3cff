// SPDX-License-Identifier: MIT

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// Where the programs of this package are, seen from its tests.
public enum BuiltProduct: Sendable {
    /// Returns the path of a program that stands beside the test bundle.
    public static func path(_ name: String) throws -> String {
        var directory = try ownPath()
        while let slash = directory.lastIndex(of: "/") {
            directory = String(directory[..<slash])
            let candidate = directory + "/" + name
            if access(candidate, X_OK) == 0, !isDirectory(candidate) { return candidate }
        }
        throw PseudoTerminal.Failure("\(name) was not built beside the tests")
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func ownPath() throws -> String {
        #if canImport(Darwin)
        var info = Dl_info()
        // The address of this image, which the loader knows the file of.
        guard dladdr(#dsohandle, &info) != 0, let name = info.dli_fname else {
            throw PseudoTerminal.Failure("the test bundle has no path")
        }
        return String(cString: name)
        #else
        var bytes = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        guard count > 0 else { throw PseudoTerminal.Failure("the test runner has no path") }
        return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #endif
    }
}
