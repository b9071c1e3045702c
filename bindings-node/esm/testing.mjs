import './bundled.mjs';
import testing from '../dist/testing.js';

export const { ADMIN, MEMBER, OTHER, PROVIDER, Sandbox, TestClock, fakeCredential, startSandbox } = testing;
