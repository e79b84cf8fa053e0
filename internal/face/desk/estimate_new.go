package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

type estimateFormPage struct {
	frame
	Cases      []caseLine
	Case       string
	F          estimateFields
	Events     []claim.Entity
	Fields     []string
	Levels     []linkage.Certainty
	Lists      []listChoice
	Copies     []copyChoice
	Groups     []string // into which lists can be put that are taken for one
	Calendars  []string
	MayOpen    bool // leave out what is sealed, which the asker may see
	Methods    []methodChoice
	Conditions []signing
	Few        bool // fewer than two lists of people
	Wrong      string
}

// estimateFields is what was written or chosen in the form.
type estimateFields struct {
	Event, By, Level     string
	Lists, Merge         []string // Merge: two ids with a space between
	Groups               map[string]string
	Calendar             string
	Open                 bool
	Methods              []estimate.Method
	Seed, Note, Replaces string
}

type listChoice struct {
	person.List
	Chosen bool
}

// copyChoice is two lists of which one is said to be made from the other.
type copyChoice struct {
	Copy, Of string // names
	Pair     string // ids
	Chosen   bool
}

type methodChoice struct {
	Method estimate.Method
	Chosen bool
}

// rangeMethods are those that a range is made of.
func rangeMethods() []estimate.Method {
	return []estimate.Method{estimate.LogLinear, estimate.Graphs, estimate.Classes}
}

// showEstimateForm shows the form, with the question of the estimate that the
// new one is to take the place of.
func showEstimateForm(ctx context.Context, v *visit) (view, error) {
	p := &estimateFormPage{F: estimateFields{Calendar: value.Main(v.words).String(), Level: string(linkage.Probable), Seed: "1", Methods: rangeMethods(), Event: v.query("event"), By: v.query("by"), Replaces: v.query("replaces")}}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		asked := v.query("case")
		if p.F.Replaces != "" {
			before, err := s.Estimate(ctx, p.F.Replaces)
			if err != nil {
				return err
			}
			asked = before.Case
			p.F.Event, p.F.By, p.F.Level, p.F.Seed = before.Event, before.By, before.Question.Level, strconv.FormatUint(before.Question.Seed, 10)
			p.F.Calendar = cmp.Or(before.Question.Calendar, p.F.Calendar)
			for _, l := range before.Question.Lists {
				p.F.Lists = append(p.F.Lists, l.List)
			}
			lists, err := s.Lists(ctx, before.Case)
			if err != nil {
				return err
			}
			p.F.Groups = groupsOf(before.Question.Merged, lists)
		}
		if p.Case, err = s.oneCase(ctx, asked); err != nil {
			return err
		}
		p.Conditions = signings(nil)
		return p.offer(ctx, v, s)
	})
}

