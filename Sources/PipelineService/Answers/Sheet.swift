// SPDX-License-Identifier: MIT

package import PipelineCore

/// An answer as rows of typed cells under named columns, and what to say of them to a person.
///
/// A request describes its answer once; every format writes it from that: JSON its members, CSV its header and rows,
/// tables what people want to see.
///
/// ```swift
/// Sheet.object([("exported", .count(3))], saying: "Exported 3 rows.")
/// ```
package struct Sheet: Sendable {
    /// How the rows stand in an answer.
    package enum Frame: Hashable, Sendable {
        /// Any number of rows, in JSON an array under a name.
        case list(String)
        /// One row: one object.
        case object
        /// One row that is read downwards: a line for each column.
        case figures
    }

    /// How the rows stand in the answer.
    package var frame: Frame
    /// The columns.
    package var columns: [Column]
    /// The rows; each has a cell for each column.
    package var rows: [[Cell]]
    /// What stands before a list's rows in formats that nest.
    package var members: [(column: Column, cell: Cell)] = []
    private let say: @Sendable () -> [Sentence]

    /// What is said to a person, below the rows or in their place: made when it is asked for, since programs never ask.
    package var sentences: [Sentence] { say() }

    private init(
        _ frame: Frame,
        _ columns: [Column],
        _ rows: [[Cell]],
        members: [(column: Column, cell: Cell)] = [],
        saying say: @escaping @Sendable () -> [Sentence] = { [] }
    ) {
        self.frame = frame
        self.columns = columns
        self.rows = rows
        self.members = members
        self.say = say
    }

    /// A list of rows under a name.
    package static func list(
        _ name: String,
        columns: [Column],
        rows: [[Cell]],
        members: [(column: Column, cell: Cell)] = [],
        saying sentences: @autoclosure @escaping @Sendable () -> [Sentence] = []
    ) -> Sheet {
        Sheet(.list(name), columns, rows, members: members, saying: sentences)
    }

    /// One object, for people a sentence.
    package static func object(
        _ members: [(column: Column, cell: Cell)],
        saying sentence: @autoclosure @escaping @Sendable () -> Sentence
    ) -> Sheet {
        object(members, saying: [sentence()])
    }

    /// One object, for people sentences.
    package static func object(
        _ members: [(column: Column, cell: Cell)],
        saying sentences: @autoclosure @escaping @Sendable () -> [Sentence] = []
    ) -> Sheet {
        object(members.map(\.column), members.map(\.cell), saying: sentences())
    }

    /// One object with a cell for each column, for people sentences.
    static func object(
        _ columns: [Column],
        _ cells: [Cell],
        saying sentences: @autoclosure @escaping @Sendable () -> [Sentence]
    ) -> Sheet {
        Sheet(.object, columns, [cells], saying: sentences)
    }

    /// One object that people read line by line.
    package static func figures(_ figures: [(column: Column, cell: Cell)]) -> Sheet {
        Sheet(.figures, figures.map(\.column), [figures.map(\.cell)])
    }

    /// The places of the columns that an audience is shown.
    package func columnIndices(for audience: Audience) -> [Int] {
        columns.indices.filter { columns[$0].audience.contains(audience) }
    }
}

extension Sheet {
    /// Who reads a column.
    package struct Audience: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        /// Makes a set from its bits.
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Programs that read values inside values: JSON.
        package static let nested = Audience(rawValue: 1)
        /// Programs that read one value a column: CSV.
        package static let flat = Audience(rawValue: 2)
        /// People.
        package static let people = Audience(rawValue: 4)
        /// Programs of both kinds.
        package static let programs: Audience = [.nested, .flat]
        /// Everybody.
        package static let everybody: Audience = [.nested, .flat, .people]
    }

    /// A column: its names, its readers, and how it gives way in a narrow table.
    package struct Column: Hashable, Sendable, ExpressibleByStringLiteral {
        /// What becomes of cells that are too wide.
        package enum Fitting: Hashable, Sendable {
            /// They keep their width.
            case fixed
            /// They are cut, down to a width.
            case truncated(to: Int)
            /// They go on in the next line.
            case wrapped
        }

        /// The name that programs read.
        package var name: String
        /// The title that people read.
        package var title: String
        /// Who is shown the column.
        package var audience: Audience
        /// Whether cells stand on the right, as numbers do.
        package var isNumeric: Bool
        /// What becomes of cells that are too wide.
        package var fitting: Fitting
        /// Whether a narrow table goes without the column.
        package var isExpendable: Bool

        /// Makes a column; its title is its name unless one is given.
        package init(
            _ name: String,
            _ title: String? = nil,
            for audience: Audience = .everybody,
            isNumeric: Bool = false,
            fitting: Fitting = .fixed,
            isExpendable: Bool = false
        ) {
            self.name = name
            self.title = title ?? name
            self.audience = audience
            self.isNumeric = isNumeric
            self.fitting = fitting
            self.isExpendable = isExpendable
        }

        /// Makes a column that programs alone read.
        package init(stringLiteral name: String) { self.init(name, for: .programs) }

        /// A column that people alone read.
        package static func forPeople(
            _ title: String,
            isNumeric: Bool = false,
            fitting: Fitting = .fixed
        ) -> Column {
            Column("", title, for: .people, isNumeric: isNumeric, fitting: fitting)
        }
    }

    /// A value with what it is: each format writes it in its own way.
    package enum Cell: Sendable {
        /// A text, or null.
        case text(String?, Emphasis = .plain)
        /// An identifier; people see its beginning.
        case id(UUID)
        /// Yes or no.
        case flag(Bool)
        /// A number of things.
        case count(Int)
        /// A number that tells things apart, or null.
        case ordinal(UInt64?)
        /// A length in bytes, or null.
        case bytes(UInt64?)
        /// A sum of money, exact.
        case money(AmountSum)
        /// A moment.
        case moment(Timestamp)
        /// An object inside an answer, or null; formats that do not nest leave its column out.
        case object([(column: Column, cell: Cell)]?)
        /// Objects inside an answer.
        case objects([[(column: Column, cell: Cell)]])
    }

    /// How much weight a text has for a person.
    package enum Emphasis: Hashable, Sendable {
        case plain
        case strong
        case faint
        case alarming
    }

    /// A line of text for a person, in pieces of different weight.
    package struct Sentence: Sendable, ExpressibleByStringInterpolation {
        /// The pieces, in order.
        package var pieces: [(text: String, emphasis: Emphasis)]

        /// Makes a plain sentence.
        package init(_ text: String, _ emphasis: Emphasis = .plain) { pieces = [(text, emphasis)] }

        /// Makes a plain sentence.
        package init(stringLiteral value: String) { self.init(value) }

        /// Joins two sentences.
        package static func + (left: Sentence, right: Sentence) -> Sentence {
            var sum = left
            sum.pieces += right.pieces
            return sum
        }
    }
}
