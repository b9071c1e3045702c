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
export class Page<T> implements PromiseLike<PageData<T>>, AsyncIterable<T> {
  readonly #fetch: (after: string | undefined) => Promise<PageData<T>>;
  #first: Promise<PageData<T>> | undefined;

  /** @internal */
  constructor(fetch: (after: string | undefined) => Promise<PageData<T>>) {
    this.#fetch = fetch;
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaited is the point.
  then<A = PageData<T>, B = never>(
    resolve?: ((page: PageData<T>) => A | PromiseLike<A>) | null,
    reject?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#fetch(undefined);
    return this.#first.then(resolve, reject);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let page: PageData<T> = await this.then();
    for (;;) {
      yield* page.data;
      // A list that goes on growing, such as events, has a cursor for later even where it ends now.
      if (page.next === undefined || page.data.length === 0) return;
      page = await this.#fetch(page.next);
    }
  }
}
