'use client';

import type { AuthpipeClientError } from './errors.js';
import type { Connection } from './types.js';
import { type ListingRequests, useListing } from './use-listing.js';

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
  /** Ends a connection and lists again; one that has ended already is one that worked. Resolves to whether it worked and never
   * rejects; `error` says why not. */
  disconnect: (connectionId: string) => Promise<boolean>;
  /** Lists again. */
  refresh: () => void;
}

const REQUESTS: ListingRequests<Connection> = {
  list: (client, query) => client.listConnections(query),
  remove: (client, id) => client.deleteConnection(id),
};

/**
 * Lists the signed-in user's connections: `GET /connections`. Lists again after a connect, install or disconnect on this
 * page; a button that has just connected what is disconnected here forgets it. Receives states and names, never a credential, and
 * stores nothing in the browser.
 */
export function useConnections(params: UseConnectionsParams = {}): UseConnections {
  const { items: connections, remove: disconnect, ...rest } = useListing(REQUESTS, params.provider);
  return { connections, disconnect, ...rest };
}
