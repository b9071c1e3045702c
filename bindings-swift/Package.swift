// swift-tools-version: 6.0
import PackageDescription

// Elsewhere the static library of the crate is linked, which `cargo xtask test swift` builds. On Apple's systems it comes in
// an XCFramework, which `scripts/build-xcframework.sh` makes.
#if os(Linux)
let library = Target.systemLibrary(name: "CAuthpipe", path: "Sources/CAuthpipe")
#else
let library = Target.binaryTarget(name: "CAuthpipe", path: "CAuthpipe.xcframework")
#endif

// The tests for what only Apple's systems have also run on a simulator, where there are no other processes: with them, nothing else
// that needs one is built.
let hasAppleTestsOnly = Context.environment["AUTHPIPE_APPLE_TESTS"] != nil

let programs: [Target] = [
    // A command-line tool that connects in a browser on the same machine and lists files.
    .executableTarget(name: "authpipe-files", dependencies: ["Authpipe"], path: "Sources/Files"),
    // The figures of `cargo xtask bench`.
    .executableTarget(name: "authpipe-swift-bench", dependencies: ["Authpipe"], path: "Sources/Bench"),
    // The second process of a test: what an app's extension does on the same vault.
    .executableTarget(name: "authpipe-extension", dependencies: ["Authpipe"], path: "Sources/Extension"),
    // A process on one of several hosts, for `cargo xtask test hosts`.
    .executableTarget(name: "authpipe-worker", dependencies: ["Authpipe"], path: "Sources/Worker"),
    // Types with the names of Authpipe's, in a module that a test imports beside it.
    .target(name: "Lookalikes", path: "Tests/Lookalikes"),
    .testTarget(name: "AuthpipeTests", dependencies: ["Authpipe", "AuthpipeTesting", "authpipe-extension", "authpipe-files", "Lookalikes"]),
]

let package = Package(
    name: "Authpipe",
    platforms: [.iOS("16.4"), .macOS("13.3")],
    products: [.library(name: "Authpipe", targets: ["Authpipe"]), .library(name: "AuthpipeTesting", targets: ["AuthpipeTesting"])],
    targets: [
        library,
        // Generated, and not part of any product's interface. The frameworks are what the library calls.
        .target(
            name: "AuthpipeNative", dependencies: ["CAuthpipe"],
            linkerSettings: [
                .linkedFramework("CoreFoundation", .when(platforms: [.iOS, .macOS])),
                .linkedFramework("Security", .when(platforms: [.iOS, .macOS])),
            ]),
        // `PrivacyInfo.xcprivacy` becomes a resource by itself where it means something.
        .target(name: "Authpipe", dependencies: ["AuthpipeNative"]),
        // The provider emulator, for tests of apps.
        .target(name: "AuthpipeTesting", dependencies: ["Authpipe"]),
    ] + (hasAppleTestsOnly ? [.testTarget(name: "AppleTests", dependencies: ["Authpipe"])] : programs),
    swiftLanguageModes: [.v6]
)
