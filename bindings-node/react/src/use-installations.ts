'use client';

import type { AuthpipeClientError } from './errors.js';
import type { Installation } from './types.js';
import { type ListingRequests, useListing } from './use-listing.js';

/** Parameters of {@link useInstallations}. */
export interface UseInstallationsParams {
  /** Only this provider's installations. Default: all. */
  provider?: string | undefined;
}

/** The installations of the signed-in user's organisation, as a component sees them. */
export interface UseInstallations {
  installations: readonly Installation[];
  /** True until the first answer, on the server too. */
  isLoading: boolean;
  error: AuthpipeClientError | null;
  /**
   * Ends an installation and lists again; needs the admin role (`forbidden`). Resolves to whether it worked and never rejects; `error`
   * says why not. One that has ended already is one that worked.
   */
  uninstall: (installationId: string) => Promise<boolean>;
  /** Lists again. */
  refresh: () => void;
}

const REQUESTS: ListingRequests<Installation> = {
  list: (client, query) => client.listInstallations(query),
  remove: (client, id) => client.deleteInstallation(id),
};

/**
 * Lists the installations of the signed-in user's organisation: `GET /installations`, for members and administrators alike. Lists again
 * after a connect, install or removal on this page. Receives states and names, never a credential, and stores nothing in the browser.
 */
export function useInstallations(params: UseInstallationsParams = {}): UseInstallations {
  const { items: installations, remove: uninstall, ...rest } = useListing(REQUESTS, params.provider);
  return { installations, uninstall, ...rest };
}
