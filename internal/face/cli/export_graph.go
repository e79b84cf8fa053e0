package cli

import (
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// exportClaims says what of the claims goes where.
type exportClaims struct {
	Folder string `arg:"" optional:"" help:"The folder to write; it must not exist."`
	Out    string `help:"The same." placeholder:"FOLDER"`
	Case   string `help:"Only this case; all of them if not given."`
}

func (c *exportClaims) dest() (string, error) {
	switch {
	case c.Folder != "" && c.Out != "" && c.Folder != c.Out:
		return "", fail.New(fail.Usage, "two folders are named, %s and %s", c.Folder, c.Out).Do("name one")
	case c.Folder == "" && c.Out == "":
		return "", fail.New(fail.Usage, "no folder is named").Do("give --out FOLDER")
	case c.Folder != "":
		return c.Folder, nil
	}
	return c.Out, nil
}

type exportGraphCmd struct{ exportClaims }

func (c *exportGraphCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		dest, err := c.dest()
		if err != nil {
			return err
		}
		return s.export(a, dest, func(sink flow.Sink) (flow.Export, error) {
			return flow.ExportGraph(s.ctx, a.Archive, a.Actor, c.Case, sink, s.progress())
		})
	})
}
