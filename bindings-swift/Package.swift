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
        .testTarget(name: "AuthpipeTests", dependencies: ["Authpipe"]),
    ],
    swiftLanguageModes: [.v6]
)
