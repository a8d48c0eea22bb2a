package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"countersign/audit"
	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

// attackRow is one forged decision, and the true reason of its refusal.
type attackRow struct {
	name string
	body string
	why  string // what the record must say
	bad  bool   // counts as a bad signature under a good proof
}

// Cases 1, 2, 5, 6 and 10: every row goes to one challenge, which stays as it
// was, so that the right answer is still taken at the end.
func TestAttack01To10DecisionOfAnotherFormIsRefused(t *testing.T) {
	attackBoth(t, func(t *testing.T, a attacker) {
		ada := a.join("ada")
		w := a.waits(ada, nil)
		bad := 0
		for _, row := range formRows(t, w) {
			t.Run(row.name, func(t *testing.T) {
				a := a.in(t)
				a.clock.Advance(attackPace)
				before := a.recorded(audit.DecisionRefused)
				a.refuses(a.decide(w.phone, w.asked.ID, row.body), 403)
				if s := a.state(w.asked.ID); s != wire.StatePending {
					t.Errorf("the challenge is %s", s)
				}
				found := a.news(audit.DecisionRefused, before)
				if len(found) != 1 || found[0].Device != w.asked.Device || !strings.Contains(found[0].Reason, row.why) {
					t.Errorf("on record: %+v, want a reason with %q", found, row.why)
				}
				if row.bad {
					bad++
				}
				if n := a.count("signature:" + w.asked.Device); n != bad {
					t.Errorf("%d bad signatures are counted, want %d", n, bad)
				}
			})
		}
		a.finish(w.tab, w.phone)
		a.landed(w.tab)
	})
}

func formRows(t *testing.T, w waiting) []attackRow {
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rows := allRows(algorithmRows(t, w), headerRows(t, w, stranger), typeRows(t, w), verdictRows(w))
	return append(rows, attackRow{
		name: "03 signed by a key that takes the device's name", body: wiretest.Forge(stranger, w.header(), w.claims()),
		why: "check 3: ", bad: true,
	})
}

func allRows(lists ...[]attackRow) []attackRow {
	var all []attackRow
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// algorithmRows are cases 1 and 2 (RFC 8725 sections 3.1 and 3.2).
func algorithmRows(t *testing.T, w waiting) []attackRow {
	rows := []attackRow{{name: "01 signature left out", body: strings.TrimRight(w.sign(), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), why: "check 1: "}}
	for _, alg := range []string{"none", "None", "NONE", ""} {
		input := wiretest.Encode(w.header(edit("alg", alg))) + "." + wiretest.Encode(w.claims()) + "."
		for name, signature := range map[string]string{"empty": "", "of zeros": base64.RawURLEncoding.EncodeToString(make([]byte, 64))} {
			rows = append(rows, attackRow{name: "01 alg " + alg + " with a signature " + name, body: input + signature, why: "check 1: "})
		}
	}
	for name, secret := range publicForms(t, w) {
		input := wiretest.Encode(w.header(edit("alg", "HS256"))) + "." + wiretest.Encode(w.claims())
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(input))
		rows = append(rows, attackRow{
			name: "02 HS256 keyed with the public key as " + name, why: "check 1: ",
			body: input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
		})
	}
	return rows
}

// publicForms are the bytes that a careless verifier would take as a secret.
func publicForms(t *testing.T, w waiting) map[string][]byte {
	t.Helper()
	key, err := w.phone.State().Private.Public()
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"JWK": jwk, "DER": der, "PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), "thumbprint": []byte(key.Thumbprint()),
	}
}

