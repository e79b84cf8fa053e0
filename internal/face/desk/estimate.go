package desk

import (
	"context"
	"net/url"
	"slices"

	"sanad/internal/core/count"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/face/words/estimated"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

type estimatePage struct {
	frame
	E          count.Estimation
	Subject    string   // the event it is of; "" if it is of the whole case
	Denied     []string // who says that the lists are not about the same
	Part       string   // of which the report is shown; "" if it is the whole
	Report     *estimateReport
	Parts      []partLine // none unless it was made in parts
	Aside      []string   // lists that share too few people with the others
	Table      string     // SHA-256 of the table that is shown
	ReportSum  string
	Query      string // of the addresses of both
	Command    string // that computes the report again
	Fine       bool   // cells of the table can point at a person
	MayGet     bool
	MayReview  bool
	IsAuthor   bool
	MayTurn    bool
	Conditions []signing
	Slip       *estimateSlip // what was posted, and lacked something
	Entries    []ledger.Event
}

// partLine is a part of an estimate; the first is the whole.
type partLine struct {
	Name       string
	Documented int64
	Range      string
	Href       string
	Here       bool
}

func showEstimate(ctx context.Context, v *visit) (view, error) {
	p := &estimatePage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		read, at, err := v.estimateAsked(ctx, s)
		if err != nil {
			return err
		}
		p.E = read.Estimation
		if p.Subject, err = s.eventName(ctx, read.Event); err != nil {
			return err
		}
		if err := p.tell(v, read, at); err != nil {
			return err
		}
		p.may(v, read, at)
		p.Entries, err = s.estimateEntries(ctx, read.Estimated.Estimate)
		return err
	})
}

// estimateAsked reads the estimate that the address names, and finds which of
// its parts is asked for.
func (v *visit) estimateAsked(ctx context.Context, s *sight) (read flow.EstimateRead, at int, err error) {
	read, err = flow.EstimateOf(ctx, v.Archive, s, v.r.PathValue("estimate"))
	if err != nil {
		return read, 0, err
	}
	stratum := v.query("part")
	at = slices.IndexFunc(read.Parts, func(p count.Part) bool { return p.Stratum == stratum })
	if at < 0 {
		return read, 0, absent("part", stratum)
	}
	return read, at, nil
}

// tell puts the part at that place into words. What is warned of all parts
// together stands with each.
func (p *estimatePage) tell(v *visit, read flow.EstimateRead, at int) (err error) {
	part, result := read.Parts[at], read.Results[at]
	report := result.Report
	report.Warnings = slices.Concat(read.Warnings, report.Warnings)
	if p.Report, err = newEstimateReport("part", v.words, report); err != nil {
		return err
	}
	if err := p.believed(v, read, at); err != nil {
		return err
	}
	p.Aside, p.Table, p.ReportSum = report.Aside, part.Table.String(), part.Report.String()
	p.Command = flow.RerunCommand(read.Estimated, "table.csv", "again.json")
	if at > 0 {
		p.Part = v.partName(read.Estimated, part)
		p.Query = "?" + url.Values{"part": {part.Stratum}}.Encode()
	}
	for _, signed := range signatures(read.Estimation) {
		if len(signed.list.Denied()) > 0 {
			p.Denied = append(p.Denied, signed.who)
		}
	}
	if len(read.Parts) == 1 {
		return nil
	}
	for i, part := range read.Parts {
		line := partLine{Name: v.partName(read.Estimated, part), Documented: part.Documented, Here: i == at, Href: "?part=" + url.QueryEscape(part.Stratum)}
		if line.Range, err = estimated.Brief(v.words, read.Results[i].Report); err != nil {
			return err
		}
		line.Href = v.r.URL.Path + line.Href
		p.Parts = append(p.Parts, line)
	}
	return nil
}

// believed says with the documented number that it rests on the linker too,
// where it does; what reviewers alone judged is known of the whole.
func (p *estimatePage) believed(v *visit, read flow.EstimateRead, at int) (err error) {
	q, judged := read.Question, int64(0)
	if q.Level == string(flow.Judged) {
		return nil
	}
	if at == 0 {
		judged = q.Judged
	}
	p.Report.Head.Documented, err = estimated.Believed(v.words, read.Results[at].Report.Documented, q.Level, judged)
	return err
}

// partName says what the people of a part have in common.
func (v *visit) partName(f count.Estimated, part count.Part) string {
	if part.Stratum == "" {
		return v.words.Term("estimate.part", "whole")
	}
	cal, err := calendar.ParseCalendar(f.Question.Calendar)
	if err != nil {
		cal = calendar.Gregorian
	}
	s := flow.Stratum{Key: part.Stratum, Kind: count.Kind(part.Of), Label: part.Label}
	s.Date = flow.StratumDate(f.By, s)
	return v.stratumName(flow.CountRequest{Case: f.Case, By: f.By, Calendar: cal}, s)
}

// signature is a checklist and whose it is.
type signature struct {
	who  string
	list count.Checklist
}

// signatures gives the checklists of an estimate: the author's, and the newest
// of each reviewer.
func signatures(e count.Estimation) []signature {
	out := []signature{{e.Author, e.Checklist}}
	for i, r := range e.Reviews {
		if !slices.ContainsFunc(e.Reviews[i+1:], func(later count.Review) bool { return later.Reviewer == r.Reviewer }) {
			out = append(out, signature{r.Reviewer, r.Checklist})
		}
	}
	return out
}

// may fills in what the visitor may do with the estimate.
func (p *estimatePage) may(v *visit, read flow.EstimateRead, at int) {
	p.Fine = at >= flow.Leaves(read.Estimated, read.Results)
	p.MayGet = v.mayGet(read, at) == nil
	p.IsAuthor = read.Author == v.actor.Handle
	p.MayTurn = v.mayIn(read.Case, guard.ToClaim) && read.Standing() != count.TakenBack
	may := func(verdict count.Verdict) bool { return read.MayReview(v.actor.Handle, verdict) == nil }
	if p.MayReview = v.mayIn(read.Case, guard.ToJudge) && (may(count.Confirms) || may(count.Disputes)); p.MayReview {
		p.Conditions = signings(nil)
	}
}

// mayGet refuses to hand out the table of a part that can point at a person to
// who may not export copies.
func (v *visit) mayGet(read flow.EstimateRead, at int) error {
	if at < flow.Leaves(read.Estimated, read.Results) {
		return nil
	}
	if v.mayIn(read.Case, guard.ToExport) {
		return nil
	}
	return fail.New(fail.Refused, "the table can point at a person, or is of what is protected: only who may export copies gets it")
}

// estimateEntries gives what the ledger says of an estimate, oldest first.
func (v *sight) estimateEntries(ctx context.Context, id string) ([]ledger.Event, error) {
	indexes, err := v.EstimateHistory(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []ledger.Event
	for _, index := range indexes {
		e, err := v.Event(ctx, index)
		if fail.Of(err) == fail.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, e.Event)
	}
	return out, nil
}
