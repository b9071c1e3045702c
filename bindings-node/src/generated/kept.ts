// Generated from bindings-common by `cargo xtask types`. Do not edit.

/** So many credentials are kept. For each one that is added beyond that, another one is dropped. @internal */
export const MOST_KEPT = 10_000;

/** As long as any are kept, those that answer no more are dropped this often, in milliseconds. @internal */
export const SWEEP_MS = 30_000;
