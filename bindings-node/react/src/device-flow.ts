// A sign-in on another device (RFC 8628), without a user interface: the page shows a code and asks where it stands.

import { tell } from './callbacks.js';
import { AuthpipeClientError, makeExpiredError, toClientError } from './errors.js';
import { type FlowEvent, type FlowState, IDLE, isBusy, isOpen, judgeSession, reduceFlow } from './flow-state.js';
import type { Runtime } from './runtime.js';
import { Signal } from './signal.js';
import type { Connection, DeviceCode } from './types.js';

/** What one sign-in is about and whom it tells. */
export interface DeviceFlowOptions {
  /** Slug of the provider, e.g. `github`. */
  provider: string;
  /** The app's registration at the provider; needed where there are several. Default: the only one. */
  config?: string | undefined;
  /** Scopes to ask for; the handler refuses what the provider's configuration does not allow. Default: the configured ones. */
  scopes?: readonly string[] | undefined;
  /** Values of the definition's variables that whoever connects may choose. Default: those of the connection, or of the config. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** The connection that is signed in to again, with the same account. Default: a new one. */
  connectionId?: string | undefined;
  /** Tells several accounts of one user at one provider apart. Default: the one without a label. */
  label?: string | undefined;
  /** Called once, with what the handler reports. */
  onComplete?: ((connection: Connection) => void) | undefined;
  onError?: ((error: AuthpipeClientError) => void) | undefined;
  onCancel?: (() => void) | undefined;
}

/** A sign-in at one moment. A new object for every change. */
export interface DeviceFlowState extends FlowState<Connection> {
  /** What to show to the person in front of this page, and to nobody else, while it waits. */
  readonly code: DeviceCode | null;
}

const NONE: DeviceFlowState = Object.freeze({ ...IDLE, code: null });

/**
 * One sign-in on another device. Call {@link DeviceFlow.configure} and {@link DeviceFlow.mount}, then {@link DeviceFlow.start}.
 *
 * The handler is asked no more often than it says. While the page is away nobody asks, and the sign-in goes on. Nothing is stored in the
 * browser.
 */
export class DeviceFlow {
  readonly #runtime: Runtime;
  readonly #changes = new Signal();
  #state: DeviceFlowState = NONE;
  #options: DeviceFlowOptions | null = null;
  #attempt = 0;
  #mounted = false;
  #timer: unknown;
  #nextAt = 0;
  /** Seconds between two questions: what the handler has said last. */
  #interval = 5;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The state now. The same object until something changes. */
  readonly getState = (): DeviceFlowState => this.#state;

  /** Calls `listener` after each change. Returns the function that stops it. */
  readonly subscribe = (listener: () => void): (() => void) => this.#changes.subscribe(listener);

  /** Sets what the next start uses and the callbacks of the sign-in under way. */
  configure(options: DeviceFlowOptions): void {
    this.#options = options;
  }

  /** The flow is on the page: goes on asking. Returns the function that pauses it. */
  mount(): () => void {
    this.#mounted = true;
    this.#wait();
    return () => {
      this.#mounted = false;
      this.#runtime.environment.clearTimeout(this.#timer);
    };
  }

