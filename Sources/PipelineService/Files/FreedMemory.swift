// SPDX-License-Identifier: MIT

internal import CAllocator

/// Memory that was freed and that the C library still holds.
enum FreedMemory {
    /// From how many rows on an import leaves enough behind to be worth the milliseconds.
    private static let manyRows = 65_536

    /// Gives back to the system what an import of `rows` rows has left behind: as much again as the rows take.
    static func giveBack(afterRows rows: Int) {
        if rows >= manyRows { callocator_give_back() }
    }
}
