// swift-tools-version: 6.0
import PackageDescription

// Elsewhere the static library of the crate is linked, which `cargo xtask test swift` builds. On Apple's systems it comes in
// an XCFramework, which `scripts/build-xcframework.sh` makes.
#if os(Linux)
let library = Target.systemLibrary(name: "CAuthpipe", path: "Sources/CAuthpipe")
#else
let library = Target.binaryTarget(name: "CAuthpipe", path: "CAuthpipe.xcframework")
#endif

let package = Package(
    name: "Authpipe",
    platforms: [.iOS("16.4"), .macOS("13.3")],
    products: [.library(name: "Authpipe", targets: ["Authpipe"])],
    targets: [
        library,
        // Generated, and not part of any product's interface.
        .target(name: "AuthpipeNative", dependencies: ["CAuthpipe"]),
        .target(name: "Authpipe", dependencies: ["AuthpipeNative"]),
        // A command-line tool that connects in a browser on the same machine and lists files.
        .executableTarget(name: "authpipe-files", dependencies: ["Authpipe"], path: "Sources/Files"),
        // The figures of `cargo xtask bench`.
        .executableTarget(name: "authpipe-swift-bench", dependencies: ["Authpipe"], path: "Sources/Bench"),
        // The second process of a test: what an app's extension does on the same vault.
        .executableTarget(name: "authpipe-extension", dependencies: ["Authpipe"], path: "Sources/Extension"),
        .testTarget(name: "AuthpipeTests", dependencies: ["Authpipe", "authpipe-extension", "authpipe-files"]),
    ],
    swiftLanguageModes: [.v6]
)
