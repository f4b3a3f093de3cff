// SPDX-License-Identifier: MIT

internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore

/// Hummingbird with routes that answer with bytes that were made before: what HTTP itself takes.
///
///     BareServer SIZE …        GET /0 answers with as many bytes as the first says, and so on
///
/// The first line of standard output is its address.
@main
enum BareServer {
    static func main() async throws {
        let router = Router()
        for (number, word) in CommandLine.arguments.dropFirst().enumerated() {
            let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: Int(word) ?? 0)
            router.get("/\(number)") { _, _ in
                Response(
                    status: .ok,
                    headers: [.contentType: "application/json", .cacheControl: "no-store"],
                    body: .init(byteBuffer: body)
                )
            }
        }
        var logger = Logger(label: "bare")
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                let line = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            },
            logger: logger
        )
        try await application.runService()
    }
}
