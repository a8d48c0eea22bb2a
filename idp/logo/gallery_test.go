package logo_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"countersign/idp/client"
	"countersign/idp/logo"
	"countersign/idp/web"
)

// shop is clients, a web that answers as it is told, and a store in memory.
type shop struct {
	clients []client.Client
	web     map[string][]byte
	asked   []string
	kept    map[client.ID]logo.Picture
	now     time.Time
}

func (s *shop) List(context.Context) ([]client.Client, error) { return s.clients, nil }

func (s *shop) fetch(_ context.Context, address string) ([]byte, error) {
	s.asked = append(s.asked, address)
	file, ok := s.web[address]
	if !ok {
		return nil, errors.New("nothing there")
	}
	return file, nil
}

func (s *shop) Every(context.Context) (map[client.ID]logo.Picture, error) { return s.kept, nil }

func (s *shop) Keep(_ context.Context, p logo.Picture) error {
	s.kept[p.Client] = p
	return nil
}

func (s *shop) Name(_ context.Context, id client.ID, uri string) (string, error) {
	if p := s.kept[id]; p.URI == uri {
		return p.Name, nil
	}
	return "", nil
}

func (s *shop) PNG(_ context.Context, name string) ([]byte, error) {
	for _, p := range s.kept {
		if p.Name == name {
			return p.PNG, nil
		}
	}
	return nil, logo.ErrNone
}

const uri = "https://app.example/logo"

func of(address string) client.Client {
	return client.Client{ID: "app", Metadata: client.Metadata{LogoURI: address}}
}

func newShop(t *testing.T, file []byte) (*shop, *logo.Gallery) {
	t.Helper()
	s := &shop{
		clients: []client.Client{of(uri), {ID: "plain"}}, web: map[string][]byte{uri: file}, kept: map[client.ID]logo.Picture{},
		now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}
	g, err := logo.New(logo.Deps{
		Clients: s, Fetch: s.fetch, Store: s, Mine: func(context.Context, time.Duration) (bool, error) { return true, nil },
		Now: func() time.Time { return s.now }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, g
}

func picture(w, h int) image.Image {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			p.Set(x, y, color.NRGBA{R: 200, G: uint8(x), B: uint8(y), A: 255})
		}
	}
	return p
}

func encoded(t *testing.T, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t *testing.T, w, h int) []byte {
	t.Helper()
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, picture(w, h)) })
}

// tinyWebP is one pixel.
const tinyWebP = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"

func collect(t *testing.T, g *logo.Gallery) {
	t.Helper()
	if err := g.Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyPicturesOfBoundedSizeAreShown(t *testing.T) {
	webp, err := base64.StdEncoding.DecodeString(tinyWebP)
	if err != nil {
		t.Fatal(err)
	}
	good := pngOf(t, 64, 32)
	for name, c := range map[string]struct {
		file  []byte
		shown bool
	}{
		"PNG":               {good, true},
		"JPEG":              {encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, picture(40, 90), nil) }), true},
		"WebP":              {webp, true},
		"one pixel high":    {pngOf(t, 900, 1), true},
		"GIF":               {encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, picture(8, 8), nil) }), false},
		"SVG":               {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), false},
		"HTML":              {[]byte("<!doctype html><script>alert(1)</script>"), false},
		"nothing":           {nil, false},
		"cut":               {good[:len(good)/2], false},
		"a very large file": {append(bytes.Clone(good), make([]byte, 64<<10)...), false},
		"a very wide one":   {encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, image.NewGray(image.Rect(0, 0, 2049, 1))) }), false},
		"a very high one":   {encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, image.NewGray(image.Rect(0, 0, 1, 2049))) }), false},
	} {
		t.Run(name, func(t *testing.T) {
			s, g := newShop(t, c.file)
			collect(t, g)
			path := g.Of(t.Context(), of(uri))
			if (path != "") != c.shown || (len(s.kept["app"].PNG) > 0) != c.shown {
				t.Fatalf("shown at %q", path)
			}
			if !c.shown {
				return
			}
			drawn, err := png.DecodeConfig(bytes.NewReader(s.kept["app"].PNG))
			if err != nil || drawn.Width != 120 || drawn.Height != 120 || bytes.Equal(s.kept["app"].PNG, c.file) {
				t.Errorf("drawn %+v, %v", drawn, err)
			}
		})
	}
}

