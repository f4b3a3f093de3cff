// SPDX-License-Identifier: MIT

internal import Foundation
package import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test, and says so, if a program is not installed that it runs.
    ///
    /// - Parameter program: The name of a program in the directories in which tests look for programs.
    /// - Returns: The condition.
    package static func needs(_ program: String) -> Self {
        .enabled("\(program) is not installed: Scripts/prepare --tests installs it.") {
            ["/usr/bin/", "/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + program) }
        }
    }
}
