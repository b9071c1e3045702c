import type { ClientErrorCode } from './errors.js';
import type { Connection, Installation } from './types.js';

/**
 * Texts of the buttons. `{provider}` stands for the provider's name, `{account}` for that of the account or the organisation. Plain
 * strings, so that any translation file will do.
 */
export interface Labels {
  install: string;
  connect: string;
  /** On the button of a connection that needs its user again. */
  reconnect: string;
  /** In the new window and beside the button. */
  connecting: string;
  waiting: string;
  /** The window looks closed, which it may not be. */
  detached: string;
  reopen: string;
  cancel: string;
  installed: string;
  /** Where the organisation's name is known. */
  installedAs: string;
  /** The installation is stored, and an administrator has to approve it. */
  installPending: string;
  /** The installation is stored, and its permissions do not work yet. */
  installSpreading: string;
  connected: string;
  /** Where the account's name is known. */
  connectedAs: string;
  /** The connection's user must sign in again. */
  needsReauth: string;
  /** The key that somebody has stored is not accepted any more. */
  needsKey: string;
  cancelled: string;
  /** What went wrong is nothing that a person can do something about. */
  failed: string;
  /** By error code. A code that is not here shows `failed`. */
  errors: Readonly<Record<string, string>>;
}

/** A dictionary that replaces some of the texts. */
export type LabelOverrides = Partial<Omit<Labels, 'errors'>> & { errors?: Readonly<Record<string, string>> };

/** The English texts. */
export const DEFAULT_LABELS: Labels = {
  install: 'Install {provider}',
  connect: 'Connect {provider}',
  reconnect: 'Reconnect {provider}',
  connecting: 'Connecting to {provider}…',
  waiting: 'Waiting for {provider} in the other window',
  detached: 'This is not finished yet. If the window is closed, open it again.',
  reopen: 'Reopen',
  cancel: 'Cancel',
  installed: '{provider} is installed',
  installedAs: '{provider} is installed for {account}',
  installPending: '{provider} is installed and waits for approval',
  installSpreading: '{provider} is installed. It can take a few minutes until it works.',
  connected: '{provider} is connected',
  connectedAs: '{provider} is connected as {account}',
  needsReauth: '{provider} needs you to sign in again',
  needsKey: '{provider} does not accept the stored key any more',
  cancelled: 'Cancelled',
  failed: '{provider} could not be connected. Tell the people who run this app.',
  // What the handler's pages say (`common/person.rs` of the core, which compares the two), as said beside a button.
  errors: {
    access_denied: 'Nothing was connected, because it was cancelled or not allowed. You can try again.',
    account_mismatch: 'You signed in with another account than expected. Try again, and choose the account that you used before.',
    account_type_unsupported: 'This cannot be done with a personal account. Try again, and sign in with an account of your organisation.',
    admin_consent_required: 'An administrator of your organisation has to allow this first. Ask them, then try again.',
    approval_required: 'Only an administrator of your organisation can do this. Nothing was changed.',
    closed: 'The app cannot do this at the moment. Try again in a few minutes.',
    forbidden: 'You are not allowed to do this. Ask an administrator.',
    identity_mismatch: 'This sign-in was started by another user of the application. Sign in to the application as that user and try again.',
    identity_required: 'Nobody is signed in to the application, so nothing was connected. Sign in to the application and try again.',
    installation_claimed: 'Your organisation is connected elsewhere already. Ask the people who run the app for help.',
    installation_not_found: 'What this sign-in was for has been removed meanwhile. Connect anew.',
    key_service_unavailable: 'The app cannot do this at the moment. Try again in a few minutes.',
    not_connected: 'What this sign-in was for has been removed meanwhile. Connect anew.',
    provider_unavailable: 'The other service does not answer as it should. Try again in a few minutes.',
    rate_limited: 'There were too many attempts. Try again in a few minutes.',
    scope_missing: 'Something that the app needs was not allowed. Try again, and agree to everything that is asked.',
    session_binding_mismatch: 'This sign-in was started in another browser. Try again.',
    session_expired: 'This sign-in took too long and has expired. Try again.',
    state_invalid: 'This sign-in is not known here, or it was finished before. Try again.',
    vault_locked: 'The app cannot do this at the moment. Try again in a few minutes.',
    vault_unavailable: 'The app cannot do this at the moment. Try again in a few minutes.',
    // What only a page of the application meets.
    not_found: 'This sign-in is not known here any more. Try again.',
    network_error: 'The server cannot be reached. Check your connection and try again.',
    popup_blocked: 'The browser blocked the window. Allow pop-ups for this site and try again.',
    timeout: 'The server does not answer. Try again.',
  } satisfies Partial<Record<ClientErrorCode, string>>,
};

