package desk

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// homePage is what waits for the reader, what changed since they looked last,
// and what is held. It asks the same few questions however large the archive
// is.
type homePage struct {
	frame
	MayRead bool
	holdings
	AsOf   int64 // entries that were counted
	Waits  []caseWaits
	Idle   bool // nothing waits
	Size   int64
	Since  int64 // the entry up to which the reader has seen what changed; -1 unknown
	Earned bool  // Since is what the reader marked
	News   []newsLine
	Older  bool // more changed than was looked at
}

// holdings is what is held. Counting two hundred thousand items takes longer
// than the rest of the page, so that the numbers may be some seconds old.
type holdings struct {
	Accessions, Items, Bytes int64
	Unread, Failed, Claims   int64
	Lists                    int64
	FailedIn                 map[string]int64 // by case
}

func countHeld(ctx context.Context, s *sight) (holdings, error) {
	h := holdings{FailedIn: map[string]int64{}}
	return h, h.count(ctx, s)
}

// caseWaits is what waits for the reader in one case.
type caseWaits struct {
	Case  string
	Lines []waitLine
}

// waitLine is one kind of work. Count is -1 where it is not known without work
// that a first page must not wait for.
type waitLine struct {
	Key   string
	Count int64
	More  bool // at least so many
	Old   bool // the number is from before the last changes
	Href  string
}

// The bounds of a first page.
const (
	homeCases   = 12
	homeWaiting = 50  // findings that are counted
	homeNews    = 300 // entries that are looked at for what changed
)

func showHome(ctx context.Context, v *visit) (view, error) {
	p := &homePage{MayRead: v.actor.May(guard.ToRead) == nil, Since: v.seenUntil()}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		p.Size = tree.Size()
		if err := p.changes(ctx, s); err != nil || !p.MayRead {
			return err
		}
		p.holdings, p.AsOf, err = agingOf(ctx, v, s, &v.held, s.recallKey(""), countHeld)
		if err != nil {
			return err
		}
		return p.waits(ctx, v, s)
	})
}

func (h *holdings) count(ctx context.Context, s *sight) error {
	err := s.Accessions(ctx, "", func(custody.Accession) error { h.Accessions++; return nil })
	if err != nil {
		return err
	}
	if h.Items, h.Bytes, err = s.CountItems(ctx, flow.ItemFilter{}); err != nil {
		return err
	}
	if h.Failed, _, err = s.CountItems(ctx, flow.ItemFilter{Failed: true}); err != nil {
		return err
	}
	if h.Unread, err = s.CountUnread(ctx); err != nil {
		return err
	}
	h.Claims = s.CountClaims()
	lists, err := s.Lists(ctx, "")
	if h.Lists = int64(len(lists)); err != nil {
		return err
	}
	cases, err := s.Cases(ctx)
	for _, name := range cases[:min(len(cases), homeCases)] {
		if err == nil {
			h.FailedIn[name], _, err = s.CountItems(ctx, flow.ItemFilter{Case: name, Failed: true})
		}
	}
	return err
}

// waits tells what waits for the reader, case by case.
func (p *homePage) waits(ctx context.Context, v *visit, s *sight) error {
	cases, err := s.Cases(ctx)
	if err != nil {
		return err
	}
	for _, name := range cases[:min(len(cases), homeCases)] {
		w := caseWaits{Case: name}
		for _, ask := range []func(context.Context, *visit, *sight) error{w.questions, w.findings, w.estimates, w.releases} {
			if err := ask(ctx, v, s); err != nil {
				return err
			}
		}
		if v.mayIn(name, guard.ToProcess) {
			w.add(waitLine{Key: "failures", Count: p.FailedIn[name], Old: p.AsOf != p.Size, Href: address("/items", "case", name) + "&state=failed"})
		}
		if w.Lines != nil {
			p.Waits = append(p.Waits, w)
		}
	}
	p.Idle = p.Waits == nil
	return nil
}

func (w *caseWaits) add(l waitLine) {
	if l.Count != 0 {
		w.Lines = append(w.Lines, l)
	}
}

