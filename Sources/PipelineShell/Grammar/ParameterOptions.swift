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
                guard let kind = Self.kind(of: description.kind) else { return .flag(name, description.summary) }
                return description.isRequired
                    ? .required(name, kind, description.placeholder, description.summary)
                    : .value(name, kind, description.placeholder, description.summary)
            }
    }

    /// The text that a command gives for a parameter; `true` for a flag that is set.
    package func text(of parameter: Parameter, in command: ParsedCommand) -> String? {
        guard let name = names[parameter.rawValue] else { return nil }
        return command[name]?.text ?? (command.flags.contains(name) ? "true" : nil)
    }

    /// What the option takes; nil for a flag.
    private static func kind(of kind: ParameterDescription.Kind) -> ValueKind? {
        switch kind {
        case .boolean: nil
        // The data model judges the value, and its error says the same over HTTP.
        case .choice(let words): .choice(words, isChecked: false)
        case .moment: .moment
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

extension ParameterOptions<CostInput.Field> {
    /// The options of `add cost`.
    package static let costFields = ParameterOptions()
}

extension ParameterOptions<NotificationInput.Field> {
    /// The options of `add notification`.
    package static let notificationFields = ParameterOptions()
}
