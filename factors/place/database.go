package place

import (
	"fmt"
	"net/netip"

	"github.com/oschwald/maxminddb-golang/v2"
)

// database is an open mmdb.
type database struct{ *maxminddb.Reader }

func parseDatabase(text []byte) (database, error) {
	r, err := maxminddb.OpenBytes(text)
	if err != nil {
		return database{}, fmt.Errorf("open an mmdb: %w", err)
	}
	return database{r}, nil
}

// cityRecord is what is read of a database of cities or countries, in
// MaxMind's form; country_code is that of simpler ones.
type cityRecord struct {
	Code    string `maxminddb:"country_code"`
	Country struct {
		Code string `maxminddb:"iso_code"`
	} `maxminddb:"country"`
	City struct {
		Names struct {
			English string `maxminddb:"en"`
		} `maxminddb:"names"`
	} `maxminddb:"city"`
	Location struct {
		Latitude  *float64 `maxminddb:"latitude"`
		Longitude *float64 `maxminddb:"longitude"`
		RadiusKM  uint16   `maxminddb:"accuracy_radius"`
	} `maxminddb:"location"`
	Traits struct {
		Connection string `maxminddb:"connection_type"`
		User       string `maxminddb:"user_type"`
	} `maxminddb:"traits"`
}

// cityOf is what the database says of an address. A record of another form says
// nothing: the operator chose the file, and no sign-in may fail over it.
func cityOf(db *database, a netip.Addr) Place {
	var r cityRecord
	if err := db.Lookup(a).Decode(&r); err != nil {
		return Place{}
	}
	p := Place{
		Country: r.Country.Code, City: r.City.Names.English, RadiusKM: int(r.Location.RadiusKM),
		Cellular: r.Traits.Connection == "Cellular" || r.Traits.User == "cellular",
	}
	if p.Country == "" {
		p.Country = r.Code
	}
	if r.Location.Latitude != nil && r.Location.Longitude != nil {
		p.Located, p.Latitude, p.Longitude = true, *r.Location.Latitude, *r.Location.Longitude
	}
	return p
}

// systemOf is the autonomous system of an address, and its owner.
func systemOf(db *database, a netip.Addr) (uint, string) {
	var r struct {
		Number uint   `maxminddb:"autonomous_system_number"`
		Owner  string `maxminddb:"autonomous_system_organization"`
	}
	if err := db.Lookup(a).Decode(&r); err != nil {
		return 0, ""
	}
	return r.Number, r.Owner
}
