package main

import (
	"testing"
	"time"
)

func TestPushesAreMeasuredByChannelAndResult(t *testing.T) {
	m := newMetrics()
	m.push("fcm", "sent", 40*time.Millisecond)
	m.push("fcm", "sent", 60*time.Millisecond)
	m.push("webpush", "dead", time.Second)
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	type count struct {
		n   uint64
		sum float64
	}
	got := map[string]count{}
	for _, f := range families {
		if f.GetName() != "countersign_push_send_duration_seconds" {
			continue
		}
		for _, s := range f.GetMetric() {
			key := ""
			for _, l := range s.GetLabel() {
				key += l.GetName() + "=" + l.GetValue() + " "
			}
			got[key] = count{s.GetHistogram().GetSampleCount(), s.GetHistogram().GetSampleSum()}
		}
	}
	if got["provider=fcm result=sent "] != (count{2, .1}) || got["provider=webpush result=dead "] != (count{1, 1}) || len(got) != 2 {
		t.Errorf("measured %v", got)
	}
}
