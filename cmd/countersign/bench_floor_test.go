package main

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/crypto/argon2"
	_ "modernc.org/sqlite" // the driver of the floor's embedded database
)

// floor is no product. It is the least work that a correct sign-in by password
// and code needs: one check of the client, at most one statement a step, one
// ES256 signature, no pages to speak of. Benchmarks run it beside Countersign
// in the same minute, so that a ratio survives a busy machine.
type floor struct {
	store  floorStore
	key    *ecdsa.PrivateKey
	aead   cipher.AEAD
	hash   func(password string) []byte
	gate   chan struct{}
	stored []byte // everybody's hash
	keySet []byte
	floorOptions
	floorWaits
}

// floorOptions come to the floor's process in a variable.
type floorOptions struct {
	Issuer, Address, Database, Client, Secret, Callback string
	// Phone is the point of the key of everybody's phone.
	Phone string
	Cheap bool
}

// floorVariable tells TestMain that this process is a floor.
const floorVariable = "COUNTERSIGN_BENCH_FLOOR"

// floorGrant is what a code stands for.
type floorGrant struct{ Sub, Nonce, Challenge, Redirect, Scope string }

// floorStore is a database with one statement a step.
type floorStore struct {
	exec func(ctx context.Context, sql string, args ...any) error
	one  func(ctx context.Context, into any, sql string, args ...any) error
}

const floorSchema = `CREATE TABLE floor_people (name TEXT PRIMARY KEY, hash BYTEA NOT NULL);
	CREATE TABLE floor_codes (id BYTEA PRIMARY KEY, person TEXT NOT NULL, payload BYTEA NOT NULL, expires BIGINT NOT NULL,
		used BIGINT NOT NULL DEFAULT 0, polled BIGINT NOT NULL DEFAULT 0, token BYTEA, session BYTEA);
	CREATE INDEX floor_tokens ON floor_codes (token);
	CREATE INDEX floor_sessions ON floor_codes (session)`

func openFloor(ctx context.Context, url string) (floorStore, error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
		if err != nil {
			return floorStore{}, err
		}
		db.SetMaxOpenConns(1)
		return floorStore{
			exec: func(ctx context.Context, text string, args ...any) error {
				_, err := db.ExecContext(ctx, text, args...)
				return err
			},
			one: func(ctx context.Context, into any, text string, args ...any) error {
				return db.QueryRowContext(ctx, text, args...).Scan(into)
			},
		}, nil
	}
	pool, err := pgxpool.New(ctx, url+"?pool_max_conns=16")
	if err != nil {
		return floorStore{}, err
	}
	return floorStore{
		exec: func(ctx context.Context, text string, args ...any) error {
			if len(args) == 0 {
				args = []any{pgx.QueryExecModeSimpleProtocol} // several statements
			}
			_, err := pool.Exec(ctx, text, args...)
			return err
		},
		one: func(ctx context.Context, into any, text string, args ...any) error {
			return pool.QueryRow(ctx, text, args...).Scan(into)
		},
	}, nil
}

// runFloor is the whole life of a floor's process.
func runFloor(options string) int {
	if err := serveFloor(options); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		return 1
	}
	return 0
}

