package servertest

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"countersign/factors/wire"
)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+wire.PathDiscovery, s.discovery)
	mux.HandleFunc("GET /push/jwks", s.keySet)
	mux.HandleFunc("POST "+wire.PathRegister, s.register)
	mux.HandleFunc("GET "+wire.PathChallenges, s.proved(s.list))
	mux.HandleFunc("GET "+wire.PathChallenges+"/{cid}", s.proved(s.one))
	mux.HandleFunc("POST "+wire.PathChallenges+"/{cid}/decision", s.proved(s.decide))
	mux.HandleFunc("GET "+wire.PathDevice, s.proved(s.status))
	mux.HandleFunc("POST "+wire.PathDevice, s.proved(s.act))
	mux.HandleFunc("GET "+wire.PathHistory, s.proved(s.history))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		lies := s.lies
		s.mu.Unlock()
		switch {
		case lies.Redirect != "":
			http.Redirect(w, r, lies.Redirect, http.StatusTemporaryRedirect)
		case lies.Gone != "":
			w.WriteHeader(http.StatusGone)
			_, _ = io.WriteString(w, lies.Gone)
		case lies.LoseFirst && r.Method == http.MethodPost:
			s.Lie(Lies{})
			mux.ServeHTTP(discard{http.Header{}}, r)
			panic(http.ErrAbortHandler) // the connection breaks after the act
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

// discard is an answer that never arrives.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	metadata := Metadata{Issuer: s.Issuer, PushJWKSURI: s.Issuer + "/push/jwks"}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lies.Metadata != nil {
		s.lies.Metadata(&metadata)
	}
	writeJSON(w, http.StatusOK, metadata)
}

func (s *Server) keySet(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	writeJSON(w, http.StatusOK, s.keys)
}

