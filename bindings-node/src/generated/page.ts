// Generated from bindings-common by `cargo xtask types`. Do not edit.

/** The page that explains every code. @internal */
export const ERRORS_PAGE = 'https://github.com/authpipe/authpipe/blob/main/docs/errors.md';
