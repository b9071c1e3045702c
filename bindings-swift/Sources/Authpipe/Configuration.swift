import Foundation
internal import AuthpipeNative

/// What an application configures. Values that are present and wrong are refused by `AuthpipeClient.init`; absent ones when they
/// are needed. It holds keys, so it does not print.
public struct Configuration: Sendable {
    /// Where the vault is.
    public struct Vault: Sendable {
        /// Finds the address; it makes nothing.
        let place: @Sendable () throws -> String?
        /// Makes what the vault lies in.
        let prepare: @Sendable () throws -> Void

        init(prepare: @escaping @Sendable () throws -> Void = {}, place: @escaping @Sendable () throws -> String?) {
            (self.place, self.prepare) = (place, prepare)
        }

        /// A SQLite file. The folder in which it lies must exist; it is backed up if that is.
        public static func file(_ url: URL) -> Vault {
            Vault { "sqlite:" + url.path }
        }

        /// An address as in `AUTHPIPE_VAULT`: `sqlite:./authpipe.db` and the like, for servers.
        public static func address(_ text: String) -> Vault {
            Vault { text }
        }

        /// In memory: gone with the process.
        public static var memory: Vault { Vault { "memory:" } }

        /// What `AUTHPIPE_VAULT` says; otherwise `authpipe.db` in the current folder.
        public static var environment: Vault { Vault { nil } }

        /// A file in the app's own folder among the user's application data: `<bundle identifier>/Authpipe/<name>.db`. A program
        /// without a bundle, as on Linux, has its file's name there instead: a program that is renamed has another vault, and two of one
        /// name share it, unless each gives its vault a name of its own.
        ///
        /// On Apple's systems it is readable after the first unlock and left out of backups, because its key never leaves the device.
        public static func applicationSupport(_ name: String = "authpipe") -> Vault {
            container(name) {
                do {
                    let folder = try FileManager.default.url(
                        for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: false)
                    return folder.appendingPathComponent(ownName, isDirectory: true)
                } catch {
                    throw AuthpipeError(
                        .vaultUnavailable, "The folder for application data is not known.",
                        hint: "Give the vault a place that can be written: .file(url).", retry: .later, causes: [cause(error)])
                }
            }
        }

        /// What tells this program from the others of the user.
        private static var ownName: String {
            Bundle.main.bundleIdentifier ?? Bundle.main.executableURL?.lastPathComponent ?? ProcessInfo.processInfo.processName
        }

        /// A file in a folder of ours, which is made and protected if need be: not before the key is there.
        static func container(
            _ name: String, hint: String = "Free some space, or give the vault another place: .file(url).",
            in parent: @escaping @Sendable () throws -> URL
        ) -> Vault {
            let find: @Sendable () throws -> URL = { try parent().appendingPathComponent("Authpipe", isDirectory: true) }
            return Vault {
                let folder = try find()
                do {
                    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                    try protect(folder)
                } catch {
                    throw AuthpipeError(
                        .vaultUnavailable, "The vault's folder cannot be written: the container is read-only or full.", hint: hint, retry: .later,
                        causes: [cause(error)])
                }
            } place: {
                "sqlite:" + (try find()).appendingPathComponent(name + ".db").path
            }
        }

        /// The file of the vault at an address, as the core reads it; `nil`: it is in memory.
        static func file(at address: String?) throws -> String? {
            try translating { try coreVaultFile(address: address) }
        }
    }

    /// Where the root key is.
    public struct Key: Sendable {
        /// Reads the keys. It is told whether there is a vault, which a new key would not open.
        let read: @Sendable (_ isVaultThere: Bool) throws -> [String]
        /// What keeps sign-ins under way, where there is such a place.
        var signIns: (any SignInKeeper)?

        init(read: @escaping @Sendable (_ isVaultThere: Bool) throws -> [String]) {
            self.read = read
        }

        /// A key as text, `apk1_…`.
        public static func text(_ key: String) -> Key {
            Key { _ in [key] }
        }

        /// Keys while they are being rotated: the first wraps, the rest only open.
        public static func texts(_ keys: [String]) -> Key {
            Key { _ in keys }
        }

        /// What `AUTHPIPE_KEY` says.
        public static var environment: Key { Key { _ in [] } }
    }

