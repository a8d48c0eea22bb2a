package risk

import (
	"time"

	"countersign/factors/place"
)

// Nobody travels as fast, and nobody's provider is mistaken by as much.
const (
	fastest = 900 // km/h
	far     = 500 // km
)

// locate adds the signals of where an address is. The places of past sign-ins
// are looked up anew: no table of them is kept.
func (j *Judge) locate(s *Signals, address string, past []SignIn, now time.Time) {
	here := j.Place(address)
	s.Hosting, s.Refused = here.Hosting, here.Refused
	if len(past) == 0 {
		return
	}
	seen := map[string]place.Place{}
	for _, p := range past {
		if _, ok := seen[p.Address]; !ok {
			seen[p.Address] = j.Place(p.Address)
		}
	}
	s.NewCountry = isOther(here.Country, seen, func(p place.Place) string { return p.Country })
	s.NewSystem = isOther(here.ASN, seen, func(p place.Place) uint { return p.ASN })
	s.Travel = impossible(seen[past[0].Address], here, now.Sub(past[0].At))
}

// isOther is true if what is known of here is known of some places, and is
// another one at each of them.
func isOther[T comparable](here T, seen map[string]place.Place, of func(place.Place) T) bool {
	var unknown T
	told := false
	for _, p := range seen {
		there := of(p)
		if there == here {
			return false
		}
		told = told || there != unknown
	}
	return told && here != unknown
}

// impossible is true if the way is longer than anybody gets in that time.
func impossible(from, to place.Place, took time.Duration) bool {
	km, ok := place.Apart(from, to)
	return ok && km > far && km > fastest*took.Hours()
}

// FarApart is true if a phone and the browser that it answers are not in one
// place: in two countries, or further apart than providers are mistaken. Of a
// phone in a mobile network only its country can be told.
func FarApart(phone, browser place.Place) bool {
	if phone.Country != "" && browser.Country != "" && phone.Country != browser.Country {
		return true
	}
	km, ok := place.Apart(phone, browser)
	return ok && !phone.Cellular && km > far
}
