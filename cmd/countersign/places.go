package main

import (
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"countersign/config"
	"countersign/factors/place"
)

// newPlaces reads the operator's files of places and networks.
func newPlaces(c config.GeoIP, log *slog.Logger, now func() time.Time) (*place.Book, error) {
	return place.New(place.Deps{
		Files: place.Files{City: c.CityFile, ASN: c.ASNFile, Hosting: c.HostingFile, Refused: c.RefusedFile},
		Log:   log, Now: now,
	})
}

// openPlaces reads them for this house, and lets their age be watched.
func (h *house) openPlaces() error {
	var err error
	if h.places, err = newPlaces(h.conf.GeoIP, h.log, h.now); err != nil {
		return err
	}
	return h.metrics.registry.Register(ages{h.places, h.now})
}

// ages is how old the databases of places are: a collector, because they change
// while the server runs.
type ages struct {
	places *place.Book
	now    func() time.Time
}

//nolint:gochecknoglobals // the name of a metric, never written
var ageOfPlaces = prometheus.NewDesc("countersign_geoip_age_seconds", "Age of the databases of places and networks in use.", []string{"file"}, nil)

func (ages) Describe(c chan<- *prometheus.Desc) { c <- ageOfPlaces }

func (a ages) Collect(c chan<- prometheus.Metric) {
	for _, s := range a.places.Sources() {
		c <- prometheus.MustNewConstMetric(ageOfPlaces, prometheus.GaugeValue, a.now().Sub(s.Built).Seconds(), s.Name)
	}
}