    /// Where the vault is.
    public var vault: Vault
    /// The root key.
    public var key: Key
    /// Client registrations by config id.
    public var providers: [Provider]
    /// The name of the deployment, part of every encryption context. Keep it. `nil`: what `AUTHPIPE_ENVIRONMENT` says.
    public var environment: String?
    /// How strict to be. `nil`, the default: what `AUTHPIPE_MODE` says, otherwise `production`, the strict one; it is never guessed.
    public var mode: Mode?
    /// Whether refreshes and checks run by themselves; default true.
    public var background: Bool
    /// A credential is handed out with at least this much time left, or nine tenths of its lifetime if that is less; default the lesser of
    /// 60 seconds and a tenth of its lifetime.
    public var minValidity: Duration?
    /// How long a call waits for a credential; default 10 seconds. It never bounds an exchange, nor other calls, which take a limit each.
    public var timeout: Duration?
    /// The public URL of the mounted handler. For servers. `nil`: what `AUTHPIPE_BASE_URL` says.
    public var baseURL: URL?
    /// Whether a config with a client secret is refused: an app cannot keep one from its users. On iOS there is no way to give one.
    public var publicClientsOnly = false
    /// The proxy for requests to providers.
    public var proxy: URL?
    /// Whether requests to providers go through the proxy that this system is set to for https, where `proxy` names none; default false. It is
    /// looked up once, by the initialiser. On Apple's systems it is the one of the settings: a script that chooses a proxy (PAC) is not run, and
    /// their exceptions are not looked at. Elsewhere it is that of `HTTPS_PROXY` or else `ALL_PROXY`, but for the hosts of `NO_PROXY`, each in
    /// lower case first.
    public var usesSystemProxy = false
    /// Self-hosted providers on private addresses, as exact `host:port`.
    public var allowedPrivateHosts: [String] = []
    /// A PEM file whose authorities are trusted besides the platform's.
    public var extraCAFile: URL?
    /// Where renewed tokens wait, sealed, while the vault cannot be written. Default beside a vault in a file, `<vault>-spool`; none for one
    /// in memory. Environment: `AUTHPIPE_SPOOL_DIR`.
    public var spoolDirectory: URL?
    /// A file in which it is remembered how far the vault was, so that a restored copy is noticed. Best on another disk than the vault's. Default
    /// beside a vault in a file, `<vault>-anchor`; none for other vaults. Environment: `AUTHPIPE_ANCHOR_FILE`.
    public var anchorFile: URL?
    /// The same in a place of the application's own, in the place of a file.
    public var anchor: (any Anchor)?
    /// Root keys of the application's own, in a key service or an HSM. They come after `key`, unless that names their ids: then there.
    public var rootKeys: [any RootKey] = []
    /// Points a definition's origins at a sandbox: development mode and literal loopback only. Config → origin name → loopback URL;
    /// everything then talks to a sandbox.
    public var dangerOrigins: [String: [String: String]] = [:]
    /// Where this object's lines of the log go. A closure that takes them in their order, on a queue of its own. `nil`: nowhere.
    ///
    /// Objects made of copies of one configuration tell it once what concerns them all.
    ///
    /// `swift-log`: `{ line in log.log(level: .init(rawValue: line.level.rawValue)!, "\(line.message)", metadata: line.fields.mapValues { .string($0) }) }`;
    /// OSLog, on Apple's systems: `LogLine.toOSLog(_:)`.
    public var logger: (@Sendable (LogLine) -> Void)? {
        didSet { loggerPlace = Self.places.withLock { last in last += 1; return last } }
    }

    /// The same in copies of this configuration: objects that have one logger tell it once what concerns them all. A closure cannot be
    /// compared, so that is the one that was set once.
    private(set) var loggerPlace: UInt64 = 0
    private static let places = Locked<UInt64>(0)

    /// A clock that a test moves: development mode only.
    public var testClock: TestClock?

    /// What every application decides; the rest are members.
    public init(
        vault: Vault = .applicationSupport(), key: Key, providers: [Provider] = [], environment: String? = "production",
        mode: Mode? = nil, background: Bool = true, minValidity: Duration? = nil, timeout: Duration? = nil, baseURL: URL? = nil
    ) {
        self.vault = vault
        self.key = key
        self.providers = providers
        self.environment = environment
        self.mode = mode
        self.background = background
        self.minValidity = minValidity
        self.timeout = timeout
        self.baseURL = baseURL
    }

