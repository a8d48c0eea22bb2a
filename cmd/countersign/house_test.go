package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows is the drawing of the house in docs/architecture.md: which of our
// packages a package may import. A package that is not a key may import none.
// "x/*" stands for every package below x. Tests may import what they like.
var arrows = map[string][]string{
	"config":                    {},
	"audit":                     {},
	"factors":                   {},
	"factors/wire":              {},
	"factors/wire/wiretest":     {"factors/wire"},
	"factors/notify":            {},
	"factors/notify/fcmtest":    {"factors/notify/inboxtest"},
	"factors/password":          {"factors", "audit"},
	"factors/limit":             {"factors"},
	"factors/totp":              {"factors", "factors/limit", "audit"},
	"factors/recovery":          {"factors", "factors/limit", "audit"},
	"factors/passkey":           {"factors", "factors/attest", "factors/limit", "factors/webauthn", "audit"},
	"factors/attest":            {"factors/wire"},
	"factors/attest/attesttest": {"factors/attest", "factors/wire"},
	"factors/device":            {"factors", "factors/attest", "factors/wire", "factors/webauthn", "audit"},
	"factors/place":             {},
	"factors/place/placetest":   {},
	"factors/risk":              {"factors", "factors/place"},
	"factors/push":              {"factors", "factors/place", "factors/risk", "factors/wire", "factors/device", "factors/notify", "factors/webauthn", "audit"},
	"idp/protocol":              {},
	"idp/person":                {"audit"},
	"idp/client":                {"idp/protocol", "audit"},
	"idp/flow":                  {"factors"},
	"idp/rar":                   {"factors/wire"},
	"idp/ciba":                  {"idp/client", "idp/clientauth", "idp/clientkeys", "idp/grant", "idp/op", "idp/person", "idp/protocol", "idp/rar", "idp/subject", "idp/token", "idp/web", "factors", "factors/limit", "factors/notify", "factors/push", "factors/wire", "audit"},
	"idp/exchange":              {"idp/client", "idp/grant", "idp/op", "idp/person", "idp/protocol"},
	"idp/sso":                   {"factors", "audit"},
	"idp/keys":                  {"idp/protocol", "audit"},
	"idp/subject":               {"idp/client"},
	"idp/token":                 {"idp/client", "idp/protocol", "idp/person"},
	"idp/dpop":                  {"factors/wire"},
	"idp/dpop/dpoptest":         {},
	"idp/grant":                 {"idp/person", "idp/token", "idp/client", "audit"},
	"idp/web":                   {"idp/protocol", "audit", "templates/part", "templates/words"},
	"idp/requestobject":         {"factors/wire", "idp/client", "idp/clientkeys", "idp/protocol"},
	"idp/claims":                {"factors/wire"},
	"idp/par":                   {"idp/client", "idp/dpop", "idp/protocol", "idp/web"},
	"idp/authorize":             {"templates/words", "idp/claims", "idp/par", "idp/dpop", "idp/subject", "idp/requestobject", "idp/client", "idp/flow", "idp/sso", "idp/grant", "idp/token", "idp/web", "idp/protocol", "templates", "factors", "audit"},
	"idp/authenticator":         {"templates/words", "factors/device", "factors/wire", "idp/web", "templates", "templates/part", "static"},
	"idp/agent":                 {},
	"idp/mail":                  {"templates/words", "idp/agent", "templates/mail", "factors", "audit"},
	"idp/mail/smtp":             {"idp/mail"},
	"idp/mail/smtptest":         {},
	"templates/mail":            {"templates/words"},
	"idp/login":                 {"templates/words", "idp/agent", "idp/flow", "idp/person", "idp/sso", "idp/web", "factors", "factors/*", "templates", "audit"},
	"idp/deviceapi":             {"templates/words", "idp/dpop", "factors/push", "factors/device", "factors/wire", "idp/web", "audit"},
	"idp/account":               {"templates/words", "idp/agent", "idp/mail", "idp/client", "idp/flow", "idp/person", "idp/sso", "idp/web", "factors", "factors/*", "templates", "audit"},
	"idp/backend":               {"idp/dpop", "idp/authorize", "idp/login", "idp/protocol", "factors/limit", "factors/password", "factors/totp", "idp/client", "idp/flow", "idp/grant", "idp/person", "idp/sso", "idp/web", "factors", "factors/push", "factors/device", "factors/wire", "audit"},
	"idp/clientkeys":            {"idp/client", "factors/wire"},
	"idp/clientauth":            {"templates/words", "idp/client", "idp/clientkeys", "idp/protocol", "idp/web", "audit"},
	"idp/fetch":                 {},
	"idp/op":                    {"idp/claims", "idp/dpop", "templates/words", "idp/clientauth", "idp/person", "idp/client", "idp/grant", "idp/token", "idp/protocol", "idp/web", "audit"},
	"idp/devicegrant":           {"templates/words", "idp/client", "idp/flow", "idp/grant", "idp/person", "idp/sso", "idp/web", "idp/protocol", "factors", "factors/wire", "templates", "audit"},
	"idp/discovery":             {"idp/dpop", "idp/client", "idp/keys", "idp/protocol", "factors"},
	"idp/logo":                  {"idp/client", "idp/web"},
	"idp/registration":          {"idp/client", "idp/clientkeys", "idp/protocol", "idp/web", "audit"},
	"idp/logout":                {"templates/words", "idp/client", "idp/sso", "idp/token", "idp/web", "templates", "audit"},
	"idp":                       {"idp/*", "templates/words"},
	"storage":                   {"audit", "factors", "factors/*", "idp/person", "idp/client", "idp/registration", "idp/flow", "idp/sso", "idp/grant", "idp/keys", "idp/ciba", "idp/logo", "idp/mail", "idp/par", "idp/account", "idp/logout", "idp/devicegrant", "idp/subject"},
	"storage/storagetest":       {"storage"},
	"static":                    {},
	"templates":                 {"templates/part", "templates/words", "static"},
	"templates/part":            {"templates/words", "static"},
	"templates/story":           {"templates", "templates/part", "templates/words"},
	"templates/words":           {},
	"templates/words/generate":  {},
	"cmd/countersign":           {"*"},
	"cmd/phone":                 {"cmd/phone/authenticator", "factors/wire"},
	"cmd/phone/authenticator":   {"factors/wire"},
	"cmd/phone/servertest":      {"factors/wire"},
	"cmd/relyingparty":          {"cmd/relyingparty/app"},
	"cmd/relyingparty/app":      {},
	"cmd/demo":                  {"cmd/demo/browser"},
	"cmd/demo/browser":          {},

	"factors/notify/browsertest": {"factors/notify", "factors/notify/webpushtest"},
	"factors/notify/sns":         {"factors/notify"},
	"factors/notify/inboxtest":   {},
	"factors/notify/snstest":     {"factors/notify/inboxtest"},
	"factors/notify/webhook":     {"factors/notify"},
	"factors/notify/webpush":     {"factors/notify"},
	"factors/notify/webhooktest": {"factors/notify/inboxtest"},
	"factors/notify/webpushtest": {"factors/notify/inboxtest"},

	"factors/webauthn":              {"factors/attest", "factors/wire"},
	"factors/webauthn/webauthntest": {},
}

