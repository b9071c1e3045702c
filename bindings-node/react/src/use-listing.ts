'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type AuthpipeClientError, toClientError } from './errors.js';
import type { AuthpipeClient } from './http-client.js';
import { isNews } from './polling.js';
import { useAuthpipeContext } from './provider.js';

/** What is asked of the handler: a list, and the end of one of its members. Both stay the same functions. */
export interface ListingRequests<T> {
  list: (client: AuthpipeClient, query: { provider?: string | undefined }) => Promise<readonly T[]>;
  remove: (client: AuthpipeClient, id: string) => Promise<void>;
}

interface Listing<T> {
  items: readonly T[];
  isLoading: boolean;
  error: AuthpipeClientError | null;
}

/** A list of the handler's, as a component sees it. */
export interface UseListing<T> extends Listing<T> {
  remove: (id: string) => Promise<boolean>;
  refresh: () => void;
}

const isGone = ({ code }: AuthpipeClientError) => code === 'not_connected' || code === 'installation_not_found';

/** A list that is older is asked for again when somebody comes back to the page. */
const FRESH_MS = 60_000;

const EMPTY: Listing<never> = { items: [], isLoading: true, error: null };

/** Lists, and lists again after whatever changes on this page or is connected in another one, and when somebody comes back after a while. */
export function useListing<T>({ list, remove: end }: ListingRequests<T>, provider: string | undefined): UseListing<T> {
  const { client, changes, environment, removals } = useAuthpipeContext().runtime;
  const [listing, setListing] = useState<Listing<T>>(EMPTY);
  const latest = useRef(0);
  const askedAt = useRef(0);

  const load = useCallback(async ({ isUnasked = false } = {}) => {
    const request = ++latest.current;
    askedAt.current = environment.now();
    try {
      const items = await list(client, { provider });
      if (request === latest.current) setListing({ items, isLoading: false, error: null });
    } catch (cause) {
      const error = toClientError(cause);
      // A machine that wakes up has no network yet, and nobody has asked for anything.
      if (isUnasked && error.status === 0) return;
      if (request === latest.current) setListing((before) => ({ ...before, isLoading: false, error }));
    }
  }, [list, client, environment, provider]);

  useEffect(() => {
    setListing(EMPTY);
    void load();
    const unsubscribe = changes.subscribe(() => void load());
    const stopMessages = environment.onMessage((message) => {
      if (isNews(message, client.origin)) void load();
    });
    const stopAttention = environment.onAttention(() => {
      // Either way: a clock may have been set back.
      if (Math.abs(environment.now() - askedAt.current) >= FRESH_MS) void load({ isUnasked: true });
    });
    return () => {
      latest.current += 1; // an answer that comes later is for nobody
      unsubscribe();
      stopMessages();
      stopAttention();
    };
  }, [load, changes, client, environment]);

  const remove = useCallback(
    async (id: string) => {
      try {
        await end(client, id);
      } catch (cause) {
        const error = toClientError(cause);
        // Another tab was first, or the answer to an earlier attempt got lost: it is as it was wanted.
        if (!isGone(error)) {
          setListing((before) => ({ ...before, error }));
          return false;
        }
      }
      removals.emit(id);
      changes.emit();
      return true;
    },
    [end, client, changes, removals],
  );

  const refresh = useCallback(() => void load(), [load]);
  return { ...listing, remove, refresh };
}