    /// What gets the tokens of clients, by config.
    var clientAssertions: [String: @Sendable () async throws -> String] {
        var all: [String: @Sendable () async throws -> String] = [:]
        for provider in providers { all[provider.config] = provider.clientAssertion }
        return all
    }

    func core() throws -> CoreOptions {
        var configs: [String: CoreProviderConfig] = [:]
        for provider in providers {
            guard configs.updateValue(provider.core, forKey: provider.config) == nil else {
                throw AuthpipeError(.configInvalid, "The config \"\(provider.config)\" is given twice.", hint: "Give each config its own name.")
            }
        }
        let address = try vault.place()
        // Before the key is looked for: whoever makes a vault has stored its key first.
        let isVaultThere = try Vault.file(at: address).map(FileManager.default.fileExists(atPath:)) ?? false
        // Before anything is written: on a device that was not unlocked yet neither works, and the key's reason is the right one.
        let keys = try key.read(isVaultThere)
        try vault.prepare()
        return CoreOptions(
            vault: address, spoolDir: spoolDirectory?.path, anchorFile: anchorFile?.path, key: keys, baseUrl: baseURL?.absoluteString, mode: mode?.rawValue, environment: environment,
            providers: configs, background: background, minValidityMs: minValidity?.milliseconds, timeoutMs: timeout?.milliseconds,
            allowedPrivateHosts: allowedPrivateHosts, extraCaFile: extraCAFile?.path, dangerOrigins: dangerOrigins,
            proxy: proxy?.absoluteString ?? (usesSystemProxy ? systemProxy() : nil))
    }
}

/// A client registration. It stays in memory; nothing of it is written to the vault.
public struct Provider: Sendable {
    /// The config's own name; the provider's id unless one provider has several.
    public var config: String
    /// The provider.
    public var id: ProviderID
    /// The client identifier. A provider of pasted keys has none; one that is set, and empty, is told by `ready`.
    public var clientID: String {
        didSet { namesClient = true }
    }
    /// Where the browser comes back to. `msauth.com.acme.notes://auth`, a claimed https URL, or `http://127.0.0.1/path` without a port.
    public var redirectURI: String?
    /// Scopes that every user is asked for.
    public var scopes: [String]
    /// Scopes that may be asked for besides.
    public var optionalScopes: [String] = []
    /// Application roles that an installation is expected to have.
    public var botScopes: [String] = []
    /// Whether each user connects (default) or the tenant has one connection that its users share.
    public var attachment: Attachment = .user
    /// Values of the definition's variables.
    public var variables: [String: String] = [:]
    /// `false` switches the config off.
    public var isEnabled = true
    /// A provider that is not in the catalogue. JSON with the fields of a catalogue file.
    public var definition: Data?
    /// Whether a client is meant, there or not.
    private var namesClient = false
    private(set) var clientSecret: String?
    private(set) var privateKey: String?
    private(set) var privateKeyID: String?
    private(set) var clientAssertionFile: String?
    private(set) var clientAssertion: (@Sendable () async throws -> String)?

    /// A provider of pasted keys, which has no client; or one that has a sign-in too, for its keys alone.
    public init(_ id: ProviderID, config: String? = nil) {
        self.id = id
        self.config = config ?? id.rawValue
        clientID = ""
        scopes = []
    }

    /// A public client: no secret, PKCE.
    public init(_ id: ProviderID, config: String? = nil, clientID: String, redirectURI: String? = nil, scopes: [String] = []) {
        self.id = id
        self.config = config ?? id.rawValue
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.scopes = scopes
        namesClient = true
    }

    /// OneDrive for an app: a public client.
    public static func microsoftOneDrive(clientID: String, redirectURI: String, scopes: [String] = ["Files.Read"]) -> Provider {
        Provider(.microsoftOneDrive, clientID: clientID, redirectURI: redirectURI, scopes: scopes)
    }

