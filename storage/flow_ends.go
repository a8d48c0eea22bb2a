package storage

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"countersign/idp/flow"
)

// endFlows ends the open sign-ins that match cond, a condition on flows in our
// own words.
func endFlows(tx *gorm.DB, by, cond string, args ...any) error {
	return endFlowsIn(tx, []flow.State{flow.Open}, by, cond, args...)
}

// endFinishedToo is endFlows also for those that finished and were not taken
// yet: whoever may not sign in gets no code either.
func endFinishedToo(tx *gorm.DB, by, cond string, args ...any) error {
	return endFlowsIn(tx, []flow.State{flow.Open, flow.Done}, by, cond, args...)
}

func endFlowsIn(tx *gorm.DB, states []flow.State, by, cond string, args ...any) error {
	err := tx.Exec("UPDATE flows SET state = ?, ended_by = ?, enrolment_link = ?, recovery_codes = NULL, version = version + 1 WHERE state IN ? AND "+cond,
		append([]any{string(flow.Ended), by, []byte{}, states}, args...)...).Error
	if err != nil {
		return fmt.Errorf("end sign-ins: %w", err)
	}
	return nil
}

// endFlowsBeside ends the open sign-ins of a session's person in the session's
// browser, and what they ask: a step-up begins with what the session proved,
// and must not outlive it. Ring the bells of the ids after the commit.
func endFlowsBeside(tx *gorm.DB, at time.Time, session string) (cancelled []string, err error) {
	var of struct {
		Person  string
		Browser []byte
	}
	err = tx.Raw("SELECT person, browser FROM sessions WHERE id = ?", session).Scan(&of).Error
	if err != nil {
		return nil, fmt.Errorf("read the session that ends: %w", err)
	}
	// Challenges before sign-ins, as everywhere: two acts at once then wait for
	// each other in one order.
	const theirs = "person = ? AND browser = ?"
	cancelled, err = cancelWhere(tx, at, "the browser session ended",
		"account = ? AND holder IN (SELECT id FROM flows WHERE state = 'open' AND "+theirs+")", of.Person, of.Person, blob(of.Browser))
	if err != nil {
		return nil, err
	}
	return cancelled, endFlows(tx, "the browser session ended", theirs, of.Person, blob(of.Browser))
}
