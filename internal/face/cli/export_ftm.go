package cli

import "sanad/internal/flow"

type exportFtMCmd struct {
	exportClaims
	Dataset   string `help:"The name of the dataset; that of the archive's log if not given."`
	Protected bool   `help:"With what the schema protects: religion, residence, health and the like."`
}

type exportedFtM struct {
	exported
	Statements int64          `json:"statements"`
	Losses     []flow.FtMLoss `json:"losses"`
}

func (c *exportFtMCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		dest, err := c.dest()
		if err != nil {
			return err
		}
		var got flow.FtMExport
		out, err := s.writeFolder(dest, func(sink flow.Sink) (flow.Export, error) {
			got, err = flow.ExportFtM(s.ctx, a.Archive, a.Actor, flow.FtMRequest{Case: c.Case, Dataset: c.Dataset, Protected: c.Protected}, sink, s.progress())
			return got.Export, err
		})
		if err != nil {
			return err
		}
		told := exportedFtM{out, got.Statements, append([]flow.FtMLoss{}, got.Losses...)}
		return s.answer(told, func() { tellFtM(s, told) })
	})
}

func tellFtM(s *session, out exportedFtM) {
	s.sayf("%s: %s, %s", out.Path, many(out.Items, "entity", "entities"), many(out.Statements, "statement", "statements"))
	for _, l := range out.Losses {
		s.sayf("%s: %s %s, %s: %s", l.What, l.Kind, l.Property, many(l.Count, "time", "times"), l.Reason)
	}
}