/** The default texts with each of the given dictionaries laid over them, the last one on top. */
export function mergeLabels(...overrides: readonly (LabelOverrides | undefined)[]): Labels {
  let labels = DEFAULT_LABELS;
  for (const override of overrides) {
    if (override) labels = { ...labels, ...shortened(override), ...override, errors: { ...labels.errors, ...override.errors } };
  }
  return labels;
}

/** A dictionary that has the plain text only means it for the longer one too: two languages on one page are none. */
function shortened({ connected, installed, installPending }: LabelOverrides): LabelOverrides {
  return {
    ...(connected !== undefined && { connectedAs: connected }),
    ...(installed !== undefined && { installedAs: installed }),
    ...(installPending !== undefined && { installSpreading: installPending }),
  };
}

/** Puts the provider's name into a text, and the account's. */
export function fillLabel(label: string, providerName: string, account = ''): string {
  return label.replace(/\{(provider|account)\}/g, (_, name) => (name === 'provider' ? providerName : account));
}

/**
 * What a person can be told about an error, wherever it is shown; its own `message` is for developers. `providerName` is that of what was to be
 * connected, where it is about that; `labels` are your own texts, as those of the buttons.
 */
export function textOfError(error: Told, providerName?: string, labels?: LabelOverrides): string {
  const merged = mergeLabels(labels);
  if (knownText(error, merged) === undefined && providerName === undefined) return 'This did not work. Tell the people who run this app.';
  return fillLabel(textOf(error, merged), providerName ?? '');
}

/** The text of an error, in which the provider's name is still to be put. */
export function textOf(error: Told, labels: Labels): string {
  return knownText(error, labels) ?? labels.failed;
}

/** As much of an error as a text needs. */
interface Told {
  readonly code: string;
  readonly status?: number;
}

/** What the application, its login or a proxy answers in the handler's place has no code, and a status that says as much. */
const BY_STATUS: Readonly<Record<number, ClientErrorCode>> = {
  401: 'identity_required',
  403: 'forbidden',
  429: 'rate_limited',
  502: 'network_error',
  503: 'network_error',
  504: 'timeout',
};

function knownText({ code, status = 0 }: Told, { errors }: Labels): string | undefined {
  const named = code === 'unexpected_response' && !Object.hasOwn(errors, code) ? (BY_STATUS[status] ?? code) : code;
  // A code comes from outside, and may be the name of anything.
  return Object.hasOwn(errors, named) ? errors[named] : undefined;
}

/** How a person knows one of their connections: by the account's name, else by the label, else by the provider's name. Never an id. */
export function nameOfConnection(connection: Pick<Connection, 'provider' | 'displayName' | 'label'>): string {
  return connection.displayName || connection.label || nameOfProvider(connection.provider);
}

/** How a person knows an installation: by the organisation's name, else by the provider's. Never an id. */
export function nameOfInstallation(installation: Pick<Installation, 'provider' | 'displayName'>): string {
  return installation.displayName || nameOfProvider(installation.provider);
}

/** Spellings that capital initials get wrong. Cosmetic: the real names are in the catalogue, see `providerName`. */
const SPELLINGS: Readonly<Record<string, string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  hubspot: 'HubSpot',
  onedrive: 'OneDrive',
  quickbooks: 'QuickBooks',
  sharepoint: 'SharePoint',
};

/** A readable name made from a provider's slug: `microsoft-onedrive` gives `Microsoft OneDrive`. */
export function nameOfProvider(slug: string): string {
  const words = slug.split('-').filter((word) => word !== '');
  return words.map((word) => SPELLINGS[word] ?? word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
