export { TestClock } from './clock';
export { type FakeCredential, fakeCredential } from './fake';
export { ADMIN, type Decision, type Ended, MEMBER, OTHER, PROVIDER, Sandbox, type SignIn, startSandbox } from './sandbox';
