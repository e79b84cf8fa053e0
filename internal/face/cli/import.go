package cli

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type importCmd struct {
	Table importTableCmd `cmd:"" default:"withargs" help:"Import a table of names by a mapping, or what another archive exported; this is what sanad import does."`

	Uwazi     importUwaziCmd     `cmd:"" help:"Import a table of Uwazi, with the files that lie beside it."`
	Bayanat   importBayanatCmd   `cmd:"" help:"Import what Bayanat exported as JSON, with its media."`
	OpenEvSys importOpenEvSysCmd `cmd:"" name:"openevsys" help:"Import the tables of OpenEvSys, a CSV each."`
}

type importTableCmd struct {
	File    string `arg:"" help:"The table (CSV, XLSX, ODS), an item that holds one, or what --graph and --ftm take."`
	Map     string `help:"The mapping: which column is what." placeholder:"MAP.yaml"`
	List    string `help:"Use the mapping that this list of the case was imported by last." placeholder:"NAME"`
	Case    string `help:"The investigation." default:"main"`
	Source  string `help:"Who gave the table, if it is not in custody yet; 'not stated' when absent." placeholder:"NAME"`
	Ftm     bool   `help:"The file holds entities or statements of FollowTheMoney."`
	Graph   bool   `help:"The file is what another archive's sanad export graph wrote."`
	DryRun  bool   `help:"Say what would be made; the table is taken into custody, and nothing claimed."`
	Preview bool   `help:"Show the table's columns and a mapping to begin with; the table is taken into custody, and nothing claimed."`
}

type rowFailure struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Error  string `json:"error"`
	Kept   bool   `json:"kept"` // the row went in, and the cell as it is written
}

type retiredRow struct {
	Mention string `json:"mention"`
	Row     int    `json:"row"`
	RowID   string `json:"row_id,omitempty"`
	Name    string `json:"name"`
}

type imported struct {
	List        string       `json:"list"`
	Version     int          `json:"version"`
	Item        string       `json:"item"`
	Rows        int64        `json:"rows"`
	Records     int64        `json:"records"`
	Claims      int64        `json:"claims"`
	New         int64        `json:"new"`
	Unchanged   int64        `json:"unchanged"`
	Changed     int64        `json:"changed"`
	Added       int64        `json:"added"`
	Retired     []retiredRow `json:"retired"`
	Failed      []rowFailure `json:"failed"`
	Fingerprint string       `json:"fingerprint"`
}

func viewImported(got flow.Imported, item custody.Sum) imported {
	out := imported{got.List, got.Version, item.String(), got.Rows, got.Records, got.Claims, got.New, got.Unchanged, got.Changed, got.Added,
		[]retiredRow{}, []rowFailure{}, got.Fingerprint}
	for _, f := range got.Failed {
		out.Failed = append(out.Failed, rowFailure(f))
	}
	for _, r := range got.Retired {
		out.Retired = append(out.Retired, retiredRow(r))
	}
	return out
}

func (c *importTableCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if c.Graph && c.Ftm || (c.Graph || c.Ftm) && c.Map+c.List != "" {
			return fail.New(fail.Usage, "the file can't be of several sorts at once").Do("give one of --map, --list, --graph and --ftm")
		}
		if c.Preview {
			return c.preview(s, a)
		}
		if c.Graph {
			return c.graph(s, a)
		}
		if c.Ftm {
			return c.ftm(s, a)
		}
		mapping, err := c.mapping(s, a)
		if err != nil {
			return err
		}
		item, err := c.item(s, a)
		if err != nil {
			return err
		}
		got, err := flow.Import(s.ctx, a.Archive, a.Actor, flow.ImportRequest{Item: item, Case: c.Case, Mapping: mapping, DryRun: c.DryRun}, s.progress())
		if err != nil {
			return err
		}
		out := viewImported(got, item)
		if err := s.answer(out, func() { tellImported(s, out, c.DryRun) }); err != nil {
			return err
		}
		if len(out.Failed) > 0 {
			return fail.New(fail.Partial, "%s could not be used, or only as written", many(int64(len(out.Failed)), "row or cell", "rows and cells")).Do("each is named with its reason; %s", map[bool]string{true: "nothing was recorded", false: "the rest was imported"}[c.DryRun])
		}
		return nil
	})
}

// mapping gives the mapping of a file, or the one a list was imported by last.
func (c *importTableCmd) mapping(s *session, a *Opened) (string, error) {
	switch {
	case c.Map != "" && c.List != "":
		return "", fail.New(fail.Usage, "both --map and --list were given").Do("give one of them")
	case c.Map != "":
		data, err := s.readSmall(c.Map)
		if err != nil {
			return "", fail.New(fail.Usage, "reading the mapping: %w", err)
		}
		return string(data), nil
	case c.List == "":
		return "", fail.New(fail.Usage, "nothing says what the columns are").Do("give --map MAP.yaml; sanad import %s --preview shows one to begin with", c.File)
	}
	var saved string
	return saved, s.look(a, func(st flow.State) error {
		l, err := flow.FindList(s.ctx, st, c.Case, c.List)
		saved = l.Mapping
		return err
	})
}

