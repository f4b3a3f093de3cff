// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats

/// What a sender calls a delivery, so that sending it again does no harm.
package struct DeliveryKey: Sendable {
    /// What the state knows the key by.
    let digest: UUID

    /// The header field that it stands in.
    package static let fieldName = "Idempotency-Key"
    private static let longest = 255

    /// Reads a key.
    ///
    /// - Throws: `StoreError` of kind invalid if it is not 1 to 255 visible characters of ASCII.
    package init(parsing text: String) throws(StoreError) {
        let name = Self.fieldName
        guard 1...Self.longest ~= text.utf8.count, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid(
                name,
                "\(name) must have 1 to \(Self.longest) visible ASCII characters, not '\(ValueError.excerpt(text))'."
            )
        }
        digest = ContentDigest(of: Array(text.utf8).span, for: "key").high
    }
}
