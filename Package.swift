// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
    name: "pipeline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "pipeline", targets: ["pipeline"]),
        .executable(name: "pipeline-server", targets: ["pipeline-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // Builds the documentation, as a command: no target depends on it.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        // What every test target depends on, see below: random numbers, directories, processes and waiting.
        .target(name: "TestSupport", dependencies: ["PipelineSimulation"], path: "Tests/TestSupport"),

        // The model, the indexes and the state: pure, synchronous, no input or output.
        .target(name: "PipelineCore"),
        .target(
            name: "LedgerTestSupport",
            dependencies: ["PipelineCore", "TestSupport"],
            path: "Tests/LedgerTestSupport"
        ),
        .testTarget(name: "PipelineCoreTests", dependencies: ["PipelineCore", "LedgerTestSupport"]),

        // Rows as JSON, JSON Lines, CSV and FOCUS: bytes in, bytes out.
        .target(name: "PipelineFormats", dependencies: ["PipelineCore"]),
        .target(
            name: "ColumnTestSupport",
            dependencies: ["PipelineFormats", "PipelineCore"],
            path: "Tests/ColumnTestSupport"
        ),
        .testTarget(
            name: "PipelineFormatsTests",
            dependencies: ["PipelineFormats", "PipelineCore", "ColumnTestSupport"]
        ),

        // The actor that owns the state, and its files.
        .target(name: "CChecksum"),
        .target(name: "PipelineStore", dependencies: ["PipelineFormats", "PipelineCore", "CChecksum"]),
        .target(
            name: "StorageTestSupport",
            dependencies: ["PipelineStore", "PipelineCore", "TestSupport"],
            path: "Tests/StorageTestSupport"
        ),
        .testTarget(
            name: "PipelineStoreTests",
            dependencies: [
                "PipelineStore", "PipelineCore", "CChecksum", "StorageTestSupport", "LedgerTestSupport",
            ],
            exclude: ["Fixtures"]
        ),

        // Invented training jobs with their costs and notifications: the same parameters, the same bytes.
        .target(name: "PipelineSimulation", dependencies: ["PipelineCore"]),
        .testTarget(name: "PipelineSimulationTests", dependencies: ["PipelineSimulation", "PipelineCore"]),

        // Requests in, answers out: validation, answers, their JSON.
        .target(name: "CAllocator"),
        .target(
            name: "PipelineService",
            dependencies: [
                "PipelineStore", "PipelineSimulation", "PipelineFormats", "PipelineCore", "CAllocator",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "PipelineServiceTests",
            dependencies: [
                "PipelineService", "PipelineStore", "PipelineSimulation", "PipelineFormats", "PipelineCore",
            ]
        ),

        // The formats that answers are written in.
        .target(
            name: "PipelineAnswers",
            dependencies: ["PipelineService", "PipelineFormats", "PipelineCore", "TerminalText"]
        ),
        .testTarget(
            name: "PipelineAnswersTests",
            dependencies: ["PipelineAnswers", "PipelineService", "PipelineCore", "TerminalText"]
        ),

        // What a terminal may be sent, and the columns it takes.
        .target(name: "TerminalText"),
        .testTarget(name: "TerminalTextTests", dependencies: ["TerminalText"]),

        // The language of the commands: words, grammar, parsing, completion, help.
        .target(name: "CommandLanguage", dependencies: ["PipelineCore", "TerminalText"]),
        .testTarget(
            name: "CommandLanguageTests",
            dependencies: ["CommandLanguage", "PipelineCore", "TerminalText"]
        ),

        // The commands and their evaluation: text in, text out.
        .target(
            name: "PipelineShell",
            dependencies: [
                "CommandLanguage", "PipelineAnswers", "PipelineService", "PipelineStore", "PipelineSimulation",
                "PipelineFormats", "PipelineCore",
            ]
        ),
        .testTarget(
            name: "PipelineShellTests",
            dependencies: [
                "PipelineShell", "CommandLanguage", "PipelineAnswers", "PipelineService", "PipelineFormats",
                "PipelineCore",
            ]
        ),

        // Bytes to gzip and back: nobody else sees a symbol of zlib.
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .target(name: "Gzip", dependencies: ["CZlib"]),
        .testTarget(name: "GzipTests", dependencies: ["Gzip"]),

        // Line editing at a terminal: nobody else sees a symbol of libedit.
        .systemLibrary(
            name: "CLibedit",
            pkgConfig: "libedit",
            providers: [.apt(["libedit-dev"]), .brew(["libedit"])]
        ),
        .target(name: "CLineEditing", dependencies: ["CLibedit"], linkerSettings: [.linkedLibrary("edit")]),
        .target(
            name: "LineEditing",
            dependencies: ["CLineEditing", "TerminalText", .product(name: "SystemPackage", package: "swift-system")]
        ),
        .target(name: "TerminalTestSupport", dependencies: ["TestSupport"], path: "Tests/TerminalTestSupport"),
        .executableTarget(name: "LineEditorProbe", dependencies: ["LineEditing"], path: "Tests/LineEditorProbe"),
        .testTarget(
            name: "LineEditingTests",
            dependencies: ["LineEditing", "TerminalTestSupport", "LineEditorProbe"]
        ),

        // The session at a terminal or a pipe.
        .target(
            name: "PipelineConsole",
            dependencies: [
                "PipelineShell", "CommandLanguage", "PipelineAnswers", "PipelineService", "PipelineStore",
                "PipelineCore", "LineEditing", "TerminalText",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        // The options that both programs have.
        .target(
            name: "PipelineArguments",
            dependencies: [
                "PipelineConsole", "PipelineStore", "PipelineCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        .testTarget(
            name: "PipelineConsoleTests",
            dependencies: [
                "PipelineConsole", "PipelineShell", "CommandLanguage", "PipelineAnswers", "PipelineCore", "LineEditing",
                "TerminalTestSupport", "pipeline",
            ]
        ),

        .executableTarget(
            name: "pipeline",
            dependencies: [
                "PipelineArguments", "PipelineConsole", "PipelineShell", "PipelineAnswers", "PipelineStore",
                "PipelineCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // The three routes over HTTP: who asks, what is asked, what is answered.
        .target(
            name: "PipelineHTTP",
            dependencies: [
                "PipelineAnswers", "PipelineService", "PipelineStore", "PipelineFormats", "PipelineCore",
                "TerminalText", "Gzip", "CAllocator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "pipeline-server",
            dependencies: [
                "CAllocator", "PipelineHTTP", "PipelineArguments", "PipelineConsole", "PipelineService",
                "PipelineStore", "PipelineCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        .testTarget(
            name: "PipelineHTTPTests",
            dependencies: [
                "PipelineHTTP", "PipelineShell", "CommandLanguage", "PipelineAnswers", "PipelineService",
                "PipelineStore", "PipelineFormats", "PipelineCore", "Gzip", "ColumnTestSupport", "TerminalTestSupport",
                "pipeline-server",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),

        // The program from outside: real processes, real files, real pseudo-terminals.
        .testTarget(
            name: "PipelineProgramTests",
            dependencies: [
                "pipeline", "PipelineShell", "PipelineAnswers", "PipelineService", "PipelineFormats", "PipelineCore",
                "ColumnTestSupport",
            ],
            exclude: ["Transcripts"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

/// The settings of every Swift target; warnings are errors except where the package is a tagged dependency.
var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
if Context.gitInformation?.currentTag == nil {
    settings += [
        .treatAllWarnings(as: .error),
        .treatWarning("ExplicitSendable", as: .error),
    ]
}
let languageFreeTargets: Set<String> = ["CAllocator", "CChecksum", "CLibedit", "CLineEditing", "CZlib"]
for target in package.targets where !languageFreeTargets.contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
for target in package.targets where target.type == .test {
    target.dependencies.append("TestSupport")
}
