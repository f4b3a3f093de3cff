// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// A connection as others see it: whether it is idle, and since when.
final class OpenConnection: Sendable {
    /// How far it is with the answers that it was handed.
    let pace: ConnectionPace
    private let channel: any Channel
    /// The moment since which it is idle, in nanoseconds; 0 while a request is open.
    private let idleSince: Atomic<UInt64>
    private let isLeaving = Atomic(false)
    /// What is known of the requests that nobody has begun to answer yet, oldest first.
    private let exchanges = Mutex<[Exchange]>([])

    /// The connection whose requests the task answers.
    @TaskLocal static var current: OpenConnection?

    /// Makes what is seen of a new connection, on which nothing was asked yet.
    init(_ channel: any Channel) {
        self.channel = channel
        pace = ConnectionPace(on: channel.eventLoop)
        idleSince = Atomic(NIODeadline.now().uptimeNanoseconds)
    }

    /// Says that a request is open.
    func setBusy() { idleSince.store(0, ordering: .relaxed) }

    /// Says that no request is open.
    func setIdle() { idleSince.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed) }

    /// Adds what is known of a request whose head was read.
    func add(_ exchange: Exchange) { exchanges.withLock { $0.append(exchange) } }

    /// Removes and returns what is known of the request that is answered next.
    func takeExchange() -> Exchange? { exchanges.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    /// The time for which nothing was asked; nil while a request is open.
    var idleTime: TimeAmount? {
        let moment = idleSince.load(ordering: .relaxed)
        return moment == 0 ? nil : NIODeadline.now() - .uptimeNanoseconds(moment)
    }

    /// The moment since which it is idle; nil while it is not, or is on its way out.
    fileprivate var idleMoment: UInt64? {
        let moment = idleSince.load(ordering: .relaxed)
        return moment == 0 || isLeaving.load(ordering: .relaxed) ? nil : moment
    }

    /// Closes the connection unless a request came in the meantime.
    fileprivate func letGo() {
        isLeaving.store(true, ordering: .relaxed)
        channel.eventLoop.execute { [self] in
            if idleSince.load(ordering: .relaxed) == 0 {
                isLeaving.store(false, ordering: .relaxed)
            } else {
                channel.close(promise: nil)
            }
        }
    }
}

/// The connections that are open; near their bound, those go first that are idle for the longest time.
final class ConnectionTable: Sendable {
    private let bound: Int
    private let connections = Mutex<[ObjectIdentifier: OpenConnection]>([:])
    /// The number of connections, with those that are not in the table yet.
    private let count = Atomic(0)

    /// Makes a table for so many connections.
    init(bound: Int) {
        self.bound = bound
    }

    /// The number of connections from which on the idle have to go: room is left for those that come at once.
    private var comfortable: Int { bound - max(1, bound / 16) }

    /// Whether connections have to go: those that are idle at once, the others with their next answer.
    var isCrowded: Bool { count.load(ordering: .relaxed) > comfortable }

    /// Adds a connection until it is closed.
    func add(_ connection: OpenConnection, on channel: any Channel) {
        let key = ObjectIdentifier(connection)
        connections.withLock { $0[key] = connection }
        channel.closeFuture.whenComplete { [self] _ in
            _ = connections.withLock { $0.removeValue(forKey: key) }
        }
    }

    /// Lets the connections go that are idle for the longest time, if there are too many.
    func makeRoom() {
        let excess = count.load(ordering: .relaxed) - comfortable
        guard excess > 0 else { return }
        let latest = (NIODeadline.now() - Self.trust).uptimeNanoseconds
        let leaving = connections.withLock { connections -> [OpenConnection] in
            let idle = connections.values.compactMap { connection in
                connection.idleMoment.flatMap { $0 <= latest ? (moment: $0, connection: connection) : nil }
            }
            if excess == 1 { return idle.min { $0.moment < $1.moment }.map { [$0.connection] } ?? [] }
            return idle.sorted { $0.moment < $1.moment }.prefix(excess).map(\.connection)
        }
        for connection in leaving { connection.letGo() }
    }

    /// Looks now and then whether connections that were not idle when others came are so now.
    func makeRoom(whileOpen listener: any Channel) {
        let looking = listener.eventLoop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) {
            [self] _ in makeRoom()
        }
        listener.closeFuture.whenComplete { _ in looking.cancel() }
    }

    private static var interval: TimeAmount { .milliseconds(250) }
    /// The time for which a connection without a request does not count as idle: the first one may be on its way.
    private static var trust: TimeAmount { .milliseconds(100) }

    fileprivate var hasRoom: Bool { count.load(ordering: .relaxed) < bound }

    fileprivate func change(by number: Int) { count.add(number, ordering: .relaxed) }
}

/// Counts the connections, and makes room for the next one when another comes.
struct ConnectionCount: AvailableConnectionsDelegate {
    private let table: ConnectionTable

    /// Makes a count that a table goes by.
    init(_ table: ConnectionTable) {
        self.table = table
    }

    mutating func connectionOpened() {
        table.change(by: 1)
        table.makeRoom()
    }

    mutating func connectionClosed() { table.change(by: -1) }

    func isAcceptingNewConnections() -> Bool { table.hasRoom }
}
