package cli

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"runtime"
	"strconv"
	"time"

	"sanad/internal/core/linkage"
	"sanad/internal/fiction"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/naming"
)

type linkBenchCmd struct {
	Tables  []string `arg:"" optional:"" help:"Tables (CSV) with one header row each; several are linked together." placeholder:"CSV"`
	Truth   string   `help:"The column that tells who a row is truly about." placeholder:"COLUMN"`
	Map     string   `help:"A file that says what the columns mean to a linker." placeholder:"MAP.yaml"`
	Fiction int      `help:"Link rows about so many invented people instead of a table." placeholder:"PEOPLE"`
	Seed    uint64   `help:"Of all that is drawn: the same seed gives the same answer." default:"1"`
}

type linkQuality struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func viewQuality(q linkage.Quality) linkQuality { return linkQuality{q.Precision, q.Recall, q.F1} }

type linkHalf struct {
	linkQuality
	Pair linkQuality `json:"pair"`
}

type linkBlocking struct {
	Compared  int64               `json:"compared"` // pairs
	Cap       int                 `json:"cap"`      // the most rows compared by one key
	Recall    float64             `json:"recall"`   // by the truth
	Estimated float64             `json:"estimated_recall"`
	Rules     []linkage.RuleYield `json:"rules"`
	Skipped   []linkage.Skipped   `json:"skipped"`
	Oversized []int               `json:"oversized"` // components that had to be parted by order
}

// linkBench is what was measured: the rates of clusters at the top, of pairs
// below them; seconds from the first byte read to the last cluster.
type linkBench struct {
	linkQuality
	Pair linkQuality `json:"pair"`
	// Halves are the same by halves of the people, by a hash of the truth:
	// whoever tunes a mapping can go by the first and judge by the second. The shipped settings were chosen with both in view.
	Halves     [2]linkHalf    `json:"halves"`
	Household  *float64       `json:"household_merge_rate,omitempty"`
	Records    int            `json:"records"`
	Pairs      int64          `json:"pairs"` // proposed, alone
	Clusters   int            `json:"clusters"`
	Certainty  map[string]int `json:"certainty"`
	Blocking   linkBlocking   `json:"blocking"`
	Prior      float64        `json:"prior"`
	Seconds    float64        `json:"seconds"`
	Loading    float64        `json:"seconds_loading"`
	PeakMemory int64          `json:"peak_memory"` // bytes
	Unread     map[string]int `json:"unread"`      // rows, by what was wrong
	Seed       uint64         `json:"seed"`
}

func (c *linkBenchCmd) Run(s *session) error {
	begin := time.Now()
	l, err := c.load()
	if err != nil {
		return err
	}
	loaded := time.Since(begin)
	o := linkage.Options{Seed: c.Seed}
	r, err := linkage.Link(l.table, o)
	if err != nil {
		return fail.New(fail.Usage, "linking: %w", err)
	}
	seconds, memory := time.Since(begin).Seconds(), peakMemory()
	out := l.measure(r)
	out.Seconds, out.Loading, out.Seed, out.PeakMemory = seconds, loaded.Seconds(), c.Seed, memory
	return s.answer(out, func() { tellBench(s, out) })
}

func (c *linkBenchCmd) load() (*labelled, error) {
	if c.Fiction > 0 {
		return inventLabelled(c.Fiction, c.Seed)
	}
	switch {
	case len(c.Tables) == 0:
		return nil, fail.New(fail.Usage, "there is nothing to link").Do("give a table: sanad link bench TABLE.csv --truth COLUMN --map MAP.yaml, or --fiction 10000")
	case c.Truth == "":
		return nil, fail.New(fail.Usage, "nothing says who the rows are truly about").Do("give --truth COLUMN")
	case c.Map == "":
		return nil, fail.New(fail.Usage, "nothing says what the columns mean").Do("give --map MAP.yaml; bench/linkage has some, and the guide says how to write one")
	}
	text, err := os.ReadFile(c.Map)
	if err != nil {
		return nil, fail.New(fail.Usage, "opening the mapping: %w", err)
	}
	spec, err := linkage.ParseSpec(text)
	if err != nil {
		return nil, fail.New(fail.Usage, "%s: %w", c.Map, err)
	}
	l, err := newLabelled(spec)
	if err != nil {
		return nil, err
	}
	for n, name := range c.Tables {
		if err := l.readFile(name, c.Truth, n); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// inventLabelled makes the table of a roster.
func inventLabelled(people int, seed uint64) (*labelled, error) {
	spec, err := linkage.ParseSpec([]byte(fiction.RosterMapping))
	if err != nil {
		return nil, err
	}
	l, err := newLabelled(spec)
	if err != nil {
		return nil, err
	}
	if err := l.table.Headings(fiction.RosterHeader()); err != nil {
		return nil, err
	}
	l.feed = feedRows(l.table)
	err = fiction.NewRoster(seed, people).Rows(func(cells []string) error {
		l.homes = append(l.homes, cells[2])
		l.add(cells, cells[1], 0)
		return nil
	})
	return l, cmp.Or(err, l.feed.end())
}

// newLabelled gives a table without rows.
func newLabelled(spec linkage.Spec) (*labelled, error) {
	t, err := linkage.NewTable(spec, naming.Standard())
	if err != nil {
		return nil, fail.New(fail.Usage, "%w", err)
	}
	return &labelled{spec: spec, table: t, number: map[string]int32{}, unread: map[string]int{}}, nil
}

// peakMemory gives the most memory that the program held, as Linux counts it,
// or what Go asked of the system.
func peakMemory() int64 {
	if f, err := os.Open("/proc/self/status"); err == nil {
		defer f.Close()
		text, _ := io.ReadAll(io.LimitReader(f, 1<<16))
		if _, rest, ok := bytes.Cut(text, []byte("VmHWM:")); ok {
			words := bytes.Fields(rest[:min(len(rest), 64)])
			if kib, err := strconv.ParseInt(string(words[0]), 10, 64); err == nil {
				return kib << 10
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}

func tellBench(s *session, b linkBench) {
	line := func(what string, q linkQuality) {
		s.sayf("%-22s precision %.4f  recall %.4f  F1 %.4f", what, q.Precision, q.Recall, q.F1)
	}
	line("clusters", b.linkQuality)
	line("pairs", b.Pair)
	line("clusters, first half", b.Halves[0].linkQuality)
	line("clusters, second half", b.Halves[1].linkQuality)
	s.sayf("%d records, %d pairs compared, %d proposed, %d clusters", b.Records, b.Blocking.Compared, b.Pairs, b.Clusters)
	s.sayf("blocking compares %.1f%% of the true pairs; by its own estimate %.1f%%", 100*b.Blocking.Recall, 100*b.Blocking.Estimated)
	if b.Household != nil {
		s.sayf("%.2f%% of the pairs of relatives were put together", 100**b.Household)
	}
	for _, k := range b.Blocking.Skipped {
		s.sayf("too many rows share %d keys of %q: %d were given up (%d rows), the others made finer", k.Parted, k.Rule, k.Keys, k.Rows)
	}
	for _, n := range b.Blocking.Oversized {
		s.sayf("parted by order alone: %d rows that nothing tells apart", n)
	}
	for what, n := range b.Unread {
		s.sayf("%s: %d", what, n)
	}
	s.sayf("%.1f seconds, %d MB at most", b.Seconds, b.PeakMemory>>20)
}
