// SPDX-License-Identifier: MIT

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The readers that can be fuzzed.
enum Target: String, CaseIterable {
    case snapshot, changes, journal, command, costs, notifications, users, focus, cookie, header, fields, token

    func run(_ bytes: [UInt8]) {
        switch self {
        case .snapshot: fuzzSnapshot(bytes)
        case .changes: fuzzChanges(bytes)
        case .journal: fuzzJournal(bytes)
        case .command: fuzzCommand(bytes)
        case .costs: fuzzCosts(bytes)
        case .notifications: fuzzNotifications(bytes)
        case .users: fuzzUsers(bytes)
        case .focus: fuzzFocus(bytes)
        case .cookie: fuzzCookie(bytes)
        case .header: fuzzHeader(bytes)
        case .fields: fuzzFields(bytes)
        case .token: fuzzToken(bytes)
        }
    }
}

/// Runs libFuzzer on the reader that the first argument names; the rest of the arguments are libFuzzer's.
@main
enum Fuzz {
    nonisolated(unsafe) static var target = Target.command

    static func main() {
        guard CommandLine.arguments.count > 1, let target = Target(rawValue: CommandLine.arguments[1]) else {
            fatalError("usage: Fuzz \(Target.allCases.map(\.rawValue).joined(separator: "|")) [OPTIONS OF libFuzzer]")
        }
        Self.target = target
        // libFuzzer keeps the pointers for as long as it runs, which is until the end.
        var arguments = (CommandLine.arguments[...0] + CommandLine.arguments[2...]).map { strdup($0) } + [nil]
        var count = CInt(arguments.count - 1)
        arguments.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            exit(runDriver(&count, &start, testOneInput))
        }
    }
}

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Fuzz.target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

// libFuzzer has no header to import it by.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Ends the run where a promise is broken: libFuzzer keeps the input.
func require(_ condition: Bool, _ sentence: @autoclosure () -> String) {
    if !condition { fatalError(sentence()) }
}
