export { createHandler } from './handler';
export type { HandlerOptions, Principal } from './types';
