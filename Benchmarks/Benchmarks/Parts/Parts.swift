// SPDX-License-Identifier: MIT

import Benchmark

let benchmarks: @Sendable () -> Void = {
}
