package main

import (
	"crypto/elliptic"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

// A device may sign what no database can keep: it is refused like anything
// else, and is no failure of ours.
func TestRefusedSignedObjectWithTextThatCannotBeKept(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) {
			a := attacker{newRig(t, database, 1, manyTries)}
			ada := a.join("ada")
			w := a.waits(ada, nil)
			_, link := a.invited("eve")
			key := freshKey(t, elliptic.P256())
			public, err := wire.NewKey(key.Public())
			a.ok(err)
			jwk, err := json.Marshal(public)
			a.ok(err)
			db := a.database()
			before := a.contents(db)
			for _, bad := range []string{"\x00", "a\x00b", "\u202e", strings.Repeat("x", 2000)} {
				q := attackRequest{method: http.MethodPost, path: wire.PathDecision("%00"), kind: wire.MediaJWT, body: w.sign(edit("cid", bad))}
				q.header = http.Header{"DPoP": {a.proof(ada.phone, q, func(p *wire.Proof) { p.URL = a.issuer + wire.PathDecision("\x00") })}}
				a.refuses(a.do(q), http.StatusForbidden)
				for _, member := range []string{"cid", "nonce", "chash", "iss", "sub", "aud"} {
					a.refuses(a.decide(ada.phone, w.asked.ID, w.sign(edit(member, bad))), http.StatusForbidden)
				}
				nonce := a.nonce()
				act := wiretest.Forge(ada.phone.State().Private.Signer(), w.header(edit("typ", "cs-device+jwt")), edited(map[string]any{
					"iss": w.asked.Device, "aud": a.issuer, "sub": w.asked.Account, "nonce": nonce, "jti": bad, "act": "remove",
				}, nil))
				a.refuses(a.do(a.proved(ada.phone, attackRequest{method: http.MethodPost, path: wire.PathDevice, kind: wire.MediaJWT, body: act})), http.StatusForbidden)
				for _, change := range []func(map[string]any){
					edit("dev", map[string]any{"name": bad, "platform": "android"}),
					edit("dev", map[string]any{"name": "x", "platform": "android", "lang": bad}),
					edit("dev", map[string]any{"name": "x", "platform": bad}), edit("aud", bad), edit("c_hash", bad),
				} {
					a.refuses(a.register(link.Code, wiretest.Forge(key, registerHeader("ES256", jwk), a.registration(link.Code, change))), http.StatusForbidden)
				}
				a.refuses(a.register(wire.Secret(bad), "x.y.z"), http.StatusForbidden)
			}
			a.unchanged(db, before)
			if strings.Contains(a.log.String(), `"level":"ERROR"`) {
				t.Errorf("the log has a failure of ours:\n%s", a.log)
			}
			// Odd but harmless: modes and members that nobody knows.
			odd := a.registration(link.Code, edit("modes", []string{"num2", "\x00", "choice"}), edit("zz", "\x00"))
			if got := a.register(link.Code, wiretest.Forge(key, registerHeader("ES256", jwk), odd)); got.status != http.StatusCreated {
				t.Errorf("unknown modes: %d %s", got.status, got.body)
			}
		})
	}
}