// headerRows are case 5: the sender never chooses the key.
func headerRows(t *testing.T, w waiting, stranger crypto.Signer) []attackRow {
	t.Helper()
	key, err := wire.NewKey(stranger.Public())
	if err != nil {
		t.Fatal(err)
	}
	var rows []attackRow
	for name, value := range map[string]any{
		"jwk": key, "jku": "https://evil.example/keys", "x5u": "https://evil.example/chain", "x5c": []string{"MIIB"},
		"crit": []string{"exp"}, "b64": false, "zip": "DEF",
	} {
		rows = append(rows,
			attackRow{name: "05 header with " + name + " signed by that key", body: wiretest.Forge(stranger, w.header(edit(name, value)), w.claims()), why: "check 1: "},
			attackRow{name: "05 header with " + name + " beside the device's signature", body: wiretest.Forge(w.phone.State().Private.Signer(), w.header(edit(name, value)), w.claims()), why: "check 1: "})
	}
	return append(rows, attackRow{
		name: "05 jwk in the place of kid", why: "check 1: ",
		body: wiretest.Forge(stranger, w.header(edit("jwk", key), edit("kid", nil)), w.claims()),
	}, attackRow{
		name: "05 kid of the stranger's key", why: "check 3: ",
		body: wiretest.Forge(stranger, w.header(edit("kid", key.Thumbprint())), w.claims()),
	})
}

// typeRows are case 6 (RFC 8725 section 3.11).
func typeRows(t *testing.T, w waiting) []attackRow {
	t.Helper()
	key, err := w.phone.State().Private.Public()
	if err != nil {
		t.Fatal(err)
	}
	var rows []attackRow
	for _, typ := range []any{
		"JWT", "at+jwt", "dpop+jwt", "cs-register+jwt", "cs-challenge+jwt", "cs-device+jwt", "cs-revoked+jwt", "CS-DECISION+JWT",
		"application/cs-decision+jwt", "", nil, []string{"cs-decision+jwt"},
	} {
		text, _ := json.Marshal(typ)
		rows = append(rows, attackRow{
			name: "06 typ " + string(text), why: "check 1: ",
			body: wiretest.Forge(w.phone.State().Private.Signer(), w.header(edit("typ", typ)), w.claims()),
		})
	}
	for _, typ := range []string{"dpop+jwt", "cs-register+jwt"} {
		rows = append(rows, attackRow{
			name: "06 typ " + typ + " with its key embedded", why: "check 1: typ is not that of a decision",
			body: wiretest.Forge(w.phone.State().Private.Signer(), w.header(edit("typ", typ), edit("kid", nil), edit("jwk", key)), w.claims()),
		})
	}
	return rows
}

// verdictRows are case 10: nothing but the word is an approval. The rightly
// signed rows with a number of another form are guesses that cost nothing.
func verdictRows(w waiting) []attackRow {
	var rows []attackRow
	for name, change := range map[string]func(map[string]any){
		"missing": edit("decision", nil), "in capitals": edit("decision", "APPROVE"), "with a capital": edit("decision", "Approve"),
		"empty": edit("decision", ""), "with a blank": edit("decision", "approve "), "another word": edit("decision", "allow"),
		"approved: true":            func(m map[string]any) { delete(m, "decision"); m["approved"] = true },
		"under a capital":           func(m map[string]any) { delete(m, "decision"); m["Decision"] = "approve" },
		"approve with a reason":     edit("reason", "mistake"),
		"an unknown reason":         func(m map[string]any) { m["decision"], m["reason"] = "deny", "because"; delete(m, "match") },
		"deny with a number":        edit("decision", "deny"),
		"a number of three digits":  edit("match", "0"+w.number),
		"a number with a blank":     edit("match", w.number+" "),
		"a number in other digits":  edit("match", "４２"),
		"no number":                 edit("match", nil),
		"an empty number":           edit("match", ""),
		"boolean":                   edit("decision", true),
		"a list":                    edit("decision", []string{"approve"}),
		"null":                      func(m map[string]any) { m["decision"] = nil },
		"the number as JSON number": edit("match", 42),
	} {
		rows = append(rows, attackRow{name: "10 decision " + name, body: w.sign(change), why: "check "})
	}
	twice := strings.Replace(w.claims(edit("decision", "deny"), edit("match", nil)), "{", `{"decision":"approve","match":"`+w.number+`",`, 1)
	return append(rows, attackRow{
		name: "10 decision twice", why: "check 1: ",
		body: wiretest.Forge(w.phone.State().Private.Signer(), w.header(), twice),
	})
}
