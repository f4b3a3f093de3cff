// SPDX-License-Identifier: MIT

/// Fixed-width integers as they stand in the store's files: least significant byte first.
package enum LittleEndian {
    /// Reads the integer at `offset` from the start of `bytes`, which must reach that far.
    package static func load<Value: FixedWidthInteger>(
        _ type: Value.Type,
        from bytes: ArraySlice<UInt8>,
        at offset: Int
    ) -> Value {
        let start = bytes.startIndex + offset
        precondition(offset >= 0 && bytes.endIndex - start >= MemoryLayout<Value>.size)
        // Bounds checked above; the pointer does not leave the call.
        return bytes.withUnsafeBufferPointer { buffer in
            Value(littleEndian: UnsafeRawBufferPointer(buffer).loadUnaligned(fromByteOffset: offset, as: Value.self))
        }
    }

    /// Overwrites the bytes at `offset` with `value`.
    package static func store<Value: FixedWidthInteger>(_ value: Value, into bytes: inout [UInt8], at offset: Int) {
        precondition(offset >= 0 && bytes.count - offset >= MemoryLayout<Value>.size)
        // Bounds checked above; the pointer does not leave the call.
        bytes.withUnsafeMutableBufferPointer { buffer in
            UnsafeMutableRawBufferPointer(buffer)
                .storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
        }
    }
}
