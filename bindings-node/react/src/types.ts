// The objects that the handler describes to a browser. None of them has a field for a secret.

import type { ClientErrorCode } from './errors.js';
import type { GRANT_STATUSES, SESSION_STATUSES } from './generated.js';

/** Where a connection or an installation stands. A newer handler may name a state that this version does not know. */
type GrantStatus = (typeof GRANT_STATUSES)[number] | (string & {});

/** What a connection is. A newer handler may name one that this version does not know. */
export type CredentialType = 'oauth_token' | 'oauth1_token' | 'api_key' | 'webhook_secret' | (string & {});

/** State of an installation. */
export type InstallationStatus = GrantStatus;

/** State of a connection. */
export type ConnectionStatus = GrantStatus;

/** The app, installed in the signed-in user's organisation at a provider. Holds no credential. */
export interface Installation {
  readonly id: string;
  readonly provider: string;
  /** The organisation's id at the provider; `null` until it is proven. */
  readonly providerInstallationId: string | null;
  /** The organisation's name, for people; `null` where the provider does not tell it. */
  readonly displayName: string | null;
  /** Not always `active`: consent may still spread (`pending`) or need an administrator (`pending_approval`). */
  readonly status: InstallationStatus;
  readonly installedAt: Date | null;
  /** The application's own id of the user who installed it. */
  readonly installedBy: string | null;
  /** The name of that person's account at the provider, for people; `null` where the provider does not tell it. */
  readonly installedByName: string | null;
}

/** A user's account at a provider, connected to the app. Holds no credential. */
export interface Connection {
  readonly id: string;
  readonly provider: string;
  readonly status: ConnectionStatus;
  /** `oauth_token` or `oauth1_token` if somebody has signed in for it; a key that was stored (`api_key`, `webhook_secret`) is replaced by another one. */
  readonly credentialType: CredentialType;
  /** The account's id at the provider. */
  readonly externalUserId: string | null;
  /** The account's name, for people. */
  readonly displayName: string | null;
  readonly label: string | null;
  readonly scopes: readonly string[];
  readonly createdAt: Date | null;
}

/** Where a session stands, in the words of the handler. */
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** Why a session failed: a stable code, and what a person can do. The cause is told to the server: by `sessions.get`, and in the log. */
export interface SessionFailure {
  readonly code: ClientErrorCode;
  readonly message: string;
}

/** One flow as the handler reports it: the only authoritative result. */
export interface Session {
  readonly sessionId: string;
  readonly status: SessionStatus;
  readonly connection: Connection | null;
  readonly installation: Installation | null;
  readonly error: SessionFailure | null;
}

/** A session that has just been started. */
export interface StartedSession {
  readonly sessionId: string;
  /** Where the user signs in; an `http:` or `https:` URL. */
  readonly authorizationUrl: string;
  readonly expiresAt: Date | null;
}

/** What is shown to the person of a sign-in on another device, and to nobody else: whoever enters the code signs in. */
export interface DeviceCode {
  /** What the person enters. */
  readonly userCode: string;
  /** Where. */
  readonly verificationUri: string;
  /** The same with the code in it, for a QR code; `null` where the provider gives none. */
  readonly verificationUriComplete: string | null;
  /** When it ends. */
  readonly expiresAt: Date;
}

/** A sign-in on another device that has just been started. */
export interface StartedDevice {
  readonly sessionId: string;
  readonly code: DeviceCode;
  /** How long to wait between two polls, in seconds. */
  readonly interval: number;
}

/** Where a sign-in on another device stands. */
export interface DevicePoll {
  readonly status: 'pending' | 'complete' | 'denied' | 'expired';
  /** How long to wait before the next poll, in seconds; `null` where there is none. */
  readonly interval: number | null;
  readonly connectionId: string | null;
}

/** What a flow is for: an organisation's installation or a user's connection. */
export type FlowKind = 'install' | 'connect';

/** What each kind of flow ends with. */
export interface FlowResults {
  install: Installation;
  connect: Connection;
}
