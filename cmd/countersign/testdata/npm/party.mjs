// A relying party made of openid-client, which signs in as its first line of
// input says. It prints one JSON object a line: {"open": URL} where a browser
// must go (the next line of input is where it came back to), {"wait": ...}
// where somebody must act meanwhile, at last {"done": what it got}.
import * as readline from "node:readline";
import * as oidc from "openid-client";

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const heard = async () => JSON.parse((await lines.next()).value);
const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");
const strict = { execute: [oidc.enableNonRepudiationChecks] };

const key = async (jwk, alg) =>
  crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"])
    .then((k) => ({ key: k, kid: jwk.kid }));

const authentications = {
  client_secret_basic: (ask) => oidc.ClientSecretBasic(ask.secret),
  client_secret_post: (ask) => oidc.ClientSecretPost(ask.secret),
  client_secret_jwt: (ask) => oidc.ClientSecretJwt(ask.secret),
  private_key_jwt: (ask) => oidc.PrivateKeyJwt(ask.key),
  none: () => oidc.None(),
};

/** One way through the authorization endpoint, with what ask switches on. */
async function signIn(config, ask, options) {
  const verifier = oidc.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier: verifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const parameters = {
    redirect_uri: ask.redirect_uri, scope: ask.scope, code_challenge_method: "S256",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier), state: checks.expectedState, nonce: checks.expectedNonce,
    ...ask.parameters,
  };
  if (ask.jarm) oidc.useJwtResponseMode(config);
  let url;
  if (ask.jar) url = await oidc.buildAuthorizationUrlWithJAR(config, parameters, ask.key);
  else if (!ask.par) url = oidc.buildAuthorizationUrl(config, parameters);
  if (ask.par) url = await oidc.buildAuthorizationUrlWithPAR(config, url?.searchParams ?? parameters, options);
  say({ open: url.href });
  const { url: back, body } = await heard();
  const answer = body === undefined ? new URL(back)
    : new Request(back, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } });
  return oidc.authorizationCodeGrant(config, answer, checks, undefined, options);
}

/** What a relying party does with tokens, and what it finds. */
async function use(config, ask, tokens, options) {
  const out = { type: tokens.token_type, access: tokens.access_token, claims: tokens.claims(), details: tokens.authorization_details, refreshed: false };
  out.userinfo = await oidc.fetchUserInfo(config, tokens.access_token, out.claims?.sub ?? oidc.skipSubjectCheck, options);
  if (tokens.refresh_token) {
    const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token, undefined, options);
    out.refreshed = fresh.access_token !== tokens.access_token;
    tokens = { ...tokens, ...fresh };
  }
  if (ask.authentication !== "none") {
    out.active = (await oidc.tokenIntrospection(config, tokens.access_token)).active;
    await oidc.tokenRevocation(config, tokens.access_token);
    out.revoked = !(await oidc.tokenIntrospection(config, tokens.access_token)).active;
  }
  return out;
}

const ways = {
  code: signIn,
  async device(config, ask, options) {
    const started = await oidc.initiateDeviceAuthorization(config, { scope: ask.scope });
    say({ wait: started });
    await heard();
    return oidc.pollDeviceAuthorizationGrant(config, started, undefined, options);
  },
  async ciba(config, ask, options) {
    const started = await oidc.initiateBackchannelAuthentication(config, { scope: ask.scope, ...ask.parameters });
    say({ wait: started });
    await heard();
    return oidc.pollBackchannelAuthenticationGrant(config, started, undefined, options);
  },
};

const ask = await heard();
try {
  if (ask.jwk) ask.key = await key(ask.jwk);
  const server = new URL(ask.issuer);
  const config = ask.register
    ? await oidc.dynamicClientRegistration(server, ask.register, undefined, { ...strict, initialAccessToken: ask.initial_access_token })
    : await oidc.discovery(server, ask.client_id, ask.metadata, authentications[ask.authentication](ask), strict);
  const options = ask.dpop ? { DPoP: oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair("ES256")) } : undefined;
  const tokens = await ways[ask.way](config, ask, options);
  say({ done: await use(config, ask, tokens, options) });
} catch (e) {
  say({ failed: [e.name, e.code, e.error, e.error_description, e.message, e.cause && JSON.stringify(e.cause)].join(" | ") });
}
process.exit(0);
