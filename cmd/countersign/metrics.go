package main

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are what Prometheus reads. Labels have few values: routes are
// patterns, never paths, and nothing names a person, client or device.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	pushes   *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "countersign_http_request_duration_seconds", Help: "Requests by route, method and class of status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route", "method", "status"}),
		pushes: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "countersign_push_send_duration_seconds", Help: "Pushes by provider and what became of them.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"provider", "result"}),
	}
	m.registry.MustRegister(m.requests, m.pushes,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) request(route, method string, status int, took time.Duration) {
	switch method {
	case "GET", "HEAD", "POST", "OPTIONS":
	default:
		method = "other" // a client may write anything here
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

func (m *metrics) push(provider, result string, took time.Duration) {
	m.pushes.WithLabelValues(provider, result).Observe(took.Seconds())
}
