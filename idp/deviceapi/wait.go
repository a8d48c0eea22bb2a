package deviceapi

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"countersign/factors/device"
	"countersign/factors/push"
	"countersign/factors/wire"
	"countersign/idp/web"
)

// How long a device may have its call held, and how often a held call looks
// by itself: the bell is a hint that may be lost.
const (
	maxWait = 25 * time.Second
	netWait = 5 * time.Second
)

// Challenges is GET /push/challenges. With "Prefer: wait=25" (RFC 7240 §4.3) it is
// held until a challenge comes.
func (a *API) Challenges(w http.ResponseWriter, r *http.Request) error {
	d, err := a.active(w, r)
	if err != nil {
		return done(err)
	}
	copies, err := a.await(r.Context(), d, preferredWait(r.Header.Values("Prefer")))
	if err != nil {
		return refusal(w, err)
	}
	// A held call may outlive the nonce that it came with.
	w.Header().Set(wire.HeaderDPoPNonce, a.nonces.At(a.Now()))
	answer := wire.Challenges{Challenges: make([]string, len(copies))}
	for i, c := range copies {
		answer.Challenges[i] = c.JWS
	}
	return web.WriteJSON(w, http.StatusOK, answer)
}

// await looks until something waits for d, the time is up, the caller went
// away or the server stops. No connection to the database is held meanwhile.
func (a *API) await(ctx context.Context, d device.Device, wait time.Duration) ([]push.Copy, error) {
	rings, stop := a.Listen("device:" + string(d.ID))
	defer stop()
	end := time.NewTimer(wait)
	defer end.Stop()
	look := time.NewTicker(netWait)
	defer look.Stop()
	for {
		// Listening began before this look, so nothing falls between the two.
		copies, err := a.Push.OpenFor(ctx, d)
		if err != nil || len(copies) > 0 || wait == 0 {
			return copies, err
		}
		select {
		case <-rings:
			// A revoked device is woken too, to learn it from its next call.
			if d, err = a.Devices.ByKey(ctx, d.Key.Thumbprint()); err != nil || !d.Active() {
				return nil, err
			}
		case <-look.C:
		case <-end.C:
			return nil, nil
		case <-a.Done:
			return nil, nil
		case <-ctx.Done():
			return nil, nil
		}
	}
}

// preferredWait reads the wait preference; anything odd is no wait.
func preferredWait(headers []string) time.Duration {
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		value, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(part)), "wait=")
		if !ok {
			continue
		}
		seconds, err := strconv.Atoi(value)
		if err != nil || seconds < 0 {
			return 0
		}
		return min(time.Duration(min(seconds, 60))*time.Second, maxWait)
	}
	return 0
}
