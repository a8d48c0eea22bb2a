package main

import (
	"bytes"
	"compress/gzip"
	"testing"
)

// loaded is what a page asked for before it was whole, and how many bytes came.
type loaded struct {
	Name string
	Size int // of the body, as it travelled
}

// loads is what the page in front cost. Styles and scripts come from the cache
// on later pages, at no cost. The icon of the tab and the stream come behind.
func (b *tab) loads() (files []loaded, sum int) {
	b.t.Helper()
	files = eval[[]loaded](b, `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
		.filter(e => !/favicon|\/events$/.test(e.name) && e.transferSize > 0).map(e => ({Name: e.name, Size: e.encodedBodySize}))`)
	for _, f := range files {
		sum += f.Size
	}
	return files, sum
}

// small is how many bytes gzip makes of the document in front. The server sends
// it as it is: it may hold what was typed beside an anti-forgery token (BREACH).
func (b *tab) small() int {
	b.t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(eval[string](b, `document.documentElement.outerHTML`))) // a buffer takes everything
	_ = w.Close()
	return out.Len()
}

// A first page costs 15 KB in 4 requests; each next step one request, with the
// script that is new there two, of 8 KB that gzip could make 4 KB.
func TestBrowserHostedPagesAreSmall(t *testing.T) {
	t.Parallel()
	r := newRig(t, "sqlite", 1)
	r.join("ada")
	c, secret := r.client()
	b := r.chromium(true)
	b.open(r.request(c, secret).url)
	if files, sum := b.loads(); len(files) < 2 || len(files) > 4 || sum > 15<<10 {
		t.Errorf("the first page: %d bytes in %v", sum, files)
	}
	step := func(what string, requests int) {
		t.Helper()
		files, sum := b.loads()
		packed := sum - files[0].Size + b.small()
		if len(files) > requests || sum > 8<<10 || packed > 4<<10 {
			t.Errorf("%s: %d bytes, packed %d, in %v", what, sum, packed, files)
		}
	}
	b.fill("username", "ada")
	b.fill("password", "not this one")
	b.click("sign-in")
	step("signing in again", 1)
	b.fill("password", storyPassword)
	b.click("sign-in")
	b.see("push-number")
	step("waiting", 2)
}
