package desk

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// redactPage shows what is hidden of an item in what leaves its case.
type redactPage struct {
	frame
	Item    custody.Item
	Now     redaction.Redaction
	Marks   []markLine
	Codes   []redaction.Code
	MayMark bool
	Drawn   bool // boxes can be drawn on its pages
	Table   bool
	Part    int // the page that is shown
	Pages   int // how many there are; 0: nobody knows
	Leaf    *leaf
	For     string // whom proposals are for: a recipient, or "" for the public
	Asked   bool   // proposals were asked for
	Found   flow.Proposal
	Propose []markLine
	To      []disclosure.Recipient
	Hidden  string // the address that shows what is graphic; "" if nothing is hidden
}

// markLine is one mark with its number.
type markLine struct {
	Number int
	redaction.Mark
}

func linesOf(marks []redaction.Mark) (out []markLine) {
	for i, m := range marks {
		out = append(out, markLine{i + 1, m})
	}
	return out
}

// mayRedact reports whether the actor says what must be hidden: who reads for the
// case, and who lets things leave it.
func (v *visit) mayRedact(caseName string) bool {
	return v.mayIn(caseName, guard.ToMark)
}

func showRedact(ctx context.Context, v *visit) (view, error) {
	part, err := v.number("part")
	if err != nil {
		return nil, err
	}
	p := &redactPage{Part: max(part, 1), Codes: redaction.Codes(), For: v.query("to"), Asked: v.query("propose") != ""}
	var all []text.Rendition
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Item, err = flow.FindItem(ctx, s, v.actor, v.r.PathValue("item")); err != nil {
			return err
		}
		if p.Hidden, err = v.graphicItem(ctx, s, p.Item.Sum); err != nil {
			return err
		}
		if p.To, err = s.Recipients(ctx); err != nil {
			return err
		}
		all, err = s.Renditions(ctx, p.Item.Sum)
		return err
	})
	if err != nil || p.Hidden != "" {
		return p, err
	}
	p.MayMark = v.mayRedact(p.Item.Case)
	if p.Now, err = flow.ShowRedaction(ctx, v.archive(), v.actor, p.Item.Sum, ""); err != nil {
		return nil, err
	}
	p.Marks = linesOf(p.Now.Marks)
	if err := p.picture(ctx, v, all); err != nil {
		return nil, err
	}
	if p.Asked && p.MayMark {
		if p.Found, err = flow.ProposeRedaction(ctx, v.archive(), v.actor, flow.ProposeRequest{Item: p.Item.Sum, To: p.For}, v.Clock()); err != nil {
			return nil, err
		}
		p.Propose = linesOf(p.Found.Marks)
	}
	return p, v.see(ctx, p.Item, custody.LookPage, custody.LookText)
}

// picture puts the marks of a page on its picture.
func (p *redactPage) picture(ctx context.Context, v *visit, all []text.Rendition) error {
	read, readable := text.Primary(all)
	p.Table = readable && read.Form == text.Rows
	if p.Drawn = v.Archive.Redactor != nil && v.Archive.Redactor.Draws(p.Item.MediaType); !p.Drawn || v.Picture == nil {
		return nil
	}
	l := &leaf{Part: p.Part, Address: "/items/" + p.Item.Sum.String() + "/pictures/" + strconv.Itoa(p.Part)}
	if v.wantsGraphic() {
		l.Address += "?graphic=show"
	}
	if readable && read.Form == text.Pages {
		p.Pages = int(read.Parts)
		page, err := flow.PageOf(ctx, v.archive(), read, p.Part)
		if err != nil && fail.Of(err) != fail.NotFound {
			return err
		}
		l.Width, l.Height = page.Width, page.Height
	}
	for _, m := range p.Now.Marks {
		if m.Page != p.Part {
			continue
		}
		for _, b := range m.Boxes {
			l.Boxes = append(l.Boxes, leafBox{b.X0, b.Y0, b.X1 - b.X0, b.Y1 - b.Y0, string(m.Code), true})
		}
	}
	if p.Part > 1 {
		l.Previous = p.Part - 1
	}
	if p.Pages == 0 || p.Part < p.Pages {
		l.Next = p.Part + 1
	}
	p.Leaf = l
	return nil
}

// redactAddress is where the page of an item's marks is.
func redactAddress(item custody.Item, part int, done string) string {
	q := url.Values{"done": {done}}
	if part > 1 {
		q.Set("part", strconv.Itoa(part))
	}
	return "/items/" + item.Sum.String() + "/redact?" + q.Encode() + "#marks"
}

