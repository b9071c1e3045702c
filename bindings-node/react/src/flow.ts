import { tell } from './callbacks.js';
import type { PopupHandle } from './environment.js';
import { AuthpipeClientError, toClientError } from './errors.js';
import { type FlowEvent, type FlowState, IDLE, isBusy, isOpen, judgeSession, reduceFlow } from './flow-state.js';
import { buildReturnTo } from './return-url.js';
import type { Outcome, ReturnTarget } from './returns.js';
import type { Runtime } from './runtime.js';
import { Signal } from './signal.js';
import type { FlowKind, FlowResults, Session, StartedSession } from './types.js';
import { pollSession } from './polling.js';

/**
 * How long a session lives at the handler. It is counted from its start by this browser's clock: the end that the handler names is by the
 * handler's, and the two may differ by hours.
 */
const LIFETIME_MS = 600_000;

/** What one flow is about and whom it tells. */
export interface FlowOptions<R> {
  /** Slug of the provider, e.g. `microsoft-onedrive`. */
  provider: string;
  /** The app's registration at the provider; needed where there are several. Default: the only one. */
  config?: string | undefined;
  /** Scopes to ask for; the handler refuses what the provider's configuration does not allow. Default: the configured ones. */
  scopes?: readonly string[] | undefined;
  /**
   * Values of the definition's variables that whoever connects may choose, such as a shop's name: `{ shop: 'acme' }`. The handler refuses
   * (`invalid_request`) others, and what does not fit their grammar. Default: those of the connection, or of the config.
   */
  variables?: Readonly<Record<string, string>> | undefined;
  /** The connection that is signed in to again, with the same account. Default: a new one. */
  connectionId?: string | undefined;
  /** Tells several accounts of one user at one provider apart: one connection for each. Default: the one without a label. */
  label?: string | undefined;
  /** What the person signs in with at the provider. Default: that of the account that is connected again. */
  loginHint?: string | undefined;
  /** What the provider is to ask the person. Default: which account, where it is a further one of the user, or an installation. */
  prompt?: string | undefined;
  /**
   * `auto` opens a popup and redirects where the browser refuses one. `popup` fails with `popup_blocked` instead, and so does `auto` in a frame.
   * Default `auto`.
   */
  mode?: 'auto' | 'popup' | 'redirect' | undefined;
  /** Where a redirect ends; a flow of the same kind and provider must be on that page. Default: the current page. */
  returnTo?: string | undefined;
  /** What the popup says until the provider's page is there. */
  popupText?: { title: string; message: string } | undefined;
  /** Called once, with what the handler reports, never with what a message claims. */
  onComplete?: ((result: R) => void) | undefined;
  onError?: ((error: AuthpipeClientError) => void) | undefined;
  onCancel?: (() => void) | undefined;
}

interface OpenSession {
  sessionId: string;
  /** `null` for a session that came back by redirect. */
  authorizationUrl: string | null;
  startedAt: number;
}

/**
 * One install or connect flow, without a user interface.
 *
 * Call {@link Flow.configure} and {@link Flow.mount}, then {@link Flow.start} inside a click. The popup opens at once; the
 * result is read from `GET /oauth/sessions/{id}`. Messages of other windows only make it ask earlier, and a closed popup
 * ends nothing: that takes a cancel, the provider's refusal or the session's end. Nothing is stored in the browser.
 */
export class Flow<K extends FlowKind> implements ReturnTarget {
  readonly kind: K;
  readonly #runtime: Runtime;
  readonly #changes = new Signal();
  #state: FlowState<FlowResults[K]> = IDLE;
  #options: FlowOptions<FlowResults[K]> | null = null;
  #popup: PopupHandle | null = null;
  #session: OpenSession | null = null;
  /** The session's page was opened again, or its cookie is lost: perhaps it cannot succeed in this browser any more. */
  #cannotSucceed = false;
  /** The connection that what goes on or has ended is about. */
  #startedFor: string | null = null;
  #attempt = 0;
  #mounted = false;
  #cancelling = false;
  #stopPolling: (() => void) | null = null;

  constructor(kind: K, runtime: Runtime) {
    this.kind = kind;
    this.#runtime = runtime;
  }

  get provider(): string | null {
    return this.#options?.provider ?? null;
  }

  get config(): string | null {
    return this.#options?.config ?? null;
  }

  get connectionId(): string | null {
    return this.#options?.connectionId ?? null;
  }

  get label(): string {
    return this.#options?.label ?? '';
  }

  /** The connection that the last start was about; `null` for a new one. */
  get startedFor(): string | null {
    return this.#startedFor;
  }

