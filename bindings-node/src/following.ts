// Events as they happen, one after the other, for whoever walks over them.

import { signalOf, waitUnlessAborted } from './abort';
import { call, callSync, withDates } from './call';
import { RequestError, wrongArgumentError } from './errors';
import type { CoreEventFeed } from './native';
import type { AuthpipeEvent, FollowOptions } from './types';

const END = { done: true, value: undefined } as const;

/**
 * What `events.follow` gives. It asks for events when the ones before are taken, a page of them at most, and for nothing while nobody waits.
 * @internal
 */
export class EventFeed implements AsyncIterableIterator<AuthpipeEvent>, AsyncDisposable {
  readonly #feed: CoreEventFeed;
  readonly #signal: AbortSignal | undefined;
  /** What was read and not yet taken, the next one last. */
  #read: AuthpipeEvent[] = [];
  #hasEnded = false;
  /** Whoever asks again waits for whoever has asked before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(feed: CoreEventFeed, options: FollowOptions | undefined) {
    this.#signal = signalOf(options);
    if (options !== undefined && Object.prototype.toString.call(options) !== '[object Object]') {
      throw wrongArgumentError(RequestError, 'options must be an object.');
    }
    const [other] = Object.entries(options ?? {}).find(([name, value]) => name !== 'signal' && value !== undefined) ?? [];
    if (other !== undefined) throw wrongArgumentError(RequestError, `options.${other} is not known. What follows events takes a signal and nothing else.`);
    this.#feed = feed;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<AuthpipeEvent, undefined>> {
    const next = this.#last.then(() => this.#next());
    this.#last = next.catch(() => {});
    return next;
  }

  /** What `for await` calls when its loop is left. Whoever waits for the next event is told that there is none. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#end();
    return END;
  }

  /** As generators have it: what `await using` calls. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
  }

  async #next(): Promise<IteratorResult<AuthpipeEvent, undefined>> {
    if (this.#hasEnded) return END;
    try {
      if (this.#signal?.aborted) throw this.#signal.reason;
      if (this.#read.length === 0) {
        const events = await waitUnlessAborted(call(() => this.#feed.next()), this.#signal);
        // Left while it waited: what has come meanwhile is nobody's.
        if (this.#hasEnded || events === null) return END;
        this.#read = (events as object[]).map((event) => withDates<AuthpipeEvent>(event)).reverse();
      }
    } catch (thrown) {
      // It throws once, as a generator does.
      this.#end();
      throw thrown;
    }
    const value = this.#read.pop();
    return value === undefined ? END : { done: false, value };
  }

  #end(): void {
    this.#hasEnded = true;
    this.#read = [];
    callSync(() => this.#feed.end());
  }
}
