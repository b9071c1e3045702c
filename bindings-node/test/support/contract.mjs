// Runs one scenario of tests/contract through the public API of this package: tests/contract/README.md says what each step is.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import * as authpipe from '../../esm/index.mjs';
import { TestClock } from '../../esm/testing.mjs';
import { Browser, FAILS, temporaryFolder } from './app.mjs';
import { fill, match, patch } from './contract-match.mjs';
import { Application } from './own.mjs';
import { startSandbox } from './sandbox.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'tests', 'contract');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
export const defaults = readJson(join(folder, 'defaults.json'));
export const schema = readJson(join(folder, 'schema.json'));

/** Every scenario, from the folder. */
export const scenarios = readdirSync(join(folder, 'scenarios'))
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((file) => ({ name: basename(file, '.json'), ...readJson(join(folder, 'scenarios', file)) }));

/** Scenarios of which each must fail. */
export const mustFail = readJson(join(folder, 'must-fail.json'));

/** Each public method: neutral arguments to a call of this language. */
export const methods = {
  ready: (a, args) => a.ready(camel(args)),
  close: (a) => a.close(),
  get_credential: (a, { force_refresh, min_validity_ms, scopes, claims, timeout_ms, ...subject }, signal) =>
    a.getCredential(camel(subject), { ...camel({ force_refresh, min_validity_ms, scopes, claims, timeout_ms }), signal }),
  peek_credential: (a, subject) => a.peekCredential(camel(subject)),
  report_rejected: (a, { generation, claims, timeout_ms, ...subject }) =>
    a.reportRejected(camel(subject), camel({ generation, claims }), camel({ timeout_ms })),
  store_credential: (a, { timeout_ms, ...args }) => a.storeCredential(camel(args), camel({ timeout_ms })),
  store_credentials: (a, { rows, timeout_ms }) => a.storeCredentials(rows.map(camel), camel({ timeout_ms })),
  create_auth_session: (a, { timeout_ms, ...args }) => a.createAuthSession(camel(args), camel({ timeout_ms })),
  create_install_session: (a, { timeout_ms, ...args }) => a.createInstallSession(camel(args), camel({ timeout_ms })),
  start_device_auth: (a, { timeout_ms, ...args }) => a.startDeviceAuth(camel(args), camel({ timeout_ms })),
  poll_device_auth: (a, { timeout_ms, ...args }) => a.pollDeviceAuth(camel(args), camel({ timeout_ms })),
  run_maintenance: (a, args) => a.runMaintenance(camel(args)),
  'connections.list': (a, { timeout_ms, ...args }) => a.connections.list(camel(args), camel({ timeout_ms })),
  'connections.get': (a, { id, timeout_ms, ...scope }) => a.connections.get(id, camel(scope), camel({ timeout_ms })),
  'connections.check': (a, { id, timeout_ms, ...scope }) => a.connections.check(id, camel(scope), camel({ timeout_ms })),
  'connections.delete': (a, { id, timeout_ms, ...scope }) => a.connections.delete(id, camel(scope), camel({ timeout_ms })),
  'installations.create': (a, { timeout_ms, ...args }) => a.installations.create(camel(args), camel({ timeout_ms })),
  'installations.list': (a, { timeout_ms, ...args }) => a.installations.list(camel(args), camel({ timeout_ms })),
  'installations.get': (a, { id, timeout_ms, ...scope }) => a.installations.get(id, camel(scope), camel({ timeout_ms })),
  'installations.approve': (a, { id, timeout_ms, ...scope }) => a.installations.approve(id, camel(scope), camel({ timeout_ms })),
  'installations.delete': (a, { id, timeout_ms, ...scope }) => a.installations.delete(id, camel(scope), camel({ timeout_ms })),
  'sessions.get': (a, { id, timeout_ms, ...scope }) => a.sessions.get(id, camel(scope), camel({ timeout_ms })),
  'sessions.cancel': (a, { id, timeout_ms, ...scope }) => a.sessions.cancel(id, camel(scope), camel({ timeout_ms })),
  'events.list': (a, { timeout_ms, since, ...args }) =>
    a.events.list({ ...camel(args), ...(since !== undefined && { since: new Date(since) }) }, camel({ timeout_ms })),
  'events.follow': async (a, { count, since, ...args }, signal) => {
    const seen = [];
    const query = { ...camel(args), ...(since !== undefined && { since: new Date(since) }) };
    for await (const event of a.events.follow(query, { signal: signal || undefined })) {
      if (seen.push(event) === count) return seen;
    }
    return assert.fail('it ended before its time');
  },
  'audit.list': (a, { timeout_ms, since, ...args }) =>
    a.audit.list({ ...camel(args), ...(since !== undefined && { since: new Date(since) }) }, camel({ timeout_ms })),
  read_claims: (_a, { www_authenticate }) => authpipe.readClaims(www_authenticate),
  sign: async (a, { method, url, form, ...subject }) => {
    const signed = (await a.getCredential(camel(subject))).sign({ method, url, form });
    return { authorization: signed.Authorization };
  },
  send: async (a, { method, url, form, ...subject }) => {
    const headers = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await a.fetch(camel(subject))(url, { method, body: form, headers });
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? await response.json() : await response.text() };
  },
};

