package push

import (
	"context"
	"time"

	"countersign/audit"
	"countersign/factors"
	"countersign/factors/device"
	"countersign/factors/wire"
)

// Situation is what Open must know of an account.
type Situation struct {
	// Off is true while a report, a lock or a disabled account turns push off.
	Off     bool
	Devices []device.Device // active ones
	// Open is the pending challenge of the same purpose; its ID is empty if
	// there is none.
	Open Challenge
	// Opened moves with every challenge of the account: see Opening.
	Opened int64
	// Collided is true if a challenge of this purpose kept another sign-in
	// waiting not long ago, and none asked since was approved.
	Collided bool
}

// Opening is a challenge to be kept.
type Opening struct {
	Challenge Challenge
	Verdicts  []wire.Verdict
	Copies    []Copy
	// Replaces is the open challenge that ends with it, in the state Becomes.
	Replaces ID
	Becomes  wire.State
	// Why is what is noted of its end, if it was not that this one came.
	Why string
	// Opened is the Situation's that the challenge was judged by: if another
	// one was opened since, it must be judged anew.
	Opened int64
}

// Delivery is what became of a push to one device.
type Delivery struct {
	Challenge ID
	Device    device.ID
	// ChannelSet is the channel it went to: a newer one is not marked dead.
	ChannelSet time.Time
	Result     string
	Dead       bool
	At         time.Time
}

// Facts are what the checks of a decision look at.
type Facts struct {
	Challenge Challenge
	UV        wire.UserVerification // of the device that answers
	Verdicts  []wire.Verdict
	JWS       string // the copy of the device that answers
	Nonce     string
	Copies    int  // how many devices were asked
	Off       bool // as in Situation
	Misses    int  // wrong numbers in a row
	Reported  time.Time
	// Answered is what was answered to these very bytes, "" if they are new.
	Answered wire.State
}

// Asked is a device that answers, with what the answer is judged by. Facts is nil
// if the challenge was not put to it.
type Asked struct {
	Device device.Device
	Facts  *Facts
	Kept   Kept
}

// Kept are the versions of what an answer is judged by, if that was kept in
// memory when the device fetched the request, and empty if it was read just now.
// What is judged by it stands only if the commit finds the same versions; a
// refusal, and whatever a refusal changes, is judged anew.
type Kept struct{ Device, Person string }

// Is says whether there is anything that was kept.
func (k Kept) Is() bool { return k != Kept{} }

// Verdict is a decision that passed every check.
type Verdict struct {
	Challenge Challenge  // with its stored state
	From      wire.State // as time has it
	To        wire.State
	Verdict   wire.Verdict
	Device    device.Device
	Decision  string // as it travelled
	Digest    string
	Evidence  string
	At        time.Time
	FinishBy  time.Time // of an approval
	// Verified is what the device's user-verification key showed.
	Verified device.Verification
	// Forget is true if the approval ends a row of wrong numbers.
	Forget bool
	// Since is how old a session of the same browser a report still ends.
	Since time.Time
	// Alone is true if no other device was asked.
	Alone bool
	// Return is the hash of the code of an approval in mode return.
	Return []byte
	// Kept is what the stored rows must still be.
	Kept Kept
}

// End is a challenge that ended, or was approved.
type End struct {
	Challenge ID
	State     wire.State
	By        device.ID // whose answer it was; may be empty
}

// Answered is one decision that a device made.
type Answered struct {
	Challenge ID
	Verdict   wire.Verdict
	State     wire.State
	At        time.Time
	JWS       string // the copy that it answers
}

// Miss is a wrong number.
type Miss struct {
	Challenge ID
	Account   factors.Account
	Device    device.ID
	At        time.Time
	LockAfter int
	LockUntil time.Time
	// HardStop is how many turn push off for good.
	HardStop int
}

// Approval is what was finished.
type Approval struct {
	Device     string
	Mode       factors.Match
	Forced     bool
	Protection factors.Protection
	// Verified, Attested and Gesture are as in factors.Outcome.
	Verified, Attested bool
	Gesture            factors.Gesture
	Probation          bool
	At                 time.Time
}

