package mail

import (
	"context"

	"countersign/templates/words"
)

// said is what a mail of one kind says.
type said struct {
	subject words.Text // after the organisation's name
	title   words.Text
	lead    []words.Text
	link    words.Text   // what the link does
	rest    []words.Text // ends with what to do
	// aboutPhone names the phone; byPhone means that the phone answered, so
	// that time and place are those of the sign-in it was asked about.
	aboutPhone bool
	byPhone    bool
	detail     words.Text // what the item's detail is called; nil if it has none
	admin      bool       // it goes to those who look after the server
}

// all is several texts, one a paragraph.
func all(texts ...words.Text) []words.Text { return texts }

// orChange and orTell are the ends of most mails.
func orChange() []words.Text { return all(words.MailNothing, words.MailChange) }
func orTell() []words.Text   { return all(words.MailNothing, words.MailTell) }

// orSomebodyElse ends the mails about sign-ins with the right password.
func orSomebodyElse() []words.Text { return all(words.MailNothing, words.MailPhoneChange) }

// says is the words of each kind.
//
//nolint:gochecknoglobals // a table, never written
var says = map[Kind]said{
	Invitation: {
		subject: words.MailAccountInvitedSubject, title: words.MailAccountInvitedTitle, lead: all(words.MailAccountInvited),
		link: words.MailAccountInvitedLink, rest: all(words.MailAccountInvitedOnce, words.MailAccountInvitedUnexpected),
	},
	Reset: {
		subject: words.MailAccountResetSubject, title: words.MailAccountResetTitle, lead: all(words.MailAccountReset),
		link: words.MailAccountResetLink, rest: all(words.MailAccountResetOnce, words.MailAccountResetUnasked),
	},
	PasswordChanged: {
		subject: words.MailAccountPasswordSubject, title: words.MailAccountPasswordTitle, lead: all(words.MailAccountPassword), rest: orTell(),
	},
	PhoneAdded: {
		subject: words.MailPhoneAddedSubject, title: words.MailPhoneAddedTitle, lead: all(words.MailPhoneAdded), rest: orChange(), aboutPhone: true,
	},
	PhoneRemoved: {
		subject: words.MailPhoneRemovedSubject, title: words.MailPhoneRemovedTitle, lead: all(words.MailPhoneRemoved), rest: orTell(), aboutPhone: true,
	},
	PhoneSuspended: {
		subject: words.MailPhoneSuspendedSubject, title: words.MailPhoneSuspendedTitle, lead: all(words.MailPhoneSuspended),
		rest: all(words.MailTell), aboutPhone: true,
	},
	SignedOut:    {subject: words.MailAccountSignedOutSubject, title: words.MailAccountSignedOutTitle, rest: orTell()},
	DeviceJoined: {subject: words.DeviceMailSubject, title: words.DeviceMailTitle, lead: all(words.DeviceMailText), rest: orChange()},
	NewBrowser:   {subject: words.MailWayBrowserSubject, title: words.MailWayBrowserTitle, rest: orChange()},
	SignInRefused: {
		subject: words.MailPhoneRefusedSubject, title: words.MailPhoneKnownTitle, lead: all(words.MailPhoneRefused), rest: orSomebodyElse(), byPhone: true,
	},
	SignInReported: {
		subject: words.MailPhoneReportedSubject, title: words.MailPhoneKnownTitle, lead: all(words.MailPhoneReported),
		rest: all(words.MailPhoneReportedReset, words.MailTell), byPhone: true,
	},
	PushLocked: {
		subject: words.MailPhoneLockedSubject, title: words.MailPhoneLockedTitle, lead: all(words.MailPhoneLocked), rest: orChange(), byPhone: true,
	},
	TooManyTries: {
		subject: words.MailWayTriesSubject, title: words.MailWayTriesTitle, lead: all(words.MailWayTries),
		rest: all(words.MailWayTriesYou, words.MailWayTriesNotYou),
	},
	AppAdded: {
		subject: words.MailWayAppAddedSubject, title: words.MailWayAppAddedTitle, lead: all(words.MailWayAppAdded), rest: orChange(),
	},
	AppRemoved: {
		subject: words.MailWayAppRemovedSubject, title: words.MailWayAppRemovedTitle, lead: all(words.MailWayAppRemoved), rest: orTell(),
	},
	PasskeyAdded: {
		subject: words.MailWayPasskeyAddedSubject, title: words.MailWayPasskeyAddedTitle, lead: all(words.MailWayPasskeyAdded), rest: orChange(),
	},
	PasskeyRemoved: {
		subject: words.MailWayPasskeyRemovedSubject, title: words.MailWayPasskeyRemovedTitle, lead: all(words.MailWayPasskeyRemoved), rest: orTell(),
	},
	CodesMade: {subject: words.MailWayCodesSubject, title: words.MailWayCodesTitle, lead: all(words.MailWayCodes), rest: orChange()},
	CodeUsed: {
		subject: words.MailWayCodeUsedSubject, title: words.MailWayCodeUsedTitle, lead: all(words.MailWayCodeUsed), rest: orChange(),
		detail: words.MailCodesLeft,
	},
	RequestsDenied: {
		subject: words.MailPhoneDeniedSubject, title: words.MailPhoneKnownTitle, lead: all(words.MailPhoneDenied), rest: orSomebodyElse(),
	},
	RequestsPaused: {
		subject: words.MailPhonePausedSubject, title: words.MailPhonePausedTitle, lead: all(words.MailPhonePaused), rest: orSomebodyElse(),
	},
	UnusualSignIn: {
		subject: words.MailPhoneUnusualSubject, title: words.MailPhoneUnusualTitle, lead: all(words.MailPhoneUnusual), rest: orSomebodyElse(),
	},
	EmailCode: {
		subject: words.MailAccountEmailCodeSubject, title: words.MailAccountEmailCodeTitle, lead: all(words.MailAccountEmailCode),
		rest: all(words.MailAccountEmailCodeUnasked),
	},
	EmailVerify: {
		subject: words.MailAccountVerifySubject, title: words.MailAccountEmailCodeTitle, lead: all(words.MailAccountVerify),
		rest: all(words.MailAccountEmailCodeUnasked),
	},
	EmailChanged: {subject: words.MailAccountEmailSubject, title: words.MailAccountEmailTitle, lead: all(words.MailAccountEmail), rest: orTell()},
	EmailLeft: {
		subject: words.MailAccountEmailSubject, title: words.MailAccountEmailTitle, lead: all(words.MailAccountEmailLeft),
		link: words.MailAccountEmailLeftLink, rest: all(words.MailNothing, words.MailAccountEmailLeftUndo),
	},
	EmailBack: {
		subject: words.MailAccountEmailBackSubject, title: words.MailAccountEmailBackTitle, lead: all(words.MailAccountEmailBack),
		rest: all(words.MailAccountEmailBackLook),
	},
	AccountErased: {subject: words.MailAccountErasedSubject, title: words.MailAccountErasedTitle, lead: all(words.MailAccountErased), rest: orTell()},
	ReportOver: {
		subject: words.MailPhoneReportOverSubject, title: words.MailPhoneReportOverTitle, lead: all(words.MailPhoneReportOver), rest: orChange(),
	},
	PassIssued: {subject: words.MailWayPassSubject, title: words.MailWayPassTitle, lead: all(words.MailWayPass), rest: orTell()},
	AdminReport: {
		subject: words.MailAdminReportSubject, title: words.MailAdminReportTitle, lead: all(words.MailAdminReport), rest: all(words.MailAdminReportDo),
		admin: true, byPhone: true, detail: words.MailAdminAccount,
	},
	AdminReview: {
		subject: words.MailAdminReviewSubject, title: words.MailAdminReviewTitle, lead: all(words.MailAdminReview), rest: all(words.MailAdminReviewDo),
		admin: true, detail: words.MailAdminAccount,
	},
	AdminLock: {
		subject: words.MailAdminLockSubject, title: words.MailAdminLockTitle, lead: all(words.MailAdminLock), rest: all(words.MailAdminLockDo),
		admin: true, byPhone: true, detail: words.MailAdminAccount,
	},
	AdminPass: {
		subject: words.MailWayPassSubject, title: words.MailAdminPassTitle, lead: all(words.MailAdminPass), rest: all(words.MailAdminPassDo),
		admin: true, detail: words.MailAdminAccount,
	},
	AdminDigest: {
		subject: words.MailAdminDaySubject, title: words.MailAdminDayTitle, lead: all(words.MailAdminDay), rest: all(words.MailAdminDayDo),
		admin: true,
	},
}

// inAll is the texts in the language of ctx.
func inAll(ctx context.Context, texts []words.Text) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = t(ctx)
	}
	return out
}
