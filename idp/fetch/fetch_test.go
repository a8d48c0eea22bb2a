package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"countersign/factors/notify"
	"countersign/idp/fetch"
	"countersign/storage/storagetest"
)

// site is a server that counts who asks, and a Fetcher that reaches it.
type site struct {
	*httptest.Server
	*fetch.Fetcher
	clock *storagetest.Clock
	asked atomic.Int64
	say   http.HandlerFunc
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{clock: storagetest.NewClock()}
	s.say = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "document") }
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		s.say(w, r)
	}))
	t.Cleanup(s.Close)
	f, err := fetch.New(fetch.Deps{HTTP: s.Client(), Now: s.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	s.Fetcher = f
	return s
}

// wants fails the test unless the site was asked n times in all.
func (s *site) wants(t *testing.T, n int64) {
	t.Helper()
	if got := s.asked.Load(); got != n {
		t.Errorf("asked %d times, want %d", got, n)
	}
}

func (s *site) document(t *testing.T) {
	t.Helper()
	if body, err := s.Document(t.Context(), s.URL); err != nil || string(body) != "document" {
		t.Fatalf("%q, %v", body, err)
	}
}

func TestDocumentIsKeptAsLongAsItSaysWithinBounds(t *testing.T) {
	for header, kept := range map[string]time.Duration{
		"": time.Minute, "no-store": time.Minute, "max-age=5": time.Minute, "public, max-age=600": 10 * time.Minute,
		"max-age=999999999": time.Hour, "max-age=-1": time.Minute, "max-age=x": time.Minute,
	} {
		t.Run(header, func(t *testing.T) {
			s := newSite(t)
			s.say = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Cache-Control", header)
				fmt.Fprint(w, "document")
			}
			s.document(t)
			s.clock.Advance(kept - time.Millisecond)
			s.document(t)
			s.wants(t, 1)
			s.clock.Advance(time.Millisecond)
			s.document(t)
			s.wants(t, 2)
		})
	}
}

func TestOneAddressIsAskedOncePerPauseWhateverIsMissed(t *testing.T) {
	s := newSite(t)
	s.document(t)
	for range 5 {
		if _, err := s.Anew(t.Context(), s.URL); err != nil {
			t.Fatal(err)
		}
	}
	s.wants(t, 1)
	s.clock.Advance(fetch.Pause)
	for range 5 {
		if _, err := s.Anew(t.Context(), s.URL); err != nil {
			t.Fatal(err)
		}
	}
	s.wants(t, 2)
}

// The name is that of the conformance suite's oidcc-refresh-token-rp-key-rotation:
// a client uses a new key a moment after the old one.
func TestKeyThatWasChangedIsFoundSoonButNotEndlessly(t *testing.T) {
	s := newSite(t)
	s.document(t)
	anew := func() {
		t.Helper()
		if _, err := s.Anew(t.Context(), s.URL); err != nil {
			t.Fatal(err)
		}
	}
	s.clock.Advance(fetch.Soon - time.Millisecond)
	anew()
	s.wants(t, 1)
	s.clock.Advance(time.Millisecond)
	anew()
	s.wants(t, 2)
	for range 6 { // a stranger who names keys that nobody has
		s.clock.Advance(fetch.Soon)
		anew()
	}
	s.wants(t, 1+fetch.Eager)
	s.clock.Advance(fetch.Pause)
	anew()
	s.wants(t, 2+fetch.Eager)
	s.clock.Advance(fetch.Soon)
	anew()
	s.wants(t, 2+fetch.Eager)
	s.clock.Advance(time.Minute)
	s.document(t)
	s.wants(t, 3+fetch.Eager)
	for range 6 {
		s.clock.Advance(fetch.Soon)
		anew()
	}
	s.wants(t, 3+2*fetch.Eager)
}

// Nor where the address answers no more, and what is kept is given.
func TestLooksThatFailAreCountedAsWell(t *testing.T) {
	s := newSite(t)
	s.document(t)
	s.say = http.NotFound
	for range 6 {
		s.clock.Advance(fetch.Soon)
		if body, err := s.Anew(t.Context(), s.URL); err != nil || string(body) != "document" {
			t.Fatalf("%q, %v", body, err)
		}
	}
	s.wants(t, 1+fetch.Eager)
}

func TestFailureIsNotLookedAtSoon(t *testing.T) {
	s := newSite(t)
	s.say = http.NotFound
	for range 5 {
		if _, err := s.Anew(t.Context(), s.URL); !errors.Is(err, fetch.ErrStatus) {
			t.Fatalf("got %v", err)
		}
		s.clock.Advance(fetch.Soon)
	}
	s.wants(t, 1)
}

