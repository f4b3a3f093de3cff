// SPDX-License-Identifier: MIT

package import PipelineCore

/// The store: the one owner of the users' costs and notifications, and of the files that keep them.
///
/// A thin shell around a `LedgerState` value. Questions are asked of a copy of the state (`view`), outside of the
/// actor; changes are decided and applied inside, without a suspension between the two, and handed to the journal.
/// An answer is given when `flushed(_:)` has returned for the receipt that came with it.
package actor LedgerStore {
    private var state: LedgerState
    private let files: StoreFiles<LedgerState>?
    private var moneyAtRisk = MoneyAtRisk()
    /// The way back to the last durable state, while it is under way.
    private var goingBack: Task<Void, Never>?
    /// Whether that state could not be read: whoever comes next goes back first, since what the system lacked then may
    /// be there again.
    private var isStuck = false
    /// The directory of the store; nil if it is in memory only.
    package nonisolated let directory: String?

    private init(state: LedgerState, files: StoreFiles<LedgerState>?, directory: String?) {
        self.state = state
        self.files = files
        self.directory = directory
    }

    /// Makes a store in memory only.
    package init() {
        self.init(state: LedgerState(), files: nil, directory: nil)
    }

    /// Opens the store in a directory; an empty place stays empty until the first change.
    ///
    /// - Throws: `StoreError` of kind storage if another process has it open, or if it is damaged.
    /// - Complexity: O(n)
    package static func open(
        at directory: String,
        options: StoreFilesOptions,
        fileSystem: any FileSystem = PosixFileSystem()
    ) async throws(StoreError) -> (store: LedgerStore, report: RecoveryReport) {
        let opened = try await DedicatedThread.run { () throws(StoreError) in
            try StoreFiles<LedgerState>.open(at: directory, options: options, fileSystem: fileSystem)
        }
        let store = LedgerStore(state: opened.state, files: opened.files, directory: directory)
        return (store, opened.report)
    }

    /// A copy of the state.
    ///
    /// - Complexity: O(1)
    package var view: Durable<LedgerState> {
        get async {
            if isStuck { await goBack() }
            return Durable(state, after: receipt)
        }
    }

    /// Asks the state a question about one user, in its place; the user's number is nil if the state has no such user.
    ///
    /// For short answers: the store does nothing else meanwhile.
    /// The answer waits for the flush of what it can hold, the user's own changes, never for another user's.
    package func read<Value: Sendable>(
        of user: UserID,
        _ question: @Sendable (borrowing LedgerState, UserNumber?) -> Value
    ) async -> Durable<Value> {
        if isStuck { await goBack() }
        return Self.read(&state, files, user, question)
    }

    /// Asks a state in its place: as an argument that could be changed, it is not copied, which would take as long as a
    /// short answer.
    private static func read<Value: Sendable>(
        _ state: inout LedgerState,
        _ files: StoreFiles<LedgerState>?,
        _ user: UserID,
        _ question: (borrowing LedgerState, UserNumber?) -> Value
    ) -> Durable<Value> {
        let number = state.userNumber(of: user)
        let sequence = number.map { state.lastChange(of: $0) } ?? 0
        return Durable(question(state, number), after: receipt(at: sequence, files))
    }

    /// A copy of the state with a user's number in it, for questions about the user, which wait for the user's own
    /// changes alone.
    ///
    /// - Complexity: O(1)
    package func view(of user: UserID) async -> Durable<(shared: SharedLedgerState, user: UserNumber?)> {
        if isStuck { await goBack() }
        return Self.view(&state, files, user)
    }

    /// Copies a state once, where a property would be copied for every look at it.
    private static func view(
        _ state: inout LedgerState,
        _ files: StoreFiles<LedgerState>?,
        _ user: UserID
    ) -> Durable<(shared: SharedLedgerState, user: UserNumber?)> {
        let number = state.userNumber(of: user)
        let sequence = number.map { state.lastChange(of: $0) } ?? 0
        return Durable((SharedLedgerState(state), number), after: receipt(at: sequence, files))
    }

    private var receipt: Receipt? { receipt(at: state.sequence) }

    /// The receipt of everything that a user changed; nobody else's changes are in answers about the user.
    private func receipt(of user: UserNumber?) -> Receipt? { receipt(at: user.map { state.lastChange(of: $0) } ?? 0) }

    private func receipt(at sequence: UInt64) -> Receipt? { Self.receipt(at: sequence, files) }

    private static func receipt(at sequence: UInt64, _ files: StoreFiles<LedgerState>?) -> Receipt? {
        files.map { Receipt(mark: $0.mark(at: sequence)) }
    }

    /// Decides on a change to what a user has, and applies it.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - decide: Looks at the state and returns the change, or nil if there is nothing to change.
    /// - Returns: How many rows or marks were changed.
    /// - Throws: What `decide` throws, or `StoreError` if the change cannot be applied or kept.
    package func commit(
        for user: UserID,
        _ decide: @Sendable (LedgerState) throws(StoreError) -> Change?
    ) async throws(StoreError) -> Durable<Int> {
        if isStuck { await goBack() }
        guard let change = try decide(state) else {
            return Durable(0, after: receipt(of: state.userNumber(of: user)))
        }
        return try keep(change)
    }

    /// Decides on changes, applies them with no other change in between, and returns what the decision found out.
    ///
    /// - Parameter decide: Looks at the state and returns the changes, in order, and what it found out.
    /// - Returns: What the decision found out.
    /// - Throws: What `decide` throws, or `StoreError` if a change cannot be applied or kept.
    package func decide<Value: Sendable>(
        _ decide: @Sendable (LedgerState) throws(StoreError) -> (changes: [Change], value: Value)
    ) async throws(StoreError) -> Durable<Value> {
        if isStuck { await goBack() }
        let (changes, value) = try decide(state)
        // The receipt is that of the last change: looked up later, it could be that of a state after a failure.
        var last = changes.isEmpty ? receipt : nil
        for change in changes { last = try keep(change).receipt }
        return Durable(value, after: last)
    }

    /// Applies a change and hands it to the journal.
    ///
    /// - Returns: How many rows or marks were changed.
    /// - Throws: `StoreError` if the change cannot be applied or kept; the state is as before then.
    package func commit(_ change: Change) async throws(StoreError) -> Durable<Int> {
        if isStuck { await goBack() }
        return try keep(change)
    }

    /// Applies a change, right after it was decided, and hands it to the journal.
    private func keep(_ change: Change) throws(StoreError) -> Durable<Int> {
        try state.check(change)
        guard let files else { return Durable(state.apply(change)) }
        try checkAccepting(files)
        let affected = state.apply(change)
        let mark: FlushMark
        do {
            mark = try files.append(change.encoded, sequence: state.sequence)
        } catch {
            startGoingBack(files)
            throw error
        }
        moneyAtRisk.add(change.money, sequence: state.sequence)
        return Durable(affected, after: Receipt(mark: mark))
    }

    /// Asks the files whether they take the next change, before it is applied.
    private func checkAccepting(_ files: StoreFiles<LedgerState>) throws(StoreError) {
        do {
            try files.checkAccepting(change: state.sequence &+ 1)
        } catch {
            if files.isAhead(state.sequence) { startGoingBack(files) }
            throw error
        }
    }

    /// Waits until everything that a receipt stands for is on disk, as the policy of the store has it.
    ///
    /// - Throws: `StoreError` of kind storage if it could not be kept: it is not acknowledged.
    package nonisolated func flushed(_ receipt: Receipt) async throws(StoreError) {
        guard let files else { return }
        do {
            try await files.flushed(receipt.mark)
        } catch {
            await goBack()
            throw error
        }
    }

    /// Goes back to the last durable state if there are changes that could not be kept.
    private func goBack() async {
        guard let files, files.isAhead(state.sequence) else { return }
        if let goingBack {
            await goingBack.value
            // That attempt may have begun, and failed, before what it lacked was there again.
            guard isStuck, files.isAhead(state.sequence) else { return }
        }
        startGoingBack(files)
        await goingBack?.value
    }

    private func startGoingBack(_ files: StoreFiles<LedgerState>) {
        guard goingBack == nil else { return }
        goingBack = Task {
            let durable = try? await files.lastDurableState()
            if let durable { state = durable }
            isStuck = durable == nil
            goingBack = nil
        }
    }
}

