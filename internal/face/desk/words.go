package desk

import (
	"context"
	"io"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// wordsPage is where a passage is chosen by its words, without a script: a
// line, then its first word, then its last one, each by a link that every
// keyboard reaches.
type wordsPage struct {
	frame
	Item   custody.Item
	Read   *reading
	Hidden string // the address that shows what is graphic; "" if nothing is
	Step   string // line, from, to, or cite
	Lines  []chosenWord
	Words  []chosenWord
	More   string // the address of further words to end with
	Quote  string
	From   int
	To     int
	Page   int
	Back   string
	Before string // lines before those that are shown
	After  string
}

// chosenWord is a line or a word that can be chosen; one without an address stands
// there to be read.
type chosenWord struct{ Text, Href string }

// The most that one step shows, so that a page stays small.
const (
	wordsInLine = 14
	linesShown  = 60
	wordsShown  = 80
)

func showWords(ctx context.Context, v *visit) (view, error) {
	want, err := v.wanted()
	if err != nil {
		return nil, err
	}
	of, err := v.textOf(ctx)
	if err != nil {
		return nil, err
	}
	p := &wordsPage{Item: of.Item}
	if p.Hidden = of.Graphic; p.Hidden != "" {
		return p, nil
	}
	if p.Read, err = v.read(ctx, of, want); err != nil {
		return nil, err
	}
	if p.Read == nil || p.Read.Form != text.Pages {
		return nil, fail.New(fail.NotFound, "item %s has no pages of text to choose words of", p.Item.Sum).Do("quote the words on the item's page")
	}
	p.Page = p.Read.page.Number
	if err := p.step(v); err != nil {
		return nil, err
	}
	return p, v.see(ctx, p.Item, custody.LookText)
}

// textOf reads of an item what the pages of its text need.
func (v *visit) textOf(ctx context.Context) (*itemPage, error) {
	of := &itemPage{}
	return of, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if of.Item, err = flow.FindItem(ctx, s, v.actor, v.r.PathValue("item")); err != nil {
			return err
		}
		if of.Graphic, err = v.graphicItem(ctx, s, of.Item.Sum); err != nil {
			return err
		}
		return of.readings(ctx, s)
	})
}

// step decides by what is chosen already what is chosen next.
func (p *wordsPage) step(v *visit) error {
	chosen := map[string]int{}
	for _, name := range []string{"line", "from", "to", "words"} {
		n, err := v.number(name)
		if err != nil {
			return err
		}
		if chosen[name] = -1; v.query(name) != "" {
			chosen[name] = n
		}
	}
	all := wordsOf(p.Read.page.Text)
	end := func(at int) bool { return at >= 0 && at < len(all) }
	switch {
	case end(chosen["from"]) && end(chosen["to"]) && chosen["to"] >= chosen["from"]:
		p.Step, p.From, p.To = "cite", all[chosen["from"]].from, all[chosen["to"]].to
		p.Quote = p.Read.page.Text[p.From:p.To]
		p.Back = p.at(v, "from", chosen["from"])
	case end(chosen["from"]):
		p.toEnd(v, all, chosen["from"], max(wordsShown, chosen["words"]))
	case chosen["line"] >= 0:
		p.fromLine(v, all, chosen["line"])
	default:
		start, err := v.number("start")
		if err != nil {
			return err
		}
		p.lines(v, all, start)
	}
	return nil
}

// toEnd offers the words with which the passage may end.
func (p *wordsPage) toEnd(v *visit, all []wordAt, from, most int) {
	p.Step, p.Back = "to", p.at(v, "line", lineOf(all, from))
	most = min(most, 10*wordsShown)
	for i := from; i < len(all); i++ {
		if i-from == most {
			if most < 10*wordsShown {
				p.More = p.at(v, "from", from, "words", most+wordsShown)
			}
			break
		}
		p.Words = append(p.Words, chosenWord{all[i].text, p.at(v, "from", from, "to", i)})
	}
}

