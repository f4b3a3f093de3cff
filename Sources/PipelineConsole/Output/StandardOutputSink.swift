// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService

/// Standard output as the place of an export.
struct StandardOutputSink: ByteSink {
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        guard StandardStream.output.write(bytes) else {
            throw StoreError(.cancelled, "Nobody reads standard output any more.")
        }
    }

    mutating func finish() throws(StoreError) {}

    mutating func discard() {}
}
