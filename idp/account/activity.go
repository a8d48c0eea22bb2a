package account

import (
	"context"
	"net/http"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/templates"
	"countersign/templates/words"
)

// sentence is how a person reads an event.
type sentence struct {
	text words.Text
	// alarming is true for what only somebody else may have done.
	alarming bool
}

// sentences are the events that a person is shown. What is not in the list is
// for operators: it is about machinery, or repeats another line.
//
//nolint:gochecknoglobals // a table, never written
var sentences = map[audit.Kind]sentence{
	audit.PersonCreated:     {words.HappenedPersonCreated, false},
	audit.PersonDisabled:    {words.HappenedPersonDisabled, true},
	audit.PersonEnabled:     {words.HappenedPersonEnabled, false},
	audit.PasswordSet:       {words.HappenedPasswordSet, true},
	audit.PasswordWrong:     {words.HappenedPasswordWrong, true},
	audit.PasswordLimited:   {words.HappenedPasswordLimited, true},
	audit.InvitationCreated: {words.HappenedInvitation, true},
	audit.DeviceActivated:   {words.HappenedPhoneAdded, true},
	audit.DeviceRevoked:     {words.HappenedPhoneRemoved, true},
	audit.DeviceSuspended:   {words.HappenedPhoneStopped, true},
	audit.TOTPAdded:         {words.HappenedCodeAppAdded, true},
	audit.TOTPRemoved:       {words.HappenedCodeAppRemoved, true},
	audit.TOTPWrong:         {words.HappenedCodeWrong, true},
	audit.PasskeyAdded:      {words.HappenedPasskeyAdded, true},
	audit.PasskeyRemoved:    {words.HappenedPasskeyRemoved, true},
	audit.PasskeyWrong:      {words.HappenedPasskeyWrong, true},
	audit.RecoveryMade:      {words.HappenedRecoveryMade, true},
	audit.RecoveryUsed:      {words.HappenedRecoveryUsed, true},
	audit.RecoveryWrong:     {words.HappenedRecoveryWrong, true},
	audit.ChallengeApproved: {words.HappenedApproved, true},
	audit.ChallengeDenied:   {words.HappenedDenied, false},
	audit.ChallengeReported: {words.HappenedReported, false},
	audit.ChallengeFailed:   {words.HappenedNumberWrong, true},
	audit.ReportCleared:     {words.HappenedReportCleared, true},
	audit.PersonRenamed:     {words.HappenedRenamed, true},
	audit.EmailAsked:        {words.HappenedEmailAsked, true},
	audit.EmailChanged:      {words.HappenedEmailChanged, true},
	audit.EmailVerified:     {words.VerifyHappened, true},
	audit.EmailUndone:       {words.HappenedEmailUndone, false},
	audit.SessionStarted:    {words.HappenedSignedIn, true},
	audit.SessionEnded:      {words.HappenedSignedOut, false},
	audit.BrowserForgotten:  {words.HappenedForgotten, false},
	audit.GrantRevoked:      {words.HappenedGrantRevoked, false},
	audit.ConsentGiven:      {words.HappenedConsentGiven, true},

	audit.DeviceGrantAllowed: {words.DeviceHappened, true},
}

// looked is how many events are looked at for each line that is shown.
const looked = 4

// lines are the newest events of the person, as sentences.
func (x *Room) lines(r *http.Request, v visit, most int) ([]templates.ActivityLine, error) {
	events, err := x.Activity(r.Context(), v.session.Person, most*looked)
	if err != nil {
		return nil, err
	}
	var out []templates.ActivityLine
	for _, e := range events {
		s, ok := sentences[e.Kind]
		if !ok || len(out) == most {
			continue
		}
		line := templates.ActivityLine{
			When: words.Ago(e.At, v.now), At: e.At.UTC().Format("2006-01-02T15:04:05Z"), Text: s.text, Alarming: s.alarming,
		}
		line.Where = where(x.appName(r, e.Client), e.Address)
		out = append(out, line)
	}
	return out, nil
}

// where says by which application and from which address, as far as there was
// one.
func where(app, address string) words.Text {
	switch {
	case app != "" && address != "":
		return func(ctx context.Context) string { return words.AccountAppFrom(ctx, app, address) }
	case app != "":
		return words.As(app)
	case address != "":
		return func(ctx context.Context) string { return words.AccountFromAddress(ctx, address) }
	}
	return nil
}

// appName is the name of an application that still is one.
func (x *Room) appName(r *http.Request, id string) string {
	if id == "" {
		return ""
	}
	c, err := x.Clients.Find(r.Context(), client.ID(id))
	if err != nil {
		return "" // a line without a name is better than no page
	}
	return c.Name
}
