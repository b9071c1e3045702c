// Keeps the credential objects that callers have got, and gives the same object again for as long as the core says that it is valid.
//
// A hit makes no call into the native part: the core writes the version of the value that it would give, and the deadline of
// everything that is kept, into memory that we allocate and read.

import { performance } from 'node:perf_hooks';
import { Credential } from './credential';
import { MOST_KEPT, SWEEP_MS } from './generated/kept';
import type { Core, CredentialFields } from './native';
import type { Subject } from './types';

interface Entry {
  provider: string;
  config: string | undefined;
  label: string | undefined;
  credentialFor: string | undefined;
  credentialType: string | undefined;
  credential: Credential;
  /** Where the core writes the version of the value that it would give now. */
  page: Uint32Array;
  index: number;
  version: number;
  /** From here on the core must be asked: by the wall clock, in milliseconds. */
  endsAt: number;
  /** The same by the monotonic clock, which nobody sets. */
  endsAtMonotonic: number;
}

type Users = Map<string | undefined, Entry[]>;

const PAGE_BITS = 12;
const PAGE_SLOTS = 1 << PAGE_BITS;
/** What the core writes into a fresh page to show that we read what it writes. */
const SELF_TEST = 0xa5f0_c33c;

/** @internal */
export class KeptCredentials {
  readonly #core: Core;
  // Nested maps instead of one joined key: joining costs more than both look-ups, and ids could contain the separator.
  readonly #tenants = new Map<string, Users>();
  readonly #pages: Uint32Array[] = [];
  /** Nothing answers before the first or after the second time on the wall clock, or after the third on the monotonic one. */
  readonly #deadline = new Float64Array(3);
  #isShared = false;
  #isClosed = false;
  #size = 0;
  #sweeping = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** The credential, if the core would still give the same one. */
  get(subject: Subject): Credential | undefined {
    // Whatever a caller without types gives is the core's to refuse.
    const entries = this.#tenants.get(subject?.tenantId)?.get(subject.userId);
    if (entries === undefined) return undefined;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry;
      if (!isAbout(entry, subject)) continue;
      if (this.#answers(entry)) return entry.credential;
      entries.splice(i, 1);
      this.#size--;
      return undefined;
    }
    return undefined;
  }

  /**
   * Makes the caller's object, and keeps it if the core says for how long it is valid, on a page that the core already knew when
   * it said so: what changes before a page is registered is written nowhere.
   */
  keep(subject: Subject, fields: CredentialFields): Credential {
    const credential = new Credential(fields);
    const validity = fields.validity;
    if (validity === undefined || validity.endsAtMs <= Date.now() || this.#isClosed) return credential;
    const number = validity.slot >>> PAGE_BITS;
    const page = this.#pages[number];
    if (page === undefined) this.#addPage(number);
    if (page === undefined || page.length === 0) return credential;
    if (this.#size >= MOST_KEPT) this.#dropOne();
    // The slot may have got its version before the page was there; a later one that is written already stays.
    this.#core.seedSlot(validity.slot, validity.version);
    this.#entries(subject).push({
      provider: subject.provider,
      config: subject.config,
      label: subject.label,
      credentialFor: subject.credentialFor,
      credentialType: subject.credentialType,
      credential,
      page,
      index: validity.slot & (PAGE_SLOTS - 1),
      version: validity.version,
      endsAt: validity.endsAtMs,
      endsAtMonotonic: performance.now() + validity.lastsMs,
    });
    this.#size++;
    this.#sweepLater();
    return credential;
  }

  /** Lets go of everything and keeps nothing any more. */
  close(): void {
    this.#isClosed = true;
    this.#tenants.clear();
    this.#size = 0;
  }

  #answers(entry: Entry): boolean {
    if (entry.page[entry.index] !== entry.version) return false;
    const now = Date.now();
    const monotonic = performance.now();
    const deadline = this.#deadline;
    return (
      now < entry.endsAt &&
      now >= (deadline[0] as number) &&
      now < (deadline[1] as number) &&
      monotonic < (deadline[2] as number) &&
      monotonic < entry.endsAtMonotonic
    );
  }

  #entries(subject: Subject): Entry[] {
    let users = this.#tenants.get(subject.tenantId);
    if (users === undefined) this.#tenants.set(subject.tenantId, (users = new Map()));
    let entries = users.get(subject.userId);
    if (entries === undefined) users.set(subject.userId, (entries = []));
    const same = entries.findIndex((entry) => isAbout(entry, subject));
    if (same >= 0) {
      entries.splice(same, 1);
      this.#size--;
    }
    return entries;
  }

  /** Makes a page and shows it to the core. It is empty where the core's writing does not reach us. */
  #addPage(number: number): void {
    if (!this.#isShared) this.#isShared = this.#core.shareDeadline(this.#deadline, performance.now());
    // One word more than slots: the self-test's.
    const page = new Uint32Array(PAGE_SLOTS + 1);
    this.#core.shareSlots(number, page, SELF_TEST);
    const works = page[PAGE_SLOTS] === SELF_TEST;
    this.#pages[number] = works ? page : new Uint32Array(0);
  }

  /** One of those that came first. */
  #dropOne(): void {
    for (const [tenant, users] of this.#tenants) {
      for (const [user, entries] of users) {
        const dropped = entries.shift();
        if (entries.length === 0) users.delete(user);
        if (dropped === undefined) continue;
        this.#size--;
        if (users.size === 0) this.#tenants.delete(tenant);
        return;
      }
      this.#tenants.delete(tenant);
    }
  }

  /** Lets go of secrets whose grant is gone, although nobody asks for them any more. */
  #sweepLater(): void {
    if (this.#sweeping) return;
    this.#sweeping = true;
    // A timer must keep neither the process nor a forgotten object alive.
    const self = new WeakRef(this);
    setTimeout(() => {
      const cache = self.deref();
      if (cache !== undefined) cache.#sweep();
    }, SWEEP_MS).unref();
  }

  #sweep(): void {
    this.#sweeping = false;
    for (const [tenant, users] of this.#tenants) {
      for (const [user, entries] of users) {
        const kept = entries.filter((entry) => this.#answers(entry));
        this.#size -= entries.length - kept.length;
        if (kept.length > 0) users.set(user, kept);
        else users.delete(user);
      }
      if (users.size === 0) this.#tenants.delete(tenant);
    }
    if (this.#size > 0) this.#sweepLater();
  }
}

function isAbout(entry: Entry, subject: Subject): boolean {
  return (
    entry.provider === subject.provider &&
    entry.config === subject.config &&
    entry.label === subject.label &&
    entry.credentialFor === subject.credentialFor &&
    entry.credentialType === subject.credentialType &&
    subject.connectionId === undefined &&
    subject.installationId === undefined
  );
}
