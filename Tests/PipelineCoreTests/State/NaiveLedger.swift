// SPDX-License-Identifier: MIT

import PipelineCore

/// The contract in its plainest words: arrays, linear scans, sums digit by digit; slow, and easy to believe.
struct NaiveLedger {
    var costs: [CostRecord] = []
    var notifications: [Notification] = []

    func costs(of user: UserID, in range: DateRange) -> [CostRecord] {
        costs.enumerated()
            .filter { $0.element.userID == user && range.contains($0.element.recordedAt) }
            .sorted { ($0.element.recordedAt, $0.offset) < ($1.element.recordedAt, $1.offset) }
            .map(\.element)
    }

    func notifications(of user: UserID, onlyUnread: Bool) -> [Notification] {
        notifications.enumerated()
            .filter { $0.element.userID == user && !(onlyUnread && $0.element.isRead) }
            .sorted { ($0.element.createdAt, $0.offset) > ($1.element.createdAt, $1.offset) }
            .map(\.element)
    }

    mutating func mark(_ id: UUID, isRead: Bool) {
        for index in notifications.indices where notifications[index].id == id {
            notifications[index].isRead = isRead
        }
    }

    mutating func markAllRead(of user: UserID) {
        for index in notifications.indices where notifications[index].userID == user {
            notifications[index].isRead = true
        }
    }

    /// A sum by decimal long addition of the amounts' texts.
    static func sum(_ amounts: [Amount]) -> String {
        var positive = DecimalDigits()
        var negative = DecimalDigits()
        for amount in amounts {
            let text = amount.description
            if text.hasPrefix("-") { negative.add(text.dropFirst()) } else { positive.add(text[...]) }
        }
        return DecimalDigits.difference(positive, negative)
    }
}

/// A non-negative decimal number as its digits, least significant first, with twelve decimals.
struct DecimalDigits {
    var digits = [Int](repeating: 0, count: 48)

    mutating func add(_ text: Substring) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        var fraction = parts.count > 1 ? String(parts[1]) : ""
        while fraction.count < 12 { fraction += "0" }
        var carry = 0
        let added = (String(parts[0]) + fraction).reversed().map { Int(String($0)) ?? 0 }
        for index in digits.indices {
            let value = digits[index] + (index < added.count ? added[index] : 0) + carry
            digits[index] = value % 10
            carry = value / 10
        }
    }

    static func difference(_ lhs: DecimalDigits, _ rhs: DecimalDigits) -> String {
        let isNegative = lhs.digits.reversed().lexicographicallyPrecedes(rhs.digits.reversed())
        let (large, small) = isNegative ? (rhs, lhs) : (lhs, rhs)
        var result: [Int] = []
        var borrow = 0
        for index in large.digits.indices {
            var value = large.digits[index] - small.digits[index] - borrow
            borrow = value < 0 ? 1 : 0
            if value < 0 { value += 10 }
            result.append(value)
        }
        var fraction = Array(result[..<12].reversed())
        while fraction.count > 2, fraction.last == 0 { fraction.removeLast() }
        var whole = Array(result[12...].reversed().drop { $0 == 0 })
        if whole.isEmpty { whole = [0] }
        let text = whole.map(String.init).joined() + "." + fraction.map(String.init).joined()
        return isNegative ? "-" + text : text
    }
}
