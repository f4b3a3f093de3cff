// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats
internal import PipelineStore

extension Answer {
    /// Writes the answer in the envelope of the contract's section 3, without a line's end.
    ///
    /// - Parameters:
    ///   - writer: Where the bytes go.
    ///   - includesRecords: Whether the answer about costs carries the records.
    ///   - drain: Called with the writer now and then while a long answer is written, so that it need not be held whole.
    /// - Throws: What `drain` throws.
    package func writeJSON<Failure: Error>(
        to writer: inout ByteWriter,
        includesRecords: Bool = true,
        drain: (inout ByteWriter) throws(Failure) -> Void = { (_: inout ByteWriter) throws(Never) in }
    ) throws(Failure) {
        if case .done = self {
            writer.append(#"{"success":true}"#)
            return
        }
        writer.append(#"{"success":true,"data":"#)
        if case .costs(let costs) = self {
            try costs.writeJSON(to: &writer, includesRecords: includesRecords, drain: drain)
        } else {
            writeData(to: &writer)
        }
        writer.append(UInt8(ascii: "}"))
    }

    private func writeData(to writer: inout ByteWriter) {
        switch self {
        case .done, .costs: break
        case .notifications(let answer): answer.writeJSON(to: &writer)
        case .users(let users):
            writer.append(#"{"users":"#)
            writer.appendJSON(list: users) { $0.appendJSON($1) }
            writer.append(UInt8(ascii: "}"))
        case .user(let id, let email):
            var object = JSONObjectWriter(&writer)
            object.member("id", id.uuid, to: &writer)
            object.member("email", email, to: &writer)
            object.end(&writer)
        case .cost(let record): writer.appendJSON(record)
        case .notification(let notification): writer.appendJSON(notification)
        case .imported(let report): writer.appendJSON(report)
        case .exported(let count): writer.appendJSON(counts: [("exported", count)])
        case .marked(let count): writer.appendJSON(counts: [("marked", count)])
        case .simulated(let report):
            writer.appendJSON(counts: [
                ("jobs", report.jobs), ("users", report.users), ("costs", report.costs),
                ("notifications", report.notifications),
            ])
        case .saved(let info):
            writer.appendJSON(counts: [
                ("generation", Int(clamping: info.generation)), ("bytes", Int(clamping: info.bytes)),
            ])
        case .snapshots(let snapshots):
            writer.append(#"{"snapshots":"#)
            writer.appendJSON(list: snapshots) { $0.appendJSON($1) }
            writer.append(UInt8(ascii: "}"))
        case .info(let report): writer.appendJSON(report)
        case .checked(let check): writer.appendJSON(check)
        case .repaired(let report): writer.appendJSON(report)
        case .history(let lines):
            writer.append(#"{"history":"#)
            writer.appendJSON(list: lines) { writer, line in
                var object = JSONObjectWriter(&writer)
                object.member("number", line.number, to: &writer)
                object.member("command", line.text, to: &writer)
                object.end(&writer)
            }
            writer.append(UInt8(ascii: "}"))
        case .help(let text):
            writer.append(#"{"help":"#)
            writer.appendJSON(text)
            writer.append(UInt8(ascii: "}"))
        }
    }
}

extension StoreError {
    /// Writes the error in the envelope of the contract's section 3, without a line's end.
    package func writeJSON(to writer: inout ByteWriter) {
        writer.append(#"{"error":"#)
        writer.appendJSON(title)
        writer.append(#","details":"#)
        writer.appendJSON(details)
        writer.append(UInt8(ascii: "}"))
    }
}
