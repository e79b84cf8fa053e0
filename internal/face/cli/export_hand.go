package cli

import (
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// exportHand says what of a case is handed on, and where it goes.
type exportHand struct {
	exportClaims
	Release string `help:"What this release holds, which two people approved; what may leave to anybody if not given." placeholder:"RELEASE"`
}

// handedOn is an export that was made to be handed on.
type handedOn struct {
	exported
	Release  string `json:"release,omitempty"`
	Index    int64  `json:"index"` // entry that says it was built; -1 without a release
	Claims   int64  `json:"claims"`
	Withheld int64  `json:"withheld"`
}

// write writes the export: with a release from the whole archive, for its plan is
// the same whoever builds it; else from what the actor may know.
func (c *exportHand) write(s *session, a *Opened, req flow.HandRequest) (handedOn, flow.HandedOn, error) {
	dest, err := c.dest()
	if err == nil && c.Release != "" && c.Case != "" {
		err = fail.New(fail.Usage, "a release and a case are named: a release is of one case already").Do("leave out --case")
	}
	if err != nil {
		return handedOn{}, flow.HandedOn{}, err
	}
	from := a.Archive
	if req.Release, req.Case = c.Release, c.Case; c.Release != "" {
		from = a.Whole
	}
	var got flow.HandedOn
	out, err := s.writeFolder(dest, func(sink flow.Sink) (flow.Export, error) {
		got, err = flow.ExportHandOn(s.ctx, from, a.Actor, req, s.Clock(), sink, s.progress())
		return got.Export, err
	})
	return handedOn{out, got.Release, got.Index, got.Claims, got.Withheld}, got, err
}

// hand writes an export, with pictures of pages if they are wanted, and tells of it.
func (c *exportHand) hand(s *session, req flow.HandRequest, images bool) error {
	return s.with(func(a *Opened) error {
		if images {
			req.Pictures = a.Picture
		}
		out, _, err := c.write(s, a, req)
		if err != nil {
			return err
		}
		return s.answer(out, func() {
			s.sayf("%s: %s, %s", out.Path, many(out.Items, "entry", "entries"), many(out.Claims, "claim", "claims"))
			tellLeft(s, out)
		})
	})
}

func tellLeft(s *session, out handedOn) {
	s.sayf("withheld: %s; withheld.json says by which rules", many(out.Withheld, "claim", "claims"))
	for _, w := range out.Warnings {
		s.sayf("warning: %s", w)
	}
	if out.Release == "" {
		s.sayf("nobody decided on it: it holds what may leave to anybody; --release hands on what two people approved")
	}
}

type exportCSVCmd struct {
	exportHand
	Mark bool `help:"Begin each file with the mark of UTF-8, which Excel wants."`
}

func (c *exportCSVCmd) Run(s *session) error {
	return c.hand(s, flow.HandRequest{Form: flow.HandCSV, Mark: c.Mark}, false)
}

type exportXLSXCmd struct{ exportHand }

func (c *exportXLSXCmd) Run(s *session) error {
	return c.hand(s, flow.HandRequest{Form: flow.HandXLSX}, false)
}

type exportJSONLCmd struct{ exportHand }

func (c *exportJSONLCmd) Run(s *session) error {
	return c.hand(s, flow.HandRequest{Form: flow.HandLines}, false)
}

type exportJSONLDCmd struct {
	exportHand
	Lines bool `help:"One document a line, each with its context."`
}

func (c *exportJSONLDCmd) Run(s *session) error {
	return c.hand(s, flow.HandRequest{Form: flow.HandLinked, Lines: c.Lines}, false)
}

type exportEDRMCmd struct {
	exportHand
	Images bool `help:"With a picture of every page, which takes its time."`
}

func (c *exportEDRMCmd) Run(s *session) error {
	return c.hand(s, flow.HandRequest{Form: flow.HandLoad}, c.Images)
}

type exportWACZCmd struct{ exportHand }

func (c *exportWACZCmd) Run(s *session) error {
	return c.hand(s, flow.HandRequest{Form: flow.HandWeb}, false)
}
