export { AuthpipeError, type AuthpipeErrorDetails } from './authpipe-error';
export * from './generated/errors';
export type { Retry } from './generated/types';
