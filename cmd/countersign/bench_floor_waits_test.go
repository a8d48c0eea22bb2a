package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// floorWaits is what the floor has of pages that wait and of phones that
// decide: a page is a connection and a goroutine without anything else; a
// decision is two signatures of a phone and one statement, whose commit wakes
// the page, in the process or by NOTIFY as between replicas.
type floorWaits struct {
	mu    sync.Mutex
	pages map[string]chan struct{}
	phone *ecdsa.PublicKey // everybody's
}

// floorDecision is all that the floor reads of what a phone signed.
type floorDecision struct {
	CID    string `json:"cid"`
	Nonce  string `json:"nonce"`
	Number string `json:"match"`
}

// The request of the floor that everybody's phone answers, but for its id.
const (
	floorNonce  = "AAAAAAAAAAAAAAAAAAAAAA"
	floorNumber = "42"
	floorHead   = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\ndata: {\"state\":\"pending\"}\n\n"
	floorEvent  = "data: {\"state\":\"approved\"}\n\n"
)

const floorWaitsSchema = `CREATE TABLE floor_waits (id TEXT PRIMARY KEY, state TEXT NOT NULL, nonce TEXT NOT NULL, number TEXT NOT NULL,
	decision TEXT NOT NULL DEFAULT '')`

// waits adds the routes, and on PostgreSQL hears what is decided elsewhere.
func (f *floor) waits(ctx context.Context, serve func(string, func(http.ResponseWriter, *http.Request) error)) error {
	point, err := base64.RawURLEncoding.DecodeString(f.Phone)
	if err != nil {
		return err
	}
	f.floorWaits.pages = map[string]chan struct{}{}
	if f.floorWaits.phone, err = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point); err != nil {
		return err
	}
	serve("POST /ask", f.ask)
	serve("GET /wait/{id}", f.wait)
	serve("POST /decide/{id}", f.decide)
	serve("POST /decide/{id}/notify", f.decide)
	if err := f.store.exec(ctx, floorWaitsSchema); err != nil || !strings.HasPrefix(f.Database, "postgres") {
		return err
	}
	conn, err := pgx.Connect(ctx, f.Database)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "LISTEN floor_decided"); err != nil {
		return err
	}
	go func() {
		for {
			n, err := conn.WaitForNotification(ctx)
			if err != nil {
				return
			}
			f.wake(n.Payload)
		}
	}()
	return nil
}

// ask makes n requests from first on.
func (f *floor) ask(_ http.ResponseWriter, r *http.Request) error {
	first, err := strconv.Atoi(r.FormValue("first"))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		return err
	}
	return f.store.exec(r.Context(), `WITH RECURSIVE s (i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM s WHERE i < $2)
		INSERT INTO floor_waits (id, state, nonce, number) SELECT CAST(i AS TEXT), 'pending', $3, $4 FROM s`, first, first+n-1, floorNonce, floorNumber)
}

// wait holds a page, on a connection taken from net/http.
func (f *floor) wait(w http.ResponseWriter, r *http.Request) error {
	decided, id := make(chan struct{}), r.PathValue("id")
	f.mu.Lock()
	f.pages[id] = decided
	f.mu.Unlock()
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return err
	}
	if _, err := io.WriteString(conn, floorHead); err != nil {
		return err
	}
	go func() {
		<-decided
		_, _ = io.WriteString(conn, floorEvent)
		_ = conn.Close()
	}()
	return nil
}

func (f *floor) wake(id string) {
	f.mu.Lock()
	decided := f.pages[id]
	delete(f.pages, id)
	f.mu.Unlock()
	if decided != nil {
		close(decided)
	}
}

// decide verifies the proof and the decision, moves the request and wakes its
// page.
func (f *floor) decide(w http.ResponseWriter, r *http.Request) error {
	if _, err := f.signed(r.Header.Get("DPoP")); err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	payload, err := f.signed(string(body))
	if err != nil {
		return err
	}
	var d floorDecision
	if err := json.Unmarshal(payload, &d); err != nil {
		return err
	}
	id := r.PathValue("id")
	if d.CID != id {
		return errors.New("another request")
	}
	const move = "UPDATE floor_waits SET state = 'approved', decision = $1 WHERE id = $2 AND state = 'pending' AND nonce = $3 AND number = $4 RETURNING id"
	text, notify := move, strings.HasPrefix(f.Database, "postgres") && strings.HasSuffix(r.URL.Path, "/notify")
	if notify {
		text = "WITH m AS (" + move + ") SELECT CAST(pg_notify('floor_decided', id) AS TEXT) FROM m"
	}
	var moved string
	if err := f.store.one(r.Context(), &moved, text, string(body), id, d.Nonce, d.Number); err != nil {
		return err
	}
	if !notify {
		f.wake(id)
	}
	return floorJSON(w, []byte(`{"state":"approved"}`))
}

// signed is the payload of a compact JWS by the phone.
func (f *floor) signed(compact string) ([]byte, error) {
	last := strings.LastIndexByte(compact, '.')
	first := strings.IndexByte(compact, '.')
	if first < 0 || last == first {
		return nil, errors.New("no JWS")
	}
	signature, err := base64.RawURLEncoding.DecodeString(compact[last+1:])
	if err != nil || len(signature) != 64 {
		return nil, errors.New("no signature")
	}
	sum := sha256.Sum256([]byte(compact[:last]))
	if !ecdsa.Verify(f.phone, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return nil, errors.New("false signature")
	}
	return base64.RawURLEncoding.DecodeString(compact[first+1 : last])
}
