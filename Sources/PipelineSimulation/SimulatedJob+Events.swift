// SPDX-License-Identifier: MIT

internal import PipelineCore

extension SimulatedJob {
    /// Everything that happens to the job, in chronological order, as if it were already over.
    ///
    /// - Parameter cost: The sum of the job's records, which counts once the job has ended.
    /// - Returns: The events up to the job's failure or to the moment when its model can be downloaded.
    func events(cost: AmountSum) -> [SimulatedEvent] {
        var events = [queued, started]
        for quarter in 1...3 where planned.hundredths * quarter < duration.hundredths * 4 {
            events.append(progress(quarter: quarter))
        }
        let finalCost = cost.roundedToCents.description
        if let failure {
            events.append(failed(failure, finalCost: finalCost))
        } else {
            events += [completed(finalCost: finalCost), ready]
        }
        return events
    }

    private var queued: SimulatedEvent {
        let messages = [
            "Your training job for \(model.name) is in the queue",
            "\(model.name) is queued and waits for \(gpuCount)x \(gpu.rawValue)",
            "We received your training job for \(model.name); it starts as soon as a GPU is free",
        ]
        return SimulatedEvent(
            moment: queuedAt,
            type: "job_queued",
            title: "Training Job Queued",
            message: messages[wording % messages.count],
            priority: .low,
            page: .job,
            metadata: #""model":"\#(model.name)""#
        )
    }

    private var started: SimulatedEvent {
        SimulatedEvent(
            moment: startedAt,
            type: "job_started",
            title: "Training Started",
            message: "Your training job has started on \(gpuCount)x \(gpu.rawValue)",
            priority: .medium,
            page: .job,
            metadata: #""model":"\#(model.name)","gpu_type":"\#(gpu.rawValue)","gpu_count":\#(gpuCount)"#
        )
    }

    private func progress(quarter: Int) -> SimulatedEvent {
        let step = steps * quarter / 4
        // The loss falls fast first, then slowly; different models begin elsewhere.
        let loss = 95 + (adapterMegabytes + checkpointTenths) % 40 + 100 / (quarter + 1)
        let lossText = "\(loss / 100).\(loss / 10 % 10)\(loss % 10)"
        let messages = [
            "\(model.name) is \(quarter * 25)% complete (step \(step) of \(steps), loss \(lossText))",
            "Step \(step) of \(steps) of \(model.name) is done: \(quarter * 25)%, loss \(lossText)",
        ]
        return SimulatedEvent(
            moment: Timestamp(microseconds: startedAt.microseconds + planned.microseconds / 4 * Int64(quarter)),
            type: "job_progress",
            title: "Training Progress",
            message: messages[wording % messages.count],
            priority: .low,
            page: .job,
            metadata: #""progress":\#(quarter * 25),"step":\#(step),"loss":\#(lossText)"#
        )
    }

    private func completed(finalCost: String) -> SimulatedEvent {
        let messages = [
            "\(model.name) finished training after \(duration) hours. Final cost: $\(finalCost)",
            "Your training job for \(model.name) is complete (\(steps) steps). Final cost: $\(finalCost)",
            "\(model.name) has been trained on \(gpuCount)x \(gpu.rawValue). Final cost: $\(finalCost)",
        ]
        return SimulatedEvent(
            moment: endedAt,
            type: "job_completed",
            title: "Training Completed",
            message: messages[wording % messages.count],
            priority: .high,
            page: .job,
            metadata: #""final_cost":\#(finalCost),"hours":\#(duration)"#
        )
    }

    private var ready: SimulatedEvent {
        let messages = [
            "The adapter of \(model.name) (\(adapterMegabytes) MB) is ready for download",
            "\(model.name) is ready: download the adapter (\(adapterMegabytes) MB)",
        ]
        return SimulatedEvent(
            moment: readyAt,
            type: "artifact_ready",
            title: "Model Ready for Download",
            message: messages[wording % messages.count],
            priority: .high,
            page: .model,
            metadata: #""model":"\#(model.name)","size_mb":\#(adapterMegabytes)"#
        )
    }

    private func failed(_ failure: TrainingFailure, finalCost: String) -> SimulatedEvent {
        let step = max(steps * duration.hundredths / planned.hundredths, 1)
        let reason = failure.reason(step: step, gpuCount: gpuCount)
        return SimulatedEvent(
            moment: endedAt,
            type: "job_failed",
            title: "Training Failed",
            message: "\(model.name) failed after \(duration) hours: \(reason). Cost so far: $\(finalCost)",
            priority: .high,
            page: .job,
            metadata: #""error":"\#(failure.rawValue)","final_cost":\#(finalCost),"hours":\#(duration)"#
        )
    }
}

/// A step in a job's life about which the platform notifies the owner.
struct SimulatedEvent: Sendable {
    let moment: Timestamp
    let type: String
    let title: String
    let message: String
    let priority: Priority
    /// The page to which the notification links.
    let page: Page
    /// The members of the metadata after `job_id`, as JSON.
    let metadata: String

    /// The pages to which notifications link.
    enum Page: String, Sendable {
        case job = "/training/jobs/"
        case model = "/models/"
    }

    /// The event as the owner's notification, not yet read.
    func notification(id: UUID, of job: SimulatedJob) -> Notification {
        let jobID = job.id.description
        return Notification(
            id: id,
            userID: job.owner,
            type: type,
            title: title,
            message: message,
            priority: priority,
            isRead: false,
            actionURL: page.rawValue + jobID,
            metadata: JSONText(validated: #"{"job_id":"\#(jobID)",\#(metadata)}"#),
            createdAt: moment
        )
    }
}
