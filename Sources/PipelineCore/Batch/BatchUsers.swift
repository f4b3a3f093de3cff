// SPDX-License-Identifier: MIT

/// The owners of a batch's rows, each with a number.
struct BatchUsers: Sendable {
    private(set) var ids: [UserID] = []
    private var numbers: [UserID: UInt32] = [:]
    /// The owner of the row before, who is mostly the owner of the next.
    private var last: (id: UserID, number: UInt32)?

    init() {}

    /// Makes a list of owners in order of their numbers, whatever bytes they were read from.
    init(restoring ids: [UserID]) throws(ValueError) {
        for (index, id) in ids.enumerated() where Int(number(of: id)) != index {
            throw ValueError("has an owner twice")
        }
    }

    mutating func number(of id: UserID) -> UInt32 {
        if let last, last.id == id { return last.number }
        let number = numbers[id] ?? UInt32(truncatingIfNeeded: ids.count)
        if number == ids.count {
            numbers[id] = number
            ids.append(id)
        }
        last = (id, number)
        return number
    }
}