export async function runScenario(t, scenario) {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const run = new Run(sandbox, scenario, temporaryFolder(t));
  t.after(() => run.authpipe?.close());
  await run.steps(scenario.steps);
  await run.checkPrinted(scenario.secrets ?? []);
}

class Run {
  authpipe;
  printed = [];
  #lines = [];
  #awaited = new Set();
  #browsers = new Map();
  #clock = new TestClock();
  #advanced = 0;
  #started = new Map();
  application = new Application();

  constructor(sandbox, scenario, folder) {
    this.sandbox = sandbox;
    this.variables = { ...defaults.variables, folder, sandbox: { http_origin: sandbox.http, tls_origin: sandbox.tls } };
    this.options = patch(defaults.options, scenario.options ?? {});
    this.world = {
      now: () => Date.now() + this.#advanced,
      issued: async (query) => (await sandbox.control('GET', `/ledger?kind=issued&${query}`)).entries.map((one) => one.value),
    };
  }

  async steps(steps) {
    for (const [i, step] of steps.entries()) {
      const action = Object.keys(step).find((name) => Object.hasOwn(actions, name));
      try {
        assert.ok(action, 'the step has no action that this runner knows');
        // What is run for each item is filled when the item is there.
        const ready = action === 'for_each' ? { ...fill({ ...step, steps: null }, this.variables), steps: step.steps } : fill(step, this.variables);
        await actions[action](this, ready);
      } catch (error) {
        error.message = `step ${i + 1} (${action} ${typeof step[action] === 'string' ? step[action] : ''}): ${error.message}`;
        throw error;
      }
    }
  }

  /** Judges what came out, each of several alike, and keeps the first under its name. */
  async judge(step, outcomes, convert = (value) => value) {
    const seen = [];
    for (const outcome of outcomes) {
      if (outcome.error !== undefined) {
        if (step.error === undefined || !(outcome.error instanceof authpipe.AuthpipeError)) throw outcome.error;
        const { class: Class, ...expected } = step.error;
        assert.ok(!Class || outcome.error instanceof authpipe[Class], `the error is a ${Class}: ${outcome.error.name}`);
        const error = { ...neutral({ ...outcome.error }), message: outcome.error.message };
        this.printed.push(inspect(outcome.error), String(outcome.error), JSON.stringify(outcome.error));
        seen.push(error);
        await match(error, expected, this.world, 'the error');
      } else {
        assert.ok(step.error === undefined, `it fails with ${JSON.stringify(step.error)}`);
        if (typeof outcome.value?.headers === 'function') this.printed.push(inspect(outcome.value), JSON.stringify(outcome.value), `${outcome.value}`);
        const value = convert(outcome.value);
        seen.push(value);
        if ('expect' in step) await match(value, step.expect, this.world, 'the result');
      }
    }
    for (const name of step.equal ?? []) assert.equal(new Set(seen.map((one) => JSON.stringify(one[name]))).size, 1, `${name} is equal in all`);
    if (step.as !== undefined) this.variables[step.as] = seen[0];
  }

