// SPDX-License-Identifier: MIT

package import PipelineCore

/// What a check of a whole store found.
package struct StoreCheck: Hashable, Sendable {
    /// Every file in the store's directory, by name.
    package var files: [FileFinding]
    /// Why the store would not open; nil where it would.
    package var refusal: StoreError?
    /// The last change in the state that opening would give; nil where it would not open.
    package var sequence: UInt64?

    /// Whether the store opens and no file is damaged.
    package var isSound: Bool { refusal == nil && !files.contains(where: \.isDamaged) }
}
