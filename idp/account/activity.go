package account

import (
	"net/http"
	"strings"

	"countersign/audit"
	"countersign/idp/client"
	"countersign/templates"
)

// sentence is how a person reads an event.
type sentence struct {
	text string
	// alarming is true for what only somebody else may have done.
	alarming bool
}

// sentences are the events that a person is shown. What is not in the list is
// for operators: it is about machinery, or repeats another line.
//
//nolint:gochecknoglobals // a table, never written
var sentences = map[audit.Kind]sentence{
	audit.PersonCreated:     {"Your account was made", false},
	audit.PersonDisabled:    {"Your account was turned off", true},
	audit.PersonEnabled:     {"Your account was turned on again", false},
	audit.PasswordSet:       {"Your password was set", true},
	audit.PasswordWrong:     {"A wrong password was typed", true},
	audit.PasswordLimited:   {"Too many wrong passwords were typed", true},
	audit.InvitationCreated: {"An administrator made you a link", true},
	audit.DeviceActivated:   {"A phone was added", true},
	audit.DeviceRevoked:     {"A phone was removed", true},
	audit.DeviceSuspended:   {"A phone was stopped: something else was using its name", true},
	audit.TOTPAdded:         {"A code app was added", true},
	audit.TOTPRemoved:       {"The code app was removed", true},
	audit.TOTPWrong:         {"A wrong code was typed", true},
	audit.PasskeyAdded:      {"A passkey was added", true},
	audit.PasskeyRemoved:    {"A passkey was removed", true},
	audit.PasskeyWrong:      {"A passkey was tried and proved nothing", true},
	audit.RecoveryMade:      {"New recovery codes were made", true},
	audit.RecoveryUsed:      {"A recovery code was used", true},
	audit.RecoveryWrong:     {"A wrong recovery code was typed", true},
	audit.ChallengeApproved: {"A request was approved on your phone", true},
	audit.ChallengeDenied:   {"A request was refused on your phone", false},
	audit.ChallengeReported: {"You reported a request: “It’s not me”", false},
	audit.ChallengeFailed:   {"A wrong number was typed on your phone", true},
	audit.ReportCleared:     {"Your report was cleared", true},
	audit.PersonRenamed:     {"Your name was changed", true},
	audit.EmailAsked:        {"A code was sent to a new email address", true},
	audit.EmailChanged:      {"Your email address was changed", true},
	audit.EmailUndone:       {"The change of your email address was taken back", false},
	audit.SessionStarted:    {"You signed in", true},
	audit.SessionEnded:      {"A browser was signed out", false},
	audit.BrowserForgotten:  {"Browsers that you trusted ask for both factors again", false},
	audit.GrantRevoked:      {"An application lost its access", false},
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
			When: seen(e.At, v.now), At: e.At.UTC().Format("2006-01-02T15:04:05Z"), Text: s.text, Alarming: s.alarming,
		}
		var where []string
		if app := x.appName(r, e.Client); app != "" {
			where = append(where, app)
		}
		if e.Address != "" {
			where = append(where, "from "+e.Address)
		}
		line.Where = strings.Join(where, ", ")
		out = append(out, line)
	}
	return out, nil
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
