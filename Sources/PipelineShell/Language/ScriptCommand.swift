// SPDX-License-Identifier: MIT

package import PipelineCore

/// One command of a script: where it begins and what it says.
package struct ScriptCommand: Sendable {
    /// The number of the command's first line, counted from 1.
    package var line: Int
    /// The command's bytes, its lines joined; or why it cannot be taken.
    package var content: Result<ArraySlice<UInt8>, StoreError>

    /// Makes a command from its place and what stands there.
    package init(line: Int, content: Result<ArraySlice<UInt8>, StoreError>) {
        self.line = line
        self.content = content
    }
}