// maxSmall bounds the files a command line names to say something, such as a
// mapping.
const maxSmall = 4 << 20

func (s *session) readSmall(path string) (data []byte, err error) {
	f, err := s.files().Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data, err = io.ReadAll(io.LimitReader(f, maxSmall+1))
	if err == nil && len(data) > maxSmall {
		err = fmt.Errorf("%s is longer than %s", path, size(maxSmall))
	}
	return data, err
}

func tellImported(s *session, out imported, dry bool) {
	if dry {
		s.sayf("would make %s with %s of %s", many(out.Records, "record", "records"), many(out.Claims, "claim", "claims"), many(out.Rows, "row", "rows"))
	} else {
		s.sayf("list %s: %s with %s of %s; %s", out.List, many(out.Records, "record", "records"), many(out.Claims, "claim", "claims"), many(out.Rows, "row", "rows"), many(out.New, "new entry", "new entries"))
	}
	if out.Version > 1 {
		s.sayf("version %d of the list: %d unchanged, %d changed, %d new, %d retired", out.Version, out.Unchanged, out.Changed, out.Added, len(out.Retired))
	}
	for _, r := range out.Retired {
		s.sayf("retired: %s%s, which stood in row %d (%s)", r.Name, before(", no. ", r.RowID), r.Row, r.Mention)
	}
	for _, f := range out.Failed {
		if f.Row == 0 { // of the table itself
			s.sayf("failed: %s%s", f.Error, before("; ", f.Column))
			continue
		}
		s.sayf("%s: row %d, %s: %s", map[bool]string{true: "doubtful", false: "failed"}[f.Kept], f.Row, f.Column, f.Error)
	}
}

// item gives the table in custody, and makes sure that it was read.
func (c *importTableCmd) item(s *session, a *Opened) (custody.Sum, error) {
	sum, err := c.held(s, a)
	if err != nil {
		return sum, err
	}
	return sum, readItem(s, a, sum)
}

// held gives the file in custody: an item by its SHA-256, or a file, which is
// taken into custody unless its bytes are held already.
func (c *importTableCmd) held(s *session, a *Opened) (custody.Sum, error) {
	var sum custody.Sum
	if err := s.files().There(c.File); err != nil {
		item, found := findItem(s, a, c.File)
		if found != nil {
			return sum, fail.New(fail.Usage, "%s is neither a file nor an item: %w", c.File, err)
		}
		return item.Sum, nil
	}
	return c.take(s, a)
}

// take makes sure the file's bytes are in custody. Bytes that were put and
// turn out to be held make no new fact: importing again changes nothing. Bytes
// that are held sealed are held by nobody the account may know of.
func (c *importTableCmd) take(s *session, a *Opened) (custody.Sum, error) {
	sum, held, err := flow.Held(s.ctx, a.Archive, s.Walk([]string{c.File}))
	if err != nil || held {
		if held && c.Source != "" {
			s.notef("the table is in custody already: its source stays what was recorded then, and --source is not used")
		}
		return sum, err
	}
	if c.Source == "" {
		c.Source = "not stated"
		s.notef("the table is taken into custody, and who gave it is recorded as %q: say it with --source NAME", c.Source)
	}
	req := flow.CollectRequest{Case: c.Case, Source: custody.Source{Name: c.Source}, Note: "taken in by an import", Label: guard.Case}
	var failed error
	_, err = flow.Collect(s.ctx, a.Within, a.Actor, req, one(s.Walk([]string{c.File})), func(t flow.Taken) error {
		if t.Err != nil {
			failed = fail.New(fail.Failed, "%s could not be read: %w", t.Name.Text, t.Err)
		}
		return nil
	})
	if err == nil {
		err = failed
	}
	return sum, err
}

// one gives the first of what was found.
func one(found iter.Seq[flow.Found]) iter.Seq[flow.Found] {
	return func(yield func(flow.Found) bool) {
		for f := range found {
			yield(f)
			return
		}
	}
}

// readItem makes sure the item was read.
func readItem(s *session, a *Opened, sum custody.Sum) error {
	read := false
	err := s.look(a, func(st flow.State) error {
		all, err := st.Renditions(s.ctx, sum)
		read = len(all) > 0
		return err
	})
	if err != nil || read {
		return err
	}
	out, err := process(s, a, flow.ProcessRequest{Item: &sum})
	if err == nil && len(out.Failed) > 0 {
		err = fail.New(fail.Failed, "the table could not be read: %s", out.Failed[0].Error)
	}
	return err
}
