// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

// What the parts take, in a package of its own: its dependencies never enter the program's.
//
// The sources are linked, not imported: what is measured is package-internal.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        // Without its traits: they count allocations by a library of their own.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .target(name: "CAllocator"),
        .target(name: "CChecksum"),
        .target(name: "PipelineCore"),
        .target(name: "PipelineFormats", dependencies: ["PipelineCore"]),
        .target(name: "PipelineStore", dependencies: ["PipelineFormats", "PipelineCore", "CChecksum"]),
        .target(name: "PipelineSimulation", dependencies: ["PipelineCore"]),
        .target(
            name: "PipelineService",
            dependencies: [
                "PipelineStore", "PipelineSimulation", "PipelineFormats", "PipelineCore", "CAllocator",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(name: "TerminalText"),
        .target(
            name: "PipelineAnswers",
            dependencies: ["PipelineService", "PipelineFormats", "PipelineCore", "TerminalText"]
        ),
        // The data of every measurement, and the questions.
        .target(
            name: "Workload",
            dependencies: ["PipelineAnswers", "PipelineService", "PipelineStore", "PipelineCore"]
        ),
        // What package-benchmark cannot say: the longest change, the memory of each part, ten million records.
        .executableTarget(
            name: "Inside",
            dependencies: ["Workload", "PipelineService", "PipelineStore", "PipelineCore"]
        ),
        .executableTarget(
            name: "Parts",
            dependencies: [
                "Workload", "PipelineService", "PipelineStore", "PipelineFormats", "PipelineCore",
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Parts",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ],
    swiftLanguageModes: [.v6]
)

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
// The plugin writes a file into Parts that is not ours to judge.
for target in package.targets where !["CAllocator", "CChecksum"].contains(target.name) {
    target.swiftSettings = target.name == "Parts" ? Array(settings.dropLast()) : settings
}
