// Drives a sign-in from a page of an application of your own: copy this file.
// docs/integrating.md says what that costs; nothing here knows a password for
// longer than the call that sends it.
//
//   const attempt = await begin(issuer, { client_id, redirect_uri, scope: 'openid' });
//   let now = await attempt.password(username, password);
//   if (now.status === 'mfa_required') show(now.push.number);
//   now = await attempt.follow({ onChange: show });   // until the phone has answered
//   if (now.status === 'complete') tokens = await attempt.tokens(now);
//   if (now.status === 'redirect_required') {         // our own pages do the rest
//     sessionStorage.asked = JSON.stringify(attempt.kept());
//     location.assign(now.redirect_to);
//   }
//   // and then, in the page at redirect_uri:
//   tokens = await redeem(issuer, JSON.parse(sessionStorage.asked), Object.fromEntries(new URLSearchParams(location.search)));
//
// Calls resolve to what docs/openapi.yaml names Standing, and reject with a
// Problem. The handle of the sign-in stays in memory, and so does the verifier
// unless kept gives it out.

/** What the server refused: its code (wrong_credentials, slow_down, …) and when to come back, in seconds. */
export class Problem extends Error {
  constructor(status, body, retry) {
    super(body.title ?? `the server answered ${status}`);
    this.status = status;
    this.code = String(body.type ?? '').split(':').pop();
    this.detail = body.detail;
    this.retry = retry;
  }
}

/** Begins a sign-in: request is what the authorization endpoint takes, without PKCE, which is added. */
export async function begin(issuer, request, { fetch = globalThis.fetch } = {}) {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const state = base64url(crypto.getRandomValues(new Uint8Array(16)));
  const asked = { state, ...request, code_challenge: base64url(new Uint8Array(digest)) };
  const call = caller(fetch.bind(globalThis), `${issuer}/api/sign-in`);
  const begun = await call('POST', '', asked);
  return new Attempt(issuer, asked, verifier, fetch.bind(globalThis), (method, path, body) => call(method, path, body, begun.sign_in_token));
}

class Attempt {
  #issuer; #asked; #verifier; #fetch; #call;

  constructor(issuer, asked, verifier, fetch, call) {
    this.#issuer = issuer;
    this.#asked = asked;
    this.#verifier = verifier;
    this.#fetch = fetch;
    this.#call = call;
  }

  /** Proves the password. The phone is asked at once if its turn has come. */
  password(username, password) { return this.#call('POST', '/password', { username, password }); }

  /** Proves a code of an authenticator app. */
  code(code) { return this.#call('POST', '/code', { code }); }

  /** Confirms in another way: push or totp. */
  method(method) { return this.#call('POST', '/method', { method }); }

  /** Sends the phone another request, once the one before has ended. */
  again() { return this.#call('POST', '/push'); }

  /** Wakes the phone again for the same request. */
  resend() { return this.#call('POST', '/push/resend'); }

  /** Gives the sign-in up, and withdraws what it asked. */
  cancel() { return this.#call('DELETE', ''); }

  /** Where the sign-in stands. It informs: only the other calls move anything. */
  status() { return this.#call('GET', ''); }

  /** Takes the phone's approval, if there is one. */
  continue() { return this.#call('POST', '/continue'); }

  /** Waits until the open request is over, and goes on if it was approved. */
  async follow({ onChange = () => {}, signal } = {}) {
    for (let last = ''; ;) {
      let now;
      try {
        now = await this.status();
      } catch (error) {
        if (error instanceof Problem && error.status !== 429 && error.status < 500) throw error;
        await pause(error.retry ?? 5, signal); // told to slow down, or the network
        continue;
      }
      if (now.status === 'approved') {
        const next = await this.continue();
        if (next.status !== 'approved') return next; // else another tab is about to finish it
        now = next;
      }
      const seen = `${now.status} ${now.push?.state} ${now.push?.seen}`;
      if (seen !== last) onChange(now);
      last = seen;
      if (now.status !== 'approved' && now.push?.state !== 'pending') return now;
      await pause(now.push?.interval || 2, signal);
    }
  }

  /** What redeem needs in another page: the code that comes of redirect_to wants the same verifier. */
  kept() {
    const { client_id, redirect_uri, state } = this.#asked;
    return { client_id, redirect_uri, state, code_verifier: this.#verifier };
  }

  /** Gives the code of a complete sign-in to the token endpoint. */
  tokens(answer) { return redeem(this.#issuer, this.kept(), answer, { fetch: this.#fetch }); }
}

/** Gives a code to the token endpoint: kept is of the attempt that asked, answer what came of it. */
export async function redeem(issuer, kept, answer, { fetch = globalThis.fetch } = {}) {
  const { state, ...asked } = kept;
  if (answer.iss !== issuer || answer.state !== state) throw new Error('the answer is not of this sign-in');
  if (!answer.code) throw new Problem(400, { type: answer.error, title: answer.error_description });
  const response = await fetch(`${issuer}/token`, {
    method: 'POST', credentials: 'omit', cache: 'no-store',
    body: new URLSearchParams({ grant_type: 'authorization_code', code: answer.code, ...asked }),
  });
  const body = await response.json();
  if (!response.ok) throw new Problem(response.status, { type: body.error, title: body.error_description });
  return body;
}

function caller(fetch, base) {
  return async (method, path, body, token) => {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    const response = await fetch(base + path, {
      method, headers, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store',
    });
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(response.status, answer, Number(response.headers.get('Retry-After')) || undefined);
    return answer;
  };
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}
