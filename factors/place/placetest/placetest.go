package placetest

import (
	"bytes"
	"net/netip"
	"os"
	"testing"
	"time"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
	"go4.org/netipx"
)

// City is an entry of a database of cities.
type City struct {
	Country, Name       string
	Latitude, Longitude float64
	RadiusKM            int
	Cellular            bool
}

// System is an entry of a database of autonomous systems.
type System struct {
	Number uint32
	Owner  string
}

// Cities writes a database of cities to path, built at a time.
func Cities(t testing.TB, path string, built time.Time, entries map[string]City) {
	t.Helper()
	records := map[string]mmdbtype.Map{}
	for network, c := range entries {
		r := mmdbtype.Map{"country": mmdbtype.Map{"iso_code": mmdbtype.String(c.Country)}}
		if c.Name != "" {
			r["city"] = mmdbtype.Map{"names": mmdbtype.Map{"en": mmdbtype.String(c.Name)}}
		}
		if c.Latitude != 0 || c.Longitude != 0 {
			r["location"] = mmdbtype.Map{
				"latitude": mmdbtype.Float64(c.Latitude), "longitude": mmdbtype.Float64(c.Longitude),
				"accuracy_radius": mmdbtype.Uint16(uint16(c.RadiusKM)), //nolint:gosec // a test's own number
			}
		}
		if c.Cellular {
			r["traits"] = mmdbtype.Map{"connection_type": mmdbtype.String("Cellular")}
		}
		records[network] = r
	}
	write(t, path, "Test-City", built, records)
}

// Systems writes a database of autonomous systems to path, built at a time.
func Systems(t testing.TB, path string, built time.Time, entries map[string]System) {
	t.Helper()
	records := map[string]mmdbtype.Map{}
	for network, s := range entries {
		records[network] = mmdbtype.Map{
			"autonomous_system_number":       mmdbtype.Uint32(s.Number),
			"autonomous_system_organization": mmdbtype.String(s.Owner),
		}
	}
	write(t, path, "Test-ASN", built, records)
}

func write(t testing.TB, path, kind string, built time.Time, records map[string]mmdbtype.Map) {
	t.Helper()
	// The addresses of tests are reserved ones.
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: kind, BuildEpoch: built.Unix(), IncludeReservedNetworks: true})
	if err != nil {
		t.Fatal(err)
	}
	for network, r := range records {
		if err := tree.Insert(netipx.PrefixIPNet(netip.MustParsePrefix(network)), r); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := tree.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
