// SPDX-License-Identifier: MIT

private import CLineEditing
internal import TerminalText

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

extension EditorThread {
    /// Gives libedit the next scalar: 1 with one, 0 or -1 to leave the line.
    func nextScalar(into place: UnsafeMutablePointer<UInt32>) -> Int32 {
        if !initialText.isEmpty {
            erase()
            _ = line_editing_insert(session, WideText.array(initialText))
            initialText = ""
            line_editing_refresh(session)
        }
        while true {
            guard handleEvents() else { return -1 }
            if let scalar = decoder.next() {
                if endsLine(scalar) { hideRightPrompt() }
                place.pointee = scalar.value
                return 1
            }
            let ready = line_editing_wait(keyboard.descriptor, mailbox.wakePipe.readEnd)
            if ready < 0 {
                guard errno == EINTR || errno == EAGAIN else { return leave(.endOfInput) }
                continue
            }
            if ready & Int32(line_editing_wake_ready) != 0 {
                mailbox.wakePipe.drain()
            } else if !readKeys() {
                return leave(.endOfInput)
            }
        }
    }

    /// Whether a key leaves the line: Return, or Ctrl-D where there is no text.
    private func endsLine(_ key: Unicode.Scalar) -> Bool {
        switch key {
        case "\r", "\n": true
        case "\u{4}": currentLine().text.isEmpty
        default: false
        }
    }

    /// Takes what was typed before the line was begun.
    ///
    /// In cooked mode the terminal keeps a Ctrl-D as a zero.
    func takeTypeAhead() {
        guard decoder.isEmpty, line_editing_has_input(keyboard.descriptor) else { return }
        let (bytes, _) = readBytes()
        decoder.append(bytes.map { $0 == 0 ? 4 : $0 })
    }

    /// Reads what is there; false where the input has ended.
    private func readKeys() -> Bool {
        let (bytes, number) = readBytes()
        switch number {
        case 0:
            decoder.append(bytes)
            return !bytes.isEmpty
        case EINTR, EAGAIN:
            return true
        case EIO where keyboard.isInBackground:
            // Reading in the background fails, since the thread blocks the signal that would stop it.
            return suspendEditing(SIGTTIN)
        default:
            return false
        }
    }

    private func readBytes() -> (bytes: [UInt8], number: Int32) {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(keyboard.descriptor, &bytes, bytes.count)
        return count < 0 ? ([], errno) : (Array(bytes[..<count]), 0)
    }

    private func leave(_ reason: Departure) -> Int32 {
        departure = reason
        return -1
    }
}
