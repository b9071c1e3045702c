// A browser without a browser: time moves only when a test moves it, windows are objects, the handler is a table.

import type { Environment, PopupHandle, PopupText, WindowMessage } from '../src/environment.js';

export const ORIGIN = 'https://app.example';
export const AUTHORIZATION_URL = 'https://login.example/authorize?state=s1';
const START = Date.parse('2026-01-01T00:00:00Z');

export interface SeenRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

export interface Reply {
  status?: number;
  body?: unknown;
  /** Answers only when this settles. */
  after?: Promise<void>;
}

export class FakePopup implements PopupHandle {
  closed = false;
  url = 'about:blank';
  focused = 0;
  constructor(readonly text: PopupText) {}
  navigate(url: string) {
    this.url = url;
  }
  focus() {
    this.focused += 1;
  }
  close() {
    this.closed = true;
  }
  isSource(source: unknown) {
    return source === this;
  }
}

export class FakeEnvironment implements Environment {
  readonly requests: SeenRequest[] = [];
  readonly popups: FakePopup[] = [];
  readonly navigations: string[] = [];
  readonly urls: string[] = [];
  readonly announced: unknown[] = [];
  closedItself = false;
  popupsBlocked = false;
  offline = false;
  isFramed = () => false;
  /** By method and path, e.g. `GET /oauth/sessions/s1`. */
  readonly replies = new Map<string, Reply | (() => Reply)>();
  readonly messageListeners = new Set<(message: WindowMessage) => void>();
  readonly attentionListeners = new Set<() => void>();
  readonly timers = new Map<number, { at: number; run: () => void }>();
  #now = START;
  #nextTimer = 1;
  #href: string;

  constructor(href = `${ORIGIN}/integrations`) {
    this.#href = href;
    for (const path of ['/oauth/sessions', '/oauth/installs']) this.reply(`POST ${path}`, { status: 201, body: started() });
    this.reply('DELETE /oauth/sessions/s1', { status: 204 });
    this.session({ status: 'pending' });
  }

  reply(route: string, reply: Reply | (() => Reply)): this {
    this.replies.set(route, reply);
    return this;
  }

  /** What the handler says about session `s1`. */
  session(session: object, id = 's1'): this {
    return this.reply(`GET /oauth/sessions/${id}`, { body: { session_id: id, ...session } });
  }

  count(route: string): number {
    return this.requests.filter(({ method, path }) => `${method} ${path}` === route).length;
  }

  message(message: Partial<WindowMessage>): void {
    const whole: WindowMessage = { via: 'window', origin: ORIGIN, source: this.popups.at(-1), data: null, ...message };
    for (const listener of [...this.messageListeners]) listener(whole);
  }

  attend(): void {
    for (const listener of [...this.attentionListeners]) listener();
  }

  /** Lets everything that is ready happen, then moves the clock from timer to timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].run();
      await settle();
    }
    this.#now = end;
  }

  // Environment
  now = () => this.#now;
  href = () => this.#href;
  replaceUrl = (url: string) => {
    this.#href = url;
    this.urls.push(url);
  };
  navigate = (url: string) => void this.navigations.push(url);
  announce = (message: unknown) => void this.announced.push(message);
  closeWindow = () => {
    this.closedItself = true;
  };
  setTimeout = (run: () => void, ms: number) => {
    const id = this.#nextTimer++;
    this.timers.set(id, { at: this.#now + ms, run });
    return id;
  };
  clearTimeout = (timer: unknown) => void this.timers.delete(timer as number);
  openPopup = (text: PopupText) => {
    if (this.popupsBlocked) return null;
    const popup = new FakePopup(text);
    this.popups.push(popup);
    return popup;
  };
  onMessage = (listener: (message: WindowMessage) => void) => {
    this.messageListeners.add(listener);
    return () => void this.messageListeners.delete(listener);
  };
  onAttention = (listener: () => void) => {
    this.attentionListeners.add(listener);
    return () => void this.attentionListeners.delete(listener);
  };
  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const path = url.replace('/api/authpipe', '');
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    this.requests.push({ method, path, headers: init.headers as Record<string, string>, body });
    const found = this.replies.get(`${method} ${path}`);
    const reply = typeof found === 'function' ? found() : found;
    await reply?.after;
    if (this.offline) throw new TypeError('Failed to fetch');
    if (!reply) return problem(404, 'not_found', 'Not found');
    if (reply.status === 204) return new Response(null, { status: 204 });
    return Response.json(reply.body, { status: reply.status ?? 200 });
  };
}

export function started(id = 's1') {
  const expires = new Date(START + 600_000).toISOString();
  return { session_id: id, authorization_url: AUTHORIZATION_URL, expires_at: expires };
}

export function problemBody(status: number, code: string, title: string) {
  return { type: `urn:authpipe:error:${code}`, title, status, code, detail: `${title}.`, hint: 'Do this.', request_id: 'req_1' };
}

function problem(status: number, code: string, title: string): Response {
  return Response.json(problemBody(status, code, title), { status });
}

export const INSTALLATION = {
  id: 'inst_1',
  provider: 'microsoft-onedrive',
  provider_installation_id: 'tid-1',
  status: 'active',
  installed_at: '2026-01-01T00:00:05Z',
  installed_by: 'user_123',
};

export const CONNECTION = {
  id: 'conn_1',
  provider: 'microsoft-onedrive',
  status: 'active',
  external_user_id: 'ada@contoso.example',
  display_name: 'Ada',
  label: null,
  scopes: ['Files.Read'],
  created_at: '2026-01-01T00:00:05Z',
};

export const INSTALLED = { status: 'complete', installation: INSTALLATION };
export const CONNECTED = { status: 'complete', connection: CONNECTION };

/** Waits until no promise has anything left to do. Does not wait for time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
