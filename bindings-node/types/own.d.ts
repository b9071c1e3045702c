/**
 * A root key that never comes into this process: in a key service, or in an HSM.
 *
 * It is asked to encrypt and decrypt 32 random bytes, once for each tenant and again every ten minutes while a tenant is in use. What
 * belongs where is bound by Authpipe itself. It is asked several times at once, and is given 5 seconds; who takes longer is away. It throws a
 * `RootKeyError` to say why it does not answer; of anything else that it throws the error's name is shown, and nothing more.
 */
export interface RootKey {
    /**
     * A stable name for this key: 1 to 512 visible ASCII characters, not a secret. It is stored and shown in messages. A name must never come to
     * mean another key.
     */
    readonly id: string;
    /**
     * Encrypts 32 bytes. `contextHash` is public (SHA-256 of where the result belongs) and the same at `unwrap`: additional authenticated data,
     * for a service that takes some. The array is overwritten when the promise is settled.
     */
    wrap(key: Uint8Array, contextHash: Uint8Array): Uint8Array | Promise<Uint8Array>;
    /** Decrypts what `wrap` has made with the same `contextHash`. */
    unwrap(wrapped: Uint8Array, contextHash: Uint8Array): Uint8Array | Promise<Uint8Array>;
}
/**
 * Where it is remembered how far a vault was: best a place that is not restored together with it, such as a secret store.
 *
 * What is kept is a short text without any secret. It is read when the vault is opened, read and written at most every ten seconds while it is
 * in use, and written when it is closed; each has 5 seconds. Where it fails, the vault opens all the same and the log says so; no refresh
 * token is presented before it was read once.
 */
export interface Anchor {
    /** What was written last; null: nothing yet. */
    read(): string | null | undefined | Promise<string | null | undefined>;
    /** Keeps a text of at most 1,000 bytes in the place of the last one. */
    write(text: string): void | Promise<void>;
}
/** Why a root key of the application's own does not answer: thrown by `wrap` and `unwrap`. What follows differs. */
export declare class RootKeyError extends Error {
    private constructor();
    /** The service does not answer: keys that are in use serve for 15 minutes more. The reason goes to the log. */
    static unavailable(reason?: string): RootKeyError;
    /** The service says no: keys that are in use are forgotten at once. The reason is shown: a few words of your own, without any secret. */
    static denied(reason: string): RootKeyError;
    /** What was wrapped does not open: another key, or changed bytes. */
    static mismatch(): RootKeyError;
}