extension LedgerStore {
    /// Writes a snapshot and returns when it is durable; the store goes on meanwhile.
    ///
    /// - Throws: `StoreError` of kind storage if the store is in memory only, or if it cannot be written.
    package func save() async throws(StoreError) -> SnapshotInfo {
        guard let files else { throw .storage("The store is in memory only; there is no disk to save it to.") }
        if isStuck { await goBack() }
        return try await files.snapshot(of: state)
    }

    /// Brings everything to the disk, with a final snapshot if something changed, and releases the store.
    ///
    /// - Throws: `StoreError` of kind storage if that is not possible.
    package func close() async throws(StoreError) {
        guard let files else { return }
        await goingBack?.value
        if isStuck { await goBack() }
        try await files.close(final: state)
    }

    /// The snapshots on disk, oldest first.
    ///
    /// - Throws: `StoreError` of kind storage if the directory cannot be read.
    package nonisolated func snapshots() async throws(StoreError) -> [SnapshotInfo] {
        guard let directory else { return [] }
        return try await DedicatedThread.run { () throws(StoreError) in
            try StoreFiles<LedgerState>.list(at: directory, fileSystem: PosixFileSystem())
        }
    }

    /// The money that a power cut would take now, without signs.
    package var moneyNotOnDisk: AmountSum {
        guard let files else { return .zero }
        return moneyAtRisk.money(after: files.status.flushedSequence)
    }

    /// How the files are kept at this moment, after a look at whether they are in their places; nil if the store is in
    /// memory only.
    package nonisolated var status: StoreStatus? {
        files?.verify()
        return files?.status
    }
}
