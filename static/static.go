package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// prefix is where the files live on the server.
const prefix = "/static/"

// digestLength is how many hexadecimal digits of SHA-256 a name holds: enough
// that two versions never share one.
const digestLength = 16

// asset is a file ready to be sent.
type asset struct {
	kind  string
	plain []byte
	gzip  []byte
}

// shelf is all files, by public path, and the public paths by name.
type shelf struct {
	assets map[string]asset
	paths  map[string]string
}

// load reads, names and compresses the files once.
//
//nolint:gochecknoglobals // computed once from what is embedded, never written
var load = sync.OnceValue(func() shelf {
	s := shelf{assets: map[string]asset{}, paths: map[string]string{}}
	err := fs.WalkDir(files, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return s.add(file)
	})
	if err != nil {
		panic("static: internal error: " + err.Error())
	}
	return s
})

func (s shelf) add(file string) error {
	plain, err := files.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	kind, err := contentType(file)
	if err != nil {
		return err
	}
	small, err := compress(plain)
	if err != nil {
		return fmt.Errorf("compress %s: %w", file, err)
	}
	digest := sha256.Sum256(plain)
	name, ext := path.Base(file), path.Ext(file)
	public := prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(digest[:])[:digestLength] + ext
	s.paths[name] = public
	s.assets[public] = asset{kind: kind, plain: plain, gzip: small}
	return nil
}

// contentType does not ask the operating system, whose table differs from
// machine to machine.
func contentType(file string) (string, error) {
	switch path.Ext(file) {
	case ".css":
		return "text/css; charset=utf-8", nil
	case ".js":
		return "text/javascript; charset=utf-8", nil
	case ".svg":
		return "image/svg+xml", nil
	case ".png":
		return "image/png", nil
	default:
		return "", fmt.Errorf("content type of %s: unknown", file)
	}
}

func compress(plain []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("open gzip: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("write gzip: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("close gzip: %w", err)
	}
	return b.Bytes(), nil
}

// Path is the public path of a file, such as /static/app.0123456789abcdef.css
// for "app.css". It panics if there is no such file: pages name files in code.
func Path(name string) string {
	p, ok := load().paths[name]
	if !ok {
		panic("static: internal error: no file " + strconv.Quote(name))
	}
	return p
}

// Handler serves the files under /static/. Browsers may keep them for good,
// since another content has another name (RFC 8246).
func Handler() http.Handler { return serve(load().assets) }

// serve serves assets by their public paths.
func serve(assets map[string]asset) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assets[r.URL.Path]
		if !ok {
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "There is nothing here.", http.StatusNotFound)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Use GET.", http.StatusMethodNotAllowed)
			return
		}
		a.write(w, r, "public, max-age=31536000, immutable")
	})
}

func (a asset) write(w http.ResponseWriter, r *http.Request, age string) {
	body, h := a.plain, w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", age)
	h.Add("Vary", "Accept-Encoding") // beside what the caller says
	if acceptsGzip(r.Header.Values("Accept-Encoding")) {
		body = a.gzip
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a client that went away needs no answer
	}
}

// acceptsGzip reads Accept-Encoding (RFC 9110 section 12.5.3): gzip must be
// named, and not with the weight 0.
func acceptsGzip(headers []string) bool {
	for _, h := range headers {
		for coding := range strings.SplitSeq(h, ",") {
			name, weight, _ := strings.Cut(coding, ";")
			if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
				continue
			}
			q, ok := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(weight), " ", ""), "q=")
			return !ok || strings.Trim(q, "0.") != ""
		}
	}
	return false
}

// Document is a page that is the same for everybody: kept by browsers, and
// asked for again each time.
type Document struct {
	asset
	tag string
}

// NewDocument makes one of a body.
func NewDocument(kind string, body []byte) (Document, error) {
	small, err := compress(body)
	if err != nil {
		return Document{}, fmt.Errorf("compress a document: %w", err)
	}
	digest := sha256.Sum256(body)
	return Document{asset{kind, body, small}, `"` + hex.EncodeToString(digest[:])[:digestLength] + `"`}, nil
}

// ServeHTTP answers with the document, or says that the browser has it.
func (d Document) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", d.tag)
	if strings.Contains(r.Header.Get("If-None-Match"), d.tag) {
		w.Header().Set("Cache-Control", "no-cache")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	d.write(w, r, "no-cache")
}
