// Picks up a flow that came back to this page by redirect, once, and hands its answer to the button that waits for it.

import type { Environment } from './environment.js';
import { type AuthpipeClientError, toClientError } from './errors.js';
import type { AuthpipeClient } from './http-client.js';
import { cleanReturnUrl, readReturnUrl, type Starter, scrubCompletion } from './return-url.js';
import type { FlowKind, Session } from './types.js';

const TRIES = 3;
const RETRY_MS = 1_000;
/** The button of a connection comes with the list of connections, which may still be loading. */
const LIST_MS = 2_000;

/** What a returned flow ended with. */
export type Outcome = Session | AuthpipeClientError;

/** A flow on this page that can take a returned session. */
export interface ReturnTarget {
  readonly kind: FlowKind;
  readonly provider: string | null;
  /** The registration that it names; `null` for the only one. */
  readonly config: string | null;
  /** The connection that it signs in to again; `null` for one that makes new ones. */
  readonly connectionId: string | null;
  /** The label of what it makes; empty for the one without. */
  readonly label: string;
  readonly busy: boolean;
  adopt(sessionId: string, outcome: Outcome): void;
}

interface Arrival {
  sessionId: string;
  startedBy: Starter | null;
  outcome: Outcome;
  /** Its own button may still come. */
  isEarly: boolean;
}

const desks = new WeakMap<Environment, ReturnDesk>();

/** The one desk of a page: however many buttons and providers it has, a session is read once. */
export function returnDeskOf(environment: Environment): ReturnDesk {
  let desk = desks.get(environment);
  if (!desk) desks.set(environment, (desk = new ReturnDesk(environment)));
  return desk;
}

export class ReturnDesk {
  readonly #environment: Environment;
  readonly #targets = new Set<ReturnTarget>();
  readonly #seen = new Set<string>();
  readonly #arrivals: Arrival[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Adds a flow that is on the page now. The returned function removes it. */
  register(target: ReturnTarget, client: AuthpipeClient): () => void {
    this.#targets.add(target);
    this.pickUp(client);
    this.deliver();
    return () => void this.#targets.delete(target);
  }

  /** Looks at the address. The completion secret leaves it before anything else happens. */
  pickUp(client: AuthpipeClient): void {
    const environment = this.#environment;
    const href = environment.href();
    const { sessionId, completion, startedBy } = readReturnUrl(href);
    const scrubbed = scrubCompletion(href);
    if (scrubbed !== href) environment.replaceUrl(scrubbed);
    if (sessionId === null || this.#seen.has(sessionId)) return;
    this.#seen.add(sessionId);
    void this.#receive(client, sessionId, completion, startedBy);
  }

  /** Hands over what has arrived to the flows that may have it now. */
  deliver(): void {
    for (const arrival of [...this.#arrivals]) {
      const target = choose([...this.#targets].filter((candidate) => !candidate.busy), arrival);
      if (!target) continue;
      this.#arrivals.splice(this.#arrivals.indexOf(arrival), 1);
      this.#clean(arrival.sessionId);
      target.adopt(arrival.sessionId, arrival.outcome);
    }
  }

  async #receive(
    client: AuthpipeClient,
    sessionId: string,
    completion: string | null,
    startedBy: Starter | null,
  ): Promise<void> {
    const outcome = await this.#ask(client, sessionId, completion);
    if (startedBy?.mode === 'popup') {
      // This page is the popup of a two-step completion. The page that opened it reads the result itself.
      this.#clean(sessionId);
      if (outcome instanceof Error) return;
      this.#environment.announce({ v: 1, session_id: sessionId, status: outcome.status });
      this.#environment.closeWindow();
      return;
    }
    const arrival: Arrival = { sessionId, startedBy, outcome, isEarly: true };
    this.#arrivals.push(arrival);
    this.#environment.setTimeout(() => {
      arrival.isEarly = false;
      this.deliver();
    }, LIST_MS);
    this.deliver();
  }

  async #ask(client: AuthpipeClient, sessionId: string, completion: string | null): Promise<Outcome> {
    if (completion === null) return this.#read(client, sessionId);
    try {
      return await client.completeSession(sessionId, completion);
    } catch (cause) {
      // The answer may have been lost on its way: the session knows. Otherwise the refusal is the result.
      const session = await this.#read(client, sessionId);
      const isOver = !(session instanceof Error) && session.status !== 'pending' && session.status !== 'awaiting_completion';
      return isOver ? session : toClientError(cause);
    }
  }

  async #read(client: AuthpipeClient, sessionId: string): Promise<Outcome> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await client.getSession(sessionId);
      } catch (cause) {
        const error = toClientError(cause);
        const mayPass = error.code === 'network_error' || error.code === 'timeout' || error.status >= 500;
        if (!mayPass || tries === TRIES) return error;
        await new Promise<void>((resolve) => this.#environment.setTimeout(resolve, RETRY_MS));
      }
    }
  }

  #clean(sessionId: string): void {
    const href = this.#environment.href();
    const cleaned = cleanReturnUrl(href, sessionId);
    if (cleaned !== href) this.#environment.replaceUrl(cleaned);
  }
}

/**
 * A session goes to the button that started it; one started elsewhere to the kind and provider of its result, or if it has none to the
 * first. The button of a connection takes nothing of another connection.
 */
function choose(targets: readonly ReturnTarget[], arrival: Arrival): ReturnTarget | undefined {
  const { startedBy, outcome, isEarly } = arrival;
  const fitting = targets.filter((target) => matches(target, arrival));
  if (startedBy === null && outcome instanceof Error) return fitting[0];
  const started = startedBy?.connectionId ?? null;
  const connection = outcome instanceof Error ? null : outcome.connection;
  const made = connection?.id ?? null;
  const label = startedBy?.label || connection?.label || '';
  const makes = (wanted: string) => fitting.find((target) => target.connectionId === null && target.label === wanted);
  const makesNew = makes(label) ?? makes('');
  const isOf = (id: string | null) => (id === null ? undefined : fitting.find((target) => target.connectionId === id));
  if (started === null && startedBy !== null) return makesNew ?? isOf(made);
  return isOf(started ?? made) ?? (started !== null && isEarly ? undefined : makesNew);
}

function matches(target: ReturnTarget, { startedBy, outcome }: Arrival): boolean {
  if (startedBy) {
    return startedBy.kind === target.kind && startedBy.provider === target.provider && startedBy.config === target.config;
  }
  if (outcome instanceof Error) return true;
  const result = target.kind === 'install' ? outcome.installation : outcome.connection;
  if (result !== null) return result.provider === target.provider;
  return outcome.installation === null && outcome.connection === null;
}
