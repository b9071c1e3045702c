'use client';

import { useEffect, useInsertionEffect, useMemo, useSyncExternalStore } from 'react';
import type { AuthpipeClientError } from './errors.js';
import { Flow, type FlowOptions } from './flow.js';
import { type FlowState, type FlowStatus, IDLE, isBusy } from './flow-state.js';
import { fillLabel, type LabelOverrides, type Labels, mergeLabels, nameOfProvider } from './labels.js';
import { useAuthpipeContext } from './provider.js';
import type { Connection, FlowKind, FlowResults, Installation } from './types.js';
import { useHeld } from './use-held.js';

/** What both kinds of flow are told. */
export interface FlowParams {
  /** Slug of the provider, e.g. `microsoft-onedrive`. */
  provider: string;
  /** How the provider is called in texts. Default: made from the slug. */
  providerName?: string | undefined;
  /** The app's registration at the provider; needed where there are several. Default: the only one. */
  config?: string | undefined;
  /** Scopes to ask for, within what the provider's configuration allows. Default: the configured ones. */
  scopes?: readonly string[] | undefined;
  /**
   * Values of the definition's variables that whoever connects may choose, such as a shop's name: `{ shop: 'acme' }`. They are sent to the
   * handler and stored with the connection; it refuses (`invalid_request`) others, and what does not fit their grammar. Default: those of the
   * connection that is signed in to again, or of the config.
   */
  variables?: Readonly<Record<string, string>> | undefined;
  /**
   * What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It stands in the authorization URL and is
   * stored nowhere; a provider that takes no hint is sent none. Default: that of the account that is connected again.
   */
  loginHint?: string | undefined;
  /**
   * What the provider is to ask the person, such as `select_account` or `login`: one or more, separated by spaces, of those that the
   * provider's definition lists. Default: which account, where it is a further one of the user, or an installation.
   */
  prompt?: string | undefined;
  /**
   * `auto` opens a popup and redirects where the browser refuses one; `popup` fails with `popup_blocked` instead, and so does `auto` in a frame.
   * Default `auto`.
   */
  mode?: 'auto' | 'popup' | 'redirect' | undefined;
  /** Where a redirect ends; the same hook or button must be on that page. Default: the current page without its fragment. */
  returnTo?: string | undefined;
  disabled?: boolean | undefined;
  labels?: LabelOverrides | undefined;
  /** Called once when a flow fails, also when the user refuses access at the provider (`access_denied`). */
  onError?: ((error: AuthpipeClientError) => void) | undefined;
  /** Called once when the user cancels on this page. */
  onCancel?: (() => void) | undefined;
}

/** Parameters of {@link useInstall}. */
export interface UseInstallParams extends FlowParams {
  /** Called once with the stored installation. Its `status` may still be `pending` or `pending_approval`. */
  onInstall?: ((installation: Installation) => void) | undefined;
}

/** Parameters of {@link useConnect}. */
export interface UseConnectParams extends FlowParams {
  /** The connection that is signed in to again, with the same account. Default: a new one. */
  connectionId?: string | undefined;
  /**
   * Tells several accounts of one user at one provider apart, such as `work` and `private`: each label is a connection of its own. Default:
   * the one without a label.
   */
  label?: string | undefined;
  /** Called once with the stored connection. */
  onSuccess?: ((connection: Connection) => void) | undefined;
}

/** Properties for the button that starts a flow. */
export interface FlowButtonProps {
  type: 'button';
  onClick: () => void;
  disabled: boolean;
  'aria-busy': boolean;
}

/** A flow, as a component sees it. */
export interface UseFlow<R> {
  /** Starts. Call it directly in a click handler, or the browser blocks the popup. */
  start: () => void;
  /** Ends the session at the handler. */
  cancel: () => Promise<void>;
  /** Opens the provider's page again after the popup was closed. Call it directly in a click handler. */
  reopen: () => void;
  status: FlowStatus;
  /** Why the flow failed; while it goes on, what last went wrong. */
  error: AuthpipeClientError | null;
  result: R | null;
  buttonProps: FlowButtonProps;
  /** The texts in use, and the name they are filled with. */
  labels: Labels;
  providerName: string;
}

/**
 * Installs the app into the signed-in user's organisation at a provider.
 *
 * Sends what is asked for and the return address to `POST /oauth/installs`; never a tenant or user. The result is read from
 * `GET /oauth/sessions/{id}`. Stores nothing in the browser. Errors by code: `forbidden` (not an admin), `access_denied`,
 * `installation_claimed`, `session_expired`, `popup_blocked`, `network_error`, …
 */
export function useInstall(params: UseInstallParams): UseFlow<Installation> {
  return useFlow('install', params, params.onInstall);
}

/**
 * Connects the signed-in user's account at a provider.
 *
 * Sends what is asked for and the return address to `POST /oauth/sessions`; never a tenant or user. The result is read from
 * `GET /oauth/sessions/{id}`. Stores nothing in the browser. Errors by code: `identity_required`, `access_denied`,
 * `account_mismatch`, `session_expired`, `popup_blocked`, `network_error`, …
 */
export function useConnect(params: UseConnectParams): UseFlow<Connection> {
  return useFlow('connect', params, params.onSuccess, params);
}

const getIdle = () => IDLE;

function useFlow<K extends FlowKind>(
  kind: K,
  params: FlowParams,
  onComplete: ((result: FlowResults[K]) => void) | undefined,
  { connectionId, label }: Pick<UseConnectParams, 'connectionId' | 'label'> = {},
): UseFlow<FlowResults[K]> {
  const { runtime, labels: shared } = useAuthpipeContext();
  const labels = useMemo(() => mergeLabels(shared, params.labels), [shared, params.labels]);
  const providerName = params.providerName ?? nameOfProvider(params.provider);
  const { provider, config } = params;
  const flow = useHeld(() => new Flow(kind, runtime), [provider, config ?? '', label ?? '']);
  const known: FlowState<FlowResults[K]> = useSyncExternalStore(flow.subscribe, flow.getState, getIdle);
  const isOfAnother = connectionId !== undefined && flow.startedFor !== connectionId && known.result?.id !== connectionId;
  // What goes on is shown, also where the connection that it makes is listed before it says so.
  const state = isOfAnother && !isBusy(known.status) ? IDLE : known;

  const { scopes, variables, loginHint, prompt, mode, returnTo, onError, onCancel } = params;
  const message = fillLabel(labels.connecting, providerName);
  const popupText = { title: message, message };
  const options: FlowOptions<FlowResults[K]> = {
    provider, config, scopes, variables, connectionId, label, loginHint, prompt, mode, returnTo, popupText, onComplete, onError, onCancel,
  };
  useInsertionEffect(() => flow.configure(options));
  // Another connection is another button to what comes back.
  useEffect(() => flow.mount(), [flow, connectionId]);

  const { status, error, result } = state;
  const { start, cancel, reopen } = flow;
  const buttonProps: FlowButtonProps = {
    type: 'button',
    onClick: start,
    disabled: params.disabled ?? false,
    'aria-busy': isBusy(status),
  };
  return { start, cancel, reopen, status, error, result, buttonProps, labels, providerName };
}
