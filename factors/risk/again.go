package risk

import (
	"fmt"
	"strconv"
	"strings"
)

// Parse reads a score as String writes it.
func Parse(text string) (Score, error) {
	var out Score
	for part := range strings.SplitSeq(text, ", ") {
		if part == "" {
			continue
		}
		signal, points, _ := strings.Cut(part, " ")
		n, err := strconv.Atoi(points)
		if err != nil {
			return nil, fmt.Errorf("read the part %q of a score: %w", part, err)
		}
		out = append(out, Part{signal, n})
	}
	return out, nil
}

// Kept are the signals of a score that was recorded which the record of sign-ins
// does not tell: who judges anew takes them from it.
func (s Score) Kept(known bool) Signals {
	k := Signals{
		NewBrowser: !known, Apart: s.has(phoneFarAway), Probation: s.has(phoneInProbation), Unattested: s.has(phoneUnattested),
	}
	for _, p := range s {
		if p.Signal == notApproved {
			k.Unapproved = p.Points / perUnapproved
		}
	}
	return k
}

// TriedAccounts is how many accounts the caller's network had failed at, at the
// least, when the score was recorded.
func (s Score) TriedAccounts() int { return when(s.has(triesAccounts), manyAccounts) }
