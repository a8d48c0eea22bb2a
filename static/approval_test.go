package static_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
)

// TestApprovalIsFollowedToItsEnd runs js/approval.js under Node.js against a
// server that is slow, busy and then done.
func TestApprovalIsFollowedToItsEnd(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/challenges/chl_1" || r.Header.Get("Authorization") != "Bearer cs_pt_x" {
			http.Error(w, `{"title":"no"}`, http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		switch asked.Add(1) {
		case 1:
			_, _ = fmt.Fprint(w, `{"state":"pending","isConsumed":false,"isVerified":false,"interval":0,"seen":false}`)
		case 2:
			w.Header().Set("Retry-After", "0.001")
			w.WriteHeader(http.StatusTooManyRequests)
		case 3:
			_, _ = fmt.Fprint(w, `{"state":"pending","isConsumed":false,"isVerified":false,"interval":0,"seen":true}`)
		default:
			_, _ = fmt.Fprint(w, `{"state":"approved","isConsumed":true,"isVerified":true,"interval":0,"seen":true}`)
		}
	}))
	t.Cleanup(s.Close)
	run := func(id, token string) (string, error) {
		script := fmt.Sprintf(`import { follow } from %q;
			const heard = [];
			const s = await follow(%q, %q, %q, { onChange: s => heard.push(s.state + (s.seen ? '+' : '')) });
			console.log(heard.join(' '), s.isVerified);`, "./js/approval.js", s.URL, id, token)
		out, err := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", script).CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	if out, err := run("chl_1", "cs_pt_x"); err != nil || out != "pending pending+ approved+ true" {
		t.Errorf("heard %q, %v", out, err)
	}
	if out, err := run("chl_1", "cs_pt_y"); err == nil || !strings.Contains(out, "Error: no") {
		t.Errorf("with another token: %q, %v", out, err)
	}
}
