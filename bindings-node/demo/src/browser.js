// A browser without windows: keeps cookies, follows redirects, fills in the forms of the sandbox's pages.

const MOST_STEPS = 30;

export class Browser {
  /** Cookies by host name; ports do not separate them (RFC 6265 §8.5). */
  #cookies = new Map();

  /** One request with cookies; redirects are not followed. */
  async request(url, { method = 'GET', headers = {}, body } = {}) {
    const { hostname } = new URL(url);
    const jar = this.#cookies.get(hostname) ?? new Map();
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { method, body, redirect: 'manual', headers: { ...headers, ...(cookie && { cookie }) } });
    for (const line of answer.headers.getSetCookie()) {
      const { name, value, gone } = readCookie(line);
      if (gone) jar.delete(name);
      else jar.set(name, value);
    }
    this.#cookies.set(hostname, jar);
    return answer;
  }

  /** A request of the page's script: JSON, with the headers that the handler wants of a page of its own origin. */
  async json(url, { method = 'GET', body } = {}) {
    const headers = { origin: new URL(url).origin, 'x-authpipe': '1', 'content-type': 'application/json' };
    const answer = await this.request(url, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** Posts a form and stays where it is. */
  async post(url, fields) {
    return this.request(url, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /**
   * Opens an address of the provider as this person would: signs in, accepts what is asked, and comes back.
   * Returns the address of the application at which it ends, and how many pages were answered.
   */
  async signInAt(url, { username, password, home }) {
    let answer = await this.request(url);
    let pages = 0;
    for (let step = 0; step < MOST_STEPS; step++) {
      const location = answer.headers.get('location');
      if (location) {
        url = new URL(location, url).href;
        await answer.arrayBuffer();
        answer = await this.request(url);
        continue;
      }
      const html = await answer.text();
      if (url.startsWith(home)) {
        if (answer.status !== 200) throw new Error(`the application answered ${answer.status}: ${textOf(html)}`);
        return { url, pages };
      }
      const name = /<body data-page="([^"]*)"/.exec(html)?.[1];
      const accept = { decision: 'accept' };
      const fields = { 'sign-in': { username, password }, account: { decision: 'continue' }, consent: accept, 'admin-consent': accept }[name];
      const action = { 'sign-in': '/_login', account: '/_account', consent: '/_consent', 'admin-consent': '/_consent' }[name];
      const form = readForms(html).find((candidate) => candidate.action === action);
      if (!fields || !form || html.includes('role="alert"')) throw new Error(`stuck at the page "${name}": ${textOf(html)}`);
      pages++;
      url = new URL(form.action, url).href;
      answer = await this.post(url, { ...form.hidden, ...fields });
    }
    throw new Error('the provider and the application redirect without an end');
  }
}

/** Name, value and whether the browser is to forget it. */
export function readCookie(line) {
  const [pair, ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const gone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), gone };
}

/** The forms of a page, with their hidden fields. */
export function readForms(html) {
  return [...html.matchAll(/<form\b[^>]*\baction="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(([, action, inner]) => {
    const hidden = {};
    for (const [, name, value] of inner.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) hidden[name] = unescape(value);
    return { action: unescape(action), hidden };
  });
}

const unescape = (text) =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&');

const textOf = (html) =>
  html.replace(/<(style|script)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);
