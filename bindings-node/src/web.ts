// `@authpipe/node/web`: the handler alone.

export { createHandler } from './handler';
export type { HandlerOptions, Principal } from './types';
