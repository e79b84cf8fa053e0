package cli

import (
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type importedFtM struct {
	Item   string         `json:"item"`
	Lines  int64          `json:"lines"`
	Claims int64          `json:"claims"`
	New    int64          `json:"new"`
	Missed int64          `json:"missed"`
	Failed []graphFailure `json:"failed"`
}

// ftm makes claims of a file of FollowTheMoney.
func (c *importTableCmd) ftm(s *session, a *Opened) error {
	item, err := c.item(s, a)
	if err != nil {
		return err
	}
	got, err := flow.ImportFtM(s.ctx, a.Archive, a.Actor, flow.FtMImportRequest{Item: item, Case: c.Case, DryRun: c.DryRun}, s.progress())
	if err != nil {
		return err
	}
	out := importedFtM{item.String(), got.Lines, got.Claims, got.New, got.Missed, []graphFailure{}}
	for _, f := range got.Failed {
		out.Failed = append(out.Failed, graphFailure(f))
	}
	var partly error
	if out.Missed > 0 {
		partly = fail.New(fail.Partial, "%s could not be used, or only as written", many(out.Missed, "value or line", "values and lines")).Do("each is named with its reason; the rest was imported")
	}
	return s.answerThen(out, func() {
		s.sayf("%s: %s, %s", many(out.Lines, "line", "lines"), many(out.Claims, "claim", "claims"), many(out.New, "new entry", "new entries"))
		for _, f := range out.Failed {
			s.sayf("failed: line %d, %s: %s", f.Line, f.ID, f.Error)
		}
	}, partly)
}