    #if os(macOS) || os(Linux)
    /// A confidential client, for servers. An app cannot keep a secret from its users, so the form does not exist on iOS.
    public init(_ id: ProviderID, config: String? = nil, clientID: String, clientSecret: String, scopes: [String] = []) {
        self.init(id, config: config, clientID: clientID, scopes: scopes)
        self.clientSecret = clientSecret
    }

    /// A confidential client with a key of its own, for servers: PEM text, the key file of a service account, or `env:NAME` for a
    /// variable that holds either. `keyID` is the key's id at the provider, where it has one.
    public init(
        _ id: ProviderID, config: String? = nil, clientID: String, privateKey: String, keyID: String? = nil, clientSecret: String? = nil,
        scopes: [String] = []
    ) {
        self.init(id, config: config, clientID: clientID, scopes: scopes)
        self.clientSecret = clientSecret
        self.privateKey = privateKey
        self.privateKeyID = keyID
    }

    /// A confidential client for which its platform vouches, for servers: the path of the file in which the platform keeps a token for it, or
    /// `env:NAME` for a variable that holds the path. The file is read for each request, because the platform replaces the token.
    public init(_ id: ProviderID, config: String? = nil, clientID: String, clientAssertionFile: String, scopes: [String] = []) {
        self.init(id, config: config, clientID: clientID, scopes: scopes)
        self.clientAssertionFile = clientAssertionFile
    }

    /// A confidential client for which its platform vouches, for servers: what gets such a token from the platform, in the place of a file. It
    /// is asked for each request, in a task of its own, and has 5 seconds; what it gives is sent to the provider's token endpoint and stored
    /// nowhere. There is one call at a time: who asks meanwhile gets its answer. Objects that share one vault in a process ask that of the
    /// first. Of what it throws the name of the type is shown, and nothing more.
    public init(
        _ id: ProviderID, config: String? = nil, clientID: String, scopes: [String] = [], clientAssertion: @escaping @Sendable () async throws -> String
    ) {
        self.init(id, config: config, clientID: clientID, scopes: scopes)
        self.clientAssertion = clientAssertion
    }
    #endif

    var core: CoreProviderConfig {
        CoreProviderConfig(
            clientId: namesClient ? clientID : nil, clientSecret: clientSecret, privateKey: privateKey, privateKeyId: privateKeyID,
            clientAssertionFile: clientAssertionFile, attachment: attachment.rawValue, provider: definition == nil ? id.rawValue : nil, redirectUri: redirectURI, scopes: scopes,
            optionalScopes: optionalScopes, botScopes: botScopes, variables: variables, enabled: isEnabled,
            definition: definition.map { String(decoding: $0, as: UTF8.self) })
    }
}

extension Configuration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Configuration(\(providers.map(\.config).joined(separator: ", ")), key [redacted])" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "key": "[redacted]", "providers": providers, "environment": environment as Any, "mode": mode?.rawValue as Any, "background": background,
            ], displayStyle: .struct)
    }
}

extension Provider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Provider(\(config))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "config": config, "id": id.rawValue, "clientID": clientID, "clientSecret": clientSecret == nil ? "none" : "[redacted]",
                "privateKey": privateKey == nil ? "none" : "[redacted]",
                "clientAssertionFile": clientAssertionFile as Any, "clientAssertion": clientAssertion == nil ? "none" : "a function",
                "redirectURI": redirectURI as Any, "scopes": scopes,
            ], displayStyle: .struct)
    }
}

/// A clock that a test moves. Development mode only.
public final class TestClock: Sendable {
    private let made = Result { try CoreTestClock() }

    /// Runs with the system's clock until it is advanced.
    public init() {}

    /// Puts the clock forward.
    public func advance(by duration: Duration) {
        try? core().advance(ms: duration.milliseconds)
    }

    func core() throws -> CoreTestClock {
        try made.get()
    }
}

/// What lies beneath an error of the system: its domain and number, no path.
func cause(_ error: any Error) -> String {
    let error = error as NSError
    return "\(error.domain) \(error.code)"
}

// A place and a key are found out when they are needed, and a key is a secret.
extension Configuration.Vault: CustomStringConvertible {
    public var description: String { "Vault" }
}

extension Configuration.Key: CustomStringConvertible, CustomReflectable {
    public var description: String { "Key([redacted])" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
