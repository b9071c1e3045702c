/** A list of listeners. */
export class Signal {
  readonly #listeners = new Set<() => void>();

  /** Adds a listener; the returned function removes it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  emit(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
