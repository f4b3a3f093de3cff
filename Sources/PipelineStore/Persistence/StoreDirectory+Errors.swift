// SPDX-License-Identifier: MIT

internal import PipelineCore

extension StoreDirectory {
    /// The sentence for people about a file that could not be used while the store was opened.
    func error(_ failure: FileFailure) -> StoreError {
        switch failure {
        case .damaged(let damage):
            .storage(
                "The store \(path) is damaged: \(damage). Nothing on disk was changed; "
                    + "`pipeline repair \(path) --to NEW` writes the longest state that is sound to a new store."
            )
        case .refused(let file, let reason):
            .storage("The store \(path) cannot be opened: \(file): \(reason). Nothing on disk was changed.")
        case .system(let error, let file):
            .storage("The store \(path) cannot be opened: \(file): \(error). Nothing on disk was changed.")
        }
    }
}
