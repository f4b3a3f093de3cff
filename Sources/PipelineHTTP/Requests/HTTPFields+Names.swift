// SPDX-License-Identifier: MIT

internal import HTTPTypes

extension HTTPField.Name {
    /// Where to go from an answer (RFC 8288); the name is a token, so that it is there.
    static let link = HTTPField.Name("Link")
}

extension HTTPFields {
    /// The values of the fields with a name, in any case, that HTTPTypes has no constant for.
    func values(named name: String) -> [String] {
        HTTPField.Name(name).map { self[values: $0] } ?? []
    }
}
