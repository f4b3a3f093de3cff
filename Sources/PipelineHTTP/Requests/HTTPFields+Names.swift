// SPDX-License-Identifier: MIT

internal import HTTPTypes

extension HTTPFields {
    /// The values of the fields with a name, in any case, that HTTPTypes has no constant for.
    func values(named name: String) -> [String] {
        HTTPField.Name(name).map { self[values: $0] } ?? []
    }
}
