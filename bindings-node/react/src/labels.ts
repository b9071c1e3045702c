import type { ClientErrorCode } from './errors.js';

/** Texts of the buttons. `{provider}` stands for the provider's name. Plain strings, so that any translation file will do. */
export interface Labels {
  install: string;
  connect: string;
  /** In the new window and in the live region. */
  connecting: string;
  waiting: string;
  detached: string;
  reopen: string;
  cancel: string;
  installed: string;
  /** The installation is stored but not usable yet: consent is still spreading or an administrator has to approve. */
  installPending: string;
  connected: string;
  cancelled: string;
  /** By error code. A code that is not here shows the error's own message. */
  errors: Readonly<Record<string, string>>;
}

/** A dictionary that replaces some of the texts. */
export type LabelOverrides = Partial<Omit<Labels, 'errors'>> & { errors?: Readonly<Record<string, string>> };

/** The English texts. */
export const DEFAULT_LABELS: Labels = {
  install: 'Install {provider}',
  connect: 'Connect {provider}',
  connecting: 'Connecting to {provider}…',
  waiting: 'Waiting for {provider} in the other window',
  detached: 'Finish in the other window',
  reopen: 'Reopen',
  cancel: 'Cancel',
  installed: '{provider} is installed',
  installPending: '{provider} is installed and waits for approval',
  connected: '{provider} is connected',
  cancelled: 'Cancelled',
  errors: {
    access_denied: 'Access to {provider} was not granted.',
    account_mismatch: 'This is another {provider} account than the one that is connected.',
    admin_consent_required: 'An administrator of your organisation has to allow this.',
    forbidden: 'You are not allowed to do this. Ask an administrator.',
    identity_required: 'You are signed out. Sign in and try again.',
    installation_claimed: 'This {provider} organisation is already installed elsewhere.',
    network_error: 'The server cannot be reached. Check your connection and try again.',
    popup_blocked: 'The browser blocked the window. Allow pop-ups for this site and try again.',
    provider_unavailable: '{provider} does not answer at the moment. Try again later.',
    rate_limited: 'Too many attempts. Try again later.',
    session_binding_mismatch: 'This sign-in was started in another browser. Try again here.',
    session_expired: 'The sign-in was not finished in time. Try again.',
    timeout: 'The server does not answer. Try again.',
  } satisfies Partial<Record<ClientErrorCode, string>>,
};

/** The default texts with each of the given dictionaries laid over them, the last one on top. */
export function mergeLabels(...overrides: readonly (LabelOverrides | undefined)[]): Labels {
  let labels = DEFAULT_LABELS;
  for (const override of overrides) {
    if (override) labels = { ...labels, ...override, errors: { ...labels.errors, ...override.errors } };
  }
  return labels;
}

/** Puts the provider's name into a text. */
export function fillLabel(label: string, providerName: string): string {
  return label.replaceAll('{provider}', () => providerName);
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
