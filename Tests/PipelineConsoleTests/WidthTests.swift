// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport
import Testing

/// What a person sees at widths that terminals have.
@Suite("Answers at several widths", .serialized, .inTurn)
struct WidthTests {
    /// The screen after a command.
    private func text(_ command: String, columns: Int, environment: [String: String] = [:]) throws -> String {
        let place = try Place()
        let terminal = try place.start(["-c", command], environment: environment, rows: 60, columns: columns)
        #expect(try withExtendedLifetime(place) { try terminal.waitForExit() } == 0)
        var lines = terminal.screen.lines
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    @Test("Notifications fit 60, 80 and 120 columns")
    func notifications() throws {
        #expect(
            try text("notifications", columns: 60) == """
                1 unread notification

                   id        when        priority  title        message
                ─  ────────  ──────────  ────────  ───────────  ────────────
                ●  9b1d0000  30 min ago  high      Training     It took 2 h
                                                   completed    and cost
                                                                42.50.
                   aaaa0000  1 d ago     medium    Model ready  日本語のモデ
                                                   for          ル is ready.
                                                   download
                """
        )
        #expect(
            try text("notifications", columns: 80) == """
                1 unread notification

                   id        when        priority  title                   message
                ─  ────────  ──────────  ────────  ──────────────────────  ─────────────────────
                ●  9b1d0000  30 min ago  high      Training completed      It took 2 h and cost
                                                                           42.50.
                   aaaa0000  1 d ago     medium    Model ready for         日本語のモデル is
                                                   download                ready.
                """
        )
        #expect(
            try text("notifications", columns: 120) == """
                1 unread notification

                   id        when                          priority  title                     message
                ─  ────────  ────────────────────────────  ────────  ────────────────────────  ───────────────────────────
                ●  9b1d0000  30 min ago, 2025-12-26 10:00  high      Training completed        It took 2 h and cost 42.50.
                   aaaa0000  1 d ago, 2025-12-25 10:00     medium    Model ready for download  日本語のモデル is ready.
                """
        )
    }

    @Test("Costs fit 60, 80 and 120 columns")
    func costs() throws {
        #expect(
            try text("costs", columns: 60) == """
                Costs of the last 30 days, from 2025-11-26T10:30:00Z
                Total 45.23  in 2 records

                type              amount   share
                ────────────────  ──────  ──────
                training_compute   42.50  94.0 %
                storage             2.73   6.0 %

                2025-12-20  42.50  █████████████████████████████████████████
                2025-12-21   0.00
                2025-12-22   2.73  ██▋
                """
        )
        #expect(
            try text("costs", columns: 80) == """
                Costs of the last 30 days, from 2025-11-26T10:30:00Z
                Total 45.23  in 2 records

                type              amount   share
                ────────────────  ──────  ──────
                training_compute   42.50  94.0 %
                storage             2.73   6.0 %

                2025-12-20  42.50  ████████████████████████████████████████████████
                2025-12-21   0.00
                2025-12-22   2.73  ███▏
                """
        )
        #expect(
            try text("costs --records", columns: 120) == """
                Costs of the last 30 days, from 2025-11-26T10:30:00Z
                Total 45.23  in 2 records

                type              amount   share
                ────────────────  ──────  ──────
                training_compute   42.50  94.0 %
                storage             2.73   6.0 %

                2025-12-20  42.50  ████████████████████████████████████████████████
                2025-12-21   0.00
                2025-12-22   2.73  ███▏

                recorded at           id        type              amount  job  details
                ────────────────────  ────────  ────────────────  ──────  ───  ───────
                2025-12-20T10:00:00Z  00000000  training_compute   42.50
                2025-12-22T10:00:00Z  00000000  storage             2.73
                """
        )
    }

    @Test("Help fits 60 and 120 columns")
    func help() throws {
        #expect(
            try text("help costs", columns: 60) == """
                Show training costs by type and by day.

                  costs [--period P] [--start-date D] [--end-date D]
                      [--billing-period M] [--records|--no-records]

                  --period P          The last 7, 30 or 365 days (week,
                                      month, year; default: month), or a
                                      part of the calendar in UTC.
                  --start-date D      First date or time; replaces the
                                      period.
                  --end-date D        Last date or time, inclusive.
                  --billing-period M  Only what is billed in a month or on a
                                      day, at whatever time it was recorded.
                  --records           Show every cost record.
                  --no-records        Leave out the records.

                A period is week, month, year, today, yesterday, this-week,
                last-week, this-month, last-month, this-year, last-year, a
                month as in 2025-06 or a year as in 2025. Weeks begin on
                Monday.
                By default, json and csv include the records; table does
                not.

                Examples:
                  costs --period week
                  costs --period last-month
                  costs --billing-period 2025-12
                  costs --start-date 2025-12-01 --end-date 2025-12-31
                      --records
                """
        )
        #expect(
            try text("help costs", columns: 120) == """
                Show training costs by type and by day.

                  costs [--period P] [--start-date D] [--end-date D] [--billing-period M] [--records|--no-records]

                  --period P          The last 7, 30 or 365 days (week, month, year; default: month), or a part of the calendar in UTC.
                  --start-date D      First date or time; replaces the period.
                  --end-date D        Last date or time, inclusive.
                  --billing-period M  Only what is billed in a month or on a day, at whatever time it was recorded.
                  --records           Show every cost record.
                  --no-records        Leave out the records.

                A period is week, month, year, today, yesterday, this-week, last-week, this-month, last-month, this-year, last-year, a
                month as in 2025-06 or a year as in 2025. Weeks begin on Monday.
                By default, json and csv include the records; table does not.

                Examples:
                  costs --period week
                  costs --period last-month
                  costs --billing-period 2025-12
                  costs --start-date 2025-12-01 --end-date 2025-12-31 --records
                """
        )
    }

    @Test("A terminal without UTF-8 gets ASCII alone")
    func ascii() throws {
        let plain = ["LC_ALL": "C", "LANG": "C"]
        #expect(
            try text("notifications", columns: 80, environment: plain) == """
                1 unread notification

                   id        when        priority  title                   message
                -  --------  ----------  --------  ----------------------  ---------------------
                *  9b1d0000  30 min ago  high      Training completed      It took 2 h and cost
                                                                           42.50.
                   aaaa0000  1 d ago     medium    Model ready for         ?????????????? is
                                                   download                ready.
                """
        )
        #expect(
            try text("help read", columns: 80, environment: plain) == """
                Mark notifications as read.

                  read ID...|--all [--until D|ID]

                  --all         Mark all unread notifications.
                  --until D|ID  Leave those unread that came later than a time or a
                                notification.

                ID may be a prefix of at least four characters. Either all IDs are marked or
                none.

                Examples:
                  read 9b1d
                  read --all
                  read --all --until 2025-12-26
                """
        )
    }
}
