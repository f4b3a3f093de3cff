// SPDX-License-Identifier: MIT

private import Dispatch
private import Synchronization

#if canImport(Darwin)
private import Darwin
#endif

/// Signals that call a closure instead of ending or stopping the process.
package final class SignalSources: Sendable {
    private let sources: Mutex<[any DispatchSourceSignal]>

    /// Listens to signals and returns once every one of them is caught.
    ///
    /// Dispatch arms a source later, on a thread of its own; a signal that arrives before would be lost or fatal.
    ///
    /// - Parameters:
    ///   - signals: The signals to catch.
    ///   - handler: What is called with the signal's number, on a queue of its own, one signal after another.
    package init(_ signals: [Int32], handler: @escaping @Sendable (Int32) -> Void) async {
        var armed: [any DispatchSourceSignal] = []
        let queue = DispatchQueue(label: "signals", qos: .userInitiated)
        for signal in signals {
            #if canImport(Darwin)
            // There a source watches beside the signal's action instead of taking its place.
            _ = Darwin.signal(signal, SIG_IGN)
            #endif
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            // Without the attribute the closure could be taken for one of the main actor's, and trap.
            source.setEventHandler { @Sendable in handler(signal) }
            await withCheckedContinuation { continuation in
                source.setRegistrationHandler { @Sendable in continuation.resume() }
                source.resume()
            }
            armed.append(source)
        }
        sources = Mutex(armed)
    }

    deinit {
        cancel()
    }

    /// Stops calling the closure; the signals stay caught and do nothing.
    package func cancel() {
        sources.withLock { sources in
            for source in sources { source.cancel() }
            sources = []
        }
    }
}
