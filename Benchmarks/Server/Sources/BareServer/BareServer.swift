// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import NIOCore

/// The least that a server of Hummingbird can do: two routes that answer bytes which are there already.
///
/// `/200` has 200 bytes, `/8800` has 8,800. What the real server takes longer is its own. The argument is the port.
@main
enum BareServer {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let router = Router()
        for length in [200, 8800] {
            let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: length)
            router.get("\(length)") { _, _ in
                Response(
                    status: .ok,
                    headers: [.contentType: "application/json"],
                    body: ResponseBody(byteBuffer: body)
                )
            }
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port))
        )
        try await application.runService()
    }
}