// questions tells of pairs to judge as far as they are worked out already.
func (w *caseWaits) questions(ctx context.Context, v *visit, s *sight) error {
	if !v.mayIn(w.Case, guard.ToJudge) {
		return nil
	}
	lists, err := s.Lists(ctx, w.Case)
	if err != nil || len(lists) == 0 {
		return err
	}
	size, err := v.concerned(ctx, s)
	if err != nil {
		return err
	}
	key, href := s.recallKey(w.Case), address("/people", "case", w.Case)
	g, ok := v.gathered.latest(key)
	if !ok || g.unlinked {
		w.add(waitLine{Key: "questions", Count: -1, Href: href + "#questions"})
		return nil
	}
	_, current := v.gathered.ready(key, size)
	w.add(waitLine{Key: "questions", Count: int64(len(g.queue)), Old: !current, Href: href + "#questions"})
	if current {
		w.add(waitLine{Key: "seconds", Count: int64(len(flow.WantedOf(g.wanted, v.actor.Handle))), Href: href + "&second=1#questions"})
	}
	return nil
}

// findings counts those of others that nobody confirmed.
func (w *caseWaits) findings(ctx context.Context, v *visit, s *sight) error {
	if !v.mayIn(w.Case, guard.ToJudge) {
		return nil
	}
	line := waitLine{Key: "findings", Href: address("/findings", "case", w.Case) + "&waiting=1"}
	err := flow.Walked(s.Findings(ctx, flow.FindingFilter{Case: w.Case, Waiting: true, After: -1}, func(f finding.Finding) error {
		if f.Author == v.actor.Handle {
			return nil
		}
		if line.More = line.Count == homeWaiting; line.More {
			return flow.ErrEnough
		}
		line.Count++
		return nil
	}))
	w.add(line)
	return err
}

// estimates counts those of others that nobody weighed yet. The only one is led
// to by itself.
func (w *caseWaits) estimates(ctx context.Context, v *visit, s *sight) error {
	if !v.mayIn(w.Case, guard.ToJudge) {
		return nil
	}
	line := waitLine{Key: "estimates", Href: address("/estimates", "case", w.Case)}
	only := ""
	err := flow.Walked(s.Estimates(ctx, flow.EstimateFilter{Case: w.Case, After: -1}, func(e count.Estimation) error {
		if len(e.Reviews) > 0 || e.MayReview(v.actor.Handle, count.Confirms) != nil {
			return nil
		}
		if line.More = line.Count == homeWaiting; line.More {
			return flow.ErrEnough
		}
		line.Count++
		only = e.Estimated.Estimate
		return nil
	}))
	if line.Count == 1 {
		line.Href = "/estimates/" + only
	}
	w.add(line)
	return err
}

// releases counts those that lack the second person, if it can be the reader.
func (w *caseWaits) releases(ctx context.Context, v *visit, s *sight) error {
	if !v.mayIn(w.Case, guard.ToApprove) {
		return nil
	}
	releases, err := s.Releases(ctx, w.Case)
	line := waitLine{Key: "releases", Href: "/releases"}
	for _, r := range releases {
		if waits(r) && r.Recalled == nil && r.Actor != v.actor.Handle {
			line.Count++
		}
	}
	w.add(line)
	return err
}

// waits reports whether a release still lacks the second person.
func waits(r disclosure.Release) bool {
	return !slices.ContainsFunc(r.Approvals, func(a disclosure.Approval) bool { return a.Actor != r.Actor && a.Plan == r.Plan })
}

// seenUntil gives the entry up to which the reader marked what changed as
// seen; -1 if they never did.
func (v *visit) seenUntil() int64 {
	c, err := v.r.Cookie(cookieName(v.r, "seen"))
	if err != nil {
		return -1
	}
	n, err := strconv.ParseInt(c.Value, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// markSeen remembers in the reader's own browser what they have seen. The
// archive keeps nothing of who looked when.
func markSeen(w http.ResponseWriter, v *visit) error {
	until, err := strconv.ParseInt(v.field("until"), 10, 64)
	if err != nil || until < 0 {
		until = 0
	}
	http.SetCookie(w, cookie(v.r, "seen", strconv.FormatInt(until, 10), 365*24*3600))
	http.Redirect(w, v.r, "/?done=seen", http.StatusSeeOther)
	return nil
}
