import type * as described from './generated/types';
export type { Attachment, AuthpipeEvent, AuthpipeOptions, AuthSession, AuthSessionParams, CallOptions, Connection, CredentialFor, CredentialSource, EventQuery, EventType, GrantStatus, Health, Installation, InstallSessionParams, InstallationParams, MaintenanceOptions, MaintenanceReport, Mode, Principal, ProviderConfig as ProviderConfigInput, Rejection, Role, SessionMode, StoreCredentialParams, StoredCredential, StoredCredentialType, StoredStatus, Subject, TenantScope, WaitOptions, } from './generated/types';
/** Which grants to list: one tenant's, or, for an operator, everybody's. */
export type ListQuery = ({
    tenantId: string;
    allTenants?: never;
} | {
    allTenants: true;
    tenantId?: never;
}) & Omit<described.ListQuery, 'tenantId' | 'allTenants'>;
/** Options of the handler. */
export interface HandlerOptions<Request> extends described.HandlerOriginOptions {
    /** Says who is signed in, from the framework's own request; null: nobody. */
    identify: (request: Request) => described.Principal | null | undefined | Promise<described.Principal | null | undefined>;
}
