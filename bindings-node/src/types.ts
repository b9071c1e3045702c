// What goes in and what comes out. Times that go in are milliseconds; times that come out are `Date`. What is the same in all languages
// is generated; here is what only TypeScript can say.

import type * as described from './generated/types';

export type { AuthpipeOptions } from './generated/options';
export type { ProviderConfigs, ProviderName, ProviderScopes, ProviderSlug, ScopeOf } from './generated/providers';
export type {
  Attachment,
  AuditKind,
  AuditQuery,
  AuditRecord,
  AuthpipeEvent,
  AuthSession,
  AuthSessionParams,
  CallOptions,
  Connection,
  CredentialFor,
  CredentialSource,
  Deletion,
  DeviceAuth,
  DevicePoll,
  DevicePollParams,
  DeviceStartParams,
  DeviceStatus,
  EventQuery,
  EventOrder,
  EventType,
  FollowQuery,
  GrantStatus,
  Health,
  Installation,
  InstallSessionParams,
  InstallationParams,
  MaintenanceOptions,
  MaintenanceReport,
  Mode,
  Principal,
  ProviderConfig as ProviderConfigInput,
  ProviderDetails,
  RefreshStage,
  RefreshState,
  Rejection,
  RevocationOutcome,
  Role,
  Session,
  SessionFailure,
  SessionMode,
  SessionStatus,
  StoredCredential,
  StoredCredentials,
  StoredCredentialType,
  StoredStatus,
  TenantScope,
  WaitOptions,
} from './generated/types';

/** Says whose credential is meant: at least one of these. A value that may be undefined is none. */
type Somebody = { userId: string } | { connectionId: string } | { installationId: string } | { credentialFor: described.CredentialFor };

/** Whose credential is meant. */
export type Subject = described.Subject & Somebody;

/** Argument of `storeCredential`. */
export type StoreCredentialParams = described.StoreCredentialParams & Somebody;

/** Options of `storeCredentials`. */
export interface StoreManyOptions extends described.WaitOptions {
  /** Is told after each part how many are stored, of how many. */
  onProgress?: (stored: number, total: number) => void;
}

/** Options of `events.follow`. */
export type FollowOptions = Pick<described.WaitOptions, 'signal'>;

/** Argument of `connectInteractive`. */
export type InteractiveParams = Omit<described.AuthSessionParams, 'installationId' | 'mode' | 'returnTo'>;

/** Options of `connectInteractive`. */
export interface InteractiveOptions extends described.WaitOptions {
  /** Shows the URL in the system's browser. A promise that is rejected ends the sign-in; nobody waits for one that is fulfilled. */
  open: (url: string) => unknown;
}

/** Which grants to list: one tenant's, or, for an operator, everybody's. */
export type ListQuery = ({ tenantId: string; allTenants?: never } | { allTenants: true; tenantId?: never }) &
  Omit<described.ListQuery, 'tenantId' | 'allTenants'>;

/** Options of the handler. */
export interface HandlerOptions<Request> extends described.HandlerOriginOptions {
  /** Says who is signed in, from the framework's own request; null: nobody. */
  identify: (
    request: Request,
  ) => described.Principal | null | undefined | Promise<described.Principal | null | undefined>;
}
