package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// appPrefix is where the files of the web authenticator live. They import each
// other by name, so it is their folder that holds the digest.
const appPrefix = "/a/app/"

//go:embed authenticator/*.js authenticator/*.css
var appFiles embed.FS

// shell is the web authenticator's files, by public path.
type shell struct {
	folder string
	assets map[string]asset
}

//nolint:gochecknoglobals // computed once from what is embedded, never written
var loadApp = sync.OnceValue(func() shell {
	s, err := newShell()
	if err != nil {
		panic("static: internal error: " + err.Error())
	}
	return s
})

// newShell reads the folder. One digest over all of it names the version: two
// files of different versions never meet.
func newShell() (shell, error) {
	texts, err := appTexts()
	if err != nil {
		return shell{}, err
	}
	names := make([]string, 0, len(texts))
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		// A hash takes everything: Fprintf cannot fail here.
		_, _ = fmt.Fprintf(sum, "%s %d\n%s", name, len(texts[name]), texts[name])
	}
	s := shell{folder: appPrefix + hex.EncodeToString(sum.Sum(nil))[:digestLength] + "/", assets: map[string]asset{}}
	texts["shell.js"] = s.list(names)
	for name, text := range texts {
		kind, err := contentType(name)
		if err != nil {
			return shell{}, err
		}
		small, err := compress(text)
		if err != nil {
			return shell{}, fmt.Errorf("compress %s: %w", name, err)
		}
		s.assets[s.folder+name] = asset{kind: kind, plain: text, gzip: small}
	}
	return s, nil
}

// appTexts are the files by name. The hosted pages' sheet comes first in the
// app's: one request, one look.
func appTexts() (map[string][]byte, error) {
	entries, err := appFiles.ReadDir("authenticator")
	if err != nil {
		return nil, fmt.Errorf("read the authenticator's files: %w", err)
	}
	texts := map[string][]byte{}
	for _, e := range entries {
		if texts[e.Name()], err = appFiles.ReadFile("authenticator/" + e.Name()); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Name(), err)
		}
	}
	page, err := files.ReadFile("css/app.css")
	if err != nil {
		return nil, fmt.Errorf("read the pages' sheet: %w", err)
	}
	texts["authenticator.css"] = append(page, texts["authenticator.css"]...)
	return texts, nil
}

// list is the module that tells the service worker what to keep for the time
// without a network: the page and its files.
func (s shell) list(names []string) []byte {
	var b strings.Builder
	b.WriteString("export const version = \"" + strings.Trim(strings.TrimPrefix(s.folder, appPrefix), "/") + "\";\nexport const files = [\n  \"/a/\",\n")
	for _, name := range names {
		if name != "sw.js" && name != "worker.js" { // the browser keeps the worker itself
			b.WriteString("  \"" + s.folder + name + "\",\n")
		}
	}
	b.WriteString("  \"" + Path("favicon.svg") + "\",\n];\n")
	return []byte(b.String())
}

// AppPath is the public path of one of the web authenticator's files, such as
// "app.js". It panics if there is none: pages name files in code.
func AppPath(name string) string {
	s := loadApp()
	if _, ok := s.assets[s.folder+name]; !ok {
		panic("static: internal error: the authenticator has no file " + name)
	}
	return s.folder + name
}

// AppHandler serves the web authenticator's files, for good as Handler does.
func AppHandler() http.Handler { return serve(loadApp().assets) }
