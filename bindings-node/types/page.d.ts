/** One page of a list. */
export interface PageData<T> {
    /** What is on the page. */
    data: T[];
    /** Give it as `after` to get the next page; absent after the last one. */
    next?: string;
}
/**
 * A list that is fetched when it is used: `await` it for one page, or walk over everything with `for await`.
 */
export declare class Page<T> implements PromiseLike<PageData<T>>, AsyncIterable<T> {
    #private;
    then<A = PageData<T>, B = never>(resolve?: ((page: PageData<T>) => A | PromiseLike<A>) | null, reject?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B>;
    [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
}
