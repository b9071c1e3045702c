import { browserEnvironment, type Environment } from './environment.js';
import { AuthpipeClient, type ClientOptions } from './http-client.js';
import { type ReturnDesk, returnDeskOf } from './returns.js';
import { Signal } from './signal.js';

/** What the flows of one handler share. Holds functions and requests, no state that a reload would miss. */
export interface Runtime {
  readonly client: AuthpipeClient;
  readonly environment: Environment;
  readonly returns: ReturnDesk;
  /** Something was connected, installed or disconnected from this page. */
  readonly changes: Signal;
  /** The id of a connection or an installation that was ended from this page. */
  readonly removals: Signal<string>;
  /** The application signs in with headers, so the handler's own pages may not see who the user is. */
  usesHeaders(): boolean;
}

/** How to reach the handler, and through which browser. */
export interface RuntimeOptions extends ClientOptions {
  /** Replaces the browser in tests. Default: the real one. */
  environment?: Environment | undefined;
}

/**
 * Makes what the flows of one handler share. Safe on a server: nothing is requested, read or opened until a flow is
 * mounted or started.
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const environment = options.environment ?? browserEnvironment();
  return {
    client: new AuthpipeClient(environment, options),
    environment,
    returns: returnDeskOf(environment),
    changes: new Signal(),
    removals: new Signal(),
    usesHeaders: () => options.headers !== undefined,
  };
}