// fromLine offers the words of a line as those with which the passage begins.
func (p *wordsPage) fromLine(v *visit, all []wordAt, line int) {
	p.Step, p.Back = "from", p.at(v, "start", line/linesShown*linesShown)
	for i, w := range all {
		if w.line == line {
			p.Words = append(p.Words, chosenWord{w.text, p.at(v, "from", i)})
		}
	}
}

// lines offers lines.
func (p *wordsPage) lines(v *visit, all []wordAt, start int) {
	p.Step, p.Back = "line", "/items/"+p.Item.Sum.String()+"?"+p.query(v).Encode()+"#text"
	for _, w := range all {
		switch {
		case w.line < start:
			p.Before = p.at(v, "start", max(0, start-linesShown))
		case w.line >= start+linesShown:
			p.After = p.at(v, "start", start+linesShown)
			return
		case len(p.Lines) == w.line-start:
			p.Lines = append(p.Lines, chosenWord{w.text, p.at(v, "line", w.line)})
		default:
			p.Lines[w.line-start].Text += " " + w.text
		}
	}
}

func (p *wordsPage) query(v *visit) url.Values {
	q := url.Values{"rendition": {p.Read.Short()}, "part": {strconv.Itoa(p.Read.Part)}}
	if v.wantsGraphic() {
		q.Set("graphic", "show")
	}
	return q
}

// at gives the address of this page with other choices made.
func (p *wordsPage) at(v *visit, set ...any) string {
	q := p.query(v)
	for i := 0; i+1 < len(set); i += 2 {
		q.Set(set[i].(string), strconv.Itoa(set[i+1].(int)))
	}
	return "/items/" + p.Item.Sum.String() + "/words?" + q.Encode() + "#choose"
}

// wordAt is a word of a page with its bytes and the line it is shown in.
type wordAt struct {
	from, to, line int
	text           string
}

// wordsOf parts a text at its spaces. Lines are those of the text, long ones
// parted.
func wordsOf(in string) (words []wordAt) {
	line, inLine := 0, 0
	for at := 0; at < len(in); {
		rest := in[at:]
		space := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsSpace(r) })
		if space < 0 {
			break
		}
		if inLine > 0 && (strings.ContainsAny(rest[:space], "\n\u2028\u2029") || inLine == wordsInLine) {
			line, inLine = line+1, 0
		}
		at += space
		end := strings.IndexFunc(in[at:], unicode.IsSpace)
		if end < 0 {
			end = len(in) - at
		}
		words = append(words, wordAt{at, at + end, line, in[at : at+end]})
		at += end
		inLine++
	}
	return words
}

func lineOf(words []wordAt, at int) int { return words[at].line }

// citeWords records the passage whose words were chosen.
func (v *visit) citeWords(ctx context.Context, item custody.Sum) (flow.Cited, error) {
	at := flow.CitePlace{Item: item, Note: v.field("note")}
	for name, into := range map[string]*int{"page": &at.Page, "from": &at.From, "to": &at.To} {
		n, err := v.number(name)
		if err != nil {
			return flow.Cited{}, err
		}
		*into = n
	}
	var err error
	if at.Rendition, err = custody.ParseSum(v.field("rendition")); err != nil {
		return flow.Cited{}, fail.New(fail.Usage, "reading which text is cited: %w", err)
	}
	return flow.CiteAt(ctx, v.archive(), v.actor, at)
}

// textOfPart reads the text of one page of a reading.
func (v *visit) textOfPart(ctx context.Context, r text.Rendition, part int) (out string, err error) {
	data, err := v.Archive.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return "", err
	}
	defer func() {
		if shut := data.Close(); err == nil {
			err = shut
		}
	}()
	return pageText(data, part)
}

func pageText(data io.Reader, part int) (out string, err error) {
	return out, text.EachPage(data, func(p text.Page) error {
		if p.Number != part {
			return nil
		}
		out = p.Text
		return text.ErrStop
	})
}