func (s *Server) register(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var request wire.RegisterRequest
	if wire.Decode(body, &request) != nil {
		writeError(w, http.StatusBadRequest, wire.CodeBadRequest)
		return
	}
	var claims wire.Register
	object, err := wire.Parse(request.Reg, wire.MaxRegister)
	if err == nil {
		err = object.Verify(wire.TypeRegister, object.Key())
	}
	if err == nil {
		err = object.Claims(&claims)
	}
	if err != nil || claims.Check() != nil || claims.Audience != s.Issuer || claims.CodeHash != wire.SecretHash(request.Code) {
		writeError(w, http.StatusBadRequest, wire.CodeBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if request.Code != s.code {
		writeError(w, http.StatusForbidden, wire.CodeRefused)
		return
	}
	for _, other := range s.devices {
		if other.code == s.code && !other.key.Equal(object.Key()) {
			writeError(w, http.StatusConflict, wire.CodeRefused)
			return
		}
	}
	d := s.devices[object.Key().Thumbprint()]
	if d == nil {
		d = &device{
			id: "dev_" + random128(), account: "acc_" + random128(), key: object.Key(),
			name: claims.Device.Name, status: wire.DevicePending, code: s.code,
		}
		s.devices[object.Key().Thumbprint()] = d
	}
	writeJSON(w, http.StatusCreated, wire.RegisterResponse{
		DeviceID: d.id, Account: d.account, IssuerName: "Example",
		PushJWKSURI: s.Issuer + "/push/jwks", Limits: wire.Limits{PollInterval: 1}, Confirm: Confirm,
	})
}

// proved opens the DPoP proof and finds its device (section 7).
func (s *Server) proved(next func(http.ResponseWriter, *http.Request, *device)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		w.Header().Set(wire.HeaderDPoPNonce, s.nonce)
		var claims wire.Proof
		object, err := wire.Parse(r.Header.Get(wire.HeaderDPoP), wire.MaxProof)
		if err == nil {
			err = object.Verify(wire.TypeProof, object.Key())
		}
		if err == nil {
			err = object.Claims(&claims)
		}
		if err != nil || claims.Method != r.Method || claims.URL != s.Issuer+r.URL.Path || claims.ID == "" {
			writeError(w, http.StatusUnauthorized, wire.CodeInvalidDPoP)
			return
		}
		if claims.Nonce != s.nonce {
			writeError(w, http.StatusUnauthorized, wire.CodeUseNonce)
			return
		}
		d := s.devices[object.KeyID()]
		switch {
		case d == nil:
			writeError(w, http.StatusUnauthorized, wire.CodeInvalidDPoP)
		case d.status == wire.DeviceRevoked:
			s.gone(w, d)
		case d.status == wire.DevicePending && r.URL.Path != wire.PathDevice:
			writeError(w, http.StatusForbidden, wire.CodePending)
		default:
			next(w, r, d)
		}
	}
}

func (s *Server) gone(w http.ResponseWriter, d *device) {
	compact, err := wire.Sign(s.key, wire.TypeRevoked, wire.Revoked{
		Issuer: s.Issuer, Device: d.id, Account: d.account, IssuedAt: time.Now().Unix(),
	})
	if err != nil {
		s.t.Errorf("sign revocation: %v", err)
	}
	w.Header().Set("Content-Type", wire.MediaJWT)
	w.WriteHeader(http.StatusGone)
	_, _ = io.WriteString(w, compact)
}

// open is the challenges that are open to a device, as they leave.
func (s *Server) open(d *device) []string {
	out := []string{}
	for _, c := range s.challenges {
		if c.claims.Device == d.id && c.state == wire.StatePending {
			out = append(out, s.leave(c.compact))
		}
	}
	return out
}

func (s *Server) leave(compact string) string {
	if s.lies.Object != nil {
		return s.lies.Object(compact)
	}
	return compact
}

func (s *Server) list(w http.ResponseWriter, r *http.Request, d *device) {
	open := s.open(d)
	if len(open) == 0 && strings.HasPrefix(r.Header.Get("Prefer"), "wait=") {
		wake := s.wake
		s.mu.Unlock()
		select {
		case <-wake:
		case <-r.Context().Done():
		}
		s.mu.Lock()
		open = s.open(d)
	}
	writeJSON(w, http.StatusOK, wire.Challenges{Challenges: open})
}

func (s *Server) one(w http.ResponseWriter, r *http.Request, d *device) {
	c := s.challenges[r.PathValue("cid")]
	if c == nil || c.claims.Device != d.id || c.state != wire.StatePending {
		writeError(w, http.StatusNotFound, wire.CodeNotFound)
		return
	}
	w.Header().Set("Content-Type", wire.MediaJWT)
	_, _ = io.WriteString(w, s.leave(c.compact))
}

func (s *Server) status(w http.ResponseWriter, _ *http.Request, d *device) {
	writeJSON(w, http.StatusOK, wire.DeviceStatus{Status: d.status, Until: d.until})
}

func (s *Server) act(w http.ResponseWriter, r *http.Request, d *device) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var claims wire.DeviceAct
	object, err := wire.Parse(string(body), wire.MaxDevice)
	if err == nil {
		err = object.Verify(wire.TypeDevice, d.key)
	}
	if err == nil {
		err = object.Claims(&claims)
	}
	if err != nil || claims.Check() != nil || claims.Device != d.id || claims.Audience != s.Issuer ||
		claims.Account != d.account || claims.Nonce != s.nonce {
		writeError(w, http.StatusForbidden, wire.CodeRefused)
		return
	}
	switch claims.Act {
	case wire.ActRemove:
		d.status = wire.DeviceRevoked
	case wire.ActPause:
		d.status, d.until = wire.DeviceActive, 0
		if claims.Until > time.Now().Unix() {
			d.status, d.until = wire.DevicePaused, claims.Until
		}
	default:
	}
	writeJSON(w, http.StatusOK, wire.DeviceStatus{Status: d.status, Until: d.until})
}

func (s *Server) history(w http.ResponseWriter, _ *http.Request, d *device) {
	answer := wire.History{Decisions: []wire.Decided{}}
	for _, c := range s.challenges {
		if c.claims.Device == d.id && c.verdict != "" {
			answer.Decisions = append(answer.Decisions, wire.Decided{
				CID: c.claims.ID, Decision: c.verdict, State: c.state, At: c.claims.IssuedAt, Context: c.claims.Context,
			})
		}
	}
	writeJSON(w, http.StatusOK, answer)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", wire.MediaJSON)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func writeError(w http.ResponseWriter, status int, code wire.ErrorCode) {
	writeJSON(w, status, wire.ErrorBody{Error: code})
}
