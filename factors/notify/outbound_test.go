package notify_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"countersign/factors/notify"
)

// get is a call to url that must be refused before it connects.
func get(t *testing.T, c *http.Client, url string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Do(r)
	if err == nil {
		t.Cleanup(func() { _ = answer.Body.Close() })
	}
	return answer, err
}

func TestOutboundRefusesAddressesThatAreNotPublic(t *testing.T) {
	c := notify.NewOutbound(notify.Outbound{})
	for _, host := range []string{
		"0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254",
		"169.254.169.254", "172.16.0.1", "172.31.255.254", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
		"198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
		"localhost",
		"[::]", "[::1]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[100::1]",
		"[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]",
		"[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a00:1]",
		"[2001::1]", "[2001:db8::1]", "[2002:7f00:1::1]", "[3fff::1]",
	} {
		_, err := get(t, c, "http://"+host+":9/")
		if !errors.Is(err, notify.ErrAddress) {
			t.Errorf("%s: %v, want ErrAddress", host, err)
		}
	}
}

func TestPublicAddressesArePublic(t *testing.T) {
	for _, a := range []string{
		"8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "223.255.255.254",
		"2606:4700::1111", "2a00:1450:4001::200a", "2001:4860:4860::8888", "::ffff:8.8.8.8",
	} {
		if err := notify.OnlyTestsCheckAddress(netip.MustParseAddr(a)); err != nil {
			t.Errorf("%s is refused: %v", a, err)
		}
	}
}

func TestOutboundReachesWhatIsAllowed(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }))
	defer s.Close()
	c := notify.NewOutbound(notify.Outbound{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	answer, err := get(t, c, s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(answer.Body); err != nil || string(b) != "hello" {
		t.Errorf("body %q, %v", b, err)
	}
	if _, err := get(t, c, "http://10.0.0.1:9/"); !errors.Is(err, notify.ErrAddress) {
		t.Errorf("what is not in the list: %v, want ErrAddress", err)
	}
}

func TestOutboundJudgesTheAddressThatItDials(t *testing.T) {
	outer, inner, port := twoServers(t)
	names := newResolver(t)
	c := notify.NewOutbound(notify.Outbound{
		Allow:    []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")},
		Resolver: names.resolver,
	})
	names.answer("127.0.0.2")
	answer, err := get(t, c, "http://rebind.example:"+port+"/")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	names.answer("127.0.0.1") // the second answer leads inside
	if _, err := get(t, c, "http://rebind.example:"+port+"/"); !errors.Is(err, notify.ErrAddress) {
		t.Errorf("after the name moved: %v, want ErrAddress", err)
	}
	names.answer("127.0.0.1", "127.0.0.2") // one of two leads inside
	if answer, err = get(t, c, "http://rebind.example:"+port+"/"); err != nil {
		t.Errorf("with a good address among the answers: %v", err)
	} else {
		_ = answer.Body.Close()
	}
	if outer.Load() != 2 || inner.Load() != 0 {
		t.Errorf("the allowed server was called %d times, want 2; the inner one %d, want 0", outer.Load(), inner.Load())
	}
}

func TestOutboundFollowsNoRedirect(t *testing.T) {
	var followed atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("/inside", func(http.ResponseWriter, *http.Request) { followed.Add(1) })
	s := httptest.NewServer(mux)
	defer s.Close()
	c := notify.NewOutbound(notify.Outbound{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	for _, status := range []int{301, 302, 303, 307, 308} {
		from := "/" + strconv.Itoa(status)
		mux.HandleFunc(from, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/inside", status)
		})
		if _, err := get(t, c, s.URL+from); !errors.Is(err, notify.ErrRedirect) {
			t.Errorf("status %d: %v, want ErrRedirect", status, err)
		}
	}
	if followed.Load() != 0 {
		t.Errorf("%d redirects were followed", followed.Load())
	}
}

// TestMain names a proxy for the whole run: the standard library reads these
// variables once.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		if err := os.Setenv(name, "http://127.0.0.1:9"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func TestOutboundIgnoresProxies(t *testing.T) {
	c := notify.NewOutbound(notify.Outbound{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	// Through the proxy, whose address is allowed, it would fail otherwise.
	if _, err := get(t, c, "http://10.0.0.1:9/"); !errors.Is(err, notify.ErrAddress) {
		t.Errorf("%v, want ErrAddress", err)
	}
}

func TestOutboundBoundsTimeAndSize(t *testing.T) {
	hung := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(http.ResponseWriter, *http.Request) { <-hung })
	mux.HandleFunc("/drip", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "a")
		_ = http.NewResponseController(w).Flush()
		<-hung
	})
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 2<<20)) })
	s := httptest.NewServer(mux)
	defer s.Close()
	defer close(hung)
	allow := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	var timeout interface{ Timeout() bool }
	if _, err := get(t, notify.NewOutbound(notify.Outbound{Allow: allow, Timeout: 50 * time.Millisecond}), s.URL+"/slow"); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("a server that hangs: %v, want a timeout", err)
	}
	answer, err := get(t, notify.NewOutbound(notify.Outbound{Allow: allow, Timeout: 50 * time.Millisecond}), s.URL+"/drip")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, answer.Body); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("a server that hangs in its answer: %v, want a timeout", err)
	}
	answer, err = get(t, notify.NewOutbound(notify.Outbound{Allow: allow}), s.URL+"/big")
	if err != nil {
		t.Fatal(err)
	}
	var tooBig *http.MaxBytesError
	if _, err := io.Copy(io.Discard, answer.Body); !errors.As(err, &tooBig) {
		t.Errorf("an answer of 2 MiB: %v, want an error", err)
	}
}

