package cli

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type redactCmd struct {
	Mark    redactMarkCmd    `cmd:"" help:"Mark what of an item must be hidden before it leaves: a box on a page, a cell, or words."`
	Remove  redactRemoveCmd  `cmd:"" help:"Take marks away by their numbers, or all of them."`
	Show    redactShowCmd    `cmd:"" help:"Show what is hidden of an item, and why."`
	Propose redactProposeCmd `cmd:"" help:"Find what must be hidden before an item leaves by a release or to a recipient, for you to look at."`
	Preview redactPreviewCmd `cmd:"" help:"Write the redacted copy as it would leave now, to look at: a PDF or PNG of pixels, a text, or a table."`
}

// redactionView is what is hidden of an item.
type redactionView struct {
	Item      string     `json:"item"`
	Case      string     `json:"case"`
	Redaction string     `json:"redaction"` // "": nothing ever was
	Reading   string     `json:"reading"`   // SHA-256 of the reading that places are of, or ""
	Marks     []markView `json:"marks"`
	Added     int        `json:"added"`
	// Unplaced are places of the quote that are not hidden: nobody knows where on
	// the page they stand.
	Unplaced []unplacedView `json:"unplaced,omitempty"`
	By       string         `json:"by,omitempty"`
	Time     string         `json:"time,omitempty"`
	Index    int64          `json:"index"`
}

// markView is one thing that is hidden, with its number, from 1.
type markView struct {
	Number int          `json:"number"`
	Page   int          `json:"page,omitempty"`
	Boxes  [][4]float64 `json:"boxes,omitempty"` // left, top, right, bottom in points
	Cell   string       `json:"cell,omitempty"`
	Quote  string       `json:"quote,omitempty"`
	Unseen bool         `json:"unseen,omitempty"`
	Code   string       `json:"code"`
	Reason string       `json:"reason"`
	Entity string       `json:"entity,omitempty"`
	Lift   string       `json:"lift,omitempty"`
}

func viewMarks(marks []redaction.Mark) []markView {
	out := []markView{}
	for i, m := range marks {
		v := markView{Number: i + 1, Page: m.Page, Cell: m.Cell, Quote: m.Quote, Unseen: m.Unseen, Code: string(m.Code), Reason: m.Reason, Entity: m.Entity, Lift: m.Lift}
		for _, b := range m.Boxes {
			at := [4]float64{b.X0, b.Y0, b.X1, b.Y1}
			for i := range at {
				at[i] = math.Round(at[i]*10) / 10
			}
			v.Boxes = append(v.Boxes, at)
		}
		out = append(out, v)
	}
	return out
}

func viewRedaction(f redaction.Marked) redactionView {
	v := redactionView{Item: f.Item.String(), Case: f.Case, Redaction: f.Redaction, Marks: viewMarks(f.Marks)}
	if !f.Rendition.IsZero() {
		v.Reading = f.Rendition.String()
	}
	return v
}

func tellMarks(s *session, marks []markView) {
	for _, m := range marks {
		where := "everywhere"
		switch {
		case m.Cell != "":
			where = "cell " + m.Cell
		case m.Unseen:
			where = "not shown on page " + strconv.Itoa(m.Page)
		case m.Page != 0:
			where = "page " + strconv.Itoa(m.Page)
		}
		line := strconv.Itoa(m.Number) + "  " + where + "  [" + m.Code + "]  " + flat(m.Reason)
		if m.Quote != "" {
			line += ": " + oneLine(m.Quote)
		}
		if m.Entity != "" {
			line += "  (hides " + m.Entity + ")"
		}
		s.sayf("%s", line)
	}
}

// marksOf is the item and case that all of these take.
type marksOf struct {
	Item string `arg:"" help:"The item."`
	Case string `help:"The investigation whose releases it is for; the item's own if not given."`
}

