// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// The routes about the server itself.
extension Route {
    /// Whether the server does its work, and how it keeps what it is told.
    static func health(of service: LedgerService, _ life: ServerLife) -> Route {
        Route(
            method: .get,
            path: "/health",
            name: "health",
            tag: .server,
            summary: "Whether the server does its work",
            success: Success(description: "It does", schema: healthSchema),
            otherFailures: [.unavailable],
            handler: .anyone {
                guard !life.isLeaving else {
                    throw RequestFailure(.serviceUnavailable, "The server is draining: send requests elsewhere.")
                }
                let status = service.store.status
                // A guest is told the reason without its insides: no path, no name of a file.
                switch status?.condition {
                case .failed:
                    throw RequestFailure(.storage("Changes are refused until the server is restarted; reads go on."))
                case .displaced:
                    throw RequestFailure(
                        .storage(
                            "The store's directory, its lock or its newest file is gone or was replaced: changes are "
                                + "refused until the server is restarted; reads go on."
                        )
                    )
                case .serving, .full, .readOnly, .closed, nil: break
                }
                let durability: JSONValue = [
                    "storage": status == nil ? "memory" : "disk",
                    "fsync": status.map { .string($0.fsync.rawValue) } ?? nil,
                    "condition": .string((status?.condition ?? .serving).name),
                    "snapshots": status?.snapshotFailure == nil ? "ok" : "failing",
                ]
                let answer: JSONValue = ["success": true, "data": ["status": "ok", "durability": durability]]
                return .bytes(answer.line, MediaType.json)
            }
        )
    }

    private static let healthSchema = Schema.named(
        "Health",
        .envelope(
            .object([
                "status": Schema(["const": "ok"]),
                "durability": .object(
                    [
                        "storage": .oneOf(["disk", "memory"]),
                        "fsync": .oneOf(FsyncPolicy.allCases.map { .string($0.rawValue) } + [nil]),
                        "condition": .text, "snapshots": .oneOf(["ok", "failing"]),
                    ],
                    optional: ["storage", "fsync", "condition", "snapshots"]
                ),
            ])
        )
    )

    /// What is served here, for whoever only looks whether someone is there.
    static let root = Route(
        method: .get,
        path: "/",
        name: "root",
        tag: .server,
        summary: "What is served here",
        success: Success(
            description: "The program, and where it is described",
            schema: .named("Root", .envelope(.object(["name": .text, "version": .text, "description": .text])))
        ),
        handler: .anyone {
            let data: JSONValue = [
                "name": "pipeline", "version": .string(ProgramVersion.current), "description": "/openapi.json",
            ]
            let answer: JSONValue = ["success": true, "data": data]
            return .bytes(answer.line, MediaType.json)
        }
    )

    /// The server's figures for a collector.
    static func metrics(of service: LedgerService, _ figures: ServerFigures) -> Route {
        Route(
            method: .get,
            path: "/metrics",
            name: "metrics",
            tag: .server,
            summary: "Figures for Prometheus",
            success: Success(description: "The figures", schema: nil, mediaType: MediaType.figures),
            handler: .anyone {
                let text = figures.text(state: await service.store.view.value, status: service.store.status)
                return .bytes(Array(text.utf8), MediaType.figures)
            }
        )
    }

    /// The description of some routes and of itself.
    static func description(of routes: [Route]) -> Route {
        func route(_ document: [UInt8]) -> Route {
            Route(
                method: .get,
                path: "/openapi.json",
                name: "description",
                tag: .server,
                summary: "This document",
                success: Success(description: "The document", schema: Schema(["type": "object"])),
                handler: .anyone { .bytes(document, MediaType.json) }
            )
        }
        return route(OpenAPIDocument(of: routes + [route([])]).json.line)
    }
}
