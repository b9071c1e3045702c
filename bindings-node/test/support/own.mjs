// What an application brings of its own, for tests: root keys, an anchor and what gets tokens for clients, which do what they are told.
import { RootKeyError } from '../../esm/index.mjs';

const FAILURES = {
  throws: () => new TypeError('own-canary: whatever it says'),
  is_away: () => RootKeyError.unavailable('no route to host'),
  denies: () => RootKeyError.denied('key disabled'),
  does_not_open: () => RootKeyError.mismatch(),
};

/** An application, by the names under which scenarios speak of its parts. */
export class Application {
  #does = new Map();
  #kept;

  /** From now on this part does that. */
  set(part, does) {
    this.#does.set(part, does);
  }

  rootKey(id) {
    return { id, wrap: async (key) => this.#work(id, key), unwrap: async (wrapped) => this.#work(id, wrapped) };
  }

  anchor() {
    return {
      read: async () => {
        await this.#fail('anchor');
        return this.#does.get('anchor') === 'says_nonsense' ? '{}' : this.#kept;
      },
      write: async (text) => {
        await this.#fail('anchor');
        this.#kept = text;
      },
    };
  }

  clientAssertion() {
    return async () => {
      await this.#fail('client_assertion');
      return this.#does.get('client_assertion') === 'says_nonsense' ? 'own-canary' : 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln';
    };
  }

  async #work(id, bytes) {
    await this.#fail(id);
    if (this.#does.get(id) === 'gives_too_little') return bytes.slice(0, 31);
    // A cipher good enough for what it shows.
    const pad = this.#does.get(id) === 'has_another_key' ? 0x77 : 0x5a;
    return bytes.map((byte) => byte ^ pad);
  }

  async #fail(part) {
    const does = this.#does.get(part);
    if (does === 'hangs') await new Promise(() => {});
    if (FAILURES[does]) throw FAILURES[does]();
  }
}
