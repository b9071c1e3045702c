// A person at the pages of npm `oidc-provider`, its interactions for development.

/** A person with a browser goes through the provider's pages. Gives the URL that leads back to the application. */
export async function signIn(start, issuer, person = 'alice') {
  const cookies = new Map();
  const forms = [{ prompt: 'login', login: person, password: 'any' }, { prompt: 'consent' }];
  let url = start;
  let form;
  for (let step = 0; step < 20; step++) {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      body: form && new URLSearchParams(form),
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url).href;
      form = undefined;
      if (!url.startsWith(issuer)) return url;
    } else {
      const page = await response.text();
      const action = /action="([^"]+)"/.exec(page);
      if (!response.ok || !action) throw new Error(`${response.status} at ${url}: ${page.slice(0, 2000)}`);
      url = new URL(action[1], url).href;
      form = forms.shift();
    }
  }
  throw new Error(`the provider's pages do not end: ${url}`);
}
