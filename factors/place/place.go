package place

import (
	"math"
	"net/netip"
	"strings"
)

// Place is what the files say of an address. What they do not say is zero.
type Place struct {
	// Country is the ISO 3166-1 code of two letters, and City an English name.
	Country, City string
	// Located is true if there are coordinates, in degrees; they are right
	// within RadiusKM.
	Located             bool
	Latitude, Longitude float64
	RadiusKM            int
	// Cellular is true of a network of mobile phones, whose coordinates say
	// little: that of the operator's next exit.
	Cellular bool
	// ASN is the number of the autonomous system, and Network its owner's name.
	ASN     uint
	Network string
	// Hosting is true on the operator's list of hosting, VPN and Tor networks;
	// Refused, on the list of those that nobody may sign in from.
	Hosting, Refused bool
}

// String is the place as people read it: "Lyon, FR", or "".
func (p Place) String() string {
	if p.City == "" || p.Country == "" {
		return p.City + p.Country
	}
	return p.City + ", " + p.Country
}

// unsure is the radius of coordinates that come without one.
const unsure = 100

func (p Place) radius() float64 {
	if p.RadiusKM <= 0 {
		return unsure
	}
	return float64(p.RadiusKM)
}

// Apart is how far apart two places are at least, in km: between their
// coordinates, less both radii. It is false where that cannot be told.
func Apart(a, b Place) (km float64, ok bool) {
	if !a.Located || !b.Located {
		return 0, false
	}
	return max(0, distance(a, b)-a.radius()-b.radius()), true
}

// distance is that on a sphere, by the haversine formula: within 0.6 % of the
// truth.
func distance(a, b Place) float64 {
	const earth, degree = 6371.0, math.Pi / 180
	lat, lon := (b.Latitude-a.Latitude)*degree, (b.Longitude-a.Longitude)*degree
	h := math.Pow(math.Sin(lat/2), 2) + math.Cos(a.Latitude*degree)*math.Cos(b.Latitude*degree)*math.Pow(math.Sin(lon/2), 2)
	return 2 * earth * math.Asin(math.Sqrt(min(1, h)))
}

// parse reads an address as it stands on record.
func parse(address string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.TrimSpace(address))
	return a.Unmap().WithZone(""), err == nil
}
