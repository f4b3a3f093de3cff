// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineStore

extension ByteWriter {
    mutating func appendJSON(_ check: StoreCheck) {
        var object = JSONObjectWriter(&self)
        object.member("sound", check.isSound, to: &self)
        object.member("sequence", check.sequence, to: &self)
        object.member("refusal", check.refusal?.details, to: &self)
        object.name("files", to: &self)
        appendJSON(list: check.files) { $0.appendJSON($1) }
        object.end(&self)
    }

    private mutating func appendJSON(_ finding: FileFinding) {
        var object = JSONObjectWriter(&self)
        object.member("name", finding.name, to: &self)
        object.member("verdict", finding.verdict.name, to: &self)
        object.member("generation", finding.generation, to: &self)
        object.member("bytes", finding.bytes, to: &self)
        object.member("first_change", finding.changes?.lowerBound, to: &self)
        object.member("last_change", finding.changes?.upperBound, to: &self)
        object.member("offset", finding.verdict.damage?.offset, to: &self)
        object.member("details", finding.verdict.details, to: &self)
        object.end(&self)
    }

    mutating func appendJSON(_ report: RepairReport) {
        var object = JSONObjectWriter(&self)
        object.member("sequence", report.sequence, to: &self)
        object.member("last_lost", report.lastLost, to: &self)
        object.name("snapshot", to: &self)
        appendJSON(report.snapshot)
        object.name("damages", to: &self)
        appendJSON(list: report.damages) { writer, damage in
            var object = JSONObjectWriter(&writer)
            object.member("file", damage.file, to: &writer)
            object.member("offset", damage.offset, to: &writer)
            object.member("details", damage.reason, to: &writer)
            object.end(&writer)
        }
        object.end(&self)
    }
}
