package wire

// Paths of the device API, below the issuer.
const (
	PathRegister   = "/push/register"
	PathChallenges = "/push/challenges"
	PathDevice     = "/push/device"
	PathHistory    = "/push/history"
	PathTest       = "/push/test"
	PathLink       = "/a/e"
	PathTyped      = "/a"
	PathScan       = "/a/s"
	PathReturn     = "/push/return"
	PathDiscovery  = "/.well-known/openid-configuration"
)

// PathChallenge is where one challenge is read.
func PathChallenge(cid string) string { return PathChallenges + "/" + cid }

// PathDecision is where the answer to one challenge goes.
func PathDecision(cid string) string { return PathChallenges + "/" + cid + "/decision" }

// Headers and content types of the device API.
const (
	HeaderDPoP      = "DPoP"
	HeaderDPoPNonce = "DPoP-Nonce"
	MediaJWT        = "application/jwt"
	MediaJSON       = "application/json"
)

// RegisterRequest is the body of POST /push/register.
type RegisterRequest struct {
	Code Secret `json:"code"`
	Reg  string `json:"reg"`
}

// RegisterResponse answers it with 201. Confirm is the six digits that the person
// types into the browser.
type RegisterResponse struct {
	DeviceID    string `json:"device_id"`
	Account     string `json:"acc"`
	IssuerName  string `json:"issuer_name"`
	PushJWKSURI string `json:"push_jwks_uri"`
	Limits      Limits `json:"limits"`
	Confirm     Secret `json:"confirm"`
}

// Limits are the server's wishes about how often it is asked.
type Limits struct {
	PollInterval int `json:"poll_interval"` // seconds
}

// Challenges is the body of GET /push/challenges: at most MaxOpen objects.
type Challenges struct {
	Challenges []string `json:"challenges"`
}

// MaxOpen is the most challenges that a device is shown at once.
const MaxOpen = 5

// DecisionAnswer is the body of an accepted decision.
type DecisionAnswer struct {
	State State `json:"state"`
	// ReturnCode is for ReturnLink, after an approval in ModeReturn.
	ReturnCode Secret `json:"return_code,omitempty"`
}

// History is the body of GET /push/history: at most MaxHistory decisions of the
// device that asks, newest first.
type History struct {
	Decisions []Decided `json:"decisions"`
}

// MaxHistory is how many of its decisions a device is told.
const MaxHistory = 50

// Decided is one decision and what has become of its challenge since.
type Decided struct {
	CID      string  `json:"cid"`
	Decision Verdict `json:"decision"`
	State    State   `json:"state"`
	At       int64   `json:"at"` // seconds since 1970
	Context  Context `json:"ctx"`
}

// TestAnswer is the body of POST /push/test: the challenge that rings.
type TestAnswer struct {
	CID string `json:"cid"`
}

// DeviceStatus is the body of GET and POST /push/device.
type DeviceStatus struct {
	Status DeviceState `json:"status"`
	// Until is when a pause ends.
	Until int64 `json:"until,omitempty"`
}

// ErrorBody is the body of every error of the device API.
type ErrorBody struct {
	Error ErrorCode `json:"error"`
}