type redactMarkCmd struct {
	marksOf
	Page   int      `help:"The page, from 1."`
	Box    []string `help:"Left, top, right and bottom in points (1/72 inch) from the top left corner of the page. May be given more than once." sep:"none" placeholder:"X0,Y0,X1,Y1"`
	Quote  string   `help:"Words; kinds of letters, joiners and digits need not be typed exactly." placeholder:"TEXT"`
	Cell   string   `help:"A cell of a table, such as C12."`
	All    bool     `help:"Every place of the quote."`
	Unseen bool     `help:"The quote is one that the page as it is drawn does not show, such as a note: nothing is painted."`
	Place  int      `help:"Only this one of its places, from 1."`
	Code   string   `required:"" help:"The rule: A.1 to A.8, B.1 to B.5, consent, third-person, special-category or security."`
	Reason string   `required:"" help:"Why it is hidden."`
	Entity string   `help:"Whom it hides: their pseudonym is written in the box." placeholder:"ID"`
	Lift   string   `help:"When it may be lifted." placeholder:"TEXT"`
}

func (c *redactMarkCmd) Run(s *session) error {
	boxes, err := boxesGiven(c.Box)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		got, err := flow.MarkRedaction(s.ctx, a.Archive, a.Actor, flow.MarkRequest{Item: item.Sum, Case: c.Case, Page: c.Page, Boxes: boxes, Cell: c.Cell, Quote: c.Quote, All: c.All, Unseen: c.Unseen, Place: c.Place,
			Code: redaction.Code(c.Code), Reason: c.Reason, Entity: c.Entity, Lift: c.Lift})
		if err != nil {
			return err
		}
		return answerMarks(s, a, item, got)
	})
}

// boxesGiven reads boxes as they are typed.
func boxesGiven(given []string) (boxes []text.Box, err error) {
	for _, g := range given {
		var at []float64
		for part := range strings.SplitSeq(g, ",") {
			n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
			if err != nil {
				at = nil
				break
			}
			at = append(at, n)
		}
		if len(at) != 4 {
			return nil, fail.New(fail.Usage, "%q is no box", g).Do("give left, top, right and bottom, as 72,100,200.5,114")
		}
		boxes = append(boxes, text.Box{X0: at[0], Y0: at[1], X1: at[2], Y1: at[3]})
	}
	return boxes, nil
}

func answerMarks(s *session, a *Opened, item custody.Item, got flow.Redacted) error {
	if err := see(s, a, item, custody.LookText); err != nil {
		return err
	}
	out := viewRedaction(got.Marked)
	out.Added, out.Index, out.By = got.Added, got.Index, a.Actor.Handle
	for _, u := range got.Unplaced {
		out.Unplaced = append(out.Unplaced, unplacedView(u))
	}
	return s.answer(out, func() {
		s.sayf("redaction %s of item %s: %s, %d new", out.Redaction, short(out.Item), many(int64(len(out.Marks)), "mark", "marks"), out.Added)
		tellMarks(s, out.Marks)
		for _, u := range out.Unplaced {
			s.sayf("page %d: not hidden, for nobody knows where on it this stands; draw a box, or give --unseen if the page does not show it: %s", u.Page, oneLine(u.Quote))
		}
		s.sayf("look at the copy: sanad redact preview %s --out FILE", short(out.Item))
	})
}

type redactRemoveCmd struct {
	marksOf
	Marks []int `arg:"" optional:"" help:"Numbers of marks, as redact show gives them."`
	All   bool  `help:"All marks."`
}

func (c *redactRemoveCmd) Run(s *session) error {
	if c.All == (len(c.Marks) > 0) {
		return fail.New(fail.Usage, "which marks are to be removed is not told, or told twice").Do("give their numbers, or --all")
	}
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		got, err := flow.RemoveMarks(s.ctx, a.Archive, a.Actor, item.Sum, c.Case, "", c.Marks)
		if err != nil {
			return err
		}
		return answerMarks(s, a, item, got)
	})
}

type redactShowCmd struct{ marksOf }

func (c *redactShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		r, err := flow.ShowRedaction(s.ctx, a.Archive, a.Actor, item.Sum, c.Case)
		if err == nil && len(r.Marks) > 0 {
			err = see(s, a, item, custody.LookText)
		}
		if err != nil {
			return err
		}
		out := viewRedaction(r.Marked)
		if out.Index = -1; r.Redaction != "" {
			out.Index, out.By, out.Time = r.Index, r.Actor, r.Time.Format(time.RFC3339)
		}
		return s.answer(out, func() {
			if len(out.Marks) == 0 {
				s.sayf("nothing is hidden of item %s in what leaves the case %s", short(out.Item), out.Case)
				return
			}
			s.sayf("redaction %s of item %s in what leaves the case %s, by %s on %s", out.Redaction, short(out.Item), out.Case, out.By, r.Time.Format(time.DateOnly))
			tellMarks(s, out.Marks)
		})
	})
}

