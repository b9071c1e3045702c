'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type AuthpipeClientError, toClientError } from './errors.js';
import { useAuthpipeContext } from './provider.js';
import type { Connection } from './types.js';

/** Parameters of {@link useConnections}. */
export interface UseConnectionsParams {
  /** Only this provider's connections. Default: all. */
  provider?: string | undefined;
}

/** The signed-in user's connections, as a component sees them. */
export interface UseConnections {
  connections: readonly Connection[];
  /** True until the first answer, on the server too. */
  isLoading: boolean;
  error: AuthpipeClientError | null;
  /** Ends a connection and lists again. Resolves to whether it worked and never rejects; `error` says why not. */
  disconnect: (connectionId: string) => Promise<boolean>;
  /** Lists again. */
  refresh: () => void;
}

interface Listing {
  connections: readonly Connection[];
  isLoading: boolean;
  error: AuthpipeClientError | null;
}

const EMPTY: Listing = { connections: [], isLoading: true, error: null };

/**
 * Lists the signed-in user's connections: `GET /connections`. Lists again after a connect, install or disconnect on this
 * page. Receives states and names, never a credential, and stores nothing in the browser.
 */
export function useConnections(params: UseConnectionsParams = {}): UseConnections {
  const { provider } = params;
  const { client, changes } = useAuthpipeContext().runtime;
  const [listing, setListing] = useState(EMPTY);
  const latest = useRef(0);

  const load = useCallback(async () => {
    const request = ++latest.current;
    try {
      const connections = await client.listConnections({ provider });
      if (request === latest.current) setListing({ connections, isLoading: false, error: null });
    } catch (cause) {
      const error = toClientError(cause);
      if (request === latest.current) setListing((before) => ({ ...before, isLoading: false, error }));
    }
  }, [client, provider]);

  useEffect(() => {
    setListing(EMPTY);
    void load();
    const unsubscribe = changes.subscribe(() => void load());
    return () => {
      latest.current += 1; // an answer that comes later is for nobody
      unsubscribe();
    };
  }, [load, changes]);

  const disconnect = useCallback(
    async (connectionId: string) => {
      try {
        await client.deleteConnection(connectionId);
      } catch (cause) {
        const error = toClientError(cause);
        setListing((before) => ({ ...before, error }));
        return false;
      }
      changes.emit();
      return true;
    },
    [client, changes],
  );

  const refresh = useCallback(() => void load(), [load]);
  return { ...listing, disconnect, refresh };
}
