package client

import "encoding/json"

// Metadata is what a client registered beside what every client has, by the
// names of the standards. The zero value asks for nothing special.
type Metadata struct {
	// RFC 7591 section 2, OpenID Connect Dynamic Client Registration section 2.
	ApplicationType string          `json:"application_type,omitempty"` // web or native
	Contacts        []string        `json:"contacts,omitempty"`
	ClientURI       string          `json:"client_uri,omitempty"`
	LogoURI         string          `json:"logo_uri,omitempty"`
	PolicyURI       string          `json:"policy_uri,omitempty"`
	TOSURI          string          `json:"tos_uri,omitempty"`
	JWKS            json.RawMessage `json:"jwks,omitempty"`
	JWKSURI         string          `json:"jwks_uri,omitempty"`
	SoftwareID      string          `json:"software_id,omitempty"`
	SoftwareVersion string          `json:"software_version,omitempty"`

	// How the client authenticates, beside its method: OpenID Connect Core
	// section 9, RFC 8705 section 2.
	AuthSigningAlg string `json:"token_endpoint_auth_signing_alg,omitempty"`
	TLSSubjectDN   string `json:"tls_client_auth_subject_dn,omitempty"`
	TLSSanDNS      string `json:"tls_client_auth_san_dns,omitempty"`
	TLSSanURI      string `json:"tls_client_auth_san_uri,omitempty"`
	TLSSanIP       string `json:"tls_client_auth_san_ip,omitempty"`
	TLSSanEmail    string `json:"tls_client_auth_san_email,omitempty"`

	// How it asks: RFC 9101 section 10.5, RFC 9126 section 6, RFC 9396 section 10.
	RequestAlg           string   `json:"request_object_signing_alg,omitempty"`
	RequestURIs          []string `json:"request_uris,omitempty"`
	RequireSignedRequest bool     `json:"require_signed_request_object,omitempty"`
	RequirePAR           bool     `json:"require_pushed_authorization_requests,omitempty"`
	DefaultMaxAge        *int64   `json:"default_max_age,omitempty"` // seconds
	RequireAuthTime      bool     `json:"require_auth_time,omitempty"`
	DefaultACR           []string `json:"default_acr_values,omitempty"`
	DetailTypes          []string `json:"authorization_details_types,omitempty"`
	InitiateLoginURI     string   `json:"initiate_login_uri,omitempty"`

	// What it gets: JARM section 3, RFC 9701 section 6, RFC 9449 section 5.2,
	// RFC 8705 section 3.4, OpenID Connect Core section 8.
	ResponseAlg         string `json:"authorization_signed_response_alg,omitempty"`
	UserInfoAlg         string `json:"userinfo_signed_response_alg,omitempty"`
	IntrospectionAlg    string `json:"introspection_signed_response_alg,omitempty"`
	DPoPBound           bool   `json:"dpop_bound_access_tokens,omitempty"`
	CertificateBound    bool   `json:"tls_client_certificate_bound_access_tokens,omitempty"`
	SubjectType         string `json:"subject_type,omitempty"` // public or pairwise
	SectorIdentifierURI string `json:"sector_identifier_uri,omitempty"`

	// How it hears of sign-outs: Back-Channel and Front-Channel Logout section 2.2.
	BackchannelLogoutURI      string `json:"backchannel_logout_uri,omitempty"`
	BackchannelLogoutSession  bool   `json:"backchannel_logout_session_required,omitempty"`
	FrontchannelLogoutURI     string `json:"frontchannel_logout_uri,omitempty"`
	FrontchannelLogoutSession bool   `json:"frontchannel_logout_session_required,omitempty"`

	// CIBA section 4.
	CIBADelivery string `json:"backchannel_token_delivery_mode,omitempty"` // poll, ping or push
	CIBAEndpoint string `json:"backchannel_client_notification_endpoint,omitempty"`
	CIBAAlg      string `json:"backchannel_authentication_request_signing_alg,omitempty"`
	CIBAUserCode bool   `json:"backchannel_user_code_parameter,omitempty"`

	// Our own: "jwt" for access tokens that others can read (RFC 9068), and
	// whether people are asked before the client learns of them.
	AccessTokenFormat string `json:"access_token_format,omitempty"`
	ThirdParty        bool   `json:"third_party,omitempty"`
}
