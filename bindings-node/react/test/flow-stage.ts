// A popup flow without React, on fake time, that notes what it calls.

import type { AuthpipeClientError } from '../src/errors.js';
import { Flow, type FlowOptions } from '../src/flow.js';
import { createRuntime, type RuntimeOptions } from '../src/runtime.js';
import type { Installation } from '../src/types.js';
import { FakeEnvironment } from './fake-environment.js';

export const POLL = 'GET /oauth/sessions/s1';

export function setUp(options: Partial<FlowOptions<Installation>> = {}, runtime: RuntimeOptions = {}) {
  const environment = new FakeEnvironment();
  const flow = new Flow('install', createRuntime({ environment, ...runtime }));
  const calls: string[] = [];
  flow.configure({
    provider: 'microsoft-onedrive',
    onComplete: (installation) => calls.push(`installed ${installation.id}`),
    onError: (error: AuthpipeClientError) => calls.push(`error ${error.code}`),
    onCancel: () => calls.push('cancelled'),
    ...options,
  });
  const unmount = flow.mount();
  return { environment, flow, calls, unmount, status: () => flow.getState().status };
}