// offer fills in what can be chosen.
func (p *estimateFormPage) offer(ctx context.Context, v *visit, s *sight) (err error) {
	p.Fields, p.Levels, p.Groups = flow.Fields(), flow.Levels(), mergeGroups()
	p.Calendars, p.MayOpen = []string{"solar", "hijri", "gregorian"}, v.actor.MaySeeIn(p.Case, guard.Sealed)
	if v.r.Method == http.MethodGet && p.F.Replaces == "" {
		if p.Cases, err = v.caseLines(ctx, s, false, p.Case); err != nil {
			return err
		}
	}
	for _, m := range rangeMethods() {
		p.Methods = append(p.Methods, methodChoice{m, slices.Contains(p.F.Methods, m)})
	}
	err = s.Entities(ctx, flow.EntityFilter{Case: p.Case, Schema: "Event", After: -1, Limit: eventsOffered}, func(e claim.Entity) error {
		p.Events = append(p.Events, e)
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.keepEvent(ctx, s); err != nil {
		return err
	}
	return p.offerLists(ctx, s)
}

// keepEvent offers an event that was chosen, though it be beyond those that are
// offered.
func (p *estimateFormPage) keepEvent(ctx context.Context, s *sight) error {
	if p.F.Event == "" || slices.ContainsFunc(p.Events, func(e claim.Entity) bool { return e.ID == p.F.Event }) {
		return nil
	}
	e, err := s.Entity(ctx, p.F.Event)
	p.Events = append(p.Events, e)
	return err
}

// offerLists offers the lists of people of the case, and warns of copies.
func (p *estimateFormPage) offerLists(ctx context.Context, s *sight) error {
	all, err := s.Lists(ctx, p.Case)
	if err != nil {
		return err
	}
	for _, l := range all {
		m, err := mapping.Parse([]byte(l.Mapping))
		if err != nil {
			return err
		}
		if m.Schema != "Person" {
			continue
		}
		for _, before := range p.Lists {
			if flow.Copies(before.List, l) {
				pair := before.List.List + " " + l.List
				p.Copies = append(p.Copies, copyChoice{before.Name, l.Name, pair, slices.Contains(p.F.Merge, pair)})
			}
		}
		p.Lists = append(p.Lists, listChoice{l, len(p.F.Lists) == 0 || slices.Contains(p.F.Lists, l.List)})
	}
	p.Few = len(p.Lists) < 2
	return nil
}

// asked reads the posted form.
func (v *visit) askedEstimate() (estimateFields, flow.EstimateJob, error) {
	f := estimateFields{Event: v.field("event"), By: v.field("by"), Level: v.field("level"), Lists: v.r.PostForm["list"], Merge: v.r.PostForm["merge"],
		Groups: v.grouped(), Calendar: v.field("calendar"), Open: v.field("open") == "yes", Seed: strings.TrimSpace(v.field("seed")), Note: v.field("note"), Replaces: strings.TrimSpace(v.field("replaces"))}
	for _, m := range v.r.PostForm["method"] {
		f.Methods = append(f.Methods, estimate.Method(m))
	}
	job := flow.EstimateJob{Event: f.Event, By: f.By, Level: linkage.Certainty(f.Level), Lists: f.Lists, Note: f.Note, Replaces: f.Replaces, Checklist: v.signed(),
		Calendar: cmp.Or(f.Calendar, value.Main(v.words).String()), Methods: f.Methods, Merge: f.merged(), Open: f.Open}
	if len(f.Methods) == len(rangeMethods()) {
		job.Methods = nil // all that there are
	}
	switch {
	case len(f.Lists) < 2:
		return f, job, fail.New(fail.Usage, "%d lists are marked, and only lists that overlap imply anything", len(f.Lists))
	case len(f.Methods) == 0:
		return f, job, fail.New(fail.Usage, "no method is marked")
	}
	var err error
	if job.Seed, err = strconv.ParseUint(script.Digits(f.Seed), 10, 64); err != nil {
		return f, job, fail.New(fail.Usage, "%q is no seed: write a whole number", f.Seed)
	}
	return f, job, nil
}

// askEstimate lets an estimate be computed and recorded. What can't be is told
// above the form, which keeps everything that was written.
func askEstimate(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	p := &estimateFormPage{}
	var asked flow.EstimateJob
	err := v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		p.Case, err = s.oneCase(ctx, v.field("case"))
		return err
	})
	if err != nil {
		return err
	}
	p.F, asked, err = v.askedEstimate()
	if err == nil {
		_, err = asked.Request(p.Case)
	}
	if err == nil {
		err = v.look(ctx, func(ctx context.Context, s *sight) error { return knownTo(ctx, s, asked) })
	}
	if err == nil {
		job, err := v.Jobs.Ask(ctx, v.actor, flow.JobRequest{Kind: "estimate", Case: p.Case, Label: v.labelOf(p.Case), Params: asked})
		if err != nil {
			return err
		}
		http.Redirect(w, v.r, "/jobs/"+job.ID, http.StatusSeeOther)
		return nil
	}
	var told *fail.Error
	if !errors.As(err, &told) || told.Kind != fail.Usage {
		return err
	}
	p.Wrong, p.Conditions = told.Text, signings(asked.Checklist)
	if err := v.look(ctx, func(ctx context.Context, s *sight) error { return p.offer(ctx, v, s) }); err != nil {
		return err
	}
	return v.render(w, http.StatusBadRequest, "estimate_new", p)
}

// knownTo refuses what the asker may not know, before anybody waits for it.
func knownTo(ctx context.Context, s *sight, asked flow.EstimateJob) error {
	if asked.Event != "" {
		if _, err := s.Entity(ctx, asked.Event); err != nil {
			return err
		}
	}
	if asked.Replaces == "" {
		return nil
	}
	before, err := s.Estimate(ctx, asked.Replaces)
	if err != nil {
		return err
	}
	return before.MayReplace()
}

// labelOf is who may know of the job: an estimate of who sees sealed things may
// name them.
func (v *visit) labelOf(caseName string) guard.Label {
	if v.actor.MaySeeIn(caseName, guard.Sealed) {
		return guard.Sealed
	}
	return guard.Case
}
