// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A step of a job's life of which the platform notifies the owner.
struct SimulatedEvent: Sendable {
    let moment: Timestamp
    let type: String
    let title: String
    let message: String
    let priority: Priority
    /// The page that shows more: the job's or the model's.
    let page: Page
    /// The members of the metadata after `job_id`, as JSON.
    let metadata: String

    /// The pages that notifications lead to.
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
