// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import PipelineCore
internal import PipelineService
internal import PipelineStore

extension LedgerResponder {
    /// Whether the server does its work, and how it keeps what it is told.
    func health() -> Response {
        let status = service.store.status
        if case .failed = status?.condition {
            let error = StoreError.storage("Changes are refused until the store is opened anew; reads go on.")
            let failure = RequestFailure(error)
            return Self.json(failure.body, status: failure.status)
        }
        let storage = status == nil ? "memory" : "disk"
        let isSnapshotSound = status?.snapshotFailure == nil
        let fsync = status.map { "\"\($0.fsync.rawValue)\"" } ?? "null"
        let text = """
            {"success":true,"data":{"status":"ok","durability":{"storage":"\(storage)","fsync":\(fsync),\
            "condition":"\(Self.name(status?.condition))","snapshots":"\(isSnapshotSound ? "ok" : "failing")"}}}

            """
        return Self.json(Array(text.utf8))
    }

    private static func name(_ condition: StoreCondition?) -> String {
        switch condition {
        case nil, .serving: "serving"
        case .full: "full"
        case .failed: "poisoned"
        case .readOnly: "read_only"
        case .closed: "closed"
        }
    }

    /// The server's figures for a collector.
    func metrics() async -> Response {
        let state = await service.store.view.value
        let text = figures.text(state: state, status: service.store.status)
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
