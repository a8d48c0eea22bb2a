// Follows an approval from a page of your own: copy this file, or import it.
//
//   const status = await follow(issuer, id, pollToken, { onChange: s => … });
//   if (status.isVerified) // have your back end validate: this informs only
//
// id and pollToken come from your back end (POST /api/challenges). It asks at
// the interval that the server names, slower after a 429, and ends with the
// challenge, or with an AbortSignal.

/** Resolves to the last status: {state, isConsumed, isVerified, …}. */
export async function follow(issuer, id, pollToken, { onChange = () => {}, signal, fetch = globalThis.fetch } = {}) {
  const url = `${issuer}/api/challenges/${encodeURIComponent(id)}`;
  let last = '';
  for (let wait = 0; ; ) {
    await pause(wait, signal);
    const answer = await ask(fetch, url, pollToken, signal);
    if (answer.status === undefined) { // slow_down, or the network: later
      wait = answer.retry;
      continue;
    }
    const status = answer.status;
    const now = `${status.state} ${status.seen}`;
    if (now !== last) onChange(status);
    last = now;
    if (status.isConsumed) return status;
    wait = status.interval;
  }
}

async function ask(fetch, url, token, signal) {
  let response;
  try {
    response = await fetch(url, { headers: { Authorization: `Bearer ${token}` }, cache: 'no-store', credentials: 'omit', signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    return { retry: 5 };
  }
  if (response.ok) return { status: await response.json() };
  if (response.status === 429 || response.status >= 500) {
    return { retry: Number(response.headers.get('Retry-After')) || 5 };
  }
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.title ?? `the server answered ${response.status}`);
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}
