package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"countersign/storage/storagetest"
)

// BenchmarkSpeed measures the program as it is shipped, with processes of its
// own for server, database and load, and prints a table at the end. CPU is what
// server and database used, wall-clock times include the load's own cost on
// the same machine. docs/performance.md says how to read it.
func BenchmarkSpeed(b *testing.B) {
	storagetest.Durable(b)
	bench := &course{bin: built(b), cheap: cheapened(b)}
	bench.once(b, "program", bench.program)
	for _, database := range []string{"sqlite", "postgres"} {
		b.Run(database, func(b *testing.B) {
			counts := bench.count(b, database)
			bench.lanes(b, database, true, counts)
			bench.lanes(b, database, false, counts)
		})
	}
	bench.print()
}

// clients is how many ask at once, where nothing else is said.
const clients = 8

// course is a run of the benchmarks.
type course struct {
	bin, cheap string // folders with the program, and with the one without hashes
	rows       []row
	facts      []string
}

// fact keeps a line for the end, and shows it at once: a run takes minutes.
func (c *course) fact(line string) {
	c.facts = append(c.facts, line)
	fmt.Fprintln(os.Stderr, line)
}

// once runs what one run tells all of, and has nothing to repeat.
func (c *course) once(b *testing.B, name string, f func(b *testing.B)) {
	done := false
	b.Run(name, func(b *testing.B) {
		b.ReportMetric(0, "ns/op") // which leaves it out
		if !done {
			done = true
			f(b)
		}
	})
}

// row is a line of the table.
type row struct {
	database, name string
	n              int
	rate           float64
	p50, p99       time.Duration
	server, db     time.Duration // CPU an operation
	statements     int
	floor          time.Duration // CPU an operation of the floor, both processes
}

// settleTime is more than the sealer of the audit record lets pass.
const settleTime = 2500 * time.Millisecond

// lane is something to measure.
type lane struct {
	name string
	at   *site
	// prepare makes ready n operations; it is not measured.
	prepare func(ctx context.Context, n int) error
	do      func(ctx context.Context, worker, i int) error
	// most is how many can be made ready at once, 0 for any number.
	most int
	// times is how often b.N is done, for what is soon over; 0 is once.
	times int
	// settle is true for what leaves work behind, such as events to be sealed:
	// what came before is waited for, and what it leaves counts.
	settle bool
	// floor does the same work, in the process floorPID.
	floor    *lane
	floorPID int
}

// run measures a lane b.N times, and the floor beside it.
func (c *course) run(b *testing.B, database string, server *process, l lane, statements int) {
	b.Run(l.name, func(b *testing.B) {
		r, err := l.measure(b, server.Process.Pid)
		if err != nil {
			b.Fatalf("%v\n%s", err, server.log)
		}
		b.StopTimer()
		r.database, r.name, r.statements = database, l.name, statements
		b.ReportMetric(1e9/r.rate, "ns/op")
		b.ReportMetric(float64(r.server+r.db)/1e6, "cpu-ms/op")
		b.ReportMetric(float64(r.p99)/1e6, "p99-ms")
		if statements > 0 {
			b.ReportMetric(float64(statements), "stmts/op")
		}
		if l.floor != nil && b.N > clients {
			other, err := l.floor.measure(b, l.floorPID)
			if err != nil {
				b.Fatalf("floor: %v", err)
			}
			r.floor = other.server + other.db
			b.ReportMetric(float64(r.floor)/float64(r.server+r.db)*100, "%floor")
		}
		c.keep(r)
	})
}

// keep takes the last run of a benchmark: the ones before it find out how
// often to repeat.
func (c *course) keep(r row) {
	if i := slices.IndexFunc(c.rows, func(o row) bool { return o.database == r.database && o.name == r.name }); i >= 0 {
		c.rows[i] = r
		return
	}
	c.rows = append(c.rows, r)
}

// measure runs l b.N times in laps, with the clock stopped in between.
func (l lane) measure(b *testing.B, pid int) (row, error) {
	ctx := context.Background()
	var r row
	var server, db, spent time.Duration
	all := b.N * max(1, l.times)
	took := make([]time.Duration, all)
	for r.n < all {
		n := all - r.n
		if l.most > 0 {
			n = min(n, l.most)
		}
		b.StopTimer()
		if l.prepare != nil {
			if err := l.prepare(ctx, n); err != nil {
				return r, fmt.Errorf("prepare: %w", err)
			}
		}
		if l.settle {
			time.Sleep(settleTime)
		}
		ownBefore, _ := cpuOf(pid)
		dbBefore := databaseCPU()
		begin := time.Now()
		b.StartTimer()
		err := lineUp(clients, n, func(worker, i int) error {
			start := time.Now()
			err := l.do(ctx, worker, i)
			took[r.n+i] = time.Since(start)
			return err
		})
		b.StopTimer()
		spent += time.Since(begin)
		if l.settle {
			time.Sleep(settleTime)
		}
		own, _ := cpuOf(pid)
		server, db = server+own-ownBefore, db+databaseCPU()-dbBefore
		if err != nil {
			return r, err
		}
		r.n += n
	}
	r.server, r.db = server/time.Duration(r.n), db/time.Duration(r.n)
	r.rate = float64(r.n) / spent.Seconds()
	r.p50, r.p99 = quantile(took, .50), quantile(took, .99)
	return r, nil
}

// quantile is the share's value of ds, which it sorts.
func quantile(ds []time.Duration, share float64) time.Duration {
	slices.Sort(ds)
	return ds[min(len(ds)-1, int(share*float64(len(ds))))]
}

// startFloor starts a floor beside t, on a database of its own.
func startFloor(b testing.TB, t *town, cheap bool) (*site, *process) {
	b.Helper()
	s := site{address: anotherAddress(b), client: "floor", secret: "floor-secret", callback: t.callback}
	s.issuer = "http://" + s.address
	s.reach()
	url := "sqlite:" + b.TempDir() + "/floor.db"
	if t.database == "postgres" {
		url = storagetest.PostgresURL(b)
	}
	options, err := json.Marshal(floorOptions{
		Issuer: s.issuer, Address: s.address, Database: url, Client: s.client, Secret: s.secret, Callback: s.callback,
		Phone: floorPoint(), Cheap: cheap,
	})
	if err != nil {
		b.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	return &s, spawn(b, s.address, s.issuer+"/readyz", []string{floorVariable + "=" + string(options)}, self)
}

// print writes the table.
func (c *course) print() {
	ms := func(d time.Duration) string {
		if d == 0 {
			return "-"
		}
		return fmt.Sprintf("%.2f", float64(d)/1e6)
	}
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "database\toperation\tn\tper s\tp50 ms\tp99 ms\tCPU server\tdatabase\tsum ms\tround trips\tfloor ms\tof floor\t")
	for _, r := range c.rows {
		trips, share := "-", "-"
		if r.statements > 0 {
			trips = fmt.Sprint(r.statements)
		}
		if r.floor > 0 && r.server+r.db > 0 {
			share = fmt.Sprintf("%.0f %%", float64(r.floor)/float64(r.server+r.db)*100)
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%.0f\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", r.database, r.name, r.n, r.rate,
			ms(r.p50), ms(r.p99), ms(r.server), ms(r.db), ms(r.server+r.db), trips, ms(r.floor), share)
	}
	_ = w.Flush()
	fmt.Printf("\n%s\n%s\n", &text, strings.Join(c.facts, "\n"))
}
