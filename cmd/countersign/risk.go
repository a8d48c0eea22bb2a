package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"countersign/audit"
	"countersign/config"
	"countersign/factors"
	"countersign/factors/place"
	"countersign/factors/risk"
	"countersign/storage"
)

func (p *program) riskCommand() *cobra.Command {
	return group("risk", "How unusual sign-ins are judged, and where addresses are", p.riskReplayCommand(), p.riskPlaceCommand())
}

// placeJSON is what the files say of an address, for scripts.
type placeJSON struct {
	Address string       `json:"address"`
	Country string       `json:"country,omitempty"`
	City    string       `json:"city,omitempty"`
	Radius  int          `json:"radius_km,omitempty"`
	ASN     uint         `json:"asn,omitempty"`
	Network string       `json:"network,omitempty"`
	Hosting bool         `json:"hosting"`
	Refused bool         `json:"refused"`
	Sources []sourceJSON `json:"sources"`
}

type sourceJSON struct {
	Name  string    `json:"name"`
	Path  string    `json:"path"`
	Type  string    `json:"type"`
	Built time.Time `json:"built"`
	Days  int       `json:"age_days"`
	Old   bool      `json:"old"`
}

func (p *program) riskPlaceCommand() *cobra.Command {
	return &cobra.Command{
		Use: "place ADDRESS", Short: "Say what the files of geoip.* know of an address, and how old they are",
		Example: `  countersign risk place 192.0.2.1`,
		Args:    takes("ADDRESS"),
		RunE: func(_ *cobra.Command, args []string) error {
			if _, err := netip.ParseAddr(args[0]); err != nil {
				return exit{exitUsage, fmt.Errorf("%q is no address; write one like 192.0.2.1", args[0])}
			}
			c, err := p.config()
			if err != nil {
				return err
			}
			places, err := newPlaces(c.GeoIP, p.logger(), p.now)
			if err != nil {
				return err
			}
			at := places.Find(args[0])
			out := placeJSON{
				Address: args[0], Country: at.Country, City: at.City, Radius: at.RadiusKM, ASN: at.ASN, Network: at.Network,
				Hosting: at.Hosting, Refused: at.Refused, Sources: []sourceJSON{},
			}
			rows := [][]string{}
			for _, s := range places.Sources() {
				age := p.now().Sub(s.Built)
				out.Sources = append(out.Sources, sourceJSON{s.Name, s.Path, s.Type, s.Built, int(age / risk.Day), age > place.Old})
				rows = append(rows, []string{s.Name, s.Type, moment(s.Built), strconv.Itoa(int(age / risk.Day)), s.Path})
			}
			return p.answer(out, func() { p.sayPlace(out, at, rows) })
		},
	}
}

func (p *program) sayPlace(out placeJSON, at place.Place, rows [][]string) {
	p.say("place    %s", cmp.Or(at.String(), "not known"))
	p.say("network  %s", cmp.Or(at.Network, "not known"))
	p.say("hosting  %v", out.Hosting)
	p.say("refused  %v", out.Refused)
	if len(rows) == 0 {
		p.note("geoip.city_file and geoip.asn_file are not set: rows about places score nothing.")
		return
	}
	p.table([]string{"DATABASE", "TYPE", "BUILT", "AGE IN DAYS", "FILE"}, rows)
}

// replayed is one request, judged then and now.
type replayed struct {
	At       time.Time `json:"at"`
	Person   string    `json:"person"`
	Address  string    `json:"address"`
	Place    string    `json:"place,omitempty"`
	Browser  string    `json:"browser"`
	Then     string    `json:"then"`
	Now      string    `json:"now"`
	Points   int       `json:"points"`
	Parts    string    `json:"parts,omitempty"`
	Finished bool      `json:"finished"`
}

// replayCount is how many were judged alike.
type replayCount struct {
	Then     string `json:"then"`
	Now      string `json:"now"`
	Requests int    `json:"requests"`
	Finished int    `json:"finished"`
}

