// SPDX-License-Identifier: MIT

import Dispatch
import Synchronization

/// A list under a mutex that many threads want at once, and a number beside it that nothing protects.
final class Shared: @unchecked Sendable {
    let list = Mutex<[Int]>([])
    var number = 0
}

let shared = Shared()
let isRacing = CommandLine.arguments.count > 1
DispatchQueue.concurrentPerform(iterations: 8) { thread in
    for turn in 0..<20_000 {
        shared.list.withLock { list in
            if list.count > 100 { list.removeAll() }
            list.append(turn)
        }
        if isRacing { shared.number &+= thread }
    }
}
