package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
	"sanad/internal/ground/fail"
)

// HandForm is a form in which what may leave is handed on to programs.
type HandForm string

// The forms.
const (
	HandCSV    HandForm = "csv"    // tables as CSV
	HandXLSX   HandForm = "xlsx"   // the same tables as one workbook
	HandLines  HandForm = "jsonl"  // the same as JSON Lines
	HandLinked HandForm = "jsonld" // JSON-LD with PROV
	HandLoad   HandForm = "edrm"   // load files of courts, with natives, text and images
	HandWeb    HandForm = "wacz"   // web archives
	HandFtM    HandForm = "ftm"    // FollowTheMoney
)

// HandForms lists them.
func HandForms() []HandForm {
	return []HandForm{HandCSV, HandXLSX, HandLines, HandLinked, HandLoad, HandWeb, HandFtM}
}

// The files that are in every folder that is handed on, whatever its form.
const (
	HandAbout  = dossier.ExportFile
	HandFormat = dossier.ExportFormat
)

// HandRequest says what is handed on. What leaves is what a plan says and nothing
// else: that of an approved release, or, where none is named, what may leave to
// nobody in particular.
type HandRequest struct {
	Form    HandForm
	Release string // approved by two; its case is handed on
	Case    string // without Release: this case, or all that the actor knows
	Dataset string // ftm: its name; empty: the archive's log
	Mark    bool   // csv: with the mark of UTF-8 at the beginning, for Excel
	Lines   bool   // jsonld: one document a line
	// Pictures, for edrm: every page is drawn; nil: pictures alone are in it.
	Pictures Pictures
}

// HandedOn tells of what was handed on.
type HandedOn struct {
	Export
	Release    string // "": nobody decided on it
	Claims     int64
	Withheld   int64
	Statements int64     // ftm
	Losses     []FtMLoss // ftm
	Index      int64     // entry of release.built; -1 without a release
}

// ExportHandOn writes what may leave, in a form that programs read, with
// manifest-sha256.txt of all files, whose sum is the export's. With a release, the
// book of a must be the whole one, the plan must be the one that two people
// approved, and that it was built is recorded before the folder has its name; the
// proof of that is in seal/. Without, it must be the book as the actor may know
// it, and the export is recorded before anything is written.
func ExportHandOn(ctx context.Context, a *Archive, actor guard.Actor, req HandRequest, now time.Time, sink Sink, progress Progress) (HandedOn, error) {
	write, err := handWriter(req.Form)
	if err != nil {
		return HandedOn{}, err
	}
	h := newHandout(a, actor, req, now, sink, progress)
	if req.Release != "" {
		err := h.release(ctx, write)
		return h.told, err
	}
	if err := logExport(ctx, a, actor, claim.Exported{Form: string(req.Form), Case: req.Case}); err != nil {
		return h.told, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if err := h.planned(ctx, s); err != nil {
			return err
		}
		return h.write(ctx, s, write)
	})
	return h.told, err
}

// handWriter gives what writes a form.
func handWriter(form HandForm) (func(*handout, context.Context) error, error) {
	switch form {
	case HandCSV, HandXLSX, HandLines:
		return (*handout).tables, nil
	case HandLinked:
		return (*handout).linked, nil
	case HandLoad:
		return (*handout).load, nil
	case HandWeb:
		return (*handout).web, nil
	case HandFtM:
		return (*handout).followTheMoney, nil
	}
	return nil, fail.New(fail.Usage, "there is no form %q", form).Do("use one of %v", HandForms())
}

// handout is what is handed on, in the making.
type handout struct {
	*builder
	req      HandRequest
	s        State
	progress Progress
	parts    []*handPart
	told     HandedOn
	decision disclosure.Release // zero without one
}

func newHandout(a *Archive, actor guard.Actor, req HandRequest, now time.Time, sink Sink, progress Progress) *handout {
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	b := &builder{a: a, actor: actor, sink: sink, now: now.UTC().Truncate(time.Second), out: Built{Release: req.Release}}
	return &handout{builder: b, req: req, progress: progress, told: HandedOn{Release: req.Release, Index: -1}}
}

