// SPDX-License-Identifier: MIT

/// The options of the probe.
struct ProbeOptions: Sendable {
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
