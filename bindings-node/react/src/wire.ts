// Judges the handler's JSON and turns it from snake_case into the objects of types.ts. Unknown members are ignored.

import { AuthpipeClientError, type ClientErrorCode } from './errors.js';
import { SESSION_STATUSES } from './generated.js';
import type { Connection, DevicePoll, Installation, Session, SessionFailure, SessionStatus, StartedDevice, StartedSession } from './types.js';

type Json = Record<string, unknown>;

const KNOWN_STATUSES: readonly string[] = SESSION_STATUSES;
const DEVICE_STATUSES = ['pending', 'complete', 'denied', 'expired'] as const;

export function readStartedSession(value: unknown): StartedSession {
  const json = object(value);
  const authorizationUrl = text(json, 'authorization_url');
  // The popup starts as about:blank in the app's own origin: a `javascript:` URL would run there.
  if (!/^https?:\/\//i.test(authorizationUrl)) throw unexpected('authorization_url is not an http or https URL');
  return { sessionId: text(json, 'session_id'), authorizationUrl, expiresAt: date(json, 'expires_at') };
}

/** Reads what is shown of a sign-in on another device. It lasts from `now` on. */
export function readStartedDevice(value: unknown, now: number): StartedDevice {
  const json = object(value);
  const [verificationUri, verificationUriComplete] = [text(json, 'verification_uri'), optionalText(json, 'verification_uri_complete')];
  for (const uri of [verificationUri, verificationUriComplete ?? verificationUri]) {
    // A page makes a link of it.
    if (!/^https?:\/\//i.test(uri)) throw unexpected('verification_uri is not an http or https URL');
  }
  const expiresAt = new Date(now + seconds(json, 'expires_in') * 1_000);
  const code = { userCode: text(json, 'user_code'), verificationUri, verificationUriComplete, expiresAt };
  return { sessionId: text(json, 'session_id'), code, interval: seconds(json, 'interval') };
}

export function readDevicePoll(value: unknown): DevicePoll {
  const json = object(value);
  const status = DEVICE_STATUSES.find((known) => known === json['status']);
  if (status === undefined) throw unexpected('unknown status of a sign-in on another device');
  const interval = isAbsent(json['interval']) ? null : seconds(json, 'interval');
  return { status, interval, connectionId: optionalText(json, 'connection_id') };
}

/** Reads the answer about one session. An answer about another one is refused. */
export function readSession(sessionId: string, value: unknown): Session {
  const json = object(value);
  if ((optionalText(json, 'session_id') ?? sessionId) !== sessionId) throw unexpected('another session was returned');
  const status = text(json, 'status');
  if (!KNOWN_STATUSES.includes(status)) throw unexpected(`unknown session status "${status}"`);
  return {
    sessionId,
    status: status as SessionStatus,
    connection: isAbsent(json['connection']) ? null : readConnection(json['connection']),
    installation: isAbsent(json['installation']) ? null : readInstallation(json['installation']),
    error: isAbsent(json['error']) ? null : readFailure(json['error']),
  };
}

export function readInstallation(value: unknown): Installation {
  const json = object(value);
  return {
    id: text(json, 'id'),
    provider: text(json, 'provider'),
    providerInstallationId: optionalText(json, 'provider_installation_id'),
    displayName: optionalText(json, 'display_name'),
    status: text(json, 'status'),
    installedAt: date(json, 'installed_at'),
    installedBy: optionalText(json, 'installed_by'),
    installedByName: optionalText(json, 'installed_by_name'),
  };
}

export function readConnection(value: unknown): Connection {
  const json = object(value);
  const scopes = json['scopes'];
  return {
    id: text(json, 'id'),
    provider: text(json, 'provider'),
    status: text(json, 'status'),
    credentialType: optionalText(json, 'credential_type') ?? 'oauth_token',
    externalUserId: optionalText(json, 'external_user_id'),
    displayName: optionalText(json, 'display_name'),
    label: optionalText(json, 'label'),
    scopes: Array.isArray(scopes) ? scopes.filter((scope): scope is string => typeof scope === 'string') : [],
    createdAt: date(json, 'created_at'),
  };
}

/** A part of a list, and what is asked for to get the part after it; `null` behind the last one. */
export interface ListPart<T> {
  items: T[];
  next: string | null;
}

export function readConnections(value: unknown): ListPart<Connection> {
  return readPart(value, 'connections', readConnection);
}

export function readInstallations(value: unknown): ListPart<Installation> {
  return readPart(value, 'installations', readInstallation);
}

function readPart<T>(value: unknown, name: string, read: (one: unknown) => T): ListPart<T> {
  const json = object(value);
  const list = json[name];
  if (!Array.isArray(list)) throw unexpected(`"${name}" is not an array`);
  return { items: list.map(read), next: optionalText(json, 'next') };
}

/** Reads an RFC 9457 problem, or makes one up from the status when the body is something else. */
export function readProblem(status: number, value: unknown): AuthpipeClientError {
  const json = isObject(value) ? value : {};
  const code = optionalText(json, 'code');
  if (code === null) {
    return unexpected(
      `HTTP ${status} without an Authpipe error`,
      'Check that the handler is mounted at basePath and that no login middleware answers in front of it.',
      status,
    );
  }
  const message = optionalText(json, 'detail') ?? optionalText(json, 'title') ?? code;
  return new AuthpipeClientError({
    // A newer handler may have more codes than this package knows.
    code: code as ClientErrorCode,
    message,
    hint: optionalText(json, 'hint'),
    status,
    requestId: optionalText(json, 'request_id'),
  });
}

export function unexpected(what: string, hint?: string, status = 0): AuthpipeClientError {
  const message = `Unexpected response from the Authpipe handler: ${what}.`;
  return new AuthpipeClientError({ code: 'unexpected_response', message, hint: hint ?? null, status });
}

function readFailure(value: unknown): SessionFailure {
  const json = object(value);
  const code = text(json, 'code');
  return {
    code: code as ClientErrorCode,
    message: optionalText(json, 'message') ?? code,
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(value: unknown): Json {
  if (!isObject(value)) throw unexpected('not a JSON object');
  return value;
}

function text(json: Json, key: string): string {
  const value = json[key];
  if (typeof value !== 'string' || value === '') throw unexpected(`"${key}" is missing`);
  return value;
}

function optionalText(json: Json, key: string): string | null {
  const value = json[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

function seconds(json: Json, key: string): number {
  const value = json[key];
  if (typeof value !== 'number' || !(value >= 0 && value <= 86_400)) throw unexpected(`"${key}" is no length of time`);
  return value;
}

/** Times are RFC 3339 text. */
function date(json: Json, key: string): Date | null {
  const value = optionalText(json, key);
  const time = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time);
}
