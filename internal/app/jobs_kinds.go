package app

import (
	"context"
	"slices"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/face/memorial"
	"sanad/internal/face/site"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// kinds is every kind of job: a verb of the flow, done while nobody waits.
func (p *parts) kinds() map[string]flow.JobKind {
	return map[string]flow.JobKind{
		"estimate": {May: []guard.Act{guard.ToClaim}, Run: p.estimateJob},
		"process":  {May: []guard.Act{guard.ToProcess}, Each: true, Run: p.processJob},
		"link":     {May: []guard.Act{guard.ToJudge}, Run: p.linkJob},
		"import":   {May: []guard.Act{guard.ToClaim}, Run: p.importJob},
		"verify":   {May: []guard.Act{guard.ToAudit, guard.ToSeal}, Whole: true, Run: p.verifyJob},
		"release":  {May: []guard.Act{guard.ToApprove}, Run: p.releaseJob},
		"export":   {May: []guard.Act{guard.ToExport}, Run: p.exportJob},
	}
}

// processJob reads what has not been read; what failed is named.
func (p *parts) processJob(ctx context.Context, actor guard.Actor, job flow.Job, tell flow.Progress) (out flow.JobOutcome, err error) {
	params, err := flow.JobParams[flow.ProcessJob](job)
	if err != nil {
		return out, err
	}
	var left, done, members, failed int64
	if err := p.known(actor).Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		left, err = s.CountUnread(ctx)
		return err
	}); err != nil {
		return out, err
	}
	req := flow.ProcessRequest{Item: params.Item, Retry: params.Retry, Step: params.Step}
	err = flow.Process(ctx, p.within(actor), actor, req, func(got flow.Processed) error {
		out.Sealed = out.Sealed || got.Item.Label == guard.Sealed
		for _, u := range got.Failed {
			out.Fault(flow.JobFault{Item: got.Item.Sum.String(), Part: u.Step, Error: u.Reason})
		}
		if len(got.Read) > 0 {
			done++
		}
		if len(got.Failed) > 0 {
			failed++
		}
		members, left = members+got.Members, left+got.Members
		tell("reading", done+failed, max(left, done+failed))
		return nil
	})
	if err != nil {
		return out, err
	}
	out.Count("read", done)
	out.Count("members", members)
	out.Count("unread", failed)
	_, err = flow.Index(ctx, p.archive, percent(actor, tell))
	return out, err
}

// linkJob links the rows of a case.
func (p *parts) linkJob(ctx context.Context, actor guard.Actor, job flow.Job, tell flow.Progress) (out flow.JobOutcome, err error) {
	params, err := flow.JobParams[flow.LinkJob](job)
	if err != nil {
		return out, err
	}
	open, whole, err := p.ofCase(ctx, job.Case)
	if err != nil {
		return out, err
	}
	run, err := flow.Link(ctx, open, whole, actor, flow.LinkRequest{Case: job.Case, Spec: params.Spec}, percent(actor, tell))
	if err != nil {
		return out, err
	}
	if run.Run != "" {
		out.Of, out.ID = "people", job.Case
	}
	out.Count("rows", run.Rows)
	if run.Run != "" && !run.New {
		out.Count("before", 1) // nothing changed since the newest run, and it stands
	}
	return out, nil
}

// importJob imports a list; its table is read before, unless it was.
func (p *parts) importJob(ctx context.Context, actor guard.Actor, job flow.Job, tell flow.Progress) (out flow.JobOutcome, err error) {
	params, err := flow.JobParams[flow.ImportJob](job)
	if err != nil {
		return out, err
	}
	if err := p.readFirst(ctx, actor, params.Item); err != nil {
		return out, err
	}
	got, err := flow.Import(ctx, p.known(actor), actor, flow.ImportRequest{Item: params.Item, Case: job.Case, Mapping: params.Mapping}, tell)
	if err != nil {
		return out, err
	}
	out.Of, out.ID = "list", got.List
	out.Count("rows", got.Rows)
	out.Count("records", got.Records)
	out.Count("claims", got.Claims)
	if got.Version > 1 {
		out.Count("unchanged", got.Unchanged)
		out.Count("changed", got.Changed)
		out.Count("added", got.Added)
		out.Count("retired", int64(len(got.Retired)))
	}
	for _, f := range got.Failed {
		out.Fault(flow.JobFault{Row: f.Row, Part: f.Column, Error: f.Error})
	}
	_, err = flow.Index(ctx, p.archive, percent(actor, tell))
	return out, err
}

// readFirst reads an item that has no reading.
func (p *parts) readFirst(ctx context.Context, actor guard.Actor, item custody.Sum) error {
	read := false
	err := p.known(actor).Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		if _, err := s.Item(ctx, item); err != nil {
			return err
		}
		all, err := s.Renditions(ctx, item)
		read = len(all) > 0
		return err
	})
	if err != nil || read {
		return err
	}
	return flow.Process(ctx, p.within(actor), actor, flow.ProcessRequest{Item: &item}, func(got flow.Processed) error {
		if len(got.Read) == 0 && len(got.Failed) > 0 {
			return fail.New(fail.Failed, "the table could not be read: %s", got.Failed[0].Reason)
		}
		return nil
	})
}