  /** Asks for a code. While a sign-in is under way it changes nothing. */
  readonly start = (): void => {
    if (this.#options === null) throw new Error('DeviceFlow.start() needs configure() first.');
    if (!isBusy(this.#state.status)) void this.#begin(this.#options);
  };

  /** Ends the session at the handler, then says `cancelled`; or `complete`, if the person had finished first. */
  readonly cancel = async (): Promise<void> => {
    const { status, sessionId } = this.#state;
    if (status === 'starting') {
      this.#attempt += 1; // #begin() drops the session as soon as it knows it
      this.#dispatch({ type: 'cancelled', sessionId: null });
    }
    if (!isOpen(status) || sessionId === null) return;
    try {
      await this.#runtime.client.cancelSession(sessionId);
    } catch (cause) {
      const error = toClientError(cause);
      if (error.status !== 404) return this.#dispatch({ type: 'trouble', sessionId, error });
    }
    const found = await this.#judge(sessionId);
    this.#dispatch(found?.type === 'completed' ? found : { type: 'cancelled', sessionId });
  };

  async #begin(options: DeviceFlowOptions): Promise<void> {
    const { client, environment } = this.#runtime;
    const attempt = ++this.#attempt;
    this.#dispatch({ type: 'start' });
    try {
      const { sessionId, code, interval } = await client.startDevice(options);
      if (attempt !== this.#attempt) {
        // If this fails it ends by itself.
        client.cancelSession(sessionId).catch(() => {});
        return;
      }
      this.#interval = interval;
      this.#nextAt = environment.now() + interval * 1_000;
      this.#dispatch({ type: 'opened', sessionId }, code);
      this.#wait();
    } catch (cause) {
      if (attempt === this.#attempt) this.#dispatch({ type: 'failed', sessionId: null, error: toClientError(cause) });
    }
  }

  /** Asks again when the time has come, if somebody looks. */
  #wait(): void {
    const { environment } = this.#runtime;
    environment.clearTimeout(this.#timer);
    const { status, sessionId, code } = this.#state;
    if (!this.#mounted || !isOpen(status) || sessionId === null || code === null) return;
    // No longer than that, also where somebody sets the clock back.
    const wait = Math.min(Math.max(this.#nextAt - environment.now(), 0), this.#interval * 1_000);
    this.#timer = environment.setTimeout(() => void this.#poll(sessionId, code), wait);
  }

  async #poll(sessionId: string, code: DeviceCode): Promise<void> {
    const { client, environment } = this.#runtime;
    const event = await this.#ask(sessionId);
    if (this.#state.sessionId !== sessionId) return;
    const isLate = environment.now() >= code.expiresAt.getTime();
    if (isLate && (event.type === 'trouble' || event.type === 'progress')) {
      client.cancelSession(sessionId).catch(() => {});
      this.#dispatch({ type: 'failed', sessionId, error: makeExpiredError(sessionId) });
    } else {
      this.#dispatch(event);
      this.#wait();
    }
  }

  /** What a poll means. How a sign-in ended, the session says. */
  async #ask(sessionId: string): Promise<FlowEvent<Connection>> {
    const { client, environment } = this.#runtime;
    const before = this.#nextAt;
    try {
      const { status, interval } = await client.pollDevice(sessionId);
      // An answer that says none, and none at all, leave it as slow as it was.
      this.#interval = interval ?? this.#interval;
      if (status === 'pending') return { type: 'progress', sessionId };
      return (await this.#judge(sessionId)) ?? { type: 'progress', sessionId };
    } catch (cause) {
      const error = toClientError(cause);
      if (error.status === 403 || error.status === 404) return { type: 'failed', sessionId, error };
      // It ended with an error, or only this answer did.
      const found = error.status === 0 || error.status === 401 ? null : await this.#judge(sessionId);
      return found === null || found.type === 'progress' ? { type: 'trouble', sessionId, error } : found;
    } finally {
      this.#nextAt = Math.max(before, environment.now()) + this.#interval * 1_000;
    }
  }

  /** What the session says; `null`: it cannot be asked now. */
  async #judge(sessionId: string): Promise<FlowEvent<Connection> | null> {
    try {
      return judgeSession('connect', await this.#runtime.client.getSession(sessionId));
    } catch {
      return null;
    }
  }

  #dispatch(event: FlowEvent<Connection>, code: DeviceCode | null = this.#state.code): void {
    const before = this.#state;
    const { status, sessionId, error, result } = reduceFlow<Connection>(before, event);
    const kept = isOpen(status) ? code : null;
    if (status === before.status && sessionId === before.sessionId && error === before.error && kept === before.code) return;
    this.#state = { status, sessionId, error, result, code: kept };
    const ended = isBusy(before.status) && !isBusy(status);
    if (ended) this.#runtime.environment.clearTimeout(this.#timer);
    this.#changes.emit();
    if (!ended) return;
    if (status === 'complete' && result !== null) {
      this.#runtime.changes.emit();
      tell(this.#options?.onComplete, result);
    } else if (status === 'cancelled') tell(this.#options?.onCancel, undefined);
    else if (status === 'error' && error !== null) tell(this.#options?.onError, error);
  }
}
