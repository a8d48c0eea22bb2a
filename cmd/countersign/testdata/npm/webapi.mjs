// A relying party, and a service that it calls, made of oauth4webapi: every
// call by itself, each answer judged by the library, signatures too.
import * as oauth from "oauth4webapi";
import { heard, play, say } from "./talk.mjs";

/** One party: the client, how it authenticates, and its key for DPoP. */
async function party(ask) {
  const issuer = new URL(ask.issuer);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  const client = { client_id: ask.client_id, ...ask.metadata };
  const p = { ask, as, client, auth: oauth.PrivateKeyJwt(ask.key), nonces: 0 };
  p.options = ask.dpop ? { DPoP: oauth.DPoP(client, await oauth.generateKeyPair("ES256")) } : {};
  return p;
}

/** Sends a request, again where it is told a nonce, and reads the answer. */
async function call(p, request, read) {
  try {
    return await read(await request());
  } catch (e) {
    if (!oauth.isDPoPNonceError(e)) throw e;
    p.nonces++;
    return read(await request());
  }
}

/** Reads an answer that is a JWT, or has one in it, with its signature. */
const signed = (p, read) => async (response) => {
  const got = await read(response);
  await oauth.validateApplicationLevelSignature(p.as, response);
  return got;
};

/** A request that is signed and pushed, and an answer that is signed. */
async function signIn(p) {
  const { ask, as, client, auth, options } = p;
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const expectedNonce = oauth.generateRandomNonce();
  const parameters = new URLSearchParams({
    response_type: "code", response_mode: "jwt", redirect_uri: ask.redirect_uri, scope: ask.scope, state, nonce: expectedNonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  });
  for (const r of ask.resources ?? []) parameters.append("resource", r);
  const request = await oauth.issueRequestObject(as, client, parameters, ask.key);
  const pushed = await call(p, () => oauth.pushedAuthorizationRequest(as, client, auth, { request }, options),
    (r) => oauth.processPushedAuthorizationResponse(as, client, r));
  const to = new URL(as.authorization_endpoint);
  to.search = new URLSearchParams({ client_id: client.client_id, request_uri: pushed.request_uri });
  say({ open: to.href });
  const answer = await oauth.validateJwtAuthResponse(as, client, new URL((await heard()).url), state);
  const first = ask.resources && { additionalParameters: { resource: ask.resources[0] } };
  return call(p, () => oauth.authorizationCodeGrantRequest(as, client, auth, answer, ask.redirect_uri, verifier, { ...options, ...first }),
    signed(p, (r) => oauth.processAuthorizationCodeResponse(as, client, r, { expectedNonce, requireIdToken: true })));
}

const introspect = async (p, token) =>
  signed(p, (r) => oauth.processIntrospectionResponse(p.as, p.client, r))(await oauth.introspectionRequest(p.as, p.client, p.auth, token));

/** What a service finds that is called with a token: here it is the caller, too. */
async function served(p, token, resource) {
  let came;
  await oauth.protectedResourceRequest(token, "GET", new URL(resource), undefined, undefined, {
    ...p.options, [oauth.customFetch]: async (url, o) => { came = new Request(url, o); return new Response(); },
  });
  return oauth.validateJwtAccessToken(p.as, came, resource, { requireDPoP: true });
}

/** What a relying party does with tokens, and what it finds. */
async function use(p, tokens) {
  const { ask, as, client, auth, options } = p;
  const out = { type: tokens.token_type, claims: oauth.getValidatedIdTokenClaims(tokens) };
  out.userinfo = await call(p, () => oauth.userInfoRequest(as, client, tokens.access_token, options),
    signed(p, (r) => oauth.processUserInfoResponse(as, client, out.claims.sub, r)));
  const next = ask.resources && { additionalParameters: { resource: ask.resources[1] } };
  const fresh = await call(p, () => oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token, { ...options, ...next }),
    (r) => oauth.processRefreshTokenResponse(as, client, r));
  out.refreshed = fresh.access_token !== tokens.access_token;
  if (ask.resources) out.served = [await served(p, tokens.access_token, ask.resources[0]), await served(p, fresh.access_token, ask.resources[1])];
  out.active = (await introspect(p, fresh.access_token)).active;
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, auth, fresh.access_token));
  out.revoked = !(await introspect(p, fresh.access_token)).active;
  return { ...out, nonces: p.nonces };
}

const ways = {
  code: signIn,
  async device(p) {
    const { ask, as, client, auth, options } = p;
    const started = await oauth.processDeviceAuthorizationResponse(as, client, await oauth.deviceAuthorizationRequest(as, client, auth, { scope: ask.scope }));
    say({ wait: started });
    await heard();
    return call(p, () => oauth.deviceCodeGrantRequest(as, client, auth, started.device_code, options),
      signed(p, (r) => oauth.processDeviceCodeResponse(as, client, r)));
  },
  /** A signed request, for whoever signed in before. */
  async ciba(p) {
    const { ask, as, client, auth, options } = p;
    const { id_token } = await signIn(p);
    const request = await oauth.issueRequestObject(as, client, { scope: ask.scope, id_token_hint: id_token, binding_message: "W4SCT" }, ask.key);
    const started = await oauth.processBackchannelAuthenticationResponse(as, client, await oauth.backchannelAuthenticationRequest(as, client, auth, { request }));
    say({ wait: started });
    await heard();
    return call(p, () => oauth.backchannelAuthenticationGrantRequest(as, client, auth, started.auth_req_id, options),
      signed(p, (r) => oauth.processBackchannelAuthenticationGrantResponse(as, client, r)));
  },
};

await play(async (ask) => {
  const p = await party(ask);
  return use(p, await ways[ask.way](p));
});
