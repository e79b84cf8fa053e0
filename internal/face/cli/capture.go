package cli

import (
	"errors"
	"iter"
	"net/url"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type captureCmd struct {
	URL       string `arg:"" name:"url" help:"The address of the page: http or https, public unless sanad.json allows others."`
	Source    string `help:"Who is the source; the site's name if not given." placeholder:"NAME"`
	Case      string `help:"The investigation it belongs to." default:"main"`
	Note      string `help:"The context: why it is kept, how it was found. It is written into the capture as well."`
	Collector string `help:"Who captures, as the capture itself shall tell everyone who gets it. The ledger tells who acted in any case." placeholder:"NAME"`
	Egress    string `help:"From where it is captured, as the capture shall tell; your address is never recorded." placeholder:"TEXT"`
	Language  string `help:"The language asked of the server." placeholder:"TAG"`
	BadTLS    bool   `name:"bad-tls" help:"Capture even if the server does not prove its name; the capture tells so."`
}

// CaptureRequest says what page to capture, and what the capture tells.
type CaptureRequest struct {
	URL, Note, Collector, Egress, Language string
	BadTLS                                 bool
}

// CaptureResult is a capture that waits to be taken into custody.
type CaptureResult struct {
	Found   flow.Found
	Page    string   // the address that answered in the end
	Title   string   // the page's own
	Status  int      // of its answer
	Answers int      // kept, the page's own among them
	Failed  []string // what the page needs and could not be had, with reasons
	Missing []string // what a full capture has and this one does not
	Remove  func() error
}

func (c *captureCmd) Run(s *session) error {
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return fail.New(fail.Usage, "%q is not the address of a web page", c.URL).Do("give one that begins with http:// or https://")
	}
	source := c.Source
	if source == "" {
		source = u.Hostname()
	}
	return s.with(func(a *Opened) (err error) {
		if err := a.Actor.MayIn(c.Case, guard.ToCollect); err != nil {
			return err
		}
		got, err := a.Capture(s.ctx, CaptureRequest{URL: c.URL, Note: c.Note, Collector: c.Collector, Egress: c.Egress, Language: c.Language, BadTLS: c.BadTLS})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, got.Remove()) }()
		out := &addWriter{s: s}
		req := flow.CollectRequest{Case: c.Case, Source: custody.Source{Name: source}, Note: c.Note, Label: guard.Case}
		sum, err := flow.Collect(s.ctx, a.Within, a.Actor, req, only(got.Found), out.took)
		if err == nil {
			out.passed = append(out.passed, notCaptured(got)...)
		}
		if err := out.end(sum, err); err != nil {
			return err
		}
		if !s.JSON {
			s.sayf("captured %s: %s (status %d), %s", got.Page, got.Title, got.Status, many(int64(got.Answers), "answer", "answers"))
		}
		return nil
	})
}

func only(f flow.Found) iter.Seq[flow.Found] { return slices.Values([]flow.Found{f}) }

// notCaptured lists what the capture lacks: it is part of the answer, for a
// page without its pictures is evidence of something else than one with them.
func notCaptured(got CaptureResult) (lacks []addPassed) {
	for _, f := range got.Failed {
		lacks = append(lacks, addPassed{Path: f, What: "not captured"})
	}
	for _, m := range got.Missing {
		lacks = append(lacks, addPassed{Path: m, What: "missing"})
	}
	return lacks
}
