package main_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// compared are comparisons that end at the first difference, and why they may:
// what is compared is called like a secret and is none, or nobody guesses at it.
var compared = map[string]string{
	"audit/verify.go: head.Next(l.Event).Hash != l.Hash":                                  "of the record, looked at by who may read all of it",
	"audit/verify.go: v.Digest() != l.Evidence":                                           "evidence",
	"config/channels.go: slices.ContainsFunc(w.Secrets(), (func(s string) bool literal))": "the operator's own, at start: are they long enough",
	"factors/passkey/verify.go: bytes.Equal(said.UserHandle, p.Handle)":                   "a name of the account, under a signature that was verified",
	"factors/push/evidence.go: d.CHash != wire.CHash(v.Challenge)":                        "evidence, looked at afterwards by who may read all of it",
	"factors/push/open.go: s != before":                                                   "two numbers of ours: the second must be another",
	"factors/push/receipt.go: d.CHash != wire.CHash(r.Challenge)":                         "evidence",
	"factors/push/receipt.go: d.Nonce != c.Nonce":                                         "evidence",
	"factors/push/receipt.go: wire.CHash(r.Details) != c.DetailsHash":                     "evidence",
	"factors/wire/uv.go: p.Hash != base64.RawURLEncoding.EncodeToString(digest)":          "of what the caller sent itself, under a signature that was verified",
	"idp/authorize/reference.go: hash != hashOf(object)":                                  "of a document that the caller names, and can read",
	"storage/channels.go: c.Token != token":                                               "both are ours: did the channel change while a push was sent",
	"storage/enrolments.go: row.UsedHash != q.SecretHash":                                 "hashes, of a row that was found by one of the two: whoever sent it knows that secret",
}

// secretive are names of values that somebody could guess at.
var secretive = regexp.MustCompile(`(?i)(secret|token|hash|passw|cookie|nonce|digest|hmac|verifier|digits|handle)s?$|^code$|[a-z]Code$|Reveal$`)

// endsEarly are functions that compare and end at the first difference.
var endsEarly = regexp.MustCompile(`^(bytes|strings|slices|cmp|reflect|maps)\.(Equal|Compare|EqualFold|EqualFunc|Contains|ContainsFunc|Index|DeepEqual|HasPrefix|HasSuffix)$`)

// What a guess is compared with is compared in constant time (crypto/subtle, or
// crypto/hmac), or by the database by its hash: == tells by its time how much of
// a guess was right.
func TestSecretsAreComparedInConstantTime(t *testing.T) {
	found := map[string]bool{}
	for _, p := range comparedPackages(t) {
		for _, c := range p.comparisons(t) {
			found[c] = true
			if _, ok := compared[c]; !ok {
				t.Errorf("%s: this takes the longer the more of it is right", c)
			}
		}
	}
	for c := range compared {
		if !found[c] {
			t.Errorf("%s: it is excused, and not there any more", c)
		}
	}
}

// comparedPackage is one of ours as the go command lists it.
type comparedPackage struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Module                  *struct{ Main bool }
	exports                 map[string]string
}

// comparedPackages are those of the server, not of tests and of what is run
// beside it, each with the types of all that it imports.
func comparedPackages(t *testing.T) (ours []comparedPackage) {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Module", "countersign/cmd/countersign")
	list.Stderr = os.Stderr
	text, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(string(text))); ; {
		p := comparedPackage{exports: exports}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return ours
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Main && !strings.Contains(p.ImportPath, "/templates") {
			ours = append(ours, p)
		}
	}
}

// comparisons are those of the package that end early.
func (p comparedPackage) comparisons(t *testing.T) (out []string) {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	open := func(path string) (io.ReadCloser, error) { return os.Open(p.exports[path]) }
	checker := types.Config{Importer: importer.ForCompiler(set, "gc", open)}
	if _, err := checker.Check(p.ImportPath, set, files, info); err != nil {
		t.Fatal(err)
	}
	dir := strings.TrimPrefix(p.ImportPath, "countersign/")
	for _, f := range files {
		name := filepath.ToSlash(filepath.Join(dir, filepath.Base(set.Position(f.Pos()).Filename)))
		ast.Inspect(f, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok && early(e, info) {
				out = append(out, name+": "+types.ExprString(e))
			}
			return true
		})
	}
	return out
}

// early says whether e compares something secret and ends at the first
// difference.
func early(e ast.Expr, info *types.Info) bool {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op != token.EQL && e.Op != token.NEQ {
			return false
		}
		left, right := info.Types[e.X], info.Types[e.Y]
		if left.Value != nil || right.Value != nil || left.IsNil() || right.IsNil() {
			return false // with "", nil or a name: nothing to guess
		}
		return guessable(e.X, info) || guessable(e.Y, info)
	case *ast.CallExpr:
		if !endsEarly.MatchString(types.ExprString(e.Fun)) {
			return false
		}
		for _, a := range e.Args {
			if info.Types[a].Value != nil {
				return false
			}
		}
		for _, a := range e.Args {
			if guessable(a, info) {
				return true
			}
		}
	}
	return false
}

// guessable says whether e is text or bytes, and by its name or its type a
// secret.
func guessable(e ast.Expr, info *types.Info) bool {
	typ := info.Types[e].Type
	switch u := typ.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsString == 0 {
			return false
		}
	case *types.Slice, *types.Array:
	default:
		return false
	}
	if named, ok := typ.(*types.Named); ok && secretive.MatchString(named.Obj().Name()) {
		return true
	}
	return secretive.MatchString(lastName(e))
}

// lastName is what a value is called: "Hash" of c.Hash, c.Hash() and c.Hash[:].
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		if len(e.Args) == 1 {
			if inner := lastName(e.Args[0]); secretive.MatchString(inner) {
				return inner // string(secret), hashOf(token)
			}
		}
		return lastName(e.Fun)
	case *ast.SliceExpr:
		return lastName(e.X)
	case *ast.IndexExpr:
		return lastName(e.X)
	case *ast.ParenExpr:
		return lastName(e.X)
	}
	return ""
}
