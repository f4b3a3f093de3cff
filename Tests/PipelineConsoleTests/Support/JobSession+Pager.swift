// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

extension JobSession {
    /// Waits until the pager waits for a key: `less` forgets a Ctrl-Z between its prompt and its reading of one, and
    /// takes the first key that is meant for the shell.
    func waitUntilPagerReads() throws {
        try wait(forCursorLine: ":")
        guard FileManager.default.fileExists(atPath: "/proc/self/stat") else {
            // Nothing tells; a while is mostly enough.
            return look(times: 20_000)
        }
        var glances = 0
        try Deadline()
            .wait(for: "pager that waits for a key") {
                glances = isAsleep("less") ? glances + 1 : 0
                look(times: 1)
                return glances == 3
            }
    }

    /// Whether a program of the shell's session sleeps until something comes (proc(5), /proc/[pid]/stat).
    private func isAsleep(_ program: String) -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for process in processes where Int32(process) != nil {
            // A process may have ended meanwhile. The name in brackets is followed by state, parent, group and session.
            guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                let end = text.lastIndex(of: ")"), text[..<end].hasSuffix("(\(program)")
            else { continue }
            let fields = text[end...].split(separator: " ").dropFirst()
            if fields.dropFirst(3).first == "\(shellID)" { return fields.first == "S" }
        }
        return false
    }
}