// markRedact records what a form says is to be hidden: a box by its four sides, a
// quote or a cell.
func markRedact(ctx context.Context, v *visit) (string, error) {
	item, err := v.item(ctx)
	if err != nil {
		return "", err
	}
	page, err := v.number("page")
	if err != nil {
		return "", err
	}
	req := flow.MarkRequest{Item: item.Sum, Page: page, Quote: v.field("quote"), Cell: strings.TrimSpace(v.field("cell")), All: v.field("all") != "", Unseen: v.field("unseen") != "",
		Code: redaction.Code(v.field("code")), Reason: v.field("reason"), Entity: strings.TrimSpace(v.field("entity")), Lift: v.field("lift")}
	if req.Boxes, err = v.boxes(); err != nil {
		return "", err
	}
	if len(req.Boxes) > 0 { // the page of the picture; that of the words is another field, empty for all
		if page, err = v.number("on"); err != nil {
			return "", err
		}
		req.Page = page
	}
	got, err := flow.MarkRedaction(ctx, v.archive(), v.actor, req)
	if fail.Of(err) == fail.NotFound { // the item is there: it is the quote, page or person that is not
		return "", fail.New(fail.Usage, "%w", err)
	}
	if err != nil {
		return "", err
	}
	done := "redact-marked"
	if len(got.Unplaced) > 0 {
		done = "redact-unplaced"
	}
	return redactAddress(item, page, done), nil
}

// boxes reads the four sides of a box, none if all are empty.
func (v *visit) boxes() ([]text.Box, error) {
	var at [4]float64
	given := 0
	for i, side := range []string{"x0", "y0", "x1", "y1"} {
		word := strings.TrimSpace(v.field(side))
		if word == "" {
			continue
		}
		n, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, fail.New(fail.Usage, "%q is no place on a page", word)
		}
		at[i], given = n, given+1
	}
	switch given {
	case 0:
		return nil, nil
	case 4:
		return []text.Box{{X0: at[0], Y0: at[1], X1: at[2], Y1: at[3]}}, nil
	}
	return nil, fail.New(fail.Usage, "a box has four sides").Do("give left, top, right and bottom in points")
}

// numbersIn reads the numbers that a form ticked.
func (v *visit) numbersIn(name string) (out []int, err error) {
	for _, word := range v.r.PostForm[name] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return nil, fail.New(fail.Usage, "%q is no number of a mark", word)
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return nil, fail.New(fail.Usage, "no mark is chosen")
	}
	return out, nil
}

// removeMarks takes away the marks that a form ticked, if nobody changed them since
// it was shown.
func removeMarks(ctx context.Context, v *visit) (string, error) {
	item, err := v.item(ctx)
	if err != nil {
		return "", err
	}
	numbers, err := v.numbersIn("mark")
	if err != nil {
		return "", err
	}
	if _, err := flow.RemoveMarks(ctx, v.archive(), v.actor, item.Sum, "", v.field("seen"), numbers); err != nil {
		return "", err
	}
	return redactAddress(item, 1, "redact-removed"), nil
}

// acceptMarks records the proposals that a form ticked.
func acceptMarks(ctx context.Context, v *visit) (string, error) {
	item, err := v.item(ctx)
	if err != nil {
		return "", err
	}
	numbers, err := v.numbersIn("mark")
	if err != nil {
		return "", err
	}
	req := flow.ProposeRequest{Item: item.Sum, To: v.field("to")}
	if _, err := flow.AcceptProposed(ctx, v.archive(), v.actor, req, v.field("seen"), numbers, v.Clock()); err != nil {
		return "", err
	}
	return redactAddress(item, 1, "redact-marked"), nil
}

// mostCopied bounds the copy that is made for a browser, in bytes: it is held until
// it is whole, so that half of one is never taken for a copy.
const mostCopied = 64 << 20

// sendRedacted gives the copy as it would leave now, to be saved and looked at.
func sendRedacted(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	item, err := v.item(ctx)
	if err != nil {
		return err
	}
	if err := v.refuseGraphic(ctx, item.Sum); err != nil {
		return err
	}
	held := &copied{}
	made, err := flow.PreviewRedaction(ctx, v.archive(), v.actor, item.Sum, "", held)
	if err != nil {
		return damaged(err)
	}
	if err := v.see(ctx, item, custody.LookPicture); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", made.MediaType)
	h.Set("Content-Security-Policy", boxed)
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=\"redacted-%s%s\"", item.Sum.String()[:12], endingOf(made.MediaType)))
	h.Set("Content-Length", strconv.Itoa(held.Len()))
	_, err = w.Write(held.Bytes())
	return err
}

func endingOf(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	return map[string]string{"application/pdf": ".pdf", "image/png": ".png", "text/csv": ".csv"}[kind]
}

// copied holds what is written up to mostCopied bytes.
type copied struct{ bytes.Buffer }

func (b *copied) Write(p []byte) (int, error) {
	if b.Len()+len(p) > mostCopied {
		return 0, fail.New(fail.Refused, "the copy is larger than %d MiB", mostCopied>>20).Do("write it to a file: sanad redact preview")
	}
	return b.Buffer.Write(p)
}
