// swift-tools-version: 6.0
// Reads the vault vectors of the folder above without any code of Authpipe.
import PackageDescription

#if os(Linux)
let openSSL: [Target] = [.systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])])]
let dependencies: [Target.Dependency] = ["COpenSSL"]
#else
// CryptoKit comes with the system.
let openSSL: [Target] = []
let dependencies: [Target.Dependency] = []
#endif

let package = Package(
    name: "ReadVault",
    platforms: [.macOS(.v13)],
    targets: openSSL + [
        .executableTarget(name: "ReadVault", dependencies: dependencies, swiftSettings: [.unsafeFlags(["-warnings-as-errors"])])
    ],
    swiftLanguageModes: [.v6]
)
