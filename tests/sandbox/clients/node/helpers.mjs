// The control interface, and a person with a browser, both by plain fetch.
export const ready = JSON.parse(process.env.SANDBOX_READY);

export async function control(method, path, body) {
  const answer = await fetch(`${ready.control}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}`);
  return value;
}

const unescape = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
const find = (html, pattern) => {
  const found = html.match(pattern);
  return found ? unescape(found[1]) : undefined;
};

/** Opens a URL of the sandbox, signs in, decides, and returns the URL that leads back to the application. */
export async function signIn(url, person, decision = 'accept') {
  const cookies = new Map();
  const inside = (candidate) => [ready.http_origin, ready.tls_origin].includes(candidate.origin);
  let here = new URL(url);
  let options = {};
  for (let step = 0; step < 20; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(here, { ...options, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split('=');
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location) {
      const next = new URL(location, here);
      if (!inside(next)) return next;
      [here, options] = [next, {}];
      continue;
    }
    const html = await answer.text();
    const flow = find(html, /name="flow" value="([^"]*)"/);
    const page = find(html, /data-page="([^"]*)"/);
    const post = (path, fields) => {
      here = new URL(path, here);
      options = { method: 'POST', body: new URLSearchParams({ flow, ...fields }) };
    };
    if (page === 'sign-in') post('/_login', { username: person.username, password: person.password });
    else if (page === 'consent' || page === 'admin-consent') post('/_consent', { decision });
    else throw new Error(`page ${page}: ${find(html, /role="alert">([^<]*)/)}`);
  }
  throw new Error('too many pages');
}

export async function graph(path, token) {
  const answer = await fetch(`${ready.tls_origin}/v1.0${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.json() };
}