type redactProposeCmd struct {
	marksOf
	Release string `help:"For a release that was asked for." placeholder:"RELEASE" xor:"for"`
	To      string `help:"For a described recipient; the public if neither is given." placeholder:"RECIPIENT" xor:"for"`
	Accept  bool   `help:"Record what is proposed."`
	Only    []int  `help:"With --accept: only these numbers." placeholder:"N"`
}

// proposalView is what must be hidden and is not yet.
type proposalView struct {
	Item     string         `json:"item"`
	Case     string         `json:"case"`
	Seen     string         `json:"seen"` // the redaction it adds to, or ""
	Marks    []markView     `json:"marks"`
	Unplaced []unplacedView `json:"unplaced"`
	Recorded string         `json:"recorded,omitempty"` // the redaction that holds them now
}

// unplacedView is something for which somebody must draw a box.
type unplacedView struct {
	Page  int    `json:"page"`
	Quote string `json:"quote"`
}

func (c *redactProposeCmd) Run(s *session) error {
	if len(c.Only) > 0 && !c.Accept {
		return fail.New(fail.Usage, "--only says which of the proposals are accepted").Do("give --accept with it")
	}
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		req := flow.ProposeRequest{Item: item.Sum, Case: c.Case, Release: c.Release, To: c.To}
		p, err := flow.ProposeRedaction(s.ctx, a.Archive, a.Actor, req, s.Clock())
		if err == nil {
			err = see(s, a, item, custody.LookText)
		}
		if err != nil {
			return err
		}
		out := proposalView{Item: item.Sum.String(), Case: p.Case, Seen: p.Seen, Marks: viewMarks(p.Marks), Unplaced: []unplacedView{}}
		for _, u := range p.Unplaced {
			out.Unplaced = append(out.Unplaced, unplacedView(u))
		}
		if c.Accept {
			got, err := flow.AcceptProposed(s.ctx, a.Archive, a.Actor, req, p.Seen, c.Only, s.Clock())
			if err != nil {
				return err
			}
			out.Recorded = got.Redaction
		}
		return s.answer(out, func() { c.tell(s, out) })
	})
}

func (c *redactProposeCmd) tell(s *session, out proposalView) {
	s.sayf("%s proposed for item %s", many(int64(len(out.Marks)), "mark is", "marks are"), short(out.Item))
	tellMarks(s, out.Marks)
	for _, u := range out.Unplaced {
		s.sayf("page %d: nobody knows where on it this stands; draw a box, or give --unseen if the page does not show it: %s", u.Page, oneLine(u.Quote))
	}
	switch {
	case out.Recorded != "":
		s.sayf("recorded as %s; look at the copy: sanad redact preview %s --out FILE", out.Recorded, short(out.Item))
	case len(out.Marks) > 0:
		s.sayf("record them: give --accept; a machine does not find everything, look at each page")
	}
}

type redactPreviewCmd struct {
	marksOf
	Out string `required:"" help:"The file to write; it must not be there yet." placeholder:"FILE"`
}

// previewedCopy is a redacted copy that was written to look at.
type previewedCopy struct {
	Item      string `json:"item"`
	Path      string `json:"path"`
	MediaType string `json:"media_type"`
	Pages     int    `json:"pages"`
	Hidden    int64  `json:"hidden"`
	Bytes     int    `json:"bytes"`
}

func (c *redactPreviewCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		var copied bytes.Buffer
		made, err := flow.PreviewRedaction(s.ctx, a.Archive, a.Actor, item.Sum, c.Case, &copied)
		if err == nil {
			err = see(s, a, item, custody.LookPicture)
		}
		if err == nil {
			err = s.files().Write(c.Out, copied.Bytes())
		}
		if err != nil {
			return err
		}
		out := previewedCopy{item.Sum.String(), c.Out, made.MediaType, made.Pages, made.Hidden, copied.Len()}
		return s.answer(out, func() {
			s.sayf("wrote %s to %s: %s, %s hidden, %s", made.MediaType, c.Out, many(int64(made.Pages), "page", "pages"), many(made.Hidden, "place", "places"), size(int64(copied.Len())))
			s.sayf("look at every page: what nobody marked is in it")
		})
	})
}
