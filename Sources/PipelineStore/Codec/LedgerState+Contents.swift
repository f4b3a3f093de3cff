// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats

extension LedgerState {
    /// Checks that every text keeps the rule of its field.
    package func checkContents() throws(ValueError) {
        try checkTexts { Self.isStoredJSON($0) }
    }

    /// Checks that every text of a change keeps the rule of its field.
    package static func checkContents(ofChange payload: ArraySlice<UInt8>) throws(ValueError) {
        switch try Change(decoding: payload) {
        case .addCost(let record):
            try check([record.costType])
            try check(record.details)
        case .addNotification(let notification):
            try check([notification.type, notification.title, notification.message, notification.actionURL ?? ""])
            try check(notification.metadata)
        case .addCosts(let batch), .deliver(_, .costs(let batch)): try batch.checkTexts { isStoredJSON($0) }
        case .addNotifications(let batch), .deliver(_, .notifications(let batch)):
            try batch.checkTexts { isStoredJSON($0) }
        // The rest of their texts is checked by whoever decodes them.
        case .addUser, .mergeUsers, .mark, .markAllRead, .markRead, .deliver(_, .none): break
        }
    }

    private static func check(_ texts: [String]) throws(ValueError) {
        for text in texts {
            do throws(ValueError) {
                try TextRule.checkCharacters(of: text)
            } catch {
                throw ValueError("has a text that \(error.expectation), '\(ValueError.excerpt(text))'")
            }
        }
    }

    private static func check(_ json: JSONText?) throws(ValueError) {
        guard let json, !json.text.withBytes({ isStoredJSON($0) }) else { return }
        throw ValueError("has JSON that is not valid")
    }

    /// Whether bytes are a JSON value as the store keeps one: valid, without white space outside of its strings.
    private static func isStoredJSON(_ bytes: Span<UInt8>) -> Bool {
        guard let json = try? JSONText(parsing: bytes) else { return false }
        return json.text.utf8.count == bytes.count
    }
}
