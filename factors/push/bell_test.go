package push_test

import (
	"reflect"
	"testing"

	"countersign/factors/push"
	"countersign/factors/wire"
)

// TestRingOfAnAnswerSaysWhatALookWouldFind lets a phone answer, take back and
// report: a page that believes the ring knows no more and nothing else than one
// that looks.
func TestRingOfAnAnswerSaysWhatALookWouldFind(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(t, alice, "one")
		for name, act := range map[string]func(c push.Challenge){
			"approved": func(c push.Challenge) { must(t, h, p, c, wire.Approve, c.Number.Reveal()) },
			"denied":   func(c push.Challenge) { must(t, h, p, c, wire.Deny, "") },
			"consumed": func(c push.Challenge) {
				must(t, h, p, c, wire.Approve, c.Number.Reveal())
				if _, err := h.Finish(t.Context(), c.ID, "flw_a"); err != nil {
					t.Fatal(err)
				}
			},
			"taken back": func(c push.Challenge) {
				deny := h.answers(t, p, c.ID, wire.Deny, "")
				must(t, h, p, c, wire.Approve, c.Number.Reveal())
				if _, err := h.send(p, c.ID, deny); err != nil {
					t.Fatal(err)
				}
			},
		} {
			c := h.open(t, "flw_a")
			all := make(chan string, 100)
			stop := h.db.Bell().Watch("challenge:"+string(c.ID), func(said string) { all <- said })
			act(c)
			stop()
			close(all)
			heard := ""
			for said := range all { // one that says nothing may come with a connection
				if said != "" {
					heard = said
				}
			}
			want, err := h.Status(t.Context(), c.ID, "flw_a")
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := h.Told(heard); !ok || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: the ring said %q, so %+v; a look finds %+v", name, heard, got, want)
			}
		}
	})
}

// TestRingOfAReportLooksLikeADenial is so that an attacker who watches the page
// does not learn that he was reported.
func TestRingOfAReportLooksLikeADenial(t *testing.T) {
	h := onSQLite(t, patient())
	denied, _ := h.Told(string(wire.StateDenied))
	if got, ok := h.Told(string(wire.StateReported)); !ok || !reflect.DeepEqual(got, denied) {
		t.Errorf("a report is told as %+v", got)
	}
	for _, said := range []string{"", "pending", "nonsense"} {
		if got, ok := h.Told(said); ok {
			t.Errorf("%q says %+v", said, got)
		}
	}
}

func TestMovedIsWhatIsNotPendingAnyMore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.addPerson(t, "per_bob")
		p := h.enrol(t, alice, "one")
		h.enrol(t, "per_bob", "two")
		a := h.open(t, "flw_a")
		b, err := h.Open(t.Context(), push.Request{Account: "per_bob", Purpose: a.Purpose, Holder: "flw_b"})
		if err != nil {
			t.Fatal(err)
		}
		ids := []push.ID{a.ID, "chl_none", b.ID}
		if moved, err := h.Moved(t.Context(), ids); err != nil || len(moved) != 0 {
			t.Errorf("both wait: %v, %v", moved, err)
		}
		must(t, h, p, a, wire.Deny, "")
		if moved, err := h.Moved(t.Context(), ids); err != nil || len(moved) != 1 || moved[0] != a.ID {
			t.Errorf("one was denied: %v, %v", moved, err)
		}
	})
}
