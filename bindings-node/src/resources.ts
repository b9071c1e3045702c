// The groups of methods behind `authpipe.connections`, `.installations` and `.events`.

import { objectArgument, textArgument } from './arguments';
import { call, withDates } from './call';
import { RequestError } from './errors';
import { EVENTS, LIST } from './names';
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
    const { after, ...rest } = objectArgument(query, 'query', RequestError, LIST);
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
    return withDates(await call(() => this.#core().getConnection(...within(id, scope))));
  }

  /**
   * Asks the provider now whether the connection still works.
   * @throws NotConnectedError `not_connected` - no such connection in this tenant.
   */
  async check(id: string, scope: TenantScope): Promise<Health> {
    return withDates(await call(() => this.#core().checkConnection(...within(id, scope))));
  }

  /**
   * Deletes a connection. It ends here and reads are refused at once; nothing is revoked at the provider.
   * @throws NotConnectedError `not_connected` - no such connection in this tenant.
   */
  async delete(id: string, scope: TenantScope): Promise<void> {
    await call(() => this.#core().deleteConnection(...within(id, scope)));
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
    const { after, ...rest } = objectArgument(query, 'query', RequestError, LIST);
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
    return withDates(await call(() => this.#core().getInstallation(...within(id, scope))));
  }

  /**
   * Approves an installation whose installer did not prove to be an administrator. Check the organisation first.
   * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
   * @throws FlowError `installation_claimed` - another tenant holds the organisation.
   */
  async approve(id: string, scope: TenantScope): Promise<Installation> {
    return withDates(await call(() => this.#core().approveInstallation(...within(id, scope))));
  }

  /**
   * Deletes an installation and lets go of its organisation. It ends here and reads are refused at once; nothing is revoked at
   * the provider.
   * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
   */
  async delete(id: string, scope: TenantScope): Promise<void> {
    await call(() => this.#core().deleteInstallation(...within(id, scope)));
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
    const { after, ...rest } = objectArgument(query, 'query', RequestError, EVENTS);
    return new Page(after, async (cursor) => {
      const page = await call(() => this.#core().listEvents({ ...rest, ...(cursor !== undefined && { after: cursor }) }));
      return { ...page, data: page.data.map((item) => withDates<AuthpipeEvent>(item)) };
    });
  }
}

function within(id: string, scope: TenantScope): [id: string, tenantId: string] {
  return [textArgument(id, 'id'), textArgument(objectArgument(scope, 'scope').tenantId, 'tenantId')];
}
