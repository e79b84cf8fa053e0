package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type accessionFormPage struct {
	frame
	Cases   []string
	Chosen  string
	Default string
}

func showAccessionForm(ctx context.Context, v *visit) (view, error) {
	p := &accessionFormPage{Chosen: v.query("case"), Default: flow.DefaultCase}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		p.Cases, err = s.Cases(ctx)
		if !slices.Contains(p.Cases, flow.DefaultCase) {
			p.Cases = append([]string{flow.DefaultCase}, p.Cases...)
		}
		return err
	})
}

// openAccession begins an accession. A sealed source's name is encrypted
// before anything is written.
func openAccession(ctx context.Context, v *visit) (string, error) {
	source := strings.TrimSpace(v.field("source"))
	if source == "" {
		return "", fail.New(fail.Usage, "the source is missing: who handed this over?")
	}
	req := flow.CollectRequest{Case: strings.TrimSpace(v.field("case")), Source: custody.Source{Name: source}, Note: strings.TrimSpace(v.field("note")), Label: guard.Case}
	if fresh := strings.TrimSpace(v.field("new_case")); fresh != "" {
		req.Case = fresh
	}
	if v.field("sealed") != "" {
		sealed, err := flow.SealFor(ctx, v.Archive, req.Case, source)
		if err != nil {
			return "", err
		}
		req.Source, req.Label = custody.Source{Together: &sealed}, guard.Sealed
	}
	id, err := flow.OpenAccession(ctx, v.within(), v.actor, req)
	if err != nil {
		return "", err
	}
	return "/accessions/" + id + "/add", nil
}

type accessionAddPage struct {
	frame
	Accession custody.Accession
	Taken     []takenRow
	Losses    []custody.Loss
	More      bool // taken by this form than are shown
	Again     int
	MayRead   bool
}

// takenRow is a file that was taken, and whether its bytes were held already as
// far as the reader may know.
type takenRow struct {
	custody.Acquired
	Twice bool
}

// shownTaken is how many files of a form its page lists.
const shownTaken = 500

// showAccessionAdd shows an open accession to who began it, what came by the
// form sent last, and the form for more. It is the one page that shows something
// sealed to who may not see it: to the very person who hands it in, until they
// say that it is all.
func showAccessionAdd(ctx context.Context, v *visit) (view, error) {
	from, err := strconv.ParseInt(v.query("from"), 10, 64)
	if err != nil || from < 0 {
		from = -1
	}
	again, err := strconv.Atoi(v.query("again"))
	if err != nil || again < 0 {
		again = 0
	}
	p := &accessionAddPage{Again: again, MayRead: v.actor.May(guard.ToProcess) == nil}
	err = v.within().Book.Look(ctx, func(ctx context.Context, s flow.State) (err error) {
		if p.Accession, err = flow.OwnAccession(ctx, s, v.actor, v.r.PathValue("accession")); err != nil || from < 0 {
			return err
		}
		return p.came(ctx, v, s, from)
	})
	return p, err
}

// came lists what an entry and those after it say of the accession.
func (p *accessionAddPage) came(ctx context.Context, v *visit, s flow.State, from int64) error {
	seen, err := sightOf(ctx, v.veil, s, v.actor)
	if err != nil {
		return err
	}
	err = flow.Walked(s.Acquisitions(ctx, p.Accession.ID, func(f custody.Acquired, index int64) error {
		if index < from || f.Parent != nil {
			return nil
		}
		if p.More = len(p.Taken) == shownTaken; p.More {
			return flow.ErrEnough
		}
		twice, err := seen.heldBefore(ctx, f.Item, index)
		p.Taken = append(p.Taken, takenRow{f, twice})
		return err
	}))
	if err != nil {
		return err
	}
	return s.Losses(ctx, p.Accession.ID, func(l custody.Loss) error {
		if l.Index >= from && len(p.Losses) < shownTaken {
			p.Losses = append(p.Losses, l)
		}
		return nil
	})
}

// heldBefore reports whether bytes were in custody before an entry, as far as
// the reader may know.
func (v *sight) heldBefore(ctx context.Context, sum custody.Sum, index int64) (bool, error) {
	steps, err := v.Steps(ctx, sum)
	if fail.Of(err) == fail.NotFound {
		return false, nil
	}
	return len(steps) > 0 && steps[0].Index < index, err
}

// closeAccession states that an accession is complete, and has it read if that
// is wanted.
func closeAccession(ctx context.Context, v *visit) (string, error) {
	acc, err := flow.CloseAccession(ctx, v.within(), v.actor, v.r.PathValue("accession"))
	if err != nil {
		return "", err
	}
	switch {
	case v.field("read") != "" && v.mayIn(acc.Case, guard.ToProcess):
		job, err := v.Jobs.Ask(ctx, v.actor, flow.JobRequest{Kind: "process", Case: acc.Case, Label: guard.Case, Params: flow.ProcessJob{}})
		return "/jobs/" + job.ID, err
	case !v.actor.MaySeeIn(acc.Case, acc.Label):
		return "/accessions?done=handed-in", nil
	}
	return "/accessions/" + acc.ID + "?done=handed-in", nil
}