// twoServers listen on the same port of two loopback addresses, and count calls.
func twoServers(t *testing.T) (outer, inner *atomic.Int32, port string) {
	t.Helper()
	outer, inner = &atomic.Int32{}, &atomic.Int32{}
	serve := func(address string, calls *atomic.Int32) string {
		var lc net.ListenConfig
		l, err := lc.Listen(t.Context(), "tcp4", address)
		if err != nil {
			t.Fatal(err)
		}
		s := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls.Add(1)
			w.Header().Set("Connection", "close") // the next call dials again
		})}}
		s.Start()
		t.Cleanup(s.Close)
		return l.Addr().String()
	}
	_, port, err := net.SplitHostPort(serve("127.0.0.2:0", outer))
	if err != nil {
		t.Fatal(err)
	}
	serve("127.0.0.1:"+port, inner)
	return outer, inner, port
}

// resolver is a name server whose answers the test changes.
type resolver struct {
	resolver *net.Resolver
	mu       sync.Mutex
	addrs    []netip.Addr
}

func newResolver(t *testing.T) *resolver {
	t.Helper()
	var lc net.ListenConfig
	socket, err := lc.ListenPacket(t.Context(), "udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	r := &resolver{}
	r.resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp4", socket.LocalAddr().String())
	}}
	go r.serve(socket)
	return r
}

func (r *resolver) answer(addrs ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.addrs = nil
	for _, a := range addrs {
		r.addrs = append(r.addrs, netip.MustParseAddr(a))
	}
}

func (r *resolver) serve(socket net.PacketConn) {
	b := make([]byte, 1500)
	for {
		n, from, err := socket.ReadFrom(b)
		if err != nil {
			return
		}
		var q dnsmessage.Message
		if q.Unpack(b[:n]) != nil {
			continue
		}
		a := dnsmessage.Message{Header: dnsmessage.Header{ID: q.ID, Response: true, RecursionAvailable: true}, Questions: q.Questions}
		r.mu.Lock()
		for _, addr := range r.addrs {
			if q.Questions[0].Type == dnsmessage.TypeA {
				a.Answers = append(a.Answers, dnsmessage.Resource{
					Header: dnsmessage.ResourceHeader{Name: q.Questions[0].Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET},
					Body:   &dnsmessage.AResource{A: addr.As4()},
				})
			}
		}
		r.mu.Unlock()
		if packed, err := a.Pack(); err == nil {
			_, _ = socket.WriteTo(packed, from)
		}
	}
}
