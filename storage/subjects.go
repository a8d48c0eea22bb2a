package storage

import (
	"context"
	"fmt"

	"countersign/idp/subject"
)

// Subjects keeps pairwise subjects.
type Subjects struct{ db *DB }

// Subjects is what the applications of each sector call people.
func (d *DB) Subjects() Subjects { return Subjects{d} }

// Subject is that of the person in the sector: fresh, if there was none. Of two
// that name somebody at once, the later one is told the earlier's name.
func (s Subjects) Subject(ctx context.Context, sector, person, fresh string) (string, error) {
	known, err := s.find(ctx, "SELECT subject FROM subjects WHERE sector = ? AND person = ?", sector, person)
	if err != nil || known != "" {
		return known, err
	}
	made, err := once(s.db.write.WithContext(ctx).Exec(`INSERT INTO subjects (sector, person, subject) VALUES (?, ?, ?)
		ON CONFLICT (sector, person) DO NOTHING`, sector, person, fresh))
	if err != nil {
		return "", fmt.Errorf("write subject: %w", err)
	}
	if made {
		return fresh, nil
	}
	return s.find(ctx, "SELECT subject FROM subjects WHERE sector = ? AND person = ?", sector, person)
}

// Person is whose subject it is in the sector, or subject.ErrUnknown.
func (s Subjects) Person(ctx context.Context, sector, sub string) (string, error) {
	if !isText(sub) {
		return "", subject.ErrUnknown
	}
	person, err := s.find(ctx, "SELECT person FROM subjects WHERE sector = ? AND subject = ?", sector, sub)
	if err == nil && person == "" {
		err = subject.ErrUnknown
	}
	return person, err
}

func (s Subjects) find(ctx context.Context, text string, args ...any) (string, error) {
	var found string
	if err := s.db.read.WithContext(ctx).Raw(text, args...).Scan(&found).Error; err != nil {
		return "", fmt.Errorf("read subject: %w", err)
	}
	return found, nil
}
