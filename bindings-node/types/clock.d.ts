/**
 * A clock that a test moves: it runs with the system's and can be put forward.
 *
 * @example
 * const clock = new TestClock();
 * const authpipe = new Authpipe({ mode: 'development', testClock: clock });
 * clock.advance(3_600_000); // every token is an hour older now
 */
export declare class TestClock {
    #private;
    constructor();
    /** Puts the clock forward by so many milliseconds. */
    advance(ms: number): void;
}
