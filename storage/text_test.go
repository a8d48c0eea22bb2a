package storage_test

import (
	"errors"
	"testing"

	"countersign/factors/push"
	"countersign/idp/person"
	"countersign/idp/subject"
	"countersign/storage"
	"countersign/storage/storagetest"
)

// Applications and strangers name people, and requests to phones, by any bytes:
// what is no text names nothing, on either database, and is no fault of ours.
func TestNothingIsNamedByWhatIsNoText(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *storagetest.Clock) {
		newPerson(t, db, "ada")
		for _, named := range []string{"a\x00da", "\x00", "ada\xff", "\xed\xa0\x80"} {
			if _, err := db.People().Find(t.Context(), person.ID(named)); !errors.Is(err, person.ErrNotFound) {
				t.Errorf("%q as ID: %v", named, err)
			}
			if _, err := db.People().FindByKey(t.Context(), named); !errors.Is(err, person.ErrNotFound) {
				t.Errorf("%q as key: %v", named, err)
			}
			if _, err := db.People().FindByEmail(t.Context(), named); !errors.Is(err, person.ErrNotFound) {
				t.Errorf("%q as address: %v", named, err)
			}
			if _, err := db.Subjects().Person(t.Context(), "a.example", named); !errors.Is(err, subject.ErrUnknown) {
				t.Errorf("%q as subject: %v", named, err)
			}
			if _, err := db.Challenges().FindChallenge(t.Context(), push.ID(named)); !errors.Is(err, push.ErrNotFound) {
				t.Errorf("%q as a request: %v", named, err)
			}
			if found, err := db.Challenges().Outlines(t.Context(), []push.ID{push.ID(named)}); len(found) > 0 || err != nil {
				t.Errorf("%q as a request that waits: %v, %v", named, found, err)
			}
		}
	})
}
