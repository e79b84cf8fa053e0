package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// aboutView is a reference with the address of what it names, if the reader can
// see that.
type aboutView struct {
	intake.Reference
	Href string
}

// aboutView looks whether the reader can see what a reference names.
func (v *sight) aboutView(ctx context.Context, about intake.Reference) (aboutView, error) {
	out := aboutView{Reference: about}
	_, ok, err := flow.KnowsAbout(ctx, v, about)
	if err != nil || !ok {
		return out, err
	}
	switch about.On {
	case intake.AboutEntity, intake.AboutRow:
		out.Href = "/entities/" + about.ID
	case intake.AboutClaim:
		out.Href = "/claims/" + about.ID
	case intake.AboutFinding:
		out.Href = "/findings/" + about.ID
	case intake.AboutItem:
		out.Href = "/items/" + about.ID
	case intake.AboutPseudonym:
		out.Href = "/releases/" + about.Release()
	}
	return out, nil
}

// correctionRow is a correction in a list.
type correctionRow struct {
	intake.Correction
	At aboutView
}

func (v *sight) correctionRows(ctx context.Context, all []intake.Correction) (rows []correctionRow, err error) {
	seen := map[string]aboutView{}
	for _, c := range all {
		at, ok := seen[c.About.ID]
		if !ok {
			if at, err = v.aboutView(ctx, c.About); err != nil {
				return nil, err
			}
			seen[c.About.ID] = at
		}
		rows = append(rows, correctionRow{c, at})
	}
	return rows, nil
}

// correctionsBeside is how many corrections stand on the page of what they are
// about; the open ones come first.
const correctionsBeside = 25

// correctionsOf gives the corrections of an entry, for who may know of them.
func (v *sight) correctionsOf(ctx context.Context, about string) ([]intake.Correction, error) {
	all, err := v.CorrectionsOf(ctx, about)
	slices.SortStableFunc(all, openFirst)
	return all[:min(len(all), correctionsBeside)], err
}

func openFirst(a, b intake.Correction) int {
	switch {
	case a.Open() == b.Open():
		return 0
	case a.Open():
		return -1
	}
	return 1
}

// correctionsPage lists what readers say should stand otherwise: what is open, the
// oldest first, then what is decided.
type correctionsPage struct {
	frame
	pager
	Cases []caseLine
	Rows  []correctionRow
}

func showCorrections(ctx context.Context, v *visit) (view, error) {
	after, err := v.index("after")
	if err != nil {
		return nil, err
	}
	p := &correctionsPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, v.query("case")); err != nil {
			return err
		}
		all, err := s.Corrections(ctx, v.query("case"))
		if err != nil {
			return err
		}
		slices.SortStableFunc(all, openFirst)
		at := slices.IndexFunc(all, func(c intake.Correction) bool { return c.Index == after })
		all = all[at+1:]
		next := ""
		if len(all) > pageRows {
			all = all[:pageRows]
			next = strconv.FormatInt(all[pageRows-1].Index, 10)
		}
		p.pager = v.part("after", next)
		p.Rows, err = s.correctionRows(ctx, all)
		return err
	})
}

// correctionView is what of a submission's page speaks of its correction.
type correctionView struct {
	Of       *correctionRow // as it was noted or decided
	Outcomes []intake.Outcome
	Notes    []noteField
}

// noteField is the field for a note in one language.
type noteField struct {
	Lang words.Lang
	Own  string
}

// About gives the reference to begin with.
func (c correctionView) About() string {
	if c.Of != nil {
		return c.Of.About.ID
	}
	return ""
}

func (v *sight) correctionView(ctx context.Context, id string) (out correctionView, err error) {
	out.Outcomes = intake.Outcomes()
	for _, l := range words.Langs() {
		out.Notes = append(out.Notes, noteField{l, l.Own()})
	}
	if id == "" {
		return out, nil
	}
	c, err := v.Correction(ctx, id)
	if err != nil {
		return out, err
	}
	rows, err := v.correctionRows(ctx, []intake.Correction{c})
	if err == nil {
		out.Of = &rows[0]
	}
	return out, err
}

// reference reads the reference that was typed; nothing is the one that was noted.
func (v *visit) reference() (intake.Reference, error) {
	ref := strings.TrimSpace(v.field("about"))
	about, ok := intake.ParseReference(ref)
	if ref != "" && !ok {
		return about, intake.Reference{ID: ref}.Check()
	}
	return about, nil
}

func noteCorrection(ctx context.Context, v *visit) (string, error) {
	about, err := v.reference()
	if err == nil {
		_, err = flow.NoteCorrection(ctx, v.archive(), v.actor, v.r.PathValue("submission"), about)
	}
	return v.worked("correction-noted", err)
}

func decideCorrection(ctx context.Context, v *visit) (string, error) {
	about, err := v.reference()
	if err != nil {
		return "", err
	}
	req := flow.CorrectionRequest{Submission: v.r.PathValue("submission"), About: about, Apart: v.field("apart") != "", Outcome: intake.Outcome(v.field("outcome")),
		Made: strings.Fields(v.field("made")), Withdrawn: strings.Fields(v.field("withdrawn")), Reason: v.field("reason"), Note: map[string]string{}}
	for _, l := range words.Langs() {
		req.Note[string(l)] = strings.ReplaceAll(v.field("note-"+string(l)), "\r\n", "\n")
	}
	if strings.TrimSpace(v.field("key")) != "" {
		r, err := v.reader()
		if err != nil {
			return "", err
		}
		req.Reader = &r
	}
	_, err = flow.DecideCorrection(ctx, v.archive(), v.actor, req)
	return v.worked("correction-decided", err)
}
