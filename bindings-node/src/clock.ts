// A clock that a test moves.

import { callSync } from './call';
import { ConfigError, wrongArgumentError } from './errors';
import { loadNative } from './native';
import type { TestClock as NativeClock } from '../index';

const CLOCK = Symbol.for('authpipe.clock');

/**
 * A clock that a test moves: it runs with the system's and can be put forward.
 *
 * @example
 * const clock = new TestClock();
 * const authpipe = new Authpipe({ mode: 'development', testClock: clock });
 * clock.advance(3_600_000); // every token is an hour older now
 */
export class TestClock {
  readonly #clock: NativeClock;

  constructor() {
    const { TestClock: Native } = loadNative();
    this.#clock = new Native();
  }

  /** Puts the clock forward by so many milliseconds. */
  advance(ms: number): void {
    callSync(() => this.#clock.advance(ms));
  }

  /** @internal */
  [CLOCK](): NativeClock {
    return this.#clock;
  }
}

/** @internal */
export function nativeClock(clock: TestClock | undefined): NativeClock | undefined {
  if (clock === undefined) return undefined;
  // Not instanceof: it may be of another copy of this package.
  if (typeof clock === 'object' && clock !== null && CLOCK in clock) return clock[CLOCK]();
  throw wrongArgumentError(ConfigError, 'testClock must be a TestClock.');
}
