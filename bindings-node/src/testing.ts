// `@authpipe/node/testing`: helpers for tests of applications. Nothing here works in production mode.

export { TestClock } from './clock';
