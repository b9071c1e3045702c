// What an application brings of its own: root keys, an anchor, and what gets tokens for clients. The native part asks, and hears when the promises are settled.

import { ConfigError, wrongArgumentError } from './errors';
import { loadNative } from './native';
import type { QuestionFields, Questions } from '../index';

/**
 * A root key that never comes into this process: in a key service, or in an HSM.
 *
 * It is asked to encrypt and decrypt 32 random bytes, once for each tenant and again every ten minutes while a tenant is in use. What
 * belongs where is bound by Authpipe itself. It is asked several times at once, and is given 5 seconds; who takes longer is away. It throws a
 * `RootKeyError` to say why it does not answer; of anything else that it throws the error's name is shown, and nothing more.
 */
export interface RootKey {
  /**
   * A stable name for this key: 1 to 512 visible ASCII characters, not a secret. It is stored and shown in messages. A name must never come to
   * mean another key.
   */
  readonly id: string;
  /**
   * Encrypts 32 bytes. `contextHash` is public (SHA-256 of where the result belongs) and the same at `unwrap`: additional authenticated data,
   * for a service that takes some. The array is overwritten when the promise is settled.
   */
  wrap(key: Uint8Array, contextHash: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** Decrypts what `wrap` has made with the same `contextHash`. */
  unwrap(wrapped: Uint8Array, contextHash: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/**
 * Where it is remembered how far a vault was: best a place that is not restored together with it, such as a secret store.
 *
 * What is kept is a short text without any secret. It is read when the vault is opened, read and written at most every ten seconds while it is
 * in use, and written when it is closed; each has 5 seconds. Where it fails, the vault opens all the same and the log says so; no refresh
 * token is presented before it was read once.
 */
export interface Anchor {
  /** What was written last; null: nothing yet. */
  read(): string | null | undefined | Promise<string | null | undefined>;
  /** Keeps a text of at most 1,000 bytes in the place of the last one. */
  write(text: string): void | Promise<void>;
}

const KIND = Symbol.for('authpipe.rootKeyError');

/** Why a root key of the application's own does not answer: thrown by `wrap` and `unwrap`. What follows differs. */
export class RootKeyError extends Error {
  /** @internal */
  readonly [KIND]: 'unavailable' | 'denied' | 'mismatch';

  private constructor(kind: 'unavailable' | 'denied' | 'mismatch', reason: string) {
    super(reason);
    this.name = 'RootKeyError';
    this[KIND] = kind;
  }

  /** The service does not answer: keys that are in use serve for 15 minutes more. The reason goes to the log. */
  static unavailable(reason = ''): RootKeyError {
    return new RootKeyError('unavailable', reason);
  }

  /** The service says no: keys that are in use are forgotten at once. The reason is shown: a few words of your own, without any secret. */
  static denied(reason: string): RootKeyError {
    return new RootKeyError('denied', reason);
  }

  /** What was wrapped does not open: another key, or changed bytes. */
  static mismatch(): RootKeyError {
    return new RootKeyError('mismatch', 'it does not open');
  }
}

/** What the native part takes of it. @internal */
export interface Own {
  ids: string[];
  hasAnchor: boolean;
  asserted: string[];
  questions: Questions;
  wake: () => void;
}

interface Options {
  rootKeys?: RootKey[];
  anchor?: Anchor;
  providers?: object;
}

/** What of it is asked. */
interface Brought {
  rootKeys: RootKey[];
  anchor: Anchor | undefined;
  clientAssertions: Map<string, () => unknown>;
}

/**
 * What the options `rootKeys` and `anchor` say, and `clientAssertion` of each of `providers`.
 * @internal
 */
export function ownOf(options: Options | undefined): Own | undefined {
  // What is no object is refused by the native part; a string has a method `anchor`.
  const { rootKeys = [], anchor, providers } = typeof options === 'object' && options !== null ? options : {};
  if (!Array.isArray(rootKeys)) throw wrongArgumentError(ConfigError, 'rootKeys must be a list.');
  rootKeys.forEach((one: RootKey | null | undefined, i) => {
    if (typeof one?.id !== 'string' || typeof one.wrap !== 'function' || typeof one.unwrap !== 'function') {
      throw wrongArgumentError(ConfigError, `rootKeys[${i}] must have an id, which is a string, and the functions wrap and unwrap.`);
    }
  });
  if (anchor !== undefined && (typeof anchor?.read !== 'function' || typeof anchor.write !== 'function')) {
    throw wrongArgumentError(ConfigError, 'anchor must have the functions read and write.');
  }
  const clientAssertions = assertionsOf(providers);
  const asserted = [...clientAssertions.keys()];
  if (rootKeys.length === 0 && anchor === undefined && asserted.length === 0) return undefined;
  const questions = new (loadNative().Questions)();
  const own = { rootKeys: [...rootKeys], anchor, clientAssertions };
  return { ids: rootKeys.map(({ id }) => id), hasAnchor: anchor !== undefined, asserted, questions, wake: answerOf(questions, own) };
}

/** By the ids of their configs. What is no object is refused by the native part. */
function assertionsOf(providers: Options['providers']): Map<string, () => unknown> {
  const all = new Map<string, () => unknown>();
  for (const [id, config] of Object.entries(typeof providers === 'object' && providers !== null ? providers : {})) {
    const given = (config as { clientAssertion?: unknown } | null | undefined)?.clientAssertion;
    if (given === undefined) continue;
    if (typeof given !== 'function') throw wrongArgumentError(ConfigError, `providers["${id}"].clientAssertion must be a function.`);
    all.set(id, given as () => unknown);
  }
  return all;
}

/** Has what waits answered, when it is called. It holds nothing of the object, because the native part holds it. */
function answerOf(questions: Questions, own: Brought): () => void {
  return () => {
    for (const question of questions.takeQuestions()) void answer(questions, question, own);
  };
}

/** Never rejects. */
async function answer(questions: Questions, question: QuestionFields, own: Brought): Promise<void> {
  try {
    questions.answer(question.id, await ask(question, own));
  } catch (thrown) {
    questions.fail(question.id, ...reasonOf(thrown));
  } finally {
    if (question.function === 'wrap') question.bytes?.fill(0);
  }
}

async function ask({ function: name, rootKey, bytes, contextHash, text }: QuestionFields, own: Brought): Promise<unknown> {
  if (name === 'client_assertion') return own.clientAssertions.get(text ?? '')?.();
  // As methods: what is asked keeps what it needs in `this`.
  const root = own.rootKeys[rootKey ?? -1];
  if (root !== undefined && bytes !== undefined && contextHash !== undefined) {
    return name === 'wrap' ? root.wrap(bytes, contextHash) : root.unwrap(bytes, contextHash);
  }
  return name === 'write' ? own.anchor?.write(text ?? '') : own.anchor?.read();
}

function reasonOf(thrown: unknown): [kind: string, text: string] {
  try {
    if (thrown instanceof Error) {
      // Not instanceof: it may be of another copy of this package.
      const kind = (thrown as Partial<RootKeyError>)[KIND];
      return kind === undefined ? ['', String(thrown.name)] : [kind, String(thrown.message)];
    }
  } catch {
    // It says nothing of itself.
  }
  return ['', ''];
}
