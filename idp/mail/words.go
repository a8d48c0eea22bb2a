package mail

// said is what a mail of one kind says.
type said struct {
	subject string // after the organisation's name
	title   string
	lead    []string
	link    string   // what the link does
	rest    []string // ends with what to do
	// aboutPhone names the phone; byPhone means that the phone answered, so
	// that time and place are those of the sign-in it was asked about.
	aboutPhone bool
	byPhone    bool
	detail     string // what the item's detail is called; empty if it has none
}

const (
	nothing = "If this was you, do nothing."
	change  = "If it was not you, change your password at once and tell whoever looks after your account."
	tell    = "If it was not you, tell whoever looks after your account at once."
)

// says is the words of each kind.
//
//nolint:gochecknoglobals // a table, never written
var says = map[Kind]said{
	Invitation: {
		subject: "set up your account", title: "Welcome. Set up your account",
		lead: []string{"You were invited. Choose a password and add your phone: it takes about three minutes."},
		link: "Set up your account",
		rest: []string{"The link works once. Whoever has it can set up the account, so do not pass it on.", "If you did not expect this, do nothing."},
	},
	Reset: {
		subject: "choose a new password", title: "Choose a new password",
		lead: []string{"Somebody asked for a new password for your account."},
		link: "Choose a new password",
		rest: []string{
			"The link works once. If your account asks your phone, it will be asked before the password is changed.",
			"If you did not ask for this, do nothing: your password stays as it is.",
		},
	},
	PasswordChanged: {
		subject: "your password was changed", title: "Your password was changed",
		lead: []string{"You were signed out everywhere. Sign in with the new password."},
		rest: []string{nothing, tell},
	},
	PhoneAdded: {
		subject: "a phone was added", title: "A phone was added to your account",
		lead: []string{"It can now approve your sign-ins."},
		rest: []string{nothing, change}, aboutPhone: true,
	},
	PhoneRemoved: {
		subject: "a phone was removed", title: "A phone was removed from your account",
		lead: []string{"It can no longer approve your sign-ins."},
		rest: []string{nothing, tell}, aboutPhone: true,
	},
	PhoneSuspended: {
		subject: "a phone was turned off", title: "A phone was turned off for your safety",
		lead: []string{"It sent answers that were not made by its own key, so it can no longer approve your sign-ins. Remove it and add it anew."},
		rest: []string{tell}, aboutPhone: true,
	},
	NewBrowser: {
		subject: "a sign-in from a new browser", title: "You signed in from a new browser",
		rest: []string{nothing, change},
	},
	SignInRefused: {
		subject: "a sign-in was refused", title: "Someone knew your password. Nobody got in.",
		lead: []string{"A sign-in with your password was refused on your phone."},
		rest: []string{nothing, "If it was not you, change your password: somebody else has it."}, byPhone: true,
	},
	SignInReported: {
		subject: "a sign-in was reported", title: "Someone knew your password. Nobody got in.",
		lead: []string{"A sign-in with your password was reported on your phone. Requests to your phone are off, and the password must be changed."},
		rest: []string{"Set a new password by “Forgot password?” on the sign-in page.", tell}, byPhone: true,
	},
	PushLocked: {
		subject: "requests to your phone are paused", title: "Too many wrong numbers",
		lead: []string{"Wrong numbers were entered for your sign-ins several times in a row. For your safety, requests to your phone are paused. Other ways to sign in still work."},
		rest: []string{nothing, change}, byPhone: true,
	},
	TooManyTries: {
		subject: "too many wrong passwords", title: "Too many wrong passwords",
		lead: []string{"Somebody tried passwords for your account, so it takes none for a few minutes. Browsers in which you signed in before are not affected."},
		rest: []string{"If this was you, wait a little and try again.", "If it was not you, you need not do anything: nobody got in."},
	},
	AppAdded: {
		subject: "an authenticator app was added", title: "An authenticator app was added to your account",
		lead: []string{"Its codes can now confirm your sign-ins."},
		rest: []string{nothing, change},
	},
	AppRemoved: {
		subject: "an authenticator app was removed", title: "An authenticator app was removed from your account",
		lead: []string{"Its codes no longer confirm your sign-ins."},
		rest: []string{nothing, tell},
	},
	PasskeyAdded: {
		subject: "a passkey was added", title: "A passkey was added to your account",
		lead: []string{"It can now sign you in without your password."},
		rest: []string{nothing, change},
	},
	PasskeyRemoved: {
		subject: "a passkey was removed", title: "A passkey was removed from your account",
		lead: []string{"It no longer signs you in."},
		rest: []string{nothing, tell},
	},
	CodesMade: {
		subject: "new recovery codes", title: "New recovery codes were made",
		lead: []string{"Earlier ones no longer work."},
		rest: []string{nothing, change},
	},
	CodeUsed: {
		subject: "a recovery code was used", title: "A recovery code was used to sign in",
		lead: []string{"That code does not work again."},
		rest: []string{nothing, change}, detail: "Codes left",
	},
	RequestsDenied: {
		subject: "sign-ins were refused again and again", title: "Someone knew your password. Nobody got in.",
		lead: []string{"Sign-ins with your password were refused on your phone more than once within an hour. Requests to your phone are paused for a while."},
		rest: []string{nothing, "If it was not you, change your password: somebody else has it."},
	},
	RequestsPaused: {
		subject: "many unanswered sign-ins", title: "Someone may know your password. Nobody got in.",
		lead: []string{"Many sign-ins with your password were not approved on your phone. Requests from browsers that you have not used before are paused for a day; other ways to sign in still work."},
		rest: []string{nothing, "If it was not you, change your password: somebody else has it."},
	},
	UnusualSignIn: {
		subject: "an unusual sign-in", title: "Someone began an unusual sign-in to your account",
		lead: []string{"They got past its first step, from a browser or a place that you do not use as a rule. They get no further without your phone or a passkey."},
		rest: []string{nothing, "If it was not you, change your password: somebody else has it."},
	},
	EmailCode: {
		subject: "a code for your new address", title: "Is this your address?",
		lead: []string{"Somebody who is signed in wants to use this address for their account. Type the code on the page that is open there."},
		rest: []string{"If you did not ask for this, do nothing and pass the code to nobody: nothing changes."},
	},
	EmailVerify: {
		subject: "confirm your address", title: "Is this your address?",
		lead: []string{"Your account has this address. Type the code on the page where you asked for it, and applications are told that it is yours."},
		rest: []string{"If you did not ask for this, do nothing and pass the code to nobody: nothing changes."},
	},
	EmailChanged: {
		subject: "your email address was changed", title: "Your email address was changed",
		lead: []string{"From now on what happens to your account is told to this address."},
		rest: []string{nothing, tell},
	},
	EmailLeft: {
		subject: "your email address was changed", title: "Your email address was changed",
		lead: []string{"What happens to your account is told to another address from now on."},
		link: "That wasn’t me: take it back",
		rest: []string{nothing, "If it was not you, take it back by the link: everybody is signed out then. After that, change your password."},
	},
	EmailBack: {
		subject: "your email address is back", title: "The change of your email address was taken back",
		lead: []string{"You were signed out everywhere."},
		rest: []string{"Change your password, and look at your ways to confirm: whoever changed the address was signed in."},
	},
	AccountErased: {
		subject: "your account was deleted", title: "Your account was deleted",
		lead: []string{"Nobody can sign in to it any more. This is the last mail about it."},
		rest: []string{nothing, tell},
	},
	ReportOver: {
		subject: "requests to your phone are on again", title: "Requests to your phone are on again",
		lead: []string{"The report of a sign-in that was not yours was cleared."},
		rest: []string{nothing, change},
	},
	PassIssued: {
		subject: "a one-time pass was made", title: "A one-time pass was made for your account",
		lead: []string{"With it and your password, a new phone can be added once."},
		rest: []string{nothing, tell},
	},
}