func serveFloor(options string) error {
	f := &floor{gate: make(chan struct{}, 1)}
	if err := json.Unmarshal([]byte(options), &f.floorOptions); err != nil {
		return err
	}
	f.hash = func(p string) []byte { return argon2.IDKey([]byte(p), []byte("0123456789abcdef"), 2, 19*1024, 1, 32) }
	if f.Cheap {
		f.hash = func(p string) []byte { h := sha256.Sum256([]byte(p)); return h[:] }
	}
	f.stored = f.hash(storyPassword)
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	if f.aead, err = cipher.NewGCM(block); err != nil {
		return err
	}
	if f.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return err
	}
	public, err := f.key.PublicKey.Bytes()
	if err != nil {
		return err
	}
	f.keySet, err = json.Marshal(map[string]any{"keys": []map[string]string{{
		"kty": "EC", "crv": "P-256", "kid": "k", "alg": "ES256", "use": "sig", "x": b64(public[1:33]), "y": b64(public[33:]),
	}}})
	if err != nil {
		return err
	}
	ctx := context.Background()
	if f.store, err = openFloor(ctx, f.Database); err != nil {
		return err
	}
	if err := f.store.exec(ctx, floorSchema+"; "+floorAsksSchema); err != nil {
		return err
	}
	for i := range 1000 {
		if err := f.store.exec(ctx, "INSERT INTO floor_people VALUES ($1, $2)", fmt.Sprintf("user%d", i), f.stored); err != nil {
			return err
		}
	}
	routes, err := f.routes(ctx)
	if err != nil {
		return err
	}
	return http.ListenAndServe(f.Address, routes)
}

func (f *floor) routes(ctx context.Context) (http.Handler, error) {
	mux := http.NewServeMux()
	serve := func(pattern string, h func(w http.ResponseWriter, r *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
			}
		})
	}
	serve("GET /readyz", func(http.ResponseWriter, *http.Request) error { return nil })
	serve("GET /jwks", func(w http.ResponseWriter, _ *http.Request) error { return floorJSON(w, f.keySet) })
	serve("GET /authorize", f.authorize)
	serve("POST /login", f.login)
	serve("POST /token", f.token)
	serve("POST /par", f.push)
	serve("GET /userinfo", func(w http.ResponseWriter, r *http.Request) error {
		if err := f.bearer(r.Context(), strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")); err != nil {
			return err
		}
		return floorJSON(w, []byte(`{"sub":"user","email":"ada@example.com","email_verified":true,"name":"Ada"}`))
	})
	serve("POST /introspect", func(w http.ResponseWriter, r *http.Request) error {
		if err := errors.Join(f.client(r), f.bearer(r.Context(), r.FormValue("token"))); err != nil {
			return err
		}
		return floorJSON(w, []byte(`{"active":true,"sub":"user","client_id":"c","token_type":"Bearer"}`))
	})
	return mux, f.waits(ctx, serve)
}

func floorJSON(w http.ResponseWriter, body []byte) error {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(body)
	return err
}

// authorize gives a code to whoever has a session, and the form to others. The
// request travels in the form: nothing is stored for it.
func (f *floor) authorize(w http.ResponseWriter, r *http.Request) error {
	q, err := f.request(r)
	if err != nil {
		return err
	}
	if q.Get("client_id") != f.Client || q.Get("redirect_uri") != f.Callback || q.Get("code_challenge_method") != "S256" {
		return errors.New("bad request")
	}
	if c, err := r.Cookie("session"); err == nil {
		var person string
		if err := f.store.one(r.Context(), &person, "SELECT person FROM floor_codes WHERE session = $1", digest(c.Value)); err != nil {
			return err
		}
		return f.giveCode(w, r, q, person)
	}
	nonce := make([]byte, 12)
	_, _ = rand.Read(nonce)
	_, err = fmt.Fprintf(w, `<!doctype html><title>Sign in</title><form method="post" action="/login"><input type="hidden" name="_token" value="%s"><input name="username"><input type="password" name="password"><button>Sign in</button></form>`,
		b64(f.aead.Seal(nonce, nonce, []byte(r.URL.RawQuery), nil)))
	return err
}

func (f *floor) login(w http.ResponseWriter, r *http.Request) error {
	sealed, err := base64.RawURLEncoding.DecodeString(r.FormValue("_token"))
	if err != nil || len(sealed) < 12 {
		return errors.New("bad form")
	}
	request, err := f.aead.Open(nil, sealed[:12], sealed[12:], nil)
	if err != nil {
		return err
	}
	q, err := url.ParseQuery(string(request))
	if err != nil {
		return err
	}
	var stored []byte
	name := r.FormValue("username")
	if err := f.store.one(r.Context(), &stored, "SELECT hash FROM floor_people WHERE name = $1", name); err != nil {
		return err
	}
	f.gate <- struct{}{}
	got := f.hash(r.FormValue("password"))
	<-f.gate
	if subtle.ConstantTimeCompare(got, stored) != 1 {
		return errors.New("wrong")
	}
	return f.giveCode(w, r, q, name)
}

