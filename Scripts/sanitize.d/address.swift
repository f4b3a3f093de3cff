// SPDX-License-Identifier: MIT

/// Memory that is given back, and read once more where an argument asks for it.
let memory = UnsafeMutablePointer<Int>.allocate(capacity: 8)
memory.initialize(repeating: 1, count: 8)
if CommandLine.arguments.count == 1 {
    print(memory[1])
    memory.deallocate()
} else {
    memory.deallocate()
    print(memory[1])
}
