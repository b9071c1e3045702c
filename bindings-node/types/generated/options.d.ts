import type { TestClock } from '../clock';
import type { Logger } from '../log';
import type { Anchor, RootKey } from '../own';
import type { ProviderConfigs } from './providers';
import type { Mode, ProviderConfig } from './types';
/** Options of the object. Absent ones are read from the environment where a variable is named. */
export interface AuthpipeOptions {
    /**
     * Where the vault is. `sqlite:./authpipe.db` (default), `postgres://…` for several machines, or `memory:`. Environment:
     * `AUTHPIPE_VAULT`.
     */
    vault?: string;
    /**
     * Where renewed tokens wait, sealed, while the vault cannot be written. Default beside a SQLite vault, `<vault>-spool`; none
     * for a vault in memory. Environment: `AUTHPIPE_SPOOL_DIR`.
     */
    spoolDir?: string;
    /**
     * A file in which it is remembered how far the vault was, so that a restored copy is noticed. Best on another disk than the
     * vault's. Default beside a SQLite vault, `<vault>-anchor`; none for other vaults. Environment: `AUTHPIPE_ANCHOR_FILE`.
     */
    anchorFile?: string;
    /** The same in a place of the application's own, in the place of a file. */
    anchor?: Anchor;
    /**
     * The root key. `apk1_…`, `file:` and the path of a file that holds it and is its owner's alone, or the name of a key in a
     * service (`aws-kms:`, `gcp-kms:`, `azure-kv:`, `transit:`). Several: the current one first, then earlier ones. Environment:
     * `AUTHPIPE_KEY`, separated by commas.
     */
    key?: string | string[];
    /**
     * Root keys of the application's own, in a key service or an HSM. They come after `key`, unless that names their ids: then
     * there.
     */
    rootKeys?: RootKey[];
    /** The public URL of the mounted handler. Environment: `AUTHPIPE_BASE_URL`. */
    baseUrl?: string;
    /** How strict to be. Default `production`, the strict one; never guessed. Environment: `AUTHPIPE_MODE`. */
    mode?: Mode;
    /** The name of the deployment, part of every encryption context. Environment: `AUTHPIPE_ENVIRONMENT`. */
    environment?: string;
    /** Client registrations by config id. Secrets given here are never written to the vault. */
    providers?: ProviderConfigs<ProviderConfig>;
    /** Whether refreshes and checks run by themselves; default true. Without, call `runMaintenance`. */
    background?: boolean;
    /**
     * A credential is handed out with at least this much time left, or nine tenths of its lifetime if that is less; default the
     * lesser of 60 seconds and a tenth of its lifetime. In milliseconds.
     */
    minValidityMs?: number;
    /**
     * How long a call waits for a credential; default 10 seconds. It never bounds the exchange itself, nor other calls, which take
     * a limit each. In milliseconds.
     */
    timeoutMs?: number;
    /** Self-hosted providers on private addresses, as exact `host:port`. */
    allowedPrivateHosts?: string[];
    /** A PEM file whose authorities are trusted besides the platform's. */
    extraCaFile?: string;
    /** Points a definition's origins at a sandbox: development mode and literal loopback only. */
    dangerOrigins?: Record<string, Record<string, string>>;
    /**
     * The proxy for requests to providers. Its URL, or `environment` to read `HTTPS_PROXY` and `NO_PROXY`, which are not read
     * otherwise.
     */
    proxy?: string;
    /** Where this object's lines of the log go. */
    logger?: Logger;
    /** A clock that a test moves: development mode only. */
    testClock?: TestClock;
}