// verifyJob compares everything kept with the ledger. What it finds may name
// what is sealed.
func (p *parts) verifyJob(ctx context.Context, actor guard.Actor, job flow.Job, tell flow.Progress) (out flow.JobOutcome, err error) {
	params, err := flow.JobParams[flow.VerifyJob](job)
	if err != nil {
		return out, err
	}
	got, err := flow.Check(ctx, p.archive, flow.CheckRequest{Fixity: params.Fixity, Sample: params.Sample, Views: p.compareViews, Seen: p.seen.Load}, percent(actor, tell))
	if err != nil {
		return out, err
	}
	out.Count("events", got.Events)
	if got.OK() {
		return out, nil
	}
	out.Count("items", got.Items)
	out.Sealed = true
	for _, v := range got.Violations {
		out.Fault(flow.JobFault{Item: v.ID, Part: v.Kind, Error: v.Detail})
	}
	out.More += got.Unnamed
	return out, fail.New(fail.Integrity, "what is kept is not what the ledger says").Do("stop writing to the archive, keep what there is, and look at each thing named: sanad verify --fixity")
}

// releaseJob builds the dossier or the site of an approved release.
func (p *parts) releaseJob(ctx context.Context, actor guard.Actor, job flow.Job, tell flow.Progress) (out flow.JobOutcome, err error) {
	params, err := flow.JobParams[flow.ReleaseJob](job)
	if err != nil {
		return out, err
	}
	tell("building", 0, 0)
	out.Of, out.ID = "release", params.Release
	out.Path, err = p.writeOut(job, func(sink flow.Sink) error {
		shape, err := flow.ShapeOf(ctx, p.archive, actor, params.Release)
		if err != nil {
			return err
		}
		if shape == disclosure.Site {
			built, err := flow.BuildSite(ctx, p.archive, actor, params.Release, flow.SitePlace{}, time.Now(), memorial.Pages, flow.NewSite(sink))
			out.Count("files", built.Files)
			return err
		}
		built, err := flow.BuildRelease(ctx, p.archive, actor, params.Release, time.Now(), flow.BuildOptions{Pages: site.Pages}, sink)
		out.Count("files", built.Files)
		return err
	})
	return out, err
}

// exportJob writes an export. Of an accession the whole archive is asked, for
// its verb decides by the label; of claims only what the actor may know.
func (p *parts) exportJob(ctx context.Context, actor guard.Actor, job flow.Job, tell flow.Progress) (out flow.JobOutcome, err error) {
	params, err := flow.JobParams[flow.ExportJob](job)
	if err != nil {
		return out, err
	}
	tell("exporting", 0, 0)
	out.Path, err = p.writeOut(job, func(sink flow.Sink) (err error) {
		var got flow.Export
		switch {
		case params.Release != "" && (params.Form == "bagit" || params.Form == "ocfl"):
			var packed flow.HandedOn
			packed, err = flow.ExportReleased(ctx, p.archive, actor, params.Release, params.Form, time.Now(), sink)
			got = packed.Export
		case params.Form == "bagit":
			got, err = flow.ExportBag(ctx, p.within(actor), actor, params.Accession, time.Now(), sink)
		case params.Form == "ocfl":
			got, err = flow.ExportOCFL(ctx, p.within(actor), actor, params.Accession, time.Now(), sink)
		case params.Form == "tiles":
			got, err = flow.ExportTiles(ctx, p.archive, actor, false, sink)
		case params.Form == "graph":
			got, err = flow.ExportGraph(ctx, p.known(actor), actor, job.Case, sink, tell)
		default:
			got, err = p.handOn(ctx, actor, job.Case, params, sink, tell)
		}
		out.Count("items", got.Items)
		return err
	})
	return out, err
}

// handOn writes a form that is handed on: of a release from the whole archive, for
// its plan is the same whoever builds it; else from what the actor may know.
func (p *parts) handOn(ctx context.Context, actor guard.Actor, caseName string, params flow.ExportJob, sink flow.Sink, tell flow.Progress) (flow.Export, error) {
	req, from := flow.HandRequest{Form: flow.HandForm(params.Form), Release: params.Release, Case: caseName}, p.known(actor)
	if req.Release != "" {
		from, req.Case = p.archive, ""
	}
	if !slices.Contains(flow.HandForms(), req.Form) {
		return flow.Export{}, fail.New(fail.Usage, "there is no export in the form %q", params.Form).Do("the forms are bagit, ocfl, graph and tiles, and to be handed on %v", flow.HandForms())
	}
	got, err := flow.ExportHandOn(ctx, from, actor, req, time.Now(), sink, tell)
	return got.Export, err
}

// estimateJob estimates and records: from what is open, and for an actor who
// may see more, from all.
func (p *parts) estimateJob(ctx context.Context, actor guard.Actor, job flow.Job, tell flow.Progress) (flow.JobOutcome, error) {
	open, whole, err := p.ofCase(ctx, job.Case)
	if err != nil {
		return flow.JobOutcome{}, err
	}
	return flow.RunEstimateJob(ctx, open, whole, actor, job, tell)
}
