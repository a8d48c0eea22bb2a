// A relying party made of openid-client, which signs in as it is told.
import * as oidc from "openid-client";
import { heard, play, say } from "./talk.mjs";

const strict = { execute: [oidc.enableNonRepudiationChecks] };

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
  if (ask.signed_out) {
    say({ open: oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: ask.signed_out, id_token_hint: tokens.id_token, state: "bye" }).href });
    out.left = (await heard()).url;
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
  /** Whoever signed in once may be asked later. */
  async ciba(config, ask, options) {
    const { id_token } = await signIn(config, ask, options);
    const started = await oidc.initiateBackchannelAuthentication(config, { scope: ask.scope, id_token_hint: id_token, binding_message: "W4SCT" });
    say({ wait: started });
    await heard();
    return oidc.pollBackchannelAuthenticationGrant(config, started, undefined, options);
  },
  /** A token for the next service, beside that of the sign-in. */
  async exchange(config, ask, options) {
    const tokens = await signIn(config, ask, options);
    const type = "urn:ietf:params:oauth:token-type:access_token";
    const got = await oidc.genericGrantRequest(config, "urn:ietf:params:oauth:grant-type:token-exchange",
      { subject_token: tokens.access_token, subject_token_type: type, resource: ask.resource, scope: "profile" }, options);
    ask.exchanged = { type: got.issued_token_type, ...await oidc.tokenIntrospection(config, got.access_token) };
    return tokens;
  },
};

await play(async (ask) => {
  const server = new URL(ask.issuer);
  const authentication = authentications[ask.authentication](ask);
  const config = ask.register
    ? await oidc.dynamicClientRegistration(server, ask.register, authentication, { ...strict, initialAccessToken: ask.initial_access_token })
    : await oidc.discovery(server, ask.client_id, ask.metadata, authentication, strict);
  const options = ask.dpop ? { DPoP: oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair("ES256")) } : undefined;
  const tokens = await ways[ask.way](config, ask, options);
  return { ...await use(config, ask, tokens, options), exchanged: ask.exchanged };
});
