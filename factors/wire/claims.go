package wire

// Challenge is what the server asks a device, signed by a challenge key
// (docs/device-protocol.md, section 5). Times are seconds since 1970.
type Challenge struct {
	Issuer   string           `json:"iss"`
	Device   string           `json:"aud"`
	Account  string           `json:"sub"`
	ID       string           `json:"jti"`
	IssuedAt int64            `json:"iat"`
	Expires  int64            `json:"exp"`
	Nonce    string           `json:"nonce"`
	Purpose  Purpose          `json:"purpose"`
	UV       UserVerification `json:"uv"`
	Match    Match            `json:"match"`
	Verdicts []Verdict        `json:"verdicts"`
	Context  Context          `json:"ctx"`
	// Message is what the client that asks shows, too, so that the person can
	// compare (CIBA Core section 7.1, binding_message).
	Message string   `json:"bm,omitempty"`
	Details []Detail `json:"rar,omitempty"`
	// DetailsHash is b64u(SHA-256) of the authorization_details that Details
	// are the lines of.
	DetailsHash string `json:"rar_hash,omitempty"`
	UI          *Hints `json:"ui,omitempty"`
}

// Match is how the browser's number comes to the phone. The number itself is
// never in a challenge, but for ModeChoice, where it stands among Options and
// nothing marks it.
type Match struct {
	Mode    Mode     `json:"mode"`
	Options []string `json:"options,omitempty"`
}

// Context is what the person is shown. A member that the server does not know is
// absent, and an authenticator shows no line for it.
type Context struct {
	Account    string  `json:"acct,omitempty"`
	Client     *Client `json:"client,omitempty"`
	Browser    string  `json:"browser,omitempty"`
	OS         string  `json:"os,omitempty"`
	IP         string  `json:"ip,omitempty"`
	Place      string  `json:"place,omitempty"`
	RadiusKM   int     `json:"radius_km,omitempty"`
	Network    string  `json:"network,omitempty"`
	Time       int64   `json:"time,omitempty"`
	NewBrowser bool    `json:"new_browser,omitempty"`
	NewPlace   bool    `json:"new_place,omitempty"`
	First      string  `json:"first,omitempty"`
	Count      int     `json:"count,omitempty"`
	// Device is the one that wants to be added (endorse).
	Device *NewDevice `json:"device,omitempty"`
}

// NewDevice is a device that another one is asked about. What it says of itself
// proves nothing; its key is what is added.
type NewDevice struct {
	Name       string   `json:"name"`
	Platform   Platform `json:"platform"`
	Thumbprint string   `json:"jkt"`
}

// Client is the app that somebody signs in to.
type Client struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Logo string `json:"logo,omitempty"`
}

// Detail is one authorization detail (RFC 9396 §2) as the person is shown it, all
// of it, in the language of the device.
type Detail struct {
	Type  string       `json:"type"`
	Title string       `json:"title"`
	Lines []DetailLine `json:"lines,omitempty"`
}

// DetailLine is one fact of a detail.
type DetailLine struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Hints are wishes about how the request is shown.
type Hints struct {
	Swap   bool `json:"swap,omitempty"`
	NoCall bool `json:"no_call,omitempty"`
}

// Decision is the device's answer, signed by its possession key (section 7). The
// match stays as it was typed, leading zeros and all.
type Decision struct {
	Device   string  `json:"iss"`
	Audience string  `json:"aud"`
	Account  string  `json:"sub"`
	ID       string  `json:"jti"`
	IssuedAt int64   `json:"iat"`
	CID      string  `json:"cid"`
	Nonce    string  `json:"nonce"`
	CHash    string  `json:"chash"`
	Decision Verdict `json:"decision"`
	Reason   Reason  `json:"reason,omitempty"`
	Match    string  `json:"match,omitempty"`
	// UV is what the user-verification key signed, where one was asked for.
	UV *DecisionUV `json:"uv,omitempty"`
}

// Register is a new device's proof of possession (section 4).
type Register struct {
	Audience string     `json:"aud"`
	ID       string     `json:"jti"`
	CodeHash string     `json:"c_hash"`
	Device   DeviceInfo `json:"dev"`
	Channel  Channel    `json:"ch"`
	Modes    []Mode     `json:"modes"`
	// UV is the user-verification key, where the device has one.
	UV *RegisterUV `json:"uv,omitempty"`
	// Att is the attestation of the possession key, where there is one.
	Att *Attestation `json:"att,omitempty"`
}

// DeviceInfo is what a device says of itself. It proves nothing; people see it.
type DeviceInfo struct {
	Name       string   `json:"name"`
	Platform   Platform `json:"platform"`
	OS         string   `json:"os,omitempty"`
	Model      string   `json:"model,omitempty"`
	App        string   `json:"app,omitempty"`
	AppVersion string   `json:"app_version,omitempty"`
	Lang       string   `json:"lang,omitempty"`
}

// Channel is how to wake a device. It carries no authority. Which members
// stand in it depends on the provider.
type Channel struct {
	Provider Provider `json:"p"`
	// Token is that of fcm, or the one that sns makes its endpoint of.
	Token Secret `json:"token,omitempty"`
	// Platform says of which kind the token of sns is: android (FCM's) or ios
	// (Apple's).
	Platform Platform `json:"platform,omitempty"`
	// Ref is how the operator's own service knows the device of webhook.
	Ref Secret `json:"ref,omitempty"`
	// Target is what the server made of a token of sns there. No device can
	// write it.
	Target string `json:"-"`
	WebPush
}

// WebPush is what a browser gave for webpush (W3C Push API, PushSubscription).
type WebPush struct {
	// Endpoint is where to post. Whoever knows it can make the browser do work.
	Endpoint Secret `json:"endpoint,omitempty"`
	// P256DH and Auth are the keys that messages are encrypted with (RFC 8291
	// sections 2 and 3.2).
	P256DH string `json:"p256dh,omitempty"`
	Auth   Secret `json:"auth,omitempty"`
	// VAPIDKey names the server's key that the subscription was made with. Push
	// services take messages signed by that one only (RFC 8292 section 4).
	VAPIDKey string `json:"k,omitempty"`
}

// DeviceAct is what a device asks for itself, signed by its possession key. The
// nonce is the current DPoP nonce; the jti makes it good once.
type DeviceAct struct {
	Device   string   `json:"iss"`
	Audience string   `json:"aud"`
	Account  string   `json:"sub"`
	ID       string   `json:"jti"`
	Nonce    string   `json:"nonce"`
	Act      Act      `json:"act"`
	Channel  *Channel `json:"ch,omitempty"`
	// Until is when a pause ends, in seconds since 1970; a time that is past
	// ends one that holds.
	Until int64 `json:"until,omitempty"`
}

// Revoked is the only word that makes an authenticator forget an account, signed
// by a challenge key.
type Revoked struct {
	Issuer   string `json:"iss"`
	Device   string `json:"aud"`
	Account  string `json:"sub"`
	IssuedAt int64  `json:"iat"`
}

// Proof is a DPoP proof (RFC 9449 §4.2). Its iat is for the record: the nonce
// bounds replay, and no check depends on the phone's clock.
type Proof struct {
	ID       string `json:"jti"`
	Method   string `json:"htm"`
	URL      string `json:"htu"`
	IssuedAt int64  `json:"iat"`
	Nonce    string `json:"nonce,omitempty"`
}
