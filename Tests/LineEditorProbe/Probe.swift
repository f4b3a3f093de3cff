// SPDX-License-Identifier: MIT

private import LineEditing
private import Synchronization

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// A program that reads lines and tells what it got, for tests to drive through a terminal.
@main
struct Probe {
    /// What the signal handler and the loop share.
    private final class Foreground: Sendable {
        let waiter = Mutex<CheckedContinuation<Void, Never>?>(nil)
        let notes = Mutex(0)
        let ending = Mutex<Int32?>(nil)

        func stopWaiting() {
            let waiter = waiter.withLock { waiter in
                defer { waiter = nil }
                return waiter
            }
            waiter?.resume()
        }
    }

    private let editor: LineEditor
    private let options: ProbeOptions
    private let foreground = Foreground()

    static func main() async {
        let options = ProbeOptions(CommandLine.arguments.dropFirst())
        do {
            let editor = try await LineEditor(
                LineEditor.Configuration(
                    keys: options.isVi ? .vi : .emacs,
                    historyFile: options.historyPath.map { HistoryFile(path: $0) },
                    completion: ProbeVocabulary.complete
                )
            )
            exit(try await Probe(editor: editor, options: options).run())
        } catch {
            print("error: \(error)")
            exit(1)
        }
    }

    private init(editor: LineEditor, options: ProbeOptions) {
        self.editor = editor
        self.options = options
    }

    private func run() async throws -> Int32 {
        let signals = await catchSignals()
        defer { signals.cancel() }
        if options.isMisused {
            await misuse()
            return 0
        }
        let status = try await loop()
        await editor.close()
        return status
    }

    private func catchSignals() async -> SignalSources {
        let editor = editor
        let foreground = foreground
        return await SignalSources([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGUSR1]) { signal in
            switch signal {
            case SIGINT:
                if !editor.interrupt() { foreground.stopWaiting() }
            case SIGWINCH:
                editor.windowChanged()
            case SIGTSTP:
                editor.suspend()
            case SIGUSR1:
                let number = foreground.notes.withLock { count in
                    count += 1
                    return count
                }
                editor.post("note \(number)")
            default:
                foreground.ending.withLock { $0 = signal }
                foreground.stopWaiting()
                editor.terminate()
            }
        }
    }

    private func loop() async throws -> Int32 {
        var command = ""
        var initialText = options.initialText
        while true {
            let event = try await editor.readLine(
                prompt: command.isEmpty ? options.prompt : "...> ",
                rightPrompt: command.isEmpty ? options.rightPrompt : "",
                initialText: initialText
            )
            initialText = ""
            switch event {
            case .line(let text) where text.hasSuffix("\\"):
                command += text.dropLast()
            case .line(let text):
                command += text
                editor.remember(command)
                if command == "quit" { return 0 }
                await obey(command)
                command = ""
            case .interrupted:
                editor.post("interrupted")
                command = ""
            case .endOfInput:
                editor.post("end")
                return 0
            case .terminated:
                editor.post("terminated")
                return 128 + (foreground.ending.withLock { $0 } ?? 0)
            }
        }
    }

    /// Asks for what cannot be had, and tells what came of it.
    private func misuse() async {
        let editor = editor
        var outcomes: [String] = []
        let prompt = options.prompt
        let first = Task { try await editor.readLine(prompt: prompt) }
        while !editor.interrupt() { await Task.yield() }
        outcomes.append(await Self.outcome { try await first.value })

        await withTaskGroup(of: String.self) { group in
            for _ in 1...2 {
                group.addTask { await Self.outcome { try await editor.readLine(prompt: prompt) } }
            }
            // The one that is refused ends first, the other waits until it is cancelled.
            outcomes.append(await group.next() ?? "")
            group.cancelAll()
            outcomes.append(await group.next() ?? "")
        }

        editor.terminate()
        outcomes.append(await Self.outcome { try await editor.readLine(prompt: prompt) })
        await editor.close()
        await editor.close()
        outcomes.append(await Self.outcome { try await editor.readLine(prompt: prompt) })
        // Told at the end, when no line is on the screen.
        for outcome in outcomes { print(outcome) }
    }

    private static func outcome(of read: () async throws -> LineEvent) async -> String {
        do {
            return "event: \(try await read())"
        } catch {
            return "error: \(error)"
        }
    }

    private func obey(_ command: String) async {
        switch command {
        case "wait":
            await withCheckedContinuation { continuation in
                foreground.waiter.withLock { $0 = continuation }
                editor.post("waiting")
            }
            editor.post("waited")
        case "flood":
            for task in 1...4 {
                Task { [editor] in
                    for number in 1...500 {
                        editor.post("flood \(task) \(number)")
                        await Task.yield()
                    }
                }
            }
        case "history":
            for (index, entry) in editor.history.enumerated() { editor.post("\(index + 1)  \(entry)") }
        default:
            editor.post("[\(command.replacing("\n", with: "|"))] \(command.unicodeScalars.count)")
        }
    }
}

/// The options of the probe.
private struct ProbeOptions: Sendable {
    var historyPath: String?
    var isVi = false
    var isMisused = false
    var prompt = "probe> "
    var rightPrompt = ""
    var initialText = ""

    init(_ arguments: ArraySlice<String>) {
        var rest = arguments
        while let name = rest.popFirst() {
            switch name {
            case "--history": historyPath = rest.popFirst()
            case "--vi": isVi = true
            case "--misuse": isMisused = true
            case "--prompt": prompt = rest.popFirst() ?? ""
            case "--right": rightPrompt = rest.popFirst() ?? ""
            case "--initial": initialText = rest.popFirst() ?? ""
            default: break
            }
        }
    }
}

/// The words that the probe completes.
private enum ProbeVocabulary {
    private static let verbs = ["costs", "snapshot", "snapshots", "notifications", "naïve", "日本語"]
    private static let numbers = (1...500).map { "item-\($0)" }
    private static let controls = [
        Completion.Candidate("ctl-one", display: "ctl\u{1B}[31mone"),
        Completion.Candidate("ctl-two", display: "ctl\rtwo"),
    ]

    static func complete(_ before: String) -> Completion {
        let word = before.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        let candidates =
            (verbs + numbers).map { Completion.Candidate($0) } + controls
            + [Completion.Candidate("--period=", isFollowedBySpace: false)]
        return Completion(replacementLength: word.count, candidates: candidates.filter { $0.text.hasPrefix(word) })
    }
}
