package cli

import (
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// jobsAskCmd asks for the work that commands of the same names do at once.
type jobsAskCmd struct {
	Kind      string `arg:"" help:"What is to be done: process, link, verify, release, export." enum:"process,link,verify,release,export"`
	Case      string `help:"The investigation; main if none is named, and for process wherever you may."`
	Retry     bool   `help:"process: also try again what failed before."`
	Step      string `help:"process: only this step, of what failed at it." placeholder:"STEP"`
	Item      string `help:"process: only this item." placeholder:"ID"`
	Fixity    bool   `help:"verify: read every byte and compare its SHA-256."`
	Release   string `help:"release: the approved release to build; export: to hand on what it holds." placeholder:"RELEASE"`
	Form      string `help:"export: bagit, ocfl, graph or tiles; to be handed on csv, xlsx, jsonl, jsonld, edrm, wacz or ftm." placeholder:"FORM"`
	Accession string `help:"export: the accession, for bagit and ocfl." placeholder:"ACCESSION"`
}

func (c *jobsAskCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		req, err := c.request(s, a)
		if err != nil {
			return err
		}
		j, err := a.Jobs.Ask(s.ctx, a.Actor, req)
		if err != nil {
			return err
		}
		v := viewJob(j)
		return s.answer(v, func() {
			s.sayf("%s waits; sanad serve and sanad work do it, and sanad jobs show %s tells how far it is", v.Job, v.Job)
		})
	})
}

func (c *jobsAskCmd) request(s *session, a *Opened) (req flow.JobRequest, err error) {
	req = flow.JobRequest{Kind: c.Kind, Case: c.Case, Label: guard.Case}
	switch c.Kind {
	case "process":
		params := flow.ProcessJob{Retry: c.Retry, Step: c.Step}
		if c.Item != "" {
			item, err := findItem(s, a, c.Item)
			if err != nil {
				return req, err
			}
			params.Item, req.Label, req.Case = &item.Sum, item.Label, item.Case
		}
		req.Params = params
	case "link":
		req.Params = flow.LinkJob{}
	case "verify":
		req.Params = flow.VerifyJob{Fixity: c.Fixity}
	case "release":
		if c.Release == "" {
			return req, fail.New(fail.Usage, "no release was named").Do("give --release RELEASE; sanad release list lists them")
		}
		req.Params = flow.ReleaseJob{Release: c.Release}
	case "export":
		if c.Form == "" {
			return req, fail.New(fail.Usage, "the form of the export was not named").Do("give --form, one of bagit, ocfl, graph, tiles, csv, xlsx, jsonl, jsonld, edrm, wacz and ftm")
		}
		if c.Accession != "" {
			req.Label = guard.Sealed // it may be of what is sealed, and only custodians ask
		}
		req.Params = flow.ExportJob{Form: c.Form, Accession: c.Accession, Release: c.Release}
	}
	return req, nil
}
