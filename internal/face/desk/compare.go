package desk

import (
	"context"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// comparePage is two readings of an item side by side, page by page, with
// what differs between them marked.
type comparePage struct {
	frame
	Item        custody.Item
	Hidden      string // the address that shows what is graphic; "" if nothing is
	Readings    []text.Rendition
	Left, Right text.Rendition
	Part, Last  int
	Previous    int
	Next        int
	OnLeft      []differPiece
	OnRight     []differPiece
	Same        bool
	Cut         bool // the page is too long to be compared whole
}

func showCompare(ctx context.Context, v *visit) (view, error) {
	of, err := v.textOf(ctx)
	if err != nil {
		return nil, err
	}
	p := &comparePage{Item: of.Item, Hidden: of.Graphic}
	if p.Hidden != "" {
		return p, nil
	}
	for _, r := range of.all {
		if r.Form == text.Pages {
			p.Readings = append(p.Readings, r)
		}
	}
	if len(p.Readings) < 2 {
		return p, nil
	}
	if err := p.choose(v, text.Current(of.all)); err != nil {
		return nil, err
	}
	left, err := v.textOfPart(ctx, p.Left, p.Part)
	if err != nil {
		return nil, err
	}
	right, err := v.textOfPart(ctx, p.Right, p.Part)
	if err != nil {
		return nil, err
	}
	p.OnLeft, p.OnRight, p.Cut = differ(left, right)
	p.Same = left == right
	return p, v.see(ctx, p.Item, custody.LookText)
}

// choose takes the two readings and the page that the address asks for: unasked,
// the first two that are current, or the last two there are.
func (p *comparePage) choose(v *visit, current []text.Rendition) error {
	n := len(p.Readings)
	p.Left, p.Right = p.Readings[n-2], p.Readings[n-1]
	var pages []text.Rendition
	for _, r := range current {
		if r.Form == text.Pages {
			pages = append(pages, r)
		}
	}
	if len(pages) > 1 {
		p.Left, p.Right = pages[0], pages[1]
	}
	for name, into := range map[string]*text.Rendition{"left": &p.Left, "right": &p.Right} {
		if err := pick(p.Readings, v.query(name), into); err != nil {
			return err
		}
	}
	part, err := v.number("part")
	if err != nil {
		return err
	}
	p.Last = int(max(p.Left.Parts, p.Right.Parts))
	p.Part = max(1, min(part, p.Last))
	if p.Part > 1 {
		p.Previous = p.Part - 1
	}
	if p.Part < p.Last {
		p.Next = p.Part + 1
	}
	return nil
}

func pick(from []text.Rendition, asked string, into *text.Rendition) error {
	if asked == "" {
		return nil
	}
	for _, r := range from {
		if len(asked) >= 6 && strings.HasPrefix(r.Sum.String(), asked) {
			*into = r
			return nil
		}
	}
	return fail.New(fail.NotFound, "there is no reading %s", asked)
}

// Brief names a reading in an address.
func (p *comparePage) Brief(r text.Rendition) string { return r.Sum.String()[:shortReading] }

// differPiece is a part of one of two texts, which the other has too or not.
type differPiece struct {
	Text  string
	Alone bool
}

// differMost bounds the words of a page that are compared, and what is
// compared with what.
const (
	differMost  = 6000
	differCells = 4_000_000
)

// differ compares two texts word by word and gives both, in pieces. What lies
// between the first and the last difference is compared by the longest run of
// words that both have; where that would take too long, all of it differs.
func differ(left, right string) (onLeft, onRight []differPiece, cut bool) {
	a, cutA := inWords(left)
	b, cutB := inWords(right)
	head := 0
	for head < len(a) && head < len(b) && same(a[head], b[head]) {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && same(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	aloneA, aloneB := alone(a[head:len(a)-tail], b[head:len(b)-tail])
	return joined(a, head, aloneA), joined(b, head, aloneB), cutA || cutB
}

func same(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }

// inWords parts a text into its words, each with the space behind it.
func inWords(in string) (out []string, cut bool) {
	words := wordsOf(in)
	if cut = len(words) > differMost; cut {
		words = words[:differMost]
	}
	for i, w := range words {
		end := w.to
		if i+1 < len(words) {
			end = words[i+1].from
		}
		out = append(out, in[w.from:end])
	}
	return out, cut
}

// alone tells which words of two texts the other has not, by their longest
// common sequence.
func alone(a, b []string) (onlyA, onlyB []bool) {
	onlyA, onlyB = make([]bool, len(a)), make([]bool, len(b))
	for i := range onlyA {
		onlyA[i] = true
	}
	for i := range onlyB {
		onlyB[i] = true
	}
	if len(a)*len(b) > differCells {
		return onlyA, onlyB
	}
	wide := len(b) + 1
	longest := make([]int16, (len(a)+1)*wide)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same(a[i], b[j]) {
				longest[i*wide+j] = longest[(i+1)*wide+j+1] + 1
			} else {
				longest[i*wide+j] = max(longest[(i+1)*wide+j], longest[i*wide+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case same(a[i], b[j]):
			onlyA[i], onlyB[j] = false, false
			i, j = i+1, j+1
		case longest[(i+1)*wide+j] >= longest[i*wide+j+1]:
			i++
		default:
			j++
		}
	}
	return onlyA, onlyB
}

// joined puts words together that are alike in whether the other text has them.
func joined(words []string, head int, alone []bool) (out []differPiece) {
	for i, w := range words {
		is := i >= head && i-head < len(alone) && alone[i-head]
		if last := len(out) - 1; last >= 0 && out[last].Alone == is {
			out[last].Text += w
			continue
		}
		out = append(out, differPiece{w, is})
	}
	return out
}