// Asking keeps what is asked. Each act is one transaction with its events.
type Asking interface {
	// Situation is one statement.
	Situation(ctx context.Context, account factors.Account, purpose wire.Purpose, collidedSince time.Time) (Situation, error)
	// Past is what the account was asked after a time, newest first, but for
	// self-tests and what an administrator forgave.
	Past(ctx context.Context, account factors.Account, since time.Time) ([]Past, error)
	// SelfTests is how many challenges of SelfTester an account had after a time,
	// and when the last was.
	SelfTests(ctx context.Context, account factors.Account, since time.Time) (n int, last time.Time, err error)
	// Notify lets a notice out with its event, and is false if one of its kind
	// went out too short a time before.
	Notify(ctx context.Context, account factors.Account, n Notice, e audit.Event) (bool, error)
	// OpenChallenge is ErrRaced if another one is open by now, or was opened
	// since the Situation.
	OpenChallenge(ctx context.Context, o Opening, e audit.Event) error
	Collide(ctx context.Context, id ID, at time.Time) error
	SetDelivery(ctx context.Context, d Delivery) error
	CopiesOf(ctx context.Context, id ID) ([]Copy, error)
}

// Holding keeps what the browser does.
type Holding interface {
	FindChallenge(ctx context.Context, id ID) (Challenge, error)
	// Outlines is all that a waiting page may be told of: id, holder, state,
	// resends and times of those of ids that there are.
	Outlines(ctx context.Context, ids []ID) ([]Challenge, error)
	// MovedChallenges is which of ids are not pending any more.
	MovedChallenges(ctx context.Context, ids []ID) ([]ID, error)
	// ResendChallenge takes a resend if one is left and the gap is over.
	ResendChallenge(ctx context.Context, id ID, holder string, at time.Time, gap time.Duration, e audit.Event) (bool, error)
	// CancelChallenge ends a pending or approved challenge of holder; by is the
	// device whose answer led to it, if one did.
	CancelChallenge(ctx context.Context, id ID, holder, why string, by device.ID, at time.Time) (bool, error)
	// ConsumeChallenge is the gate of an approval: once, by its holder, in time,
	// and in mode return only with the hash of its code.
	ConsumeChallenge(ctx context.Context, id ID, holder string, code []byte, at time.Time, e audit.Event) (Approval, error)
	// ApprovalOf is the approval of what a client asked, which ConsumeChallenge does
	// not take, or ErrNotApproved.
	ApprovalOf(ctx context.Context, id ID, holder string, at time.Time) (Approval, error)
	// Returning is the approval in mode return that waits for the code of this
	// hash, in time.
	Returning(ctx context.Context, code []byte, at time.Time) (Challenge, error)
	// SpendReturn makes its code worth nothing, once: nobody can finish it then.
	SpendReturn(ctx context.Context, code []byte, at time.Time) (bool, error)
}

// Answering keeps what devices do.
type Answering interface {
	OpenCopies(ctx context.Context, d device.Device, at time.Time, limit int) ([]Copy, error)
	// Answers is what a device decided last, newest first, each with the state
	// of its challenge as time has it.
	Answers(ctx context.Context, d device.ID, at time.Time, limit int) ([]Answered, error)
	MarkSeen(ctx context.Context, id ID, at time.Time) error
	// KeptOf is the same as it was at OpenCopies, if that was kept; once.
	KeptOf(jkt string, id ID) (Asked, bool)
	// AskedOf is the device with a key and what it was asked, in one statement;
	// digest is that of its answer. Without such a device it is
	// device.ErrNotFound.
	AskedOf(ctx context.Context, jkt string, id ID, digest string) (Asked, error)
	// CountVerifier keeps the sign count of a device's user-verification key.
	CountVerifier(ctx context.Context, d device.ID, count uint32) error
	// Commit is one conditional move with its evidence, and for a report all
	// that follows from it. False means that somebody else was first, or that
	// what was kept has changed.
	Commit(ctx context.Context, v Verdict, e audit.Event) (bool, error)
	// CountMiss takes a try and counts for the account.
	CountMiss(ctx context.Context, m Miss, missed, refused audit.Event) error
}

// Store is what Engine keeps things in. Whatever ends challenges there is told
// to Engine.TellEnds, after its commit.
type Store interface {
	Asking
	Holding
	Answering
}