// planned plans what may leave of each case.
func (h *handout) planned(ctx context.Context, s State) error {
	cases := []string{h.req.Case}
	if h.req.Case == "" {
		var err error
		if cases, err = s.Cases(ctx); err != nil {
			return err
		}
	}
	for _, name := range cases {
		plan, err := openPlan(ctx, h.a, s, name, h.now)
		if err != nil {
			return err
		}
		h.part(name, plan)
	}
	return nil
}

// openPlan tells what of a case may leave to nobody in particular, by nobody's
// decision. It is the strictest there is: that of the public, by which also those
// who are accused and were not asked to reply are not named.
func openPlan(ctx context.Context, a *Archive, s State, caseName string, now time.Time) (disclosure.Plan, error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(a.Random, secret); err != nil {
		return disclosure.Plan{}, fmt.Errorf("drawing the export's secret: %w", err)
	}
	return PlanRelease(ctx, a, s, disclosure.Order{Case: caseName, Shape: disclosure.Site, To: disclosure.Public(), Secret: secret, Day: now.UTC().Format(time.DateOnly)})
}

func (h *handout) part(caseName string, plan disclosure.Plan) {
	h.parts = append(h.parts, newHandPart(caseName, plan))
	h.told.Claims += int64(len(plan.Claims))
	h.told.Withheld += int64(len(plan.Withheld))
}

// write writes the form, what it is, and the manifest.
func (h *handout) write(ctx context.Context, s State, form func(*handout, context.Context) error) error {
	h.s = s
	signed, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	if h.first, err = ledger.CheckpointText(signed); err != nil {
		return err
	}
	if err := form(h, ctx); err != nil {
		return fmt.Errorf("writing the export: %w", err)
	}
	if err := h.about(signed); err != nil {
		return err
	}
	if err := h.manifest(); err != nil {
		return err
	}
	h.told.SHA256 = h.out.Manifest.String()
	return ctx.Err()
}

// handAbout is what an export says of itself. When it was made the ledger tells,
// so that the same content gives the same bytes.
type handAbout struct {
	Format   string   `json:"format"`
	Form     HandForm `json:"form"`
	Origin   string   `json:"origin"`
	Cases    []string `json:"cases"`
	Release  string   `json:"release,omitempty"`
	Title    string   `json:"title,omitempty"`
	Audience string   `json:"audience,omitempty"`
	Claims   int64    `json:"claims"`
	Withheld int64    `json:"withheld"`
}

// about writes what the export is and what was left out of it, by rule and entry;
// with a release also the log it was planned from.
func (h *handout) about(signed []byte) error {
	told := handAbout{Format: HandFormat, Form: h.req.Form, Origin: h.a.origin(), Cases: []string{}, Release: h.req.Release, Claims: h.told.Claims, Withheld: h.told.Withheld}
	for _, p := range h.parts {
		told.Cases = append(told.Cases, p.name)
	}
	if h.req.Release != "" {
		told.Title, told.Audience = h.decision.Title, h.decision.Audience
		if err := errors.Join(h.put(dossier.KeyFile, []byte(h.a.Key+"\n")), h.put(dossier.CheckpointFile, signed)); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(told, "", "  ")
	if err != nil {
		return err
	}
	withheld, err := h.leftOut().Marshal()
	if err != nil {
		return err
	}
	return errors.Join(h.put(HandAbout, append(text, '\n')), h.put(dossier.WithheldFile, withheld))
}

// leftOut tells what the export does not hold, or not whole, of all its cases.
func (h *handout) leftOut() (all dossier.LeftOut) {
	named := map[string]bool{}
	for _, p := range h.parts {
		if p.copies == nil { // of a form without originals
			for _, c := range p.plan.Copies {
				p.copies = append(p.copies, BundledCopy{PlannedCopy: c})
			}
		}
		l := leftOut(p.plan, p.copies)
		all.Withheld, all.InPart = append(all.Withheld, l.Withheld...), append(all.InPart, l.InPart...)
		for _, c := range l.Copies {
			if !named[c.Name] {
				named[c.Name], c.File = true, "" // where it lies is told by the load file
				all.Copies = append(all.Copies, c)
			}
		}
	}
	return all
}

// file writes one file of the export.
func (h *handout) file(name string, write func(io.Writer) error) error {
	w, err := h.create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(w), w.Close())
}

func (h *handout) warn(format string, args ...any) {
	const most = 200
	if len(h.told.Warnings) < most {
		h.told.Warnings = append(h.told.Warnings, fmt.Sprintf(format, args...))
	}
}
