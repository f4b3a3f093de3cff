// SPDX-License-Identifier: MIT

package import CommandLanguage
package import PipelineService

/// The options of the shell that stand for the parameters of a request.
///
/// The grammar shows them and evaluation reads them, so that no parameter is one without the other.
package struct ParameterOptions<Parameter: RequestParameter>: Sendable where Parameter.AllCases: Sendable {
    /// The options by the parameter's raw value; nil if the language has no such name, which a test refuses.
    private let names: [OptionName?]

    /// Finds the options of all parameters.
    package init() {
        names = Parameter.allCases.map { OptionName(parameter: $0.description.name) }
    }

    /// The options as the grammar shows them, in the order of the parameters.
    package var descriptions: [OptionDescription] {
        zip(Parameter.allCases, names)
            .compactMap { parameter, name in
                guard let name else { return nil }
                let description = parameter.description
                guard let kind = Self.kind(of: description.kind) else {
                    return .flag(name, description.summary, opposite: name.opposite)
                }
                var option = OptionDescription.value(name, kind, description.placeholder, description.summary)
                option.isRequired = description.isRequired
                option.isRepeatable = description.isRepeatable
                return option
            }
    }

    /// The text that a command gives for a parameter; `true` for a flag that is set, `false` for one whose opposite is.
    package func text(of parameter: Parameter, in command: ParsedCommand) -> String? {
        guard let name = names[parameter.rawValue] else { return nil }
        if let text = command[name]?.text { return text }
        if command.flags.contains(name) { return "true" }
        return name.opposite.map { command.flags.contains($0) } ?? false ? "false" : nil
    }

    /// All texts that a command gives for a parameter that may be repeated.
    package func texts(of parameter: Parameter, in command: ParsedCommand) -> [String] {
        names[parameter.rawValue].map { command.options.values(of: $0).map(\.text) } ?? []
    }

    /// Whether a command gives one of the parameters.
    func areGiven(in command: ParsedCommand) -> Bool {
        Parameter.allCases.contains { text(of: $0, in: command) != nil }
    }

    /// What the option takes; nil for a flag.
    private static func kind(of kind: ParameterDescription.Kind) -> ValueKind? {
        switch kind {
        case .boolean: nil
        // The data model judges the value, and its error says the same over HTTP.
        case .choice(let words): .choice(words, isChecked: false)
        case .period(let words): .period(words)
        case .billingPeriod: .billingPeriod
        case .moment: .moment
        case .momentOrNotificationID: .momentOrNotificationID
        case .date: .date
        case .count: .count
        case .uuid: .uuid
        case .notificationID: .notificationID
        case .amount: .amount
        case .costType: .costType
        case .notificationType: .notificationType
        case .json: .json
        case .text: .text
        }
    }
}

extension ParameterOptions<CostsRequest.Parameter> {
    /// The options of `costs`.
    package static let costs = ParameterOptions()
}

extension ParameterOptions<NotificationsRequest.Parameter> {
    /// The options of `notifications`.
    package static let notifications = ParameterOptions()
}

extension ParameterOptions<ReadAllRequest.Parameter> {
    /// The options of `read --all`.
    package static let readAll = ParameterOptions()
}

extension ParameterOptions<CostInput.Field> {
    /// The options of `add cost`.
    package static let costFields = ParameterOptions()
}

extension ParameterOptions<NotificationInput.Field> {
    /// The options of `add notification`.
    package static let notificationFields = ParameterOptions()
}
