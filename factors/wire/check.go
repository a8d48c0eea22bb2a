package wire

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check says whether an authenticator may show the challenge: every member that
// an answer needs is there, and purpose, mode, verdicts and details are known to
// it. It does not say whose challenge it is; issuer, device and account are
// compared by whoever knows them.
func (c Challenge) Check() error {
	if c.Issuer == "" || c.Device == "" || c.Account == "" {
		return fmt.Errorf("check challenge: %w: iss, aud or sub", ErrClaims)
	}
	if !IsChallengeID(c.ID) || !isEncoded(c.Nonce, 16) {
		return fmt.Errorf("check challenge: %w: jti or nonce", ErrClaims)
	}
	if life := c.Expires - c.IssuedAt; c.IssuedAt <= 0 || life < 30 || life > 300 {
		return fmt.Errorf("check challenge: %w: iat or exp", ErrClaims)
	}
	if !c.Purpose.Known() {
		return fmt.Errorf("check challenge: %w", ErrUnknown)
	}
	if err := c.checkShown(); err != nil {
		return fmt.Errorf("check challenge: %w", err)
	}
	if d := c.Context.Device; (c.Purpose == PurposeEndorse) != (d != nil) || d != nil && (d.Name == "" || !isEncoded(d.Thumbprint, 32)) {
		return fmt.Errorf("check challenge: %w: ctx.device", ErrClaims)
	}
	if err := c.Match.check(); err != nil {
		return fmt.Errorf("check challenge: %w", err)
	}
	if c.UV != UVNone && c.UV != UVRequired {
		return fmt.Errorf("check challenge: %w: uv", ErrClaims)
	}
	if len(c.Verdicts) == 0 {
		return fmt.Errorf("check challenge: %w: no verdicts", ErrClaims)
	}
	for _, v := range c.Verdicts {
		if !v.Known() {
			return fmt.Errorf("check challenge: %w: verdict %.40q", ErrUnknown, v)
		}
	}
	return nil
}

// The bounds of what is shown of a message and of details, in characters.
const (
	MaxMessage    = 64
	maxDetails    = 5
	maxLines      = 12
	maxLabel      = 64
	maxDetailText = 2048 // a list of ten texts
)

// checkShown refuses what cannot be shown whole: then the person would sign more
// than was read.
func (c Challenge) checkShown() error {
	if c.Message != "" && (c.Purpose != PurposeCIBA || !IsMessage(c.Message)) {
		return fmt.Errorf("%w: bm", ErrClaims)
	}
	if len(c.Details) == 0 && c.DetailsHash == "" {
		return nil
	}
	if len(c.Details) == 0 || len(c.Details) > maxDetails || !c.Purpose.TakesDetails() || !isEncoded(c.DetailsHash, 32) {
		return fmt.Errorf("%w: rar", ErrUnknown)
	}
	for _, d := range c.Details {
		if !isShown(d.Type, maxDetailText) || !isShown(d.Title, maxLabel) || len(d.Lines) > maxLines {
			return fmt.Errorf("%w: rar", ErrUnknown)
		}
		for _, l := range d.Lines {
			if !isShown(l.Label, maxLabel) || !isShown(l.Text, maxDetailText) {
				return fmt.Errorf("%w: rar", ErrUnknown)
			}
		}
	}
	return nil
}

// IsMessage says whether a binding message can be shown: 1 to 64 characters that
// are what they look like.
func IsMessage(text string) bool { return isShown(text, MaxMessage) && strings.TrimSpace(text) == text }

// isShown wants something to be shown.
func isShown(text string, most int) bool { return text != "" && isShowable(text, most) }

// Allows says whether the challenge may be answered with v.
func (c Challenge) Allows(v Verdict) bool { return slices.Contains(c.Verdicts, v) }

// IsChallengeID says whether id has the form of a challenge id: chl_ and 128 bits.
func IsChallengeID(id string) bool {
	rest, ok := strings.CutPrefix(id, "chl_")
	return ok && isEncoded(rest, 16)
}

// Check says whether the decision has the form of one. Whose it is, and whether
// the number is right, only the server knows.
func (d Decision) Check() error {
	if d.Device == "" || d.Audience == "" || d.Account == "" || d.ID == "" {
		return fmt.Errorf("check decision: %w: iss, aud, sub or jti", ErrClaims)
	}
	if d.CID == "" || d.Nonce == "" || d.CHash == "" {
		return fmt.Errorf("check decision: %w: cid, nonce or chash", ErrClaims)
	}
	if !d.Decision.Known() {
		return fmt.Errorf("check decision: %w: decision", ErrClaims)
	}
	if !d.Reason.Known() || (d.Reason != "" && d.Decision == Approve) {
		return fmt.Errorf("check decision: %w: reason", ErrClaims)
	}
	if d.Match != "" && d.Decision != Approve {
		return fmt.Errorf("check decision: %w: match without approve", ErrClaims)
	}
	if d.UV != nil && (d.Decision != Approve || (len(d.UV.WebAuthn) > 0) == (d.UV.JWS != "")) {
		return fmt.Errorf("check decision: %w: uv", ErrClaims)
	}
	return nil
}

// The longest texts of a device's description and the longest jti of its acts,
// and ref, in characters, and of its push token and endpoint, in bytes.
const (
	MaxDeviceName = 64
	maxDeviceText = 64
	maxToken      = 4096
	maxID         = 128
	maxEndpoint   = 1024
	maxTime       = 253402300799 // the end of the year 9999
	maxRef        = 256
)

