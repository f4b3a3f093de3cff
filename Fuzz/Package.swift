// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

// The readers under libFuzzer, in a package of their own: its flags never enter the program.
//
// The sources are linked, not imported: what is fuzzed is package-internal, and has to be compiled with counters.
let fuzzed: [SwiftSetting] = [
    .unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"]),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "CChecksum"),
        .target(name: "PipelineCore", swiftSettings: fuzzed),
        .target(name: "PipelineFormats", dependencies: ["PipelineCore"], swiftSettings: fuzzed),
        .target(
            name: "PipelineStore",
            dependencies: ["PipelineFormats", "PipelineCore", "CChecksum"],
            swiftSettings: fuzzed
        ),
        .target(name: "TerminalText", swiftSettings: fuzzed),
        .target(name: "CommandLanguage", dependencies: ["PipelineCore", "TerminalText"], swiftSettings: fuzzed),
        .target(name: "PipelineSimulation", dependencies: ["PipelineCore"], swiftSettings: fuzzed),
        .target(name: "TestSupport", dependencies: ["PipelineSimulation"], swiftSettings: fuzzed),
        .target(
            name: "StorageTestSupport",
            dependencies: ["PipelineStore", "PipelineCore", "TestSupport"],
            swiftSettings: fuzzed
        ),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CommandLanguage", "StorageTestSupport", "PipelineStore", "PipelineFormats", "PipelineCore",
            ],
            swiftSettings: fuzzed,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
        ),
    ],
    swiftLanguageModes: [.v6]
)
