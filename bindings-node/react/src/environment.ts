// Everything that this package asks of a browser. Tests pass their own, with their own clock.

/** A window that was opened for the user to sign in. */
export interface PopupHandle {
  /** Reads `true` for an open window too, once the provider's page has cut the link to it (COOP): only ever a hint. */
  readonly closed: boolean;
  navigate(url: string): void;
  focus(): void;
  close(): void;
  /** Whether a message came from this window. */
  isSource(source: unknown): boolean;
}

/** What a new popup says while the session is being created. */
export interface PopupText {
  title: string;
  message: string;
}

/** A message that arrived from another window. It may wake the flow and proves nothing. */
export interface WindowMessage {
  /** `channel` is BroadcastChannel, which browsers keep within one origin; `window` is `postMessage`. */
  via: 'channel' | 'window';
  origin: string;
  source: unknown;
  data: unknown;
}

/** The browser, as far as this package uses it. Nothing here is called while rendering. */
export interface Environment {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** The page's address. */
  href(): string;
  /** Replaces the address in the history without loading anything. */
  replaceUrl(url: string): void;
  /** Leaves the page. */
  navigate(url: string): void;
  /** Whether the page is in a frame, where providers refuse to be shown. Default: it is not. */
  isFramed?(): boolean;
  /** Opens a blank window with a text in it. Returns `null` when the browser refuses. */
  openPopup(text: PopupText): PopupHandle | null;
  /** Messages of the handler's closing page. Returns the function that stops them. */
  onMessage(listener: (message: WindowMessage) => void): () => void;
  /** The user is back at this page: focus, visibility, return from the back/forward cache. */
  onAttention(listener: () => void): () => void;
  /** Tells the app's other windows that a session has moved. Carries an id and a status, nothing else. */
  announce(message: { v: 1; session_id: string; status: string }): void;
  closeWindow(): void;
}

const CHANNEL = 'authpipe';
const POPUP_WIDTH = 520;
const POPUP_HEIGHT = 680;

let shared: Environment | undefined;

/** The real browser. Touches `window` only when one of its functions is called, so a server may load and create it. */
export function browserEnvironment(): Environment {
  shared ??= {
    fetch: (url, init) => window.fetch(url, init),
    now: () => Date.now(),
    setTimeout: (run, ms) => window.setTimeout(run, ms),
    clearTimeout: (timer) => window.clearTimeout(timer as number),
    href: () => window.location.href,
    replaceUrl: (url) => window.history.replaceState(window.history.state, '', url),
    navigate: (url) => window.location.assign(url),
    isFramed: () => window.self !== window.top,
    openPopup,
    onMessage,
    onAttention,
    announce,
    closeWindow: () => window.close(),
  };
  return shared;
}

function openPopup(text: PopupText): PopupHandle | null {
  const left = Math.max(0, Math.round(window.screenX + (window.outerWidth - POPUP_WIDTH) / 2));
  const top = Math.max(0, Math.round(window.screenY + (window.outerHeight - POPUP_HEIGHT) / 2));
  const features = `popup=yes,width=${POPUP_WIDTH},height=${POPUP_HEIGHT},left=${left},top=${top}`;
  const popup = window.open('about:blank', '_blank', features);
  // Some blockers return a window that is closed already.
  if (!popup || popup.closed) return null;
  writePopup(popup, text);
  return {
    get closed() {
      return popup.closed;
    },
    navigate: (url) => popup.location.replace(url),
    focus: () => popup.focus(),
    close: () => popup.close(),
    isSource: (source) => source === popup,
  };
}

/** Text only, set through the DOM: no markup is parsed and a strict content security policy has nothing to object to. */
function writePopup(popup: Window, text: PopupText): void {
  try {
    const page = popup.document;
    page.documentElement.lang = document.documentElement.lang;
    page.documentElement.dir = document.documentElement.dir;
    page.title = text.title;
    const line = page.createElement('p');
    line.setAttribute('role', 'status');
    line.textContent = text.message;
    line.style.font = '1rem system-ui, sans-serif';
    line.style.margin = '40vh 1rem 0';
    line.style.textAlign = 'center';
    page.body.append(line);
  } catch {
    // The flow does not depend on the text.
  }
}

function onMessage(listener: (message: WindowMessage) => void): () => void {
  const fromWindow = (event: MessageEvent) =>
    listener({ via: 'window', origin: event.origin, source: event.source, data: event.data });
  window.addEventListener('message', fromWindow);
  const origin = window.location.origin;
  let channel: BroadcastChannel | null = null;
  const listen = () => {
    channel?.close();
    channel = openChannel();
    if (channel) channel.onmessage = (event) => listener({ via: 'channel', origin, source: null, data: event.data });
  };
  // With an open channel, browsers do not keep a page for the way back.
  const pause = () => channel?.close();
  const resume = ({ persisted }: PageTransitionEvent) => {
    if (persisted) listen();
  };
  listen();
  window.addEventListener('pagehide', pause);
  window.addEventListener('pageshow', resume);
  return () => {
    window.removeEventListener('message', fromWindow);
    window.removeEventListener('pagehide', pause);
    window.removeEventListener('pageshow', resume);
    channel?.close();
  };
}

function onAttention(listener: () => void): () => void {
  const whenVisible = () => {
    if (document.visibilityState === 'visible') listener();
  };
  window.addEventListener('focus', listener);
  window.addEventListener('pageshow', listener);
  document.addEventListener('visibilitychange', whenVisible);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('pageshow', listener);
    document.removeEventListener('visibilitychange', whenVisible);
  };
}

function announce(message: { v: 1; session_id: string; status: string }): void {
  const channel = openChannel();
  channel?.postMessage(message);
  channel?.close();
}

/** `null` where the browser has none or refuses it (opaque origins, blocked storage): polling does the work then. */
function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    return null;
  }
}