  /** Begins a call; what becomes of it can be waited for. */
  begin(step) {
    const method = methods[step.call ?? step.start];
    assert.ok(method, 'the method is known');
    return Array.from({ length: step.times ?? 1 }, () => {
      const controller = new AbortController();
      // A method of this language may throw at once; for a scenario that is the same.
      const outcome = outcomeOf(async () => method((this.authpipe ??= this.open()), step.args ?? {}, step.start && controller.signal));
      return { outcome, cancel: (reason) => controller.abort(reason) };
    });
  }

  open() {
    const { root_keys, anchor, ...options } = fill(this.options, this.variables);
    const own = { root_keys: root_keys?.map((id) => this.application.rootKey(id)), anchor: anchor && this.application.anchor() };
    for (const config of Object.values(options.providers ?? {})) {
      if (config.client_assertion) config.client_assertion = this.application.clientAssertion();
    }
    const object = makeObject({ ...options, ...own, logger: (line) => this.#hear(line) }, this.#clock);
    // Without a base URL there is no handler to make; a scenario about that makes no requests.
    this.handler = options.base_url && authpipe.createHandler(object, { identify: Browser.identify });
    return object;
  }

  #hear(line) {
    const heard = { ...line, fields: neutral({ ...line.fields, err: undefined }) };
    this.printed.push(JSON.stringify(heard));
    this.#lines.push(heard);
    for (const look of this.#awaited) look();
  }

  /** The first line that matches, once it is there. */
  async logged(expected) {
    for (let next = 0; ; ) {
      for (; next < this.#lines.length; next += 1) {
        const line = this.#lines[next];
        const isIt = await match(line, expected, this.world, 'the line').then(() => true, () => false);
        if (isIt) return line;
      }
      await new Promise((resolve) => {
        const look = () => {
          this.#awaited.delete(look);
          resolve();
        };
        this.#awaited.add(look);
        if (next < this.#lines.length) look();
      });
    }
  }

  browser(name) {
    if (!this.#browsers.has(name)) {
      assert.ok(Object.hasOwn(defaults.browsers, name), `defaults.json has a browser ${name}`);
      this.#browsers.set(name, new Browser((request) => this.handler(request), camel(defaults.browsers[name])));
    }
    this.authpipe ??= this.open();
    return this.#browsers.get(name);
  }

  async request({ http, browser, body, headers }) {
    const [method, target] = http.split(' ');
    const url = target.startsWith('/') ? `${this.options.base_url}${target}` : target;
    const origin = new URL(this.options.base_url).origin;
    const changes = method === 'GET' ? {} : { 'content-type': 'application/json', 'x-authpipe': '1', origin };
    const response = await readResponse(await this.browser(browser).fetch(url, { method, body, headers: { ...changes, ...headers } }));
    this.printed.push(JSON.stringify(response));
    return response;
  }

  /** To the provider and back until the application answers with something else than a way to the provider. */
  async follow({ follow, browser, username, decision }) {
    for (let next = follow; ; ) {
      const back = await this.sandbox.signIn(next, username, decision);
      const response = await this.request({ http: `GET ${back}`, browser });
      const location = response.headers.location;
      if (response.status !== 303 || !location.startsWith(this.sandbox.http)) return response;
      next = location;
    }
  }

  async signIn({ sign_in: path, browser, username, decision, body = {} }) {
    const started = await this.request({ http: `POST ${path}`, browser, body: patch(defaults.sign_in_body, body) });
    assert.equal(started.status, 201, JSON.stringify(started.body));
    await this.follow({ follow: started.body.authorization_url, browser, username, decision });
    return (await this.request({ http: `GET /oauth/sessions/${started.body.session_id}`, browser })).body;
  }

  async advance(ms) {
    await this.sandbox.advance(ms);
    this.#clock.advance(ms);
    this.#advanced += ms;
  }

  start(step) {
    this.#started.set(step.id, this.begin(step));
  }

  async cancel(step) {
    const calls = this.#started.get(step.cancel);
    const [call] = calls.splice(step.index ?? 0, 1);
    const reason = new Error('the caller went away');
    call.cancel(reason);
    assert.equal((await call.outcome).error, reason, 'a cancelled call ends as this language ends it');
  }

  async wait(step) {
    const calls = this.#started.get(step.await);
    await this.judge(step, await Promise.all(calls.map((call) => call.outcome)), neutral);
  }

  async replace(step) {
    await this.authpipe?.close();
    this.authpipe = undefined;
    const before = this.options;
    this.options = patch(before, step.new);
    const outcome = await outcomeOf(async () => void (this.authpipe = this.open()));
    if (outcome.error !== undefined) this.options = before;
    await this.judge(step, [outcome]);
  }

  /** No printed form of an error or credential holds a secret of the sandbox or of the scenario. */
  async checkPrinted(own) {
    const secrets = [...own, ...(await this.sandbox.control('GET', '/secrets')).values];
    for (const text of this.printed) {
      const found = secrets.findIndex((secret) => text.includes(secret));
      assert.equal(found, -1, `a printed error or credential holds a secret (number ${found})`);
    }
  }
}

const actions = {
  call: async (run, step) => run.judge(step, await Promise.all(run.begin(step).map((call) => call.outcome)), neutral),
  start: (run, step) => run.start(step),
  await: (run, step) => run.wait(step),
  cancel: (run, step) => run.cancel(step),
  new: (run, step) => run.replace(step),
  http: async (run, step) => run.judge(step, [{ value: await run.request(step) }]),
  follow: async (run, step) => run.judge(step, [{ value: await run.follow(step) }]),
  sign_in: async (run, step) => run.judge(step, [{ value: await run.signIn(step) }]),
  keep_cookies: (run, step) => run.browser(step.browser).keep(step.keep_cookies),
  log_in: (run, step) => void (run.browser(step.browser).principal = step.log_in === FAILS ? FAILS : camel(step.log_in)),
  own: (run, step) => run.application.set(step.own, step.does),
  logged: async (run, step) => run.judge(step, [{ value: await run.logged(step.logged) }]),
  advance_ms: (run, step) => run.advance(step.advance_ms),
  check: (run, step) => run.judge(step, [{ value: step.check }]),
  ledger: async (run, step) => run.judge(step, [{ value: (await run.sandbox.control('GET', `/ledger?${step.ledger}`)).entries }]),
  sandbox: async (run, step) => {
    const [method, path] = step.sandbox.split(' ');
    await run.judge(step, [{ value: await run.sandbox.control(method, path, step.body) }]);
  },
  for_each: async (run, step) => {
    for (const item of step.for_each) {
      run.variables[step.as] = item;
      await run.steps(step.steps);
    }
  },
};

async function outcomeOf(work) {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

async function readResponse(response) {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: Object.fromEntries(response.headers), body: isJson ? JSON.parse(text) : text };
}

/** The object, from options as scenarios write them. */
export function makeObject({ providers, ...rest }, testClock) {
  const byConfig = providers && Object.fromEntries(Object.entries(providers).map(([id, config]) => [id, camel(config)]));
  return new authpipe.Authpipe({ ...camel(rest), ...(byConfig && { providers: byConfig }), testClock });
}

/** The members of an object in this language's case; absent ones left out. */
export function camel(object) {
  if (object === null) return null;
  const members = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), value]));
}

/** What a method gave, as a scenario sees it: members in snake_case, times in milliseconds, a credential with its headers. */
export function neutral(value) {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(neutral);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (typeof value.headers === 'function') {
    const credential = { ...neutral(parts(value)), fields: { ...value.fields } };
    try {
      return { ...credential, headers: value.headers() };
    } catch (error) {
      // A credential that is sent nowhere has none.
      if (error?.code !== 'invalid_request') throw error;
      return credential;
    }
  }
  if ('authorizationUrl' in value && 'setCookie' in value) {
    // It is taken apart by name only.
    const { sessionId, authorizationUrl, expiresAt, setCookie } = value;
    return { session_id: sessionId, authorization_url: authorizationUrl, expires_at: expiresAt.getTime(), set_cookie: setCookie };
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [snake(name), neutral(item)]));
}

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The getters of a credential live on its prototype, so that it does not print. */
function parts(credential) {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(credential))).filter(([, one]) => one.get);
  return { ...credential, ...Object.fromEntries(getters.map(([name]) => [name, credential[name]])) };
}
