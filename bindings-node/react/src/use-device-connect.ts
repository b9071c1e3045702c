'use client';

import { useEffect, useInsertionEffect, useSyncExternalStore } from 'react';
import { DeviceFlow, type DeviceFlowOptions, type DeviceFlowState } from './device-flow.js';
import type { AuthpipeClientError } from './errors.js';
import type { FlowStatus } from './flow-state.js';
import { useAuthpipeContext } from './provider.js';
import type { Connection, DeviceCode } from './types.js';
import { useHeld } from './use-held.js';

/** Parameters of {@link useDeviceConnect}. */
export interface UseDeviceConnectParams extends Omit<DeviceFlowOptions, 'onComplete'> {
  /** Called once with the stored connection. */
  onSuccess?: ((connection: Connection) => void) | undefined;
}

/** A sign-in on another device, as a component sees it. */
export interface UseDeviceConnect {
  /** Asks the handler for a code. */
  start: () => void;
  /** Ends the session at the handler. */
  cancel: () => Promise<void>;
  status: Exclude<FlowStatus, 'detached'>;
  /** What to show while it waits: the person opens `verificationUri` on another device and enters `userCode`. `null` at other times. */
  code: DeviceCode | null;
  /** Why it failed; while it goes on, what last went wrong. */
  error: AuthpipeClientError | null;
  result: Connection | null;
}

const getNone = (): DeviceFlowState => NONE;
const NONE: DeviceFlowState = { status: 'idle', sessionId: null, error: null, result: null, code: null };

/**
 * Connects the signed-in user's account at a provider by a code that the person enters on another device (RFC 8628): for pages on
 * televisions and the like, where nobody can sign in.
 *
 * Sends what is asked for to `POST /oauth/device/start`, never a tenant or user, and asks `POST /oauth/device/poll` as often as the handler says.
 * Stores nothing in the browser. Whoever enters the code signs in: show it to nobody else. Errors by code: `access_denied`,
 * `session_expired`, `account_mismatch`, `invalid_request` (the provider has no device flow), `network_error`, …
 */
export function useDeviceConnect({ onSuccess, ...params }: UseDeviceConnectParams): UseDeviceConnect {
  const { runtime } = useAuthpipeContext();
  const { provider, config = '', label = '' } = params;
  const flow = useHeld(() => new DeviceFlow(runtime), [provider, config, label]);
  const { status, code, error, result } = useSyncExternalStore(flow.subscribe, flow.getState, getNone);
  useInsertionEffect(() => flow.configure({ ...params, onComplete: onSuccess }));
  useEffect(() => flow.mount(), [flow]);
  // There is no window that could look closed.
  return { start: flow.start, cancel: flow.cancel, status: status === 'detached' ? 'waiting' : status, code, error, result };
}
