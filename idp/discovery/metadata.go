package discovery

import (
	"countersign/factors"
	"countersign/idp/client"
	"countersign/idp/dpop"
)

// metadata is the document (OpenID Connect Discovery 1.0 section 3, RFC 8414
// section 2, RFC 9207 section 3). push_jwks_uri is our own (device protocol
// section 3).
type metadata struct {
	Issuer                string `json:"issuer"`
	AuthorizationEndpoint string `json:"authorization_endpoint"`
	TokenEndpoint         string `json:"token_endpoint"`
	UserinfoEndpoint      string `json:"userinfo_endpoint"`
	JWKSURI               string `json:"jwks_uri"`
	IntrospectionEndpoint string `json:"introspection_endpoint"`
	RevocationEndpoint    string `json:"revocation_endpoint"`
	EndSessionEndpoint    string `json:"end_session_endpoint"`
	PAREndpoint           string `json:"pushed_authorization_request_endpoint"`
	RegistrationEndpoint  string `json:"registration_endpoint,omitempty"`
	PushJWKSURI           string `json:"push_jwks_uri"`
	DeviceEndpoint        string `json:"device_authorization_endpoint"` // RFC 8628 section 4
	authentication
	asking

	ScopesSupported        []string      `json:"scopes_supported"`
	ResponseTypesSupported []string      `json:"response_types_supported"`
	ResponseModesSupported []string      `json:"response_modes_supported"`
	GrantTypesSupported    []string      `json:"grant_types_supported"`
	ACRValuesSupported     []factors.ACR `json:"acr_values_supported"`
	SubjectTypesSupported  []string      `json:"subject_types_supported"`
	ClaimsSupported        []string      `json:"claims_supported"`
	ClaimTypesSupported    []string      `json:"claim_types_supported"`
	PromptValuesSupported  []string      `json:"prompt_values_supported"`
	DisplayValuesSupported []string      `json:"display_values_supported"`
	UILocalesSupported     []string      `json:"ui_locales_supported"`

	IDTokenSigningAlgs       []string `json:"id_token_signing_alg_values_supported"`
	ResponseSigningAlgs      []string `json:"authorization_signing_alg_values_supported"` // JARM section 4
	UserInfoSigningAlgs      []string `json:"userinfo_signing_alg_values_supported"`
	IntrospectionSigningAlgs []string `json:"introspection_signing_alg_values_supported"` // RFC 9701 section 7
	CodeChallengeMethods     []string `json:"code_challenge_methods_supported"`
	DPoPSigningAlgs          []string `json:"dpop_signing_alg_values_supported"` // RFC 9449 section 5.1
	RequestObjectSigningAlgs []string `json:"request_object_signing_alg_values_supported"`

	// Back-Channel Logout section 2.1, Front-Channel Logout section 3.
	BackchannelLogout         bool `json:"backchannel_logout_supported"`
	BackchannelLogoutSession  bool `json:"backchannel_logout_session_supported"`
	FrontchannelLogout        bool `json:"frontchannel_logout_supported"`
	FrontchannelLogoutSession bool `json:"frontchannel_logout_session_supported"`

	IssParameter                bool `json:"authorization_response_iss_parameter_supported"`
	ClaimsParameter             bool `json:"claims_parameter_supported"`
	RequirePAR                  bool `json:"require_pushed_authorization_requests"`
	RequestParameter            bool `json:"request_parameter_supported"`
	RequestURIParameter         bool `json:"request_uri_parameter_supported"` // true where it is left out
	RequireRequestURIRegistered bool `json:"require_request_uri_registration"`
}

// The paths that the metadata names, and other words of it.
const (
	TokenKeysPath       = "/jwks"
	ChallengeKeysPath   = "/push/jwks"
	authorizationPath   = "/authorize"
	tokenPath           = "/token" //nolint:gosec // a path, not a credential
	userinfoPath        = "/userinfo"
	introspectionPath   = "/introspect"
	revocationPath      = "/revoke"
	parPath             = "/par"
	registrationPath    = "/register"
	endSessionPath      = "/logout"
	devicePath          = "/device_authorization"
	grantCode           = "authorization_code"
	grantRefresh        = "refresh_token"
	grantClient         = "client_credentials"
	challengeMethodS256 = "S256"
)

func metadataOf(d Deps) metadata {
	issuer, registration := d.Issuer, ""
	if d.Registration {
		registration = issuer + registrationPath
	}
	grants := []string{grantCode, grantRefresh, grantClient, client.GrantDevice, grantCIBA}
	if d.Exchange {
		grants = append(grants, client.GrantExchange)
	}
	return metadata{
		RegistrationEndpoint:  registration,
		Issuer:                issuer,
		AuthorizationEndpoint: issuer + authorizationPath,
		TokenEndpoint:         issuer + tokenPath,
		UserinfoEndpoint:      issuer + userinfoPath,
		JWKSURI:               issuer + TokenKeysPath,
		IntrospectionEndpoint: issuer + introspectionPath,
		RevocationEndpoint:    issuer + revocationPath,
		EndSessionEndpoint:    issuer + endSessionPath,
		PAREndpoint:           issuer + parPath,
		PushJWKSURI:           issuer + ChallengeKeysPath,
		DeviceEndpoint:        issuer + devicePath,
		authentication:        authenticationOf(d),
		asking:                askingOf(d),

		ScopesSupported:        []string{"openid", "profile", "email", "offline_access", "push", "push:reset"},
		ResponseTypesSupported: []string{"code"},
		ResponseModesSupported: []string{"query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"},
		GrantTypesSupported:    grants,
		ACRValuesSupported:     factors.Known(d.Attested),
		SubjectTypesSupported:  []string{client.SubjectPublic, client.SubjectPairwise},
		ClaimsSupported: []string{
			"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "sid",
			"name", "preferred_username", "locale", "updated_at", "email", "email_verified",
		},
		ClaimTypesSupported:    []string{"normal"},
		PromptValuesSupported:  []string{"none", "login", "consent", "select_account"},
		DisplayValuesSupported: []string{"page"},
		UILocalesSupported:     d.Locales,

		IDTokenSigningAlgs:  ours(d),
		ResponseSigningAlgs: ours(d),
		UserInfoSigningAlgs: ours(d), IntrospectionSigningAlgs: ours(d),
		CodeChallengeMethods: []string{challengeMethodS256},
		DPoPSigningAlgs:      dpop.Algorithms(),

		BackchannelLogout: true, BackchannelLogoutSession: true, FrontchannelLogout: true, FrontchannelLogoutSession: true,

		IssParameter: true, ClaimsParameter: true, RequestParameter: true, RequestObjectSigningAlgs: d.RequestAlgs, RequirePAR: d.RequirePAR,
		RequestURIParameter: d.RequestURI, RequireRequestURIRegistered: d.RequestURI,
	}
}
