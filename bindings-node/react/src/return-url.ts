// What the address of a page says about a flow that came back to it, and the address to come back to.

import type { FlowKind } from './types.js';

/** Set by the handler on the way back. How it ended is a hint for applications without this package, which asks the handler. */
const SESSION = 'authpipe_session';
const STATUS = 'authpipe_status';
/** In the fragment, set by the handler for a two-step completion. A one-time secret. */
const COMPLETION = 'authpipe_completion';
/** Set by this package: which button waits for the answer, so that nothing needs to be stored. Decides nothing else. */
const WAITING = 'authpipe_for';

/** A flow that came back to this page. */
export interface ReturnedFlow {
  sessionId: string | null;
  completion: string | null;
  /** The button that started it; `null` if the flow was not started by this package. */
  startedBy: Starter | null;
}

/** A button, as the address remembers it. */
export interface Starter {
  mode: 'popup' | 'redirect';
  kind: FlowKind;
  provider: string;
  /** The registration that it names; `null` for the only one. */
  config: string | null;
  /** The connection that it signs in to again; `null` for one that makes new ones. */
  connectionId: string | null;
  /** The label of the connection that it makes; empty for the one without. */
  label: string;
}

export function readReturnUrl(href: string): ReturnedFlow {
  const url = new URL(href);
  return {
    sessionId: url.searchParams.get(SESSION) || null,
    completion: fragmentOf(url).get(COMPLETION) || null,
    startedBy: readStartedBy(url.searchParams.get(WAITING)),
  };
}

/** The address without the completion secret. Returns `href` itself when there is none. */
export function scrubCompletion(href: string): string {
  const url = new URL(href);
  const fragment = fragmentOf(url);
  if (!fragment.has(COMPLETION)) return href;
  fragment.delete(COMPLETION);
  url.hash = fragment.toString();
  return url.href;
}

/** The address without the traces of this session. Returns `href` itself when it is about another one. */
export function cleanReturnUrl(href: string, sessionId: string): string {
  const url = new URL(href);
  if (url.searchParams.get(SESSION) !== sessionId) return href;
  for (const name of [SESSION, STATUS, WAITING]) url.searchParams.delete(name);
  return url.href;
}

/** The address to return to: a path where the handler has the page's origin, otherwise a full URL. The fragment stays behind. */
export function buildReturnTo(
  page: string,
  returnTo: string | undefined,
  handlerOrigin: string,
  startedBy: Starter,
): string {
  const url = new URL(returnTo ?? page, page);
  url.hash = '';
  for (const name of [SESSION, STATUS]) url.searchParams.delete(name);
  const { mode, kind, provider, config, connectionId, label } = startedBy;
  // A connection that stands has its label already.
  const which = connectionId !== null ? `~${connectionId}` : label !== '' ? `~~${encodePart(label)}` : '';
  const at = config !== null ? `*${encodePart(config)}` : '';
  url.searchParams.set(WAITING, `${mode}.${kind}${which}${at}.${provider}`);
  return url.origin === handlerOrigin ? url.pathname + url.search : url.href;
}

function readStartedBy(value: string | null): Starter | null {
  const match = /^(popup|redirect)\.(install|connect)(?:~([^.~*]+)|~~([^.~*]+))?(?:\*([^.~*]+))?\.(.+)$/.exec(value ?? '');
  if (!match) return null;
  return {
    mode: match[1] as Starter['mode'],
    kind: match[2] as FlowKind,
    provider: match[6] as string,
    config: match[5] === undefined ? null : decodePart(match[5]),
    connectionId: match[3] ?? null,
    label: decodePart(match[4] ?? ''),
  };
}

/** Without the marks that separate the parts. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replace(/[.~*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Anybody can write an address. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function fragmentOf(url: URL): URLSearchParams {
  return new URLSearchParams(url.hash.slice(1));
}