func (p *program) riskReplayCommand() *cobra.Command {
	since, limit := 30*risk.Day, 0
	c := &cobra.Command{
		Use: "replay", Short: "Judge past sign-ins anew, by the settings given, and say what would have changed",
		Long: `Reads the requests to phones that are on record, judges each by what was on record at
its time and by the settings of this run, and counts what was asked then and would be
asked now. With --set a setting is tried before it is switched on. Nothing is changed.

FINISHED is how many of those sign-ins came to a good end: where they would be refused
now, people would have been shut out.

What the record of sign-ins does not tell (requests that were not approved, phones in
probation, networks that try accounts) is taken from the points recorded then; while
policy.risk was off there are none.`,
		Example: `  countersign risk replay
  countersign risk replay --since 168h --set geoip.hosting_file=hosting.txt
  countersign risk replay --set geoip.city_file=city.mmdb --json`,
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			if since <= 0 || limit < 1 {
				return exit{exitUsage, errors.New("--since and --limit must be more than 0")}
			}
			return p.withDatabase(c.Context(), func(ctx context.Context, conf config.Config, db *storage.DB) error {
				places, err := newPlaces(conf.GeoIP, p.logger(), p.now)
				if err != nil {
					return err
				}
				events, err := db.Events().RiskJudged(ctx, p.now().Add(-since), limit)
				if err != nil {
					return err
				}
				if len(events) == limit {
					p.note("There is more on record than the newest %d events; see --limit.", limit)
				}
				return p.replay(ctx, conf, db, places, events)
			})
		},
	}
	c.Flags().DurationVar(&since, "since", since, "how far back")
	c.Flags().IntVar(&limit, "limit", 100_000, "how many events of the record are read at most, the newest first")
	return c
}

func (p *program) replay(ctx context.Context, conf config.Config, db *storage.DB, places *place.Book, events []audit.Event) error {
	finished := map[string]bool{}
	for _, e := range events {
		if e.Kind == audit.FlowFinished {
			finished[e.Flow] = true
		}
	}
	counts, changed := []*replayCount{}, []replayed{}
	for _, e := range events {
		if e.Kind == audit.FlowFinished || e.Kind == audit.ChallengeOpened && e.Detail["purpose"] != "login" {
			continue
		}
		r, err := again(ctx, conf, db, places, e)
		if err != nil {
			return fmt.Errorf("judge event %s: %w", e.ID, err)
		}
		r.Finished = finished[e.Flow]
		counts = count(counts, r)
		if r.Then != r.Now {
			changed = append(changed, r)
		}
	}
	return p.answer(map[string]any{"counts": counts, "changed": changed}, func() { p.sayReplay(counts, changed) })
}

func count(counts []*replayCount, r replayed) []*replayCount {
	var c *replayCount
	for _, known := range counts {
		if known.Then == r.Then && known.Now == r.Now {
			c = known
		}
	}
	if c == nil {
		c = &replayCount{Then: r.Then, Now: r.Now}
		counts = append(counts, c)
	}
	c.Requests++
	if r.Finished {
		c.Finished++
	}
	return counts
}

func (p *program) sayReplay(counts []*replayCount, changed []replayed) {
	if len(counts) == 0 {
		p.note("no request to a phone is on record in that time.")
		return
	}
	rows := [][]string{}
	for _, c := range counts {
		rows = append(rows, []string{c.Then, c.Now, strconv.Itoa(c.Requests), strconv.Itoa(c.Finished)})
	}
	p.table([]string{"THEN", "NOW", "REQUESTS", "FINISHED"}, rows)
	if len(changed) == 0 {
		return
	}
	rows = rows[:0]
	for _, r := range changed {
		rows = append(rows, []string{moment(r.At), r.Person, r.Address, r.Place, r.Then, r.Now, strconv.Itoa(r.Points), r.Parts})
	}
	p.say("")
	p.table([]string{"AT", "PERSON", "FROM", "PLACE", "THEN", "NOW", "POINTS", "MADE OF"}, rows)
}

// aloneAnswer is the answer to a sign-in that needs the password alone.
const aloneAnswer = "password alone"

// again judges a request that is on record by what was on record then.
func again(ctx context.Context, conf config.Config, db *storage.DB, places *place.Book, e audit.Event) (replayed, error) {
	was, err := risk.Parse(e.Detail["risk_parts"])
	if err != nil {
		return replayed{}, err
	}
	known := e.Kind == audit.FlowExcused || e.Detail["browser"] == "known" || e.Detail["browser"] == "" && !was.NewBrowser()
	r := replayed{
		At: e.At, Person: e.Person, Address: e.Address, Place: places.Find(e.Address).String(), Browser: "new",
		Then: string(was.Answer(known)), Now: string(risk.AsUsual),
	}
	if known {
		r.Browser = "known"
	}
	if e.Kind == audit.FlowExcused {
		r.Then = aloneAnswer
	}
	if !conf.Policy.Risk {
		return r, nil
	}
	judge, err := risk.New(risk.Deps{
		Past: db.Events().RiskPast, Place: places.Find, Now: func() time.Time { return e.At },
		Accounts: func(context.Context, string) (int, error) { return was.TriedAccounts(), nil },
	})
	if err != nil {
		return replayed{}, err
	}
	score, err := judge.Score(ctx, factors.Account(e.Person), e.Address, was.Kept(known))
	if err != nil {
		return replayed{}, err
	}
	r.Now, r.Points, r.Parts = string(score.Answer(known)), score.Total(), score.String()
	if conf.Policy.UsualPasswordAlone && score.Usual(known) {
		r.Now = aloneAnswer
	}
	return r, nil
}
