package place_test

import (
	"bytes"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"countersign/factors/place"
	"countersign/factors/place/placetest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// desk is a book whose files a test may change.
type desk struct {
	*place.Book
	files place.Files
	now   time.Time
	log   bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{now: noon, files: place.Files{
		City: filepath.Join(dir, "city.mmdb"), ASN: filepath.Join(dir, "asn.mmdb"),
		Hosting: filepath.Join(dir, "hosting"), Refused: filepath.Join(dir, "refused"),
	}}
	placetest.Cities(t, d.files.City, noon.Add(-24*time.Hour), map[string]placetest.City{
		"192.0.2.0/24":   {Country: "FR", Name: "Lyon", Latitude: 45.75, Longitude: 4.85, RadiusKM: 20},
		"198.51.0.0/16":  {Country: "BR"},
		"2001:db8::/32":  {Country: "JP", Name: "Tokyo", Latitude: 35.69, Longitude: 139.69, Cellular: true},
		"203.0.113.0/24": {},
	})
	placetest.Systems(t, d.files.ASN, noon.Add(-24*time.Hour), map[string]placetest.System{
		"192.0.2.0/24": {Number: 64500, Owner: "Example Net"}, "198.51.100.0/24": {Number: 64501, Owner: "Rented Racks"},
	})
	d.write(t, d.files.Hosting, "# rented\nAS64501\n203.0.113.0/28 # an exit\n::ffff:203.0.113.240/124\n2001:db8:ffff::/48\n")
	d.write(t, d.files.Refused, "192.0.2.66\n")
	var err error
	d.Book, err = place.New(place.Deps{Files: d.files, Log: slog.New(slog.NewTextHandler(&d.log, nil)), Now: func() time.Time { return d.now }})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAddressIsFoundInEveryFile(t *testing.T) {
	d := newDesk(t)
	lyon := place.Place{
		Country: "FR", City: "Lyon", Located: true, Latitude: 45.75, Longitude: 4.85, RadiusKM: 20, ASN: 64500, Network: "Example Net",
	}
	refused := lyon
	refused.Refused = true
	for address, want := range map[string]place.Place{
		"192.0.2.1":          lyon,
		"::ffff:192.0.2.1":   lyon,
		"192.0.2.66":         refused,
		"198.51.100.9":       {Country: "BR", ASN: 64501, Network: "Rented Racks", Hosting: true},
		"198.51.99.9":        {Country: "BR"},
		"203.0.113.7":        {Hosting: true},
		"203.0.113.17":       {},
		"203.0.113.241":      {Hosting: true},
		"2001:db8::1":        {Country: "JP", City: "Tokyo", Located: true, Latitude: 35.69, Longitude: 139.69, Cellular: true},
		"2001:db8:ffff::1":   {Country: "JP", City: "Tokyo", Located: true, Latitude: 35.69, Longitude: 139.69, Cellular: true, Hosting: true},
		"10.0.0.1":           {},
		"":                   {},
		"not an address":     {},
		"fe80::1%eth0":       {},
		"192.0.2.1, 1.2.3.4": {},
	} {
		if diff := cmp.Diff(want, d.Find(address)); diff != "" {
			t.Errorf("%q: %s", address, diff)
		}
	}
}

// Promise 1.
func TestWithoutFilesNothingIsKnown(t *testing.T) {
	b, err := place.New(place.Deps{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	if p := b.Find("192.0.2.1"); p != (place.Place{}) || len(b.Sources()) != 0 {
		t.Errorf("found %+v in %v", p, b.Sources())
	}
}

func TestMissingOrBrokenFileIsSaidAtTheStart(t *testing.T) {
	for name, change := range map[string]func(*place.Files){
		"geoip.city_file":    func(f *place.Files) { f.City += ".missing" },
		"geoip.asn_file":     func(f *place.Files) { f.ASN = f.Hosting },
		"geoip.hosting_file": func(f *place.Files) { f.Hosting = f.City },
		"geoip.refused_file": func(f *place.Files) { f.Refused += ".missing" },
	} {
		d := newDesk(t)
		change(&d.files)
		_, err := place.New(place.Deps{Files: d.files, Log: slog.New(slog.DiscardHandler), Now: time.Now})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A list whose lines name systems would refuse nobody without a database of them.
func TestListOfSystemsWantsADatabaseOfThem(t *testing.T) {
	for name, change := range map[string]func(*place.Files){
		"geoip.hosting_file": func(f *place.Files) { f.Refused = "" },
		"geoip.refused_file": func(f *place.Files) { f.Hosting, f.Refused = "", f.Hosting },
	} {
		d := newDesk(t)
		change(&d.files)
		d.files.ASN = ""
		_, err := place.New(place.Deps{Files: d.files, Log: slog.New(slog.DiscardHandler), Now: time.Now})
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "geoip.asn_file") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Promise 2: also while it is being written.
func TestChangedFileIsReadAndABrokenOneLeavesTheOld(t *testing.T) {
	d := newDesk(t)
	was := d.Find("192.0.2.1").City
	d.write(t, d.files.City, "half of a fi")
	d.now = d.now.Add(time.Minute)
	if got := d.Find("192.0.2.1").City; got != was {
		t.Errorf("a broken file: %q", got)
	}
	if !strings.Contains(d.log.String(), "could not read") {
		t.Errorf("the log says nothing of it: %s", d.log.String())
	}
	placetest.Cities(t, d.files.City, noon.Add(-100*24*time.Hour), map[string]placetest.City{"192.0.2.0/24": {Country: "IT", Name: "Turin"}})
	if got := d.Find("192.0.2.1").City; got != was {
		t.Errorf("looked again at once: %q", got)
	}
	d.now = d.now.Add(time.Minute)
	if got := d.Find("192.0.2.1").String(); got != "Turin, IT" {
		t.Errorf("a changed file: %q", got)
	}
	if !strings.Contains(d.log.String(), "which is old") {
		t.Errorf("its age is not said: %s", d.log.String())
	}
	for _, s := range d.Sources() {
		if want := noon.Add(-100 * 24 * time.Hour); s.Name == "city" && !s.Built.Equal(want) {
			t.Errorf("built %s, want %s", s.Built, want)
		}
	}
	d.write(t, d.files.Refused, "# nobody any more\n")
	d.now = d.now.Add(time.Minute)
	if d.Find("192.0.2.66").Refused {
		t.Error("a changed list is not read")
	}
}

func TestApartIsLessBothRadii(t *testing.T) {
	lyon := place.Place{Located: true, Latitude: 45.75, Longitude: 4.85, RadiusKM: 20}
	tokyo := place.Place{Located: true, Latitude: 35.69, Longitude: 139.69, RadiusKM: 50}
	for _, c := range []struct {
		name string
		a, b place.Place
		want float64
		ok   bool
	}{
		{"far", lyon, tokyo, 9891 - 70, true},
		{"the other way round", tokyo, lyon, 9891 - 70, true},
		{"the same", lyon, lyon, 0, true},
		{"one of them not known", lyon, place.Place{Country: "JP"}, 0, false},
		{"no radius", lyon, place.Place{Located: true, Latitude: 35.69, Longitude: 139.69}, 9891 - 120, true},
		{"antipodes", place.Place{Located: true, Latitude: 90, RadiusKM: 1}, place.Place{Located: true, Latitude: -90, RadiusKM: 1}, 20013, true},
	} {
		got, ok := place.Apart(c.a, c.b)
		if math.Abs(got-c.want) > 30 || ok != c.ok {
			t.Errorf("%s: %.0f, %v, want about %.0f, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}