// giveCode stores the code and, after a password, the session in one row.
func (f *floor) giveCode(w http.ResponseWriter, r *http.Request, q url.Values, person string) error {
	code := rand.Text() + rand.Text()
	payload, err := json.Marshal(floorGrant{person, q.Get("nonce"), q.Get("code_challenge"), q.Get("redirect_uri"), q.Get("scope")})
	if err != nil {
		return err
	}
	var session []byte
	if _, err := r.Cookie("session"); err != nil {
		id := rand.Text() + rand.Text()
		session = digest(id)
		http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true})
	}
	err = f.store.exec(r.Context(), "INSERT INTO floor_codes (id, person, payload, expires, session) VALUES ($1, $2, $3, $4, $5)",
		digest(code), person, payload, time.Now().Add(10*time.Minute).UnixMilli(), session)
	if err != nil {
		return err
	}
	http.Redirect(w, r, f.Callback+"?code="+code+"&state="+url.QueryEscape(q.Get("state")), http.StatusFound)
	return nil
}

func (f *floor) client(r *http.Request) error {
	id, secret, ok := r.BasicAuth()
	if !ok || id != f.Client || subtle.ConstantTimeCompare(digest(secret), digest(f.Secret)) != 1 {
		return errors.New("invalid_client")
	}
	return nil
}

func (f *floor) bearer(ctx context.Context, token string) error {
	var payload []byte
	return f.store.one(ctx, &payload, "SELECT payload FROM floor_codes WHERE token = $1 AND expires > $2", digest(token), time.Now().UnixMilli())
}

// token consumes a code and keeps its token in one statement.
func (f *floor) token(w http.ResponseWriter, r *http.Request) error {
	if err := f.client(r); err != nil {
		return err
	}
	if r.FormValue("grant_type") == floorPending {
		return f.poll(w, r)
	}
	now, access := time.Now(), rand.Text()+rand.Text()
	var payload []byte
	err := f.store.one(r.Context(), &payload, `UPDATE floor_codes SET used = $1, token = $2, expires = $3
		WHERE id = $4 AND used = 0 AND expires > $1 RETURNING payload`,
		now.UnixMilli(), digest(access), now.Add(time.Hour).UnixMilli(), digest(r.FormValue("code")))
	if err != nil {
		return err
	}
	var g floorGrant
	if err := json.Unmarshal(payload, &g); err != nil {
		return err
	}
	if b64(digest(r.FormValue("code_verifier"))) != g.Challenge || r.FormValue("redirect_uri") != g.Redirect {
		return errors.New("invalid_grant")
	}
	id, err := f.idToken(g, now)
	if err != nil {
		return err
	}
	out, err := json.Marshal(tokens{Access: access, Type: "Bearer", Expires: 3600, ID: id, Scope: g.Scope})
	if err != nil {
		return err
	}
	return floorJSON(w, out)
}

func (f *floor) idToken(g floorGrant, now time.Time) (string, error) {
	claims, err := json.Marshal(map[string]any{
		"iss": f.Issuer, "sub": g.Sub, "aud": f.Client, "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(),
		"auth_time": now.Unix(), "nonce": g.Nonce, "amr": []string{"pwd"}, "acr": "1",
	})
	if err != nil {
		return "", err
	}
	text := b64([]byte(`{"alg":"ES256","kid":"k","typ":"JWT"}`)) + "." + b64(claims)
	r, s, err := ecdsa.Sign(rand.Reader, f.key, digest(text))
	if err != nil {
		return "", err
	}
	var signature [64]byte
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return text + "." + b64(signature[:]), nil
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func digest(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}
