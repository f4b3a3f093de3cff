// SPDX-License-Identifier: MIT

/// Where a command stands, for the errors about it; the text is made for those alone.
struct CommandPlace: Sendable {
    /// The name of the file, or what stands for it.
    let source: String
    /// The number of the command's first line, nil where there are no lines.
    var line: Int?
}

extension CommandPlace: CustomStringConvertible {
    /// The place as errors name it: `FILE:LINE`.
    var description: String { line.map { "\(source):\($0)" } ?? source }
}
