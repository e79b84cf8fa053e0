package cli

import "sanad/internal/flow"

type exportFtMCmd struct {
	exportHand
	Dataset string `help:"The name of the dataset; that of the archive's log if not given."`
}

type exportedFtM struct {
	handedOn
	Statements int64          `json:"statements"`
	Losses     []flow.FtMLoss `json:"losses"`
}

func (c *exportFtMCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		out, got, err := c.write(s, a, flow.HandRequest{Form: flow.HandFtM, Dataset: c.Dataset})
		if err != nil {
			return err
		}
		told := exportedFtM{out, got.Statements, append([]flow.FtMLoss{}, got.Losses...)}
		return s.answer(told, func() { tellFtM(s, told) })
	})
}

func tellFtM(s *session, out exportedFtM) {
	s.sayf("%s: %s, %s", out.Path, many(out.Items, "entity", "entities"), many(out.Statements, "statement", "statements"))
	tellLeft(s, out.handedOn)
	for _, l := range out.Losses {
		s.sayf("%s: %s %s, %s: %s", l.What, l.Kind, l.Property, many(l.Count, "time", "times"), l.Reason)
	}
}