// only says which packages may import a module of others.
var only = map[string][]string{
	"gorm.io/":                        {"storage"},
	"github.com/jackc/pgx":            {"storage", "storage/storagetest"},
	"modernc.org/sqlite":              {"storage"},
	"github.com/pressly/goose":        {"storage"},
	"github.com/zitadel/oidc":         {"idp/op"},
	"firebase.google.com/go":          {"factors/notify"},
	"github.com/godbus/":              {"factors/notify/browsertest"},
	"golang.org/x/net/websocket":      {"factors/notify/browsertest"},
	"github.com/aws/":                 {"factors/notify/sns"},
	"github.com/standard-webhooks":    {"factors/notify/webhook", "factors/notify/webhooktest"},
	"github.com/danielgtaylor/huma":   {"idp/backend"},
	"github.com/spf13/cobra":          {"cmd/countersign", "cmd/phone", "cmd/relyingparty"},
	"github.com/prometheus/":          {"cmd/countersign"},
	"math/rand":                       {},
	"github.com/coreos/go-oidc":       {"cmd/relyingparty/app"},
	"go.yaml.in/yaml":                 {"config", "templates/words/generate"},
	"golang.org/x/text/language":      {"templates/words"},
	"github.com/mileusna/useragent":   {"idp/agent"},
	"github.com/wneessen/go-mail":     {"idp/mail/smtp"},
	"github.com/alexedwards/argon2id": {"factors/password"},
	"github.com/pquerna/otp":          {"factors/totp"},
	"github.com/boombuler/barcode":    {"templates/part"},
	"github.com/go-webauthn/":         {"factors/webauthn", "factors/webauthn/webauthntest"},
	"github.com/fxamacker/cbor":       {"factors/attest", "factors/attest/attesttest"},
	"github.com/oschwald/":            {"factors/place"},
	"github.com/maxmind/":             {"factors/place/placetest"},
	"go4.org/netipx":                  {"factors/place/placetest"},
	"golang.org/x/image":              {"idp/logo"},
}

func TestArrowsAreThoseOfTheDrawing(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	for file, imports := range importsOf(t, root) {
		from := filepath.ToSlash(filepath.Dir(file))
		seen[from] = true
		allowed, drawn := arrows[from]
		if !drawn {
			t.Errorf("package %s is not in the drawing", from)
			continue
		}
		for _, to := range imports {
			if ours, ok := strings.CutPrefix(to, "countersign/"); ok {
				if !matches(allowed, ours) {
					t.Errorf("%s imports %s: no such arrow in the drawing", file, ours)
				}
				continue
			}
			for prefix, rooms := range only {
				if strings.HasPrefix(to, prefix) && !slices.Contains(rooms, from) {
					t.Errorf("%s imports %s, which only %v may", file, to, rooms)
				}
			}
		}
	}
	for p := range arrows {
		if !seen[p] {
			t.Errorf("the drawing shows %s, which has no code", p)
		}
	}
}

func matches(allowed []string, p string) bool {
	return slices.ContainsFunc(allowed, func(a string) bool {
		if below, ok := strings.CutSuffix(a, "*"); ok {
			return strings.HasPrefix(p, below)
		}
		return a == p
	})
}

func TestEveryRoomHasADoc(t *testing.T) {
	root := filepath.Join("..", "..")
	for p := range arrows {
		if strings.HasPrefix(p, "cmd/") && !strings.Contains(strings.TrimPrefix(p, "cmd/"), "/") {
			continue // a program says what it is in its help
		}
		if _, err := os.Stat(filepath.Join(root, p, "doc.go")); err != nil {
			t.Errorf("%s has no doc.go", p)
		}
	}
}

// importsOf maps each Go file that is not a test to what it imports.
func importsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "node_modules" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			to, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			out[name] = append(out[name], to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
