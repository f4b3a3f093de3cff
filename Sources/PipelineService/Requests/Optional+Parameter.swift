// SPDX-License-Identifier: MIT

internal import PipelineCore

extension String? {
    /// The value of a parameter, nil where the text is absent or empty.
    ///
    /// - Throws: ``StoreError`` of kind invalid that names the parameter and the rule that the text breaks.
    func parsed<Value>(
        _ name: String,
        _ parse: (String) throws(ValueError) -> Value
    ) throws(StoreError) -> Value? {
        guard let text = self, !text.isEmpty else { return nil }
        do throws(ValueError) {
            return try parse(text)
        } catch {
            throw error.described(field: name, text: text)
        }
    }

    /// The value of a parameter that must be there; an empty text is no value of most.
    func required<Value>(
        _ name: String,
        _ parse: (String) throws(ValueError) -> Value
    ) throws(StoreError) -> Value {
        guard let text = self else { throw .invalid(name, "\(name) is required.") }
        do throws(ValueError) {
            return try parse(text)
        } catch {
            throw error.described(field: name, text: text)
        }
    }
}
