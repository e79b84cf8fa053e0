package cli

import (
	"io"
	"path/filepath"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type graphFailure struct {
	Line  int64  `json:"line"`
	ID    string `json:"id"`
	Error string `json:"error"`
}

type graphMoved struct {
	Line int64  `json:"line"`
	ID   string `json:"id"`
	From string `json:"from"`
	To   string `json:"to"`
	Item string `json:"item"`
}

type graphImported struct {
	Lines  int64          `json:"lines"`
	New    int64          `json:"new"`
	Known  int64          `json:"known"`
	Missed int64          `json:"missed"`
	Moved  []graphMoved   `json:"moved"`
	Failed []graphFailure `json:"failed"`
}

// graph takes over a graph from another archive.
func (c *importTableCmd) graph(s *session, a *Opened) error {
	path := c.File
	if s.files().IsFolder(path) {
		path = filepath.Join(path, flow.GraphFile)
	}
	open := func() (io.ReadCloser, error) {
		f, err := s.files().Open(path)
		if err != nil {
			return nil, fail.New(fail.Usage, "opening the graph: %w", err)
		}
		return f, nil
	}
	got, err := flow.ImportGraph(s.ctx, a.Archive, a.Actor, flow.GraphRequest{Open: open, DryRun: c.DryRun}, s.progress())
	if err != nil {
		return err
	}
	out := graphImported{got.Lines, got.New, got.Known, got.Missed, []graphMoved{}, []graphFailure{}}
	for _, f := range got.Failed {
		out.Failed = append(out.Failed, graphFailure(f))
	}
	for _, m := range got.Moved {
		out.Moved = append(out.Moved, graphMoved{m.Line, m.ID, m.From, m.To, m.Item.String()})
	}
	var partly error
	if out.Missed > 0 {
		partly = fail.New(fail.Partial, "%s could not be taken over", many(out.Missed, "line", "lines")).Do("each is named with its reason; mend that and import the file again: what is here is passed over")
	}
	return s.answerThen(out, func() { tellGraph(s, out, c.DryRun) }, partly)
}

func tellGraph(s *session, out graphImported, dry bool) {
	verb := map[bool]string{true: "would make", false: "made"}[dry]
	s.sayf("%s %s %s; %d here already", many(out.Lines, "line", "lines"), verb, many(out.New, "new entry", "new entries"), out.Known)
	for _, m := range out.Moved {
		s.sayf("found in another reading: line %d, %s: passage %s is now %s of %s", m.Line, m.ID, m.From, m.To, m.Item[:12])
	}
	for _, f := range out.Failed {
		s.sayf("failed: line %d, %s: %s", f.Line, f.ID, f.Error)
	}
}
