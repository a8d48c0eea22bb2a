package mail

import (
	"time"

	"countersign/audit"
)

// Notice says how an event becomes a mail to its person.
type Notice struct {
	Kind Kind
	// Quiet is for how long after one such mail no other is sent: whoever can
	// cause the event at will must not fill somebody's inbox.
	Quiet time.Duration
	// Detail names the member of the event's details that the mail says.
	Detail string
}

const day = 24 * time.Hour

// notices is the table from what happened to what is said.
//
//nolint:gochecknoglobals // a table, never written
var notices = map[audit.Kind]struct {
	Notice
	when func(audit.Event) bool
}{
	audit.PasswordSet:     {Notice{Kind: PasswordChanged}, func(e audit.Event) bool { return e.Detail["first"] != "true" }},
	audit.DeviceActivated: {Notice{Kind: PhoneAdded}, always},
	audit.DeviceRevoked:   {Notice{Kind: PhoneRemoved}, always},
	audit.DeviceSuspended: {Notice{Kind: PhoneSuspended}, always},
	audit.SessionStarted:  {Notice{Kind: NewBrowser}, func(e audit.Event) bool { return e.Detail["new_browser"] == "true" }},
	audit.SessionEnded:    {Notice{Kind: SignedOut, Quiet: time.Hour}, func(e audit.Event) bool { return e.Detail["others"] == "true" }},
	// Whoever is talked into letting a stranger's device in is told at once.
	audit.DeviceGrantAllowed: {Notice{Kind: DeviceJoined}, always},

	audit.ChallengeDenied:   {Notice{Kind: SignInRefused, Quiet: time.Hour}, notByTheOwner},
	audit.ChallengeReported: {Notice{Kind: SignInReported, Quiet: time.Hour}, always},
	audit.ChallengeFailed:   {Notice{Kind: PushLocked, Quiet: time.Hour}, locked},
	audit.PasswordLimited:   {Notice{Kind: TooManyTries, Quiet: day}, always},
	audit.TOTPAdded:         {Notice{Kind: AppAdded}, always},
	audit.TOTPRemoved:       {Notice{Kind: AppRemoved}, always},
	audit.PasskeyAdded:      {Notice{Kind: PasskeyAdded}, always},
	audit.PasskeyRemoved:    {Notice{Kind: PasskeyRemoved}, always},
	audit.RecoveryMade:      {Notice{Kind: CodesMade}, always},
	audit.RecoveryUsed:      {Notice{Kind: CodeUsed, Detail: "left"}, always},
	audit.PushWarned:        {Notice{Kind: RequestsDenied, Quiet: time.Hour}, always},
	audit.PushReview:        {Notice{Kind: RequestsPaused, Quiet: day}, always},
	audit.ChallengeOpened:   {Notice{Kind: UnusualSignIn, Quiet: time.Hour}, func(e audit.Event) bool { return e.Detail["unusual"] == "true" }},
	audit.PushRefused:       {Notice{Kind: UnusualSignIn, Quiet: time.Hour}, always},
	audit.EmailChanged:      {Notice{Kind: EmailChanged}, always},
	audit.EmailUndone:       {Notice{Kind: EmailBack}, always},
	audit.PersonErased:      {Notice{Kind: AccountErased}, always},
	audit.ReportCleared:     {Notice{Kind: ReportOver}, always},
	audit.InvitationCreated: {Notice{Kind: PassIssued}, ofPass},
}

func always(audit.Event) bool { return true }

// locked is true of the wrong number after which requests are paused.
func locked(e audit.Event) bool { return e.Detail["locked"] == "true" }

// ofPass is true of a one-time pass, not of other links that people are given.
func ofPass(e audit.Event) bool { return e.Detail["kind"] == "pass" }

// notByTheOwner leaves out a request that the person says was theirs, and one
// that was no sign-in: nobody needed the password for it.
func notByTheOwner(e audit.Event) bool {
	switch e.Detail["reason"] {
	case "mistake", "not_now":
		return false
	}
	switch e.Detail["purpose"] {
	case "login", "stepup":
		return true
	}
	return false
}

// Of says which mail an event causes, if any.
func Of(e audit.Event) (Notice, bool) {
	n, ok := notices[e.Kind]
	if !ok || e.Person == "" || !n.when(e) {
		return Notice{}, false
	}
	return n.Notice, true
}
