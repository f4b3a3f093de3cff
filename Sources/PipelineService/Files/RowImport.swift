// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// What the imports of the three tables have in common.
protocol RowImport: Sendable {
    associatedtype Batch: MergeableBatch

    var batch: Batch { get }
    var errors: [RowError] { get }
    mutating func feed(_ piece: Span<UInt8>) throws(StoreError)
    mutating func finish() throws(StoreError)
}

extension CostImport: RowImport {}
extension NotificationImport: RowImport {}
extension UserImport: RowImport {}