// What hides behind the picture's end, and in its texts, is not passed on.
func TestBytesOfOthersAreNotServed(t *testing.T) {
	s, g := newShop(t, append(pngOf(t, 16, 16), "<script>alert(1)</script>"...))
	collect(t, g)
	if drawn := s.kept["app"].PNG; len(drawn) == 0 || bytes.Contains(drawn, []byte("script")) {
		t.Errorf("%d bytes served", len(drawn))
	}
}

func TestAddressIsAskedWhenItIsNewOrOld(t *testing.T) {
	s, g := newShop(t, pngOf(t, 16, 16))
	after := func(d time.Duration, want int) {
		t.Helper()
		s.now = s.now.Add(d)
		collect(t, g)
		if len(s.asked) != want {
			t.Errorf("after %v asked %v", d, s.asked)
		}
	}
	after(0, 1)
	after(7*24*time.Hour-time.Second, 1)
	after(time.Second, 2)
	delete(s.web, uri)
	after(7*24*time.Hour, 3)
	if g.Of(t.Context(), of(uri)) != "" {
		t.Error("a picture that is gone is shown")
	}
	after(time.Hour-time.Second, 3)
	after(time.Second, 4)
	const next = "https://app.example/next"
	s.clients[0], s.web[next] = of(next), pngOf(t, 8, 8)
	if g.Of(t.Context(), of(next)) != "" {
		t.Error("the picture of another address is shown")
	}
	after(0, 5)
	if g.Of(t.Context(), of(next)) == "" || g.Of(t.Context(), of(uri)) != "" || g.Of(t.Context(), client.Client{ID: "app"}) != "" {
		t.Error("the wrong picture is shown")
	}
}

func TestPictureThatIsTakenBackIsForgotten(t *testing.T) {
	s, g := newShop(t, pngOf(t, 16, 16))
	collect(t, g)
	s.clients[0] = of("")
	collect(t, g)
	collect(t, g)
	if p, there := s.kept["app"]; !there || p.URI != "" || p.Name != "" || p.PNG != nil || len(s.asked) != 1 {
		t.Errorf("kept %+v, asked %v", p, s.asked)
	}
	if _, there := s.kept["plain"]; there {
		t.Error("a row for who never had one")
	}
}

func TestPictureIsServedAsOne(t *testing.T) {
	s, g := newShop(t, pngOf(t, 16, 16))
	collect(t, g)
	get := func(file string) (*httptest.ResponseRecorder, error) {
		r := httptest.NewRequest(http.MethodGet, "/logo/x", nil)
		r.SetPathValue("file", file)
		rec := httptest.NewRecorder()
		return rec, g.Serve(rec, r)
	}
	rec, err := get(strings.TrimPrefix(g.Of(t.Context(), of(uri)), "/logo/"))
	if err != nil || rec.Header().Get("Content-Type") != "image/png" || !bytes.Equal(rec.Body.Bytes(), s.kept["app"].PNG) ||
		!strings.Contains(rec.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%v %v", rec.Header(), err)
	}
	for _, file := range []string{"", ".png", "x.png", s.kept["app"].Name, strings.Repeat("0", 64) + ".png", "../" + s.kept["app"].Name + ".png"} {
		failure := &web.Failure{}
		if _, err := get(file); !errors.As(err, &failure) || failure.Status != http.StatusNotFound {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func TestGalleryStopsWithItsContext(t *testing.T) {
	_, g := newShop(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	g.Run(ctx) // returns
}
