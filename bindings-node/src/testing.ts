// `@authpipe/node/testing`: helpers for tests of applications. Nothing here works in production mode.

export { TestClock } from './clock';
export { type FakeCredential, fakeCredential } from './fake';
export { ADMIN, type Decision, type Ended, MEMBER, OTHER, PROVIDER, Sandbox, type SignIn, startSandbox } from './sandbox';