func TestFailureIsKeptForAPauseToo(t *testing.T) {
	s := newSite(t)
	s.say = http.NotFound
	for range 3 {
		if _, err := s.Document(t.Context(), s.URL); !errors.Is(err, fetch.ErrStatus) {
			t.Fatalf("got %v", err)
		}
	}
	s.wants(t, 1)
	s.clock.Advance(fetch.Pause)
	s.say = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "document") }
	s.document(t)
	s.wants(t, 2)
}

func TestFailureToLookAnewLeavesWhatIsStillGood(t *testing.T) {
	s := newSite(t)
	s.document(t)
	s.say = http.NotFound
	s.clock.Advance(fetch.Pause)
	for range 2 {
		if body, err := s.Anew(t.Context(), s.URL); err != nil || string(body) != "document" {
			t.Errorf("anew: %q, %v", body, err)
		}
	}
	s.document(t)
	s.wants(t, 2)
	s.clock.Advance(time.Minute - fetch.Pause)
	if _, err := s.Document(t.Context(), s.URL); !errors.Is(err, fetch.ErrStatus) {
		t.Errorf("after its time: %v", err)
	}
	s.wants(t, 3)
}

func TestManyAtOnceAskOnce(t *testing.T) {
	s := newSite(t)
	asked, answer := make(chan struct{}), make(chan struct{})
	s.say = func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-answer
		fmt.Fprint(w, "document")
	}
	// The first goes away: the others get it all the same.
	first, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := s.Document(first, s.URL)
		left <- err
	}()
	<-asked
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the first got %v", err)
	}
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if body, err := s.Document(t.Context(), s.URL); err != nil || string(body) != "document" {
				t.Errorf("%q, %v", body, err)
			}
		})
	}
	close(answer)
	wg.Wait()
	s.wants(t, 1)
}

func TestTooLargeADocumentIsRefused(t *testing.T) {
	s := newSite(t)
	size := fetch.MaxDocument
	s.say = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", size)) }
	if body, err := s.Document(t.Context(), s.URL); err != nil || len(body) != size {
		t.Fatalf("%d bytes, %v", len(body), err)
	}
	size++
	if _, err := s.Document(t.Context(), s.URL+"/more"); !errors.Is(err, fetch.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// A part of a document, or another's word for one, is none.
func TestAnswerOfAnotherStatusIsNoDocument(t *testing.T) {
	s := newSite(t)
	for _, status := range []int{http.StatusCreated, http.StatusNonAuthoritativeInfo, http.StatusPartialContent, http.StatusMultipleChoices} {
		s.say = func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, "document")
		}
		if _, err := s.Document(t.Context(), fmt.Sprintf("%s/%d", s.URL, status)); !errors.Is(err, fetch.ErrStatus) {
			t.Errorf("%d: got %v", status, err)
		}
	}
}

func TestAddressThatIsNotPlainHTTPSIsNotAsked(t *testing.T) {
	s := newSite(t)
	host := strings.TrimPrefix(s.URL, "https://")
	for _, address := range []string{
		"", "http://" + host, "ftp://" + host, "file:///etc/passwd", "https://", "https:", "https:" + host, "//" + host,
		"https://user@" + host, "https://" + host + "/#x", "https://" + host + "/#", "https://" + host + "/" + strings.Repeat("x", 2000), "https://a b",
	} {
		if _, err := s.Document(t.Context(), address); !errors.Is(err, fetch.ErrAddress) {
			t.Errorf("%s: got %v", address, err)
		}
	}
	s.wants(t, 0)
}

// Nobody makes this server call its own network. That redirects are errors, and
// that a name is judged when it is dialled, is tested where the client is.
func TestDocumentsNeverComeFromOurOwnNetwork(t *testing.T) {
	s := newSite(t)
	f, err := fetch.New(fetch.Deps{HTTP: notify.NewOutbound(notify.Outbound{}), Now: s.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for _, address := range []string{s.URL, "https://localhost" + port, "https://[::1]" + port, "https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]" + port} {
		if _, err := f.Document(t.Context(), address); !errors.Is(err, notify.ErrAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
	s.wants(t, 0)
}

func TestFetcherNeedsItsParts(t *testing.T) {
	if _, err := fetch.New(fetch.Deps{}); err == nil {
		t.Error("want an error without parts")
	}
}
