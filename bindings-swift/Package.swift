// swift-tools-version: 6.0
import Foundation
import PackageDescription

// The native library. For Apple's systems it comes in an XCFramework, which `scripts/build-xcframework.sh` makes; elsewhere it is a static
// library of the crate. Which of the two is linked is decided by the system that is built for, not by the one that builds.
let others: [Platform] = [.linux, .android]
let framework = "CAuthpipe.xcframework"
let hasFramework = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(framework)")
// Where the README's command puts it; `AUTHPIPE_SWIFT_LIBRARY` names another folder, as for another system, or `system`: the linker finds it.
let named = Context.environment["AUTHPIPE_SWIFT_LIBRARY"]
let folder = named ?? "\(Context.packageDirectory)/../target/swift-static/release"
let hasLibrary = folder == "system" || FileManager.default.fileExists(atPath: "\(folder)/libauthpipe_swift.a")

if !hasLibrary && !hasFramework || named != nil && !hasLibrary {
    let sentence = """
        Authpipe's native library is missing: there is no libauthpipe_swift.a in \(folder), and no \(framework) in \(Context.packageDirectory). \
        In the repository of Authpipe, for Apple's systems run bindings-swift/scripts/build-xcframework.sh on a Mac; for others \
        cargo rustc -p authpipe-swift --lib --release --crate-type staticlib --target-dir target/swift-static. \
        A library elsewhere: set AUTHPIPE_SWIFT_LIBRARY to its folder.

        """
    FileHandle.standardError.write(Data(sentence.utf8))
    exit(1)
}

// Two ways to the module `CAuthpipe`. What is not there is left out, so that nothing looks for it.
var natives: [Target] = []
var nativesOfAll: [Target.Dependency] = []
if hasLibrary {
    natives.append(.systemLibrary(name: "CAuthpipe", path: "Sources/CAuthpipe"))
    nativesOfAll.append(.target(name: "CAuthpipe", condition: .when(platforms: others)))
}
if hasFramework {
    natives.append(.binaryTarget(name: "CAuthpipeApple", path: framework))
    nativesOfAll.append(.target(name: "CAuthpipeApple", condition: .when(platforms: [.iOS, .macOS])))
}
let search: [LinkerSetting] = folder == "system" || !hasLibrary ? [] : [.unsafeFlags(["-L\(folder)"], .when(platforms: others))]

// A program that links Swift's libraries statically and has an HTTP client of its own can do without Foundation's, which needs libcurl.
let isWithoutNetworking = Context.environment["AUTHPIPE_WITHOUT_NETWORKING"] != nil
let networking: [SwiftSetting] = isWithoutNetworking ? [.define("AUTHPIPE_WITHOUT_NETWORKING")] : []

// The tests for what only Apple's systems have also run on a simulator, where there are no other processes: with them, nothing else
// that needs one is built.
let hasAppleTestsOnly = Context.environment["AUTHPIPE_APPLE_TESTS"] != nil

let programs: [Target] = [
    // A command-line tool that connects in a browser on the same machine and lists files.
    .executableTarget(name: "authpipe-files", dependencies: ["Authpipe"], path: "Sources/Files"),
    // The same with several accounts, and the ways on when something has changed.
    .executableTarget(name: "authpipe-accounts", dependencies: ["Authpipe"], path: "Sources/Accounts"),
    // The figures of `cargo xtask bench`.
    .executableTarget(name: "authpipe-swift-bench", dependencies: ["Authpipe"], path: "Sources/Bench"),
    // The second process of a test: what an app's extension does on the same vault.
    .executableTarget(name: "authpipe-extension", dependencies: ["Authpipe"], path: "Sources/Extension"),
    // A process on one of several hosts, for `cargo xtask test hosts`.
    .executableTarget(name: "authpipe-worker", dependencies: ["Authpipe"], path: "Sources/Worker"),
    // Types with the names of Authpipe's, in a module that a test imports beside it.
    .target(name: "Lookalikes", path: "Tests/Lookalikes"),
    // The sample app without its views.
    .target(name: "NotesKit", dependencies: ["Authpipe"], path: "Samples/Notes/Model"),
    .testTarget(
        name: "AuthpipeTests",
        dependencies: ["Authpipe", "AuthpipeTesting", "authpipe-accounts", "authpipe-extension", "authpipe-files", "Lookalikes", "NotesKit"]),
]

let package = Package(
    name: "Authpipe",
    platforms: [.iOS("16.4"), .macOS("13.3")],
    products: [.library(name: "Authpipe", targets: ["Authpipe"]), .library(name: "AuthpipeTesting", targets: ["AuthpipeTesting"])],
    targets: natives + [
        // Generated, and not part of any product's interface. The frameworks are what the library calls.
        .target(
            name: "AuthpipeNative", dependencies: nativesOfAll,
            linkerSettings: [
                .linkedFramework("CoreFoundation", .when(platforms: [.iOS, .macOS])),
                .linkedFramework("Security", .when(platforms: [.iOS, .macOS])),
            ] + search),
        // `PrivacyInfo.xcprivacy` becomes a resource by itself where it means something.
        .target(name: "Authpipe", dependencies: ["AuthpipeNative"], swiftSettings: networking),
        // The provider emulator, for tests of apps.
        .target(name: "AuthpipeTesting", dependencies: ["Authpipe"]),
    ] + (hasAppleTestsOnly ? [.testTarget(name: "AppleTests", dependencies: ["Authpipe"])] : isWithoutNetworking ? [] : programs),
    swiftLanguageModes: [.v6]
)
