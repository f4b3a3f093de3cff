// SPDX-License-Identifier: MIT

internal import CAllocator
internal import PipelineCore
internal import PipelineStore
internal import ServiceLifecycle

/// Gives memory back to the system when a burst is over: the C library keeps what many threads have freed.
struct MemoryReturn: Service {
    private static let interval = Duration.seconds(5)

    func run() async throws {
        var spare = SpareMemory(resident: Self.resident, inUse: Self.inUse)
        while await pause() {
            guard spare.isWorthReturning(resident: Self.resident, inUse: Self.inUse) else { continue }
            // Whoever needs memory may wait for it, but no task does.
            let resident = try? await DedicatedThread.run(isBackground: true) { () throws(StoreError) in
                callocator_give_back()
                return Self.resident
            }
            if let resident { spare.wasReturned(resident: resident, inUse: Self.inUse) }
        }
    }

    /// Waits for a while; false if the server ends.
    private func pause() async -> Bool {
        _ = try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        return !Task.isShuttingDownGracefully && !Task.isCancelled
    }

    private static var resident: Int { Int(clamping: callocator_resident_bytes()) }
    private static var inUse: Int { Int(clamping: callocator_bytes_in_use()) }
}

/// Judges whether there is enough memory that nobody uses for asking that it be given back.
struct SpareMemory {
    /// The least memory beyond what is in use so far: the program itself, and what cannot be given back.
    private var least: Int

    /// Less than this is not worth the work.
    private static let worthwhile = 8 << 20

    /// Begins with the memory of a program that has not done anything yet.
    init(resident: Int, inUse: Int) {
        least = resident - inUse
    }

    /// Whether the memory beyond what is in use has grown by a tenth of that since it was given back.
    ///
    /// Figures that the system does not give are 0; then nothing is worth it.
    mutating func isWorthReturning(resident: Int, inUse: Int) -> Bool {
        guard resident > 0, inUse > 0 else { return false }
        let spare = resident - inUse
        least = min(least, spare)
        return spare - least > max(Self.worthwhile, inUse / 10)
    }

    /// Takes note of what is left now that memory was given back.
    mutating func wasReturned(resident: Int, inUse: Int) {
        least = resident - inUse
    }
}
