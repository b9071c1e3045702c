// The groups of methods behind `authpipe.connections`, `.installations` and `.events`.

import { call, objectArgument, withDates } from './call';
import { Page } from './page';
import type { Core } from './native';
import type {
  AuthpipeEvent,
  Connection,
  EventQuery,
  Health,
  Installation,
  ListQuery,
  TenantScope,
} from './types';

/** Connections of users, and stored keys. */
export class Connections {
  readonly #core: () => Core;

  /** @internal */
  constructor(core: () => Core) {
    this.#core = core;
  }

  /**
   * Lists connections: one tenant's, or with `allTenants` an operator's view.
   * @throws RequestError `invalid_request` - neither `tenantId` nor `allTenants`.
   */
  list(query: ListQuery): Page<Connection> {
    const { after, ...rest } = objectArgument(query, 'query');
    return new Page(after, async (cursor) => {
      const page = await call(() => this.#core().listConnections({ ...rest, ...(cursor !== undefined && { after: cursor }) }));
      return { ...page, data: page.data.map((item) => withDates<Connection>(item)) };
    });
  }

  /**
   * One connection of a tenant.
   * @throws NotConnectedError `not_connected` - no such connection in this tenant.
   */
  async get(id: string, scope: TenantScope): Promise<Connection> {
    return withDates(await call(() => this.#core().getConnection(id, scope.tenantId)));
  }

  /**
   * Asks the provider now whether the connection still works.
   * @throws NotConnectedError `not_connected` - no such connection in this tenant.
   */
  async check(id: string, scope: TenantScope): Promise<Health> {
    return withDates(await call(() => this.#core().checkConnection(id, scope.tenantId)));
  }

  /**
   * Deletes a connection. It ends here and reads are refused at once; nothing is revoked at the provider.
   * @throws NotConnectedError `not_connected` - no such connection in this tenant.
   */
  async delete(id: string, scope: TenantScope): Promise<void> {
    await call(() => this.#core().deleteConnection(id, scope.tenantId));
  }
}

/** Installations into organisations. */
export class Installations {
  readonly #core: () => Core;

  /** @internal */
  constructor(core: () => Core) {
    this.#core = core;
  }

  /**
   * Lists installations: one tenant's, or with `allTenants` an operator's view.
   * @throws RequestError `invalid_request` - neither `tenantId` nor `allTenants`.
   */
  list(query: ListQuery): Page<Installation> {
    const { after, ...rest } = objectArgument(query, 'query');
    return new Page(after, async (cursor) => {
      const page = await call(() =>
        this.#core().listInstallations({ ...rest, ...(cursor !== undefined && { after: cursor }) }),
      );
      return { ...page, data: page.data.map((item) => withDates<Installation>(item)) };
    });
  }

  /**
   * One installation of a tenant.
   * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
   */
  async get(id: string, scope: TenantScope): Promise<Installation> {
    return withDates(await call(() => this.#core().getInstallation(id, scope.tenantId)));
  }

  /**
   * Approves an installation whose installer did not prove to be an administrator. Check the organisation first.
   * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
   * @throws FlowError `installation_claimed` - another tenant holds the organisation.
   */
  async approve(id: string, scope: TenantScope): Promise<Installation> {
    return withDates(await call(() => this.#core().approveInstallation(id, scope.tenantId)));
  }

  /**
   * Deletes an installation and lets go of its organisation. It ends here and reads are refused at once; nothing is revoked at
   * the provider.
   * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
   */
  async delete(id: string, scope: TenantScope): Promise<void> {
    await call(() => this.#core().deleteInstallation(id, scope.tenantId));
  }
}

/** What happened, durably, in every process. */
export class Events {
  readonly #core: () => Core;

  /** @internal */
  constructor(core: () => Core) {
    this.#core = core;
  }

  /** Lists events in the order in which they were committed. Keep `next` to go on later. */
  list(query: EventQuery = {}): Page<AuthpipeEvent> {
    const { after, ...rest } = objectArgument(query, 'query');
    return new Page(after, async (cursor) => {
      const page = await call(() => this.#core().listEvents({ ...rest, ...(cursor !== undefined && { after: cursor }) }));
      return { ...page, data: page.data.map((item) => withDates<AuthpipeEvent>(item)) };
    });
  }
}
