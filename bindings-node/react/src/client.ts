// `@authpipe/react/client`: everything without React, for Vue, Svelte or plain scripts.

export { AuthpipeClient, type ClientOptions, DEFAULT_BASE_PATH, type HeadersOption, type StartParams } from './http-client.js';
export { browserEnvironment, type Environment, type PopupHandle, type PopupText, type WindowMessage } from './environment.js';
export { AuthpipeClientError, type ErrorDetails } from './errors.js';
export { DeviceFlow, type DeviceFlowOptions, type DeviceFlowState } from './device-flow.js';
export { Flow, type FlowOptions } from './flow.js';
export type { FlowState, FlowStatus } from './flow-state.js';
export type { Outcome, ReturnTarget } from './returns.js';
export { createRuntime, type Runtime, type RuntimeOptions } from './runtime.js';
export type {
  Connection,
  ConnectionStatus,
  DeviceCode,
  DevicePoll,
  FlowKind,
  FlowResults,
  Installation,
  InstallationStatus,
  Session,
  SessionFailure,
  SessionStatus,
  StartedDevice,
  StartedSession,
} from './types.js';