  get busy(): boolean {
    return isBusy(this.#state.status);
  }

  /** The state now. The same object until something changes. */
  readonly getState = (): FlowState<FlowResults[K]> => this.#state;

  /** Calls `listener` after each change. Returns the function that stops it. */
  readonly subscribe = (listener: () => void): (() => void) => this.#changes.subscribe(listener);

  /** Sets what the next start uses and the callbacks of the flow under way. */
  configure(options: FlowOptions<FlowResults[K]>): void {
    this.#options = options;
  }

  /** The flow is on the page: picks up a redirect that came back, or goes on waiting. Returns the function that pauses it. */
  mount(): () => void {
    this.#mounted = true;
    this.#poll();
    const deaf = this.#runtime.removals.subscribe((id) => this.#forget(id));
    const unregister = this.#runtime.returns.register(this, this.#runtime.client);
    return () => {
      this.#mounted = false;
      this.#endPolling();
      deaf();
      unregister();
    };
  }

  /**
   * Starts. Call it directly in the click, or the browser blocks the popup. While a flow is under way it shows its window; one that looks
   * closed it opens again, as {@link Flow.reopen} does.
   */
  readonly start = (): void => {
    const options = this.#options;
    if (options === null) throw new Error('Flow.start() needs configure() first.');
    if (this.busy) {
      const { status, sessionId } = this.#state;
      if (status === 'waiting' && this.#popup?.closed === true && sessionId !== null) this.#dispatch({ type: 'lost', sessionId });
      if (this.#state.status === 'detached') this.reopen();
      else this.#popup?.focus();
      return;
    }
    this.#startedFor = options.connectionId ?? null;
    this.#dispatch({ type: 'start' });
    const popup = options.mode === 'redirect' ? null : this.#openPopup(options);
    if (popup === null && this.#takesWindowsOnly(options)) {
      this.#dispatch({ type: 'failed', sessionId: null, error: makeBlockedError() });
      return;
    }
    void this.#begin(popup, options);
  };

  /**
   * Opens the provider's page again. Call it directly in the click. A session that cannot be shown again, or was shown again in vain, as
   * where its cookie is lost, is replaced by a new one.
   */
  readonly reopen = (): void => {
    const options = this.#options;
    const session = this.#session;
    if (options === null || session === null || this.#state.status !== 'detached') return;
    const { sessionId, authorizationUrl } = session;
    const popup = options.mode === 'redirect' ? null : this.#openPopup(options);
    if (popup === null && this.#takesWindowsOnly(options)) {
      this.#dispatch({ type: 'trouble', sessionId, error: makeBlockedError() });
    } else if (authorizationUrl !== null && !this.#cannotSucceed && (popup !== null || options.mode === 'redirect')) {
      this.#popup = popup;
      this.#cannotSucceed = true;
      this.#dispatch({ type: 'reopened', sessionId });
      this.#show(authorizationUrl);
      this.#poll();
    } else {
      // A session made for a popup does not come back to this page, and one that was picked up has no URL here.
      this.#popup = null;
      this.#dispatch({ type: 'cancelled', sessionId }, { silent: true });
      this.#drop(sessionId);
      this.#startedFor = options.connectionId ?? null;
      this.#dispatch({ type: 'start' });
      void this.#begin(popup, options);
    }
  };

  /**
   * Ends the session at the handler, then says `cancelled`; or `complete`, if the user had finished first. When the handler
   * cannot be reached the flow goes on and `error` says why.
   */
  readonly cancel = async (): Promise<void> => {
    const { status, sessionId } = this.#state;
    if (status === 'starting') {
      this.#attempt += 1; // #begin() drops the session as soon as it knows it
      this.#popup?.close();
      this.#dispatch({ type: 'cancelled', sessionId: null });
      return;
    }
    if (!isOpen(status) || sessionId === null || this.#cancelling) return;
    this.#cancelling = true;
    this.#popup?.close();
    try {
      this.#dispatch(await this.#cancelAtHandler(sessionId));
    } finally {
      this.#cancelling = false;
    }
  };

  /** Takes over a session that came back to this page by redirect. */
  adopt(sessionId: string, outcome: Outcome): void {
    if (this.busy) return;
    const { environment } = this.#runtime;
    this.#popup = null;
    this.#session = null;
    this.#cannotSucceed = false;
    this.#startedFor = this.connectionId;
    this.#dispatch({ type: 'adopt', sessionId });
    if (outcome instanceof Error) this.#dispatch({ type: 'failed', sessionId, error: outcome });
    else this.#take(outcome);
    if (!this.busy) return;
    this.#session = { sessionId, authorizationUrl: null, startedAt: environment.now() }; // back, but not over
    this.#poll();
  }

  #takesWindowsOnly({ mode = 'auto' }: FlowOptions<FlowResults[K]>): boolean {
    return mode === 'popup' || (mode === 'auto' && this.#runtime.environment.isFramed?.() === true);
  }

  #openPopup(options: FlowOptions<FlowResults[K]>): PopupHandle | null {
    const message = `Connecting to ${options.provider}…`;
    return this.#runtime.environment.openPopup(options.popupText ?? { title: message, message });
  }

  async #begin(popup: PopupHandle | null, options: FlowOptions<FlowResults[K]>): Promise<void> {
    const { client, environment } = this.#runtime;
    const attempt = ++this.#attempt;
    this.#popup = popup;
    this.#session = null;
    this.#cannotSucceed = false;
    let started: StartedSession;
    try {
      const params = this.#startParams(popup === null ? 'redirect' : 'popup', options);
      started = await (this.kind === 'install' ? client.startInstall(params) : client.startSession(params));
    } catch (cause) {
      popup?.close();
      if (attempt === this.#attempt) this.#dispatch({ type: 'failed', sessionId: null, error: toClientError(cause) });
      return;
    }
    if (attempt !== this.#attempt) {
      this.#drop(started.sessionId);
      return;
    }
    this.#session = { sessionId: started.sessionId, authorizationUrl: started.authorizationUrl, startedAt: environment.now() };
    this.#dispatch({ type: 'opened', sessionId: started.sessionId });
    // At its first page nothing can have cut the link to it.
    if (popup?.closed === true) this.#dispatch({ type: 'lost', sessionId: started.sessionId });
    else this.#show(started.authorizationUrl);
    this.#poll();
  }

  /** What the flow has brought was ended on this page: there is nothing to show any more. */
  #forget(id: string): void {
    const { result, sessionId } = this.#state;
    if (result?.id === id) this.#dispatch({ type: 'removed', sessionId }, { silent: true });
  }

  /** A popup needs an address to return to only for a two-step completion: where the login is not a cookie, or when asked. */
  #startParams(mode: 'popup' | 'redirect', options: FlowOptions<FlowResults[K]>) {
    const { client, environment, usesHeaders } = this.#runtime;
    const { provider, config, scopes, variables, connectionId, label, loginHint, prompt, returnTo } = options;
    const needsReturn = mode === 'redirect' || returnTo !== undefined || usesHeaders();
    const which = { config: config ?? null, connectionId: connectionId ?? null, label: label ?? '' };
    const startedBy = { mode, kind: this.kind, provider, ...which };
    return {
      provider,
      config,
      scopes,
      variables,
      connectionId,
      label,
      loginHint,
      prompt,
      mode,
      returnTo: needsReturn ? buildReturnTo(environment.href(), returnTo, client.origin, startedBy) : undefined,
    };
  }

  #show(url: string): void {
    if (this.#popup) this.#popup.navigate(url);
    else this.#runtime.environment.navigate(url);
  }

  #poll(): void {
    this.#endPolling();
    const session = this.#session;
    if (!this.#mounted || session === null || !isOpen(this.#state.status)) return;
    const { client, environment } = this.#runtime;
    const { sessionId, startedAt } = session;
    this.#stopPolling = pollSession({
      environment,
      client,
      sessionId,
      startedAt,
      expiresAt: startedAt + LIFETIME_MS,
      popup: () => this.#popup,
      onSession: (answer) => this.#take(answer),
      onLost: () => this.#dispatch({ type: 'lost', sessionId }),
      onUnbound: () => (this.#cannotSucceed = true),
      onTrouble: (error) => this.#dispatch({ type: 'trouble', sessionId, error }),
      onEnd: (error) => this.#dispatch({ type: 'failed', sessionId, error }),
    });
  }

  #endPolling(): void {
    this.#stopPolling?.();
    this.#stopPolling = null;
  }

