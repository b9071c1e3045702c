// The application's own login, as small as it can be: a signed cookie that names one of two people. A real application has
// passwords or single sign-on here; Authpipe only wants to know who is asking.
import { createHmac, timingSafeEqual } from 'node:crypto';

const COOKIE = 'demo_session';

/** Who may sign in. */
export const PEOPLE = {
  ada: { id: 'ada', name: 'Ada, admin of Acme', orgId: 'org_acme', isAdmin: true },
  ben: { id: 'ben', name: 'Ben, member', orgId: 'org_acme', isAdmin: false },
};

const sign = (id, secret) => createHmac('sha256', secret).update(id).digest('base64url');

/** The `Set-Cookie` value that signs a person in; null for somebody unknown. */
export function signIn(who, secret) {
  if (!Object.hasOwn(PEOPLE, who)) return null;
  return `${COOKIE}=${who}.${sign(who, secret)}; Path=/; HttpOnly; SameSite=Lax`;
}

/** The `Set-Cookie` value that signs out. */
export function signOut() {
  return `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;
}

/** The person that a `Cookie` header names with a valid signature, or undefined. */
export function readUser(header, secret) {
  for (const pair of (header ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=', 2);
    if (name !== COOKIE) continue;
    const [id, signature = ''] = value.split('.', 2);
    const [given, wanted] = [Buffer.from(signature), Buffer.from(sign(id, secret))];
    if (given.length === wanted.length && timingSafeEqual(given, wanted) && Object.hasOwn(PEOPLE, id)) return PEOPLE[id];
  }
  return undefined;
}

/** Express middleware: sets `req.user` or leaves it undefined. */
export function loadUser(secret) {
  return (req, _res, next) => {
    req.user = readUser(req.headers.cookie, secret);
    next();
  };
}
