// SPDX-License-Identifier: MIT

internal import PipelineCore

extension SimulatedJob {
    /// The price of a gigabyte of checkpoints for a day, in units of 10⁻⁴.
    private static let storageRate = 8

    /// Adds what the job cost until `now` and returns the exact sum.
    func addCosts(
        until now: Timestamp,
        to batch: inout CostBatch,
        using generator: inout SplitMix64
    )
        throws(StoreError) -> AmountSum
    {
        let compute = try addCompute(until: now, to: &batch, using: &generator)
        return try compute + addStorage(until: now, to: &batch, using: &generator)
    }

    /// One record for each half hour of a short job, for each hour of a long one, and one for the rest at the end.
    private func addCompute(
        until now: Timestamp,
        to batch: inout CostBatch,
        using generator: inout SplitMix64
    )
        throws(StoreError) -> AmountSum
    {
        var sum = AmountSum.zero
        let interval = Hours(hundredths: planned.hundredths <= 600 ? 50 : 100)
        let usual = computeDetails(hours: interval)
        var done = 0
        while done < duration.hundredths {
            let hours = Hours(hundredths: min(interval.hundredths, duration.hundredths - done))
            done += hours.hundredths
            let moment = startedAt.adding(Hours(hundredths: done))
            guard moment <= now else { break }
            sum += try add(
                "training_compute",
                digits: gpu.centsPerHour * gpuCount * hours.hundredths,
                decimals: 4,
                details: hours == interval ? usual : computeDetails(hours: hours),
                at: moment,
                to: &batch,
                using: &generator
            )
        }
        return sum
    }

    private func computeDetails(hours: Hours) -> JSONText {
        JSONText(validated: #"{"gpu_type":"\#(gpu.rawValue)","gpu_count":\#(gpuCount),"hours":\#(hours)}"#)
    }

    /// One record for the checkpoints for each UTC day on which the job runs, at the day's or the job's last second.
    private func addStorage(
        until now: Timestamp,
        to batch: inout CostBatch,
        using generator: inout SplitMix64
    )
        throws(StoreError) -> AmountSum
    {
        var sum = AmountSum.zero
        let size = "\(checkpointTenths / 10).\(checkpointTenths % 10)"
        let details = JSONText(validated: #"{"artifact":"checkpoints","gigabytes":\#(size),"days":1}"#)
        for number in startedAt.day.number...endedAt.day.number {
            let moment = min(Day(number: number + 1).start.adding(seconds: -1), endedAt)
            guard moment <= now else { break }
            sum += try add(
                "storage",
                digits: checkpointTenths * Self.storageRate,
                decimals: 5,
                details: details,
                at: moment,
                to: &batch,
                using: &generator
            )
        }
        return sum
    }

    private func add(
        _ type: String,
        digits: Int,
        decimals: UInt8,
        details: JSONText,
        at moment: Timestamp,
        to batch: inout CostBatch,
        using generator: inout SplitMix64
    ) throws(StoreError) -> AmountSum {
        guard let amount = Amount(digits: Int64(digits), decimals: decimals) else {
            throw StoreError(.internalError, "A simulated cost of \(digits) · 10^-\(decimals) must be an amount.")
        }
        let record = CostRecord(
            id: .random(using: &generator),
            userID: owner,
            jobID: id,
            costType: type,
            amount: amount,
            details: details,
            billingPeriod: moment.day,
            recordedAt: moment
        )
        try batch.append(record, line: batch.count + 1)
        return AmountSum(amount)
    }
}