// Check says whether the registration has the form of one: a c_hash, a
// description that is safe to show, a channel that is built, and at least one
// mode that is. Modes that the server does not know are allowed beside it.
func (r Register) Check() error {
	if r.Audience == "" || r.ID == "" || !isEncoded(r.CodeHash, 32) {
		return fmt.Errorf("check registration: %w: aud, jti or c_hash", ErrClaims)
	}
	if err := r.Device.check(); err != nil {
		return fmt.Errorf("check registration: %w", err)
	}
	if err := r.Channel.Check(); err != nil {
		return fmt.Errorf("check registration: %w", err)
	}
	if err := r.UV.check(); err != nil {
		return fmt.Errorf("check registration: %w", err)
	}
	if len(r.Modes) > 16 || !slices.ContainsFunc(r.Modes, Mode.Known) {
		return fmt.Errorf("check registration: %w: modes", ErrClaims)
	}
	return nil
}

func (d DeviceInfo) check() error {
	switch d.Platform {
	case PlatformWeb, PlatformAndroid, PlatformIOS, PlatformCLI:
	default:
		return fmt.Errorf("%w: platform %.40q", ErrClaims, d.Platform)
	}
	if err := CheckDeviceName(d.Name); err != nil {
		return err
	}
	for _, text := range []string{d.OS, d.Model, d.App, d.AppVersion, d.Lang} {
		if !isShowable(text, maxDeviceText) {
			return fmt.Errorf("%w: device description", ErrClaims)
		}
	}
	return nil
}

// CheckDeviceName refuses a name that cannot be shown (ErrClaims).
func CheckDeviceName(name string) error {
	if strings.TrimSpace(name) == "" || !isShowable(name, MaxDeviceName) {
		return fmt.Errorf("%w: device name", ErrClaims)
	}
	return nil
}

// isShowable says whether a text of somebody else may be put before a person:
// short, and without control or format characters that would turn or hide it.
// What is no UTF-8 would be shown as something else, and PostgreSQL keeps none.
func isShowable(text string, most int) bool {
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > most {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsPrint(r)
	})
}

// Check says whether the channel is one that is built, with what it needs and
// nothing of another. Where an endpoint may lead, only the server knows.
func (c Channel) Check() error {
	if c.Provider != ProviderFCM && c.Provider != ProviderSNS && c.Token != "" {
		return fmt.Errorf("%w: channel %.40q with a token", ErrClaims, c.Provider)
	}
	if c.Provider != ProviderSNS && c.Platform != "" {
		return fmt.Errorf("%w: channel %.40q with a platform", ErrClaims, c.Provider)
	}
	if c.Provider != ProviderWebhook && c.Ref != "" {
		return fmt.Errorf("%w: channel %.40q with a ref", ErrClaims, c.Provider)
	}
	if c.Provider != ProviderWebPush && c.WebPush != (WebPush{}) {
		return fmt.Errorf("%w: channel %.40q with a subscription", ErrClaims, c.Provider)
	}
	switch c.Provider {
	case ProviderNone:
	case ProviderFCM:
		return c.checkToken()
	case ProviderSNS:
		if c.Platform != PlatformAndroid && c.Platform != PlatformIOS {
			return fmt.Errorf("%w: channel platform %.40q", ErrClaims, c.Platform)
		}
		return c.checkToken()
	case ProviderWebhook:
		if c.Ref == "" || !isShowable(c.Ref.Reveal(), maxRef) { // it travels in JSON, and may be logged where it arrives
			return fmt.Errorf("%w: channel ref", ErrClaims)
		}
	case ProviderWebPush:
		return c.WebPush.check()
	default:
		return fmt.Errorf("%w: channel %.40q", ErrUnknown, c.Provider)
	}
	return nil
}

func (c Channel) checkToken() error {
	if c.Token == "" || len(c.Token) > maxToken {
		return fmt.Errorf("%w: channel token", ErrClaims)
	}
	return nil
}

// Check says whether the act has the form of one.
func (a DeviceAct) Check() error {
	if a.Device == "" || a.Audience == "" || a.Account == "" || a.ID == "" || a.Nonce == "" {
		return fmt.Errorf("check device act: %w: iss, aud, sub, jti or nonce", ErrClaims)
	}
	if !isShowable(a.ID, maxID) { // it is stored, to be good once
		return fmt.Errorf("check device act: %w: jti", ErrClaims)
	}
	if a.Act == ActPause {
		if a.Channel != nil || a.Until < 1 || a.Until > maxTime {
			return fmt.Errorf("check device act: %w: until, or ch", ErrClaims)
		}
		return nil
	}
	if a.Until != 0 {
		return fmt.Errorf("check device act: %w: until", ErrClaims)
	}
	switch a.Act {
	case ActChannel:
		if a.Channel == nil {
			return fmt.Errorf("check device act: %w: ch", ErrClaims)
		}
		if err := a.Channel.Check(); err != nil {
			return fmt.Errorf("check device act: %w", err)
		}
	case ActRemove:
		if a.Channel != nil {
			return fmt.Errorf("check device act: %w: ch", ErrClaims)
		}
	default:
		return fmt.Errorf("check device act: %w: act %.40q", ErrUnknown, a.Act)
	}
	return nil
}