  #take(session: Session): void {
    this.#dispatch(judgeSession(this.kind, session));
  }

  async #cancelAtHandler(sessionId: string): Promise<FlowEvent<FlowResults[K]>> {
    const { client } = this.#runtime;
    try {
      await client.cancelSession(sessionId);
    } catch (cause) {
      const error = toClientError(cause);
      if (error.status !== 404) return { type: 'trouble', sessionId, error };
    }
    // The user may have finished a moment before: then the connection exists, and saying "cancelled" would be wrong.
    try {
      const event = judgeSession(this.kind, await client.getSession(sessionId));
      if (event.type === 'completed') return event;
    } catch {
      // The handler has confirmed the end; that is enough.
    }
    return { type: 'cancelled', sessionId };
  }

  /** Ends a session that nobody waits for. If this fails it ends by itself. */
  #drop(sessionId: string): void {
    this.#runtime.client.cancelSession(sessionId).catch(() => {});
  }

  #dispatch(event: FlowEvent<FlowResults[K]>, how: { silent?: boolean } = {}): void {
    const before = this.#state;
    const after = reduceFlow(before, event);
    if (after === before) return;
    this.#state = after;
    const ended = isBusy(before.status) && !isBusy(after.status);
    if (ended) {
      this.#endPolling();
      this.#session = null;
      // The closing page closes its own window; this helps where it may not. A severed link makes it a no-op.
      if (isOpen(before.status)) this.#popup?.close();
    }
    this.#changes.emit();
    if (!ended || how.silent) return;
    if (after.status === 'complete' && after.result !== null) {
      this.#runtime.changes.emit();
      tell(this.#options?.onComplete, after.result);
    } else if (after.status === 'cancelled') tell(this.#options?.onCancel, undefined);
    else if (after.status === 'error' && after.error !== null) tell(this.#options?.onError, after.error);
  }
}

function makeBlockedError(): AuthpipeClientError {
  const message = 'The browser did not open a window. Allow pop-ups for this site and try again.';
  return new AuthpipeClientError({ code: 'popup_blocked', message });
}
