import { Page } from './page';
import type { AuditQuery, AuditRecord, AuthpipeEvent, Connection, Deletion, EventQuery, FollowOptions, FollowQuery, Health, Installation, InstallationParams, ListQuery, Session, TenantScope, WaitOptions } from './types';
/** Connections of users, and stored keys. */
export declare class Connections {
    #private;
    /**
     * Lists connections: one tenant's, or with `allTenants` an operator's view.
     * @throws RequestError `invalid_request` - neither `tenantId` nor `allTenants`.
     */
    list(query: ListQuery, options?: WaitOptions): Page<Connection>;
    /**
     * One connection of a tenant.
     * @throws NotConnectedError `not_connected` - no such connection in this tenant.
     */
    get(id: string, scope: TenantScope, options?: WaitOptions): Promise<Connection>;
    /**
     * Asks the provider now whether the connection still works.
     * @throws NotConnectedError `not_connected` - no such connection in this tenant.
     */
    check(id: string, scope: TenantScope, options?: WaitOptions): Promise<Health>;
    /**
     * Deletes a connection. It ends here and reads are refused at once. The provider is asked to revoke its tokens, and waited for for
     * at most 5 seconds; what takes longer is done by itself, for at most 3 days, and the events `token.revoked` and
     * `token.revocation_failed` tell what came of it. Until then these tokens are kept sealed in the vault.
     * @throws NotConnectedError `not_connected` - no such connection in this tenant.
     */
    delete(id: string, scope: TenantScope, options?: WaitOptions): Promise<Deletion>;
}
/** Installations into organisations. */
export declare class Installations {
    #private;
    /**
     * Installs without a browser, where an administrator has let the app in at the provider. The organisation's credential is minted
     * at once; nothing is stored if that does not work. Calling it is the administrator's authority: check who is asking first.
     * @throws RequestError `invalid_request` - the provider is installed through a browser, or a variable is missing.
     * @throws FlowError `access_denied` - the provider gave no credential; `installation_claimed` - another tenant holds the organisation.
     * @throws ProviderError `provider_config_rejected` - the provider did not accept the client or its key.
     */
    create(params: InstallationParams, options?: WaitOptions): Promise<Installation>;
    /**
     * Lists installations: one tenant's, or with `allTenants` an operator's view.
     * @throws RequestError `invalid_request` - neither `tenantId` nor `allTenants`.
     */
    list(query: ListQuery, options?: WaitOptions): Page<Installation>;
    /**
     * One installation of a tenant.
     * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
     */
    get(id: string, scope: TenantScope, options?: WaitOptions): Promise<Installation>;
    /**
     * Approves an installation whose installer did not prove to be an administrator. Check the organisation first.
     * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
     * @throws FlowError `installation_claimed` - another tenant holds the organisation.
     */
    approve(id: string, scope: TenantScope, options?: WaitOptions): Promise<Installation>;
    /**
     * Deletes an installation and lets go of its organisation. It ends here and reads are refused at once; the provider is asked to
     * revoke its tokens, as when a connection is deleted.
     * @throws NotConnectedError `installation_not_found` - no such installation in this tenant.
     */
    delete(id: string, scope: TenantScope, options?: WaitOptions): Promise<Deletion>;
}
/** Sign-ins and installations under way, and what became of them. */
export declare class Sessions {
    #private;
    /**
     * One session of a tenant: where it stands, the connection or installation that it made, or why it failed. What the return address
     * says anybody can write, so ask here before believing it. The developer's words of an error are kept for a day.
     * @throws HandlerError `not_found` - no such session in this tenant, or it ended more than a day ago.
     * @throws RequestError `invalid_id` - what was given is no session's id.
     */
    get(id: string, scope: TenantScope, options?: WaitOptions): Promise<Session>;
    /**
     * Ends a session of a tenant that is under way, also a sign-in on another device; one that is over stays as it is. What comes back
     * shows which it was. An answer that the provider gives later is not taken, and the provider is not asked. Calling it is the
     * authority: check who is asking first.
     * @throws HandlerError `not_found` - no such session in this tenant, or it ended more than a day ago.
     * @throws RequestError `invalid_id` - what was given is no session's id.
     */
    cancel(id: string, scope: TenantScope, options?: WaitOptions): Promise<Session>;
}
/** What happened, durably, in every process. */
export declare class Events {
    #private;
    /** Lists events, unless asked otherwise in the order in which they were committed. Keep `next` to go on later. */
    list(query?: EventQuery, options?: WaitOptions): Page<AuthpipeEvent>;
    /**
     * Follows events of every process as they happen, in the order in which they are committed. From now on, unless `query` says otherwise.
     *
     * Nothing is asked before the first event is waited for, and what nobody reads waits in the vault, for 30 days. A reader is woken at once
     * by what this process does, and within two seconds by what another one does. It waits out a vault that is away for a while. Whoever keeps
     * `cursor` of the event that it has done goes on from there after a restart. Leaving the loop ends it, and so does the signal, with its
     * reason. While somebody waits, the process stays alive.
     * @throws UsageError `closed` - where it is read: this object was closed.
     * @throws RequestError `invalid_request` - where it is read: `after` is no cursor of this vault's events.
     * @throws as `ready`, where it is read: what does not come right by itself.
     * @example
     * for await (const event of authpipe.events.follow({ after: done }, { signal })) done = event.cursor;
     */
    follow(query?: FollowQuery, options?: FollowOptions): AsyncIterableIterator<AuthpipeEvent> & AsyncDisposable;
}
/** What was done to connections, keys and the vault, as entries that are linked. */
export declare class Audit {
    #private;
    /**
     * Lists the audit log, oldest first: what was done to connections, keys and the vault. It is of every process, and kept until `authpipe audit retain` drops what is older; reads
     * are not in it. `authpipe vault verify` says whether an entry was changed, or is gone.
     * @throws RequestError `invalid_request` - `after` is no cursor of this list.
     */
    list(query?: AuditQuery, options?: WaitOptions): Page<AuditRecord>;
}
