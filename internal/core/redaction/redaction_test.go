package redaction

import (
	"bytes"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/ground/script"
)

var paper = custody.Sum{1}

func boxed(b ...text.Box) Mark {
	return Mark{Page: 1, Boxes: b, Code: Family, Reason: "her sister"}
}

func marked(m ...Mark) Marked {
	return Marked{Redaction: "x-1", Case: "main", Item: paper, Rendition: custody.Sum{2}, Marks: m}
}

func TestAMarkSaysWhereAndWhy(t *testing.T) {
	box := text.Box{X0: 10, Y0: 10, X1: 50, Y1: 20}
	for _, m := range []Mark{boxed(box), {Cell: "C12", Code: Special, Reason: "belief"}, {Quote: "Ali", Code: NoConsent, Reason: "asked not to be named"}} {
		if err := marked(m).Check(); err != nil {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if err := marked().Check(); err != nil {
		t.Errorf("all marks taken away: %v", err)
	}
	for what, change := range map[string]func(*Mark){
		"no code":            func(m *Mark) { m.Code = "" },
		"a code of its own":  func(m *Mark) { m.Code = "Z.9" },
		"no reason":          func(m *Mark) { m.Reason = " " },
		"no page":            func(m *Mark) { m.Page = 0 },
		"a cell with a box":  func(m *Mark) { m.Cell = "A1" },
		"no size":            func(m *Mark) { m.Boxes[0].X1 = m.Boxes[0].X0 },
		"inside out":         func(m *Mark) { m.Boxes[0].Y1 = m.Boxes[0].Y0 - 1 },
		"not a number":       func(m *Mark) { m.Boxes[0].X0 = math.NaN() },
		"without end":        func(m *Mark) { m.Boxes[0].X1 = math.Inf(1) },
		"on the moon":        func(m *Mark) { m.Boxes[0].X1 = 1e9 },
		"nothing":            func(m *Mark) { m.Boxes = nil },
		"a book":             func(m *Mark) { m.Reason = strings.Repeat("x", maxText+1) },
		"no text":            func(m *Mark) { m.Lift = "\xff" },
		"a region of no one": func(m *Mark) { m.Region = &box },
	} {
		m := boxed(box)
		change(&m)
		if marked(m).Check() == nil {
			t.Errorf("%s passed", what)
		}
	}
	most := marked(slices.Repeat([]Mark{boxed(box)}, MaxMarks)...)
	if err := most.Check(); err != nil {
		t.Errorf("%d marks: %v", MaxMarks, err)
	}
	most.Marks = append(most.Marks, boxed(box))
	if most.Check() == nil {
		t.Errorf("%d marks passed", MaxMarks+1)
	}
}

func TestEveryCodeSaysWhatItMeans(t *testing.T) {
	for _, c := range Codes() {
		if c.Means() == "" || !c.Known() {
			t.Errorf("%s means nothing", c)
		}
	}
}

// line gives a page of words in one line, each so many points a letter.
func line(words string, perLetter float64) text.Page {
	p := text.Page{Number: 1, Text: words, Width: 595, Height: 842}
	x, at := 72.0, 0
	for _, w := range strings.Fields(words) {
		width := float64(len(w)) * perLetter
		p.Words = append(p.Words, text.Word{From: at, To: at + len(w), Box: text.Box{X0: x, Y0: 100, X1: x + width, Y1: 112}})
		x, at = x+width+perLetter, at+len(w)+1
	}
	return p
}

func find(t *testing.T, p text.Page, quote string) ([]text.Box, text.Passage) {
	t.Helper()
	from, to, ok := script.Find(p.Text, quote)
	if !ok {
		t.Fatalf("no %q", quote)
	}
	lines, region := Lines(p, from, to)
	if lines == nil {
		t.Fatalf("%q stands nowhere", quote)
	}
	return lines, text.Passage{Item: paper, Rendition: custody.Sum{2}, Selector: text.Selector{Page: p.Number, Region: region}, Quote: quote}
}

func TestAPaintedBoxHoldsWholeWordsAndDoesNotHaveTheWidthOfTheName(t *testing.T) {
	widths := map[string][]float64{}
	for _, name := range []string{"Ina", "Irina", "Iolanda", "Maria"} {
		p := line("We saw "+name+" at the mill", 6)
		boxes, _ := find(t, p, name)
		b := Widen(boxes[0], p)
		for _, w := range p.Words {
			if shown := w.Box; touches(b, shown) && !Under(shown, []text.Box{b}) {
				t.Errorf("%s: the word %q is half under %v", name, p.Text[w.From:w.To], b)
			}
		}
		if b.X1-b.X0 < Step {
			t.Errorf("%s is under a box %g wide", name, b.X1-b.X0)
		}
		alone := Widen(boxes[0], text.Page{Number: 1, Width: 595, Height: 842})
		widths[name] = append(widths[name], math.Round(alone.X1-alone.X0))
	}
	if widths["Ina"][0] != widths["Irina"][0] || widths["Irina"][0] != widths["Maria"][0] {
		t.Errorf("names of three to five letters have boxes of %v", widths)
	}
	at := Widen(text.Box{X0: 0, Y0: 0, X1: 5, Y1: 5}, text.Page{Width: 100, Height: 100})
	if at.X0 < 0 || at.Y0 < 0 {
		t.Errorf("a box at the corner lies off the page: %v", at)
	}
}

func TestAPassageIsCoveredOrItIsNot(t *testing.T) {
	p := line("We saw Irina Rostami at the old mill", 6)
	boxes, name := find(t, p, "Irina Rostami")
	_, mill := find(t, p, "old mill")
	m := boxed(Widen(boxes[0], p))
	if !Covers(marked(m), name) {
		t.Error("the name is not covered")
	}
	if Covers(marked(m), mill) {
		t.Error("the mill is covered")
	}
	if Covers(marked(boxed(text.Box{X0: 114, Y0: 99, X1: 140, Y1: 113})), name) {
		t.Error("half of the name is covered")
	}
	half := name.Selector.Region.X0 + 20
	left, right := *name.Selector.Region, *name.Selector.Region
	left.X1, right.X0 = half, half
	if !Covers(marked(boxed(left), boxed(right)), name) {
		t.Error("two boxes side by side cover nothing")
	}
	other := name
	other.Item = custody.Sum{9}
	if Covers(marked(m), other) {
		t.Error("marks of one item cover another")
	}
	second := name
	second.Selector.Page = 2
	if Covers(marked(m), second) {
		t.Error("marks of one page cover another")
	}
	nowhere := name
	nowhere.Selector.Region = nil
	if Covers(marked(m), nowhere) {
		t.Error("a passage of which the place is not known is covered by a box")
	}
}

func TestAPassageOverTwoLinesIsCoveredByItsLines(t *testing.T) {
	p := text.Page{Number: 1, Text: "saw Irina Rostami there", Width: 595, Height: 842, Words: []text.Word{
		{From: 0, To: 3, Box: text.Box{X0: 72, Y0: 100, X1: 100, Y1: 112}}, {From: 4, To: 9, Box: text.Box{X0: 480, Y0: 100, X1: 520, Y1: 112}},
		{From: 10, To: 17, Box: text.Box{X0: 72, Y0: 120, X1: 120, Y1: 132}}, {From: 18, To: 23, Box: text.Box{X0: 130, Y0: 120, X1: 160, Y1: 132}}}}
	boxes, name := find(t, p, "Irina Rostami")
	if len(boxes) != 2 {
		t.Fatalf("%d lines", len(boxes))
	}
	m := boxed(boxes...)
	if Covers(marked(m), name) {
		t.Error("boxes that were made for nothing cover what lies between them")
	}
	m.Quote, m.Region = "irina  rostami", name.Selector.Region
	if !Covers(marked(m), name) {
		t.Error("boxes made for just these words do not cover them")
	}
	if !Hidden([]Mark{m}, p, 4, 17) || Hidden([]Mark{m}, p, 0, 17) {
		t.Error("what is hidden of the text is not what is under the boxes")
	}
}

func TestWhatIsUnderBoxesIsNeverLeftOut(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	box := func() text.Box {
		x, y := chance.Float64()*80, chance.Float64()*80
		return text.Box{X0: x, Y0: y, X1: x + 1 + chance.Float64()*40, Y1: y + 1 + chance.Float64()*40}
	}
	said := 0
	for range 3000 {
		region := box()
		boxes := make([]text.Box, chance.IntN(9))
		for i := range boxes {
			boxes[i] = box()
		}
		if !Under(region, boxes) {
			continue
		}
		said++
		for range 200 {
			x, y := region.X0+chance.Float64()*(region.X1-region.X0), region.Y0+chance.Float64()*(region.Y1-region.Y0)
			if !slices.ContainsFunc(boxes, func(b text.Box) bool {
				return b.X0-slack <= x && x <= b.X1+slack && b.Y0-slack <= y && y <= b.Y1+slack
			}) {
				t.Fatalf("%v is said to be under %v, and %g,%g is not", region, boxes, x, y)
			}
		}
	}
	if said == 0 {
		t.Error("nothing was ever under anything")
	}
}

func TestWordsOfATextBecomeOneLabelWhateverTheirLength(t *testing.T) {
	p := text.Page{Number: 2, Text: "From: Ali <ali@example.net>\nعلی‌رضا و علي آمدند. Alireza stayed."}
	marks := []Mark{
		{Quote: "ali", Code: Family, Reason: "r", Entity: "e-1"}, {Quote: "علی", Page: 2, Code: Family, Reason: "r"},
		{Quote: "stayed", Page: 1, Code: Family, Reason: "another page"},
	}
	got, n := Blacken(p, marks, func(m Mark) string { return m.Label(map[string]string{"e-1": "P-017"}) })
	want := "From: [P-017] <[P-017]@example.net>\n[B.2] و [B.2] آمدند. [P-017] stayed."
	if got != want || n != 5 {
		t.Errorf("got %d in %q\nwant %q", n, got, want)
	}
	if got := (Mark{Code: Lead}).Label(map[string]string{"": "P-001"}); got != "A.6" {
		t.Errorf("nobody has the pseudonym %s", got)
	}
}

func TestWhatIsLeftOfAPageIsWhatIsNotHidden(t *testing.T) {
	p := line("We saw Irina Rostami at the old mill", 6)
	boxes, _ := find(t, p, "Irina Rostami")
	if got := strings.Fields(Rest(p, []Mark{boxed(boxes...)})); strings.Join(got, " ") != "We saw at the old mill" {
		t.Errorf("left is %q", got)
	}
	twice := line("We saw Irina Rostami and Irina Rostami saw us", 6)
	first, region := find(t, twice, "Irina Rostami")
	once := Mark{Page: 1, Boxes: first, Quote: "Irina Rostami", Region: region.Selector.Region, Code: Family, Reason: "r"}
	if got := Rest(twice, []Mark{once}); strings.Count(got, "Irina Rostami") != 1 {
		t.Errorf("a box over the first place of a name leaves %q", got)
	}
	half := boxes[0]
	half.X1 -= 5
	if got := Rest(p, []Mark{boxed(half)}); !strings.Contains(got, "Rostami") || strings.Contains(got, "Irina") {
		t.Errorf("left under half a box is %q", got)
	}
	if got := Rest(p, []Mark{{Quote: "Irina", Code: Family, Reason: "r"}}); got != p.Text {
		t.Errorf("words hid something on a page that is drawn: %q", got)
	}
	note := p
	note.Text += " [note] Irina Rostami"
	if got := Rest(note, []Mark{boxed(boxes...)}); !strings.Contains(got, "Irina") {
		t.Error("a note that stands nowhere is hidden by a box")
	}
	looked := Mark{Page: 1, Quote: "Irina Rostami", Unseen: true, Code: Family, Reason: "r"}
	if got := Rest(note, []Mark{boxed(boxes...), looked}); strings.Contains(got, "Irina") {
		t.Errorf("left is %q", got)
	}
	if got := Rest(note, []Mark{looked}); strings.Count(got, "Irina") != 1 || marked(looked).Check() != nil {
		t.Errorf("what the page shows is hidden by the word that it does not: %q", got)
	}
	if got := Rest(note, []Mark{boxed(text.Box{X1: 595, Y1: 842})}); got != "" {
		t.Errorf("left of a page that is hidden whole is %q", got)
	}
	signed := note // the reading places all of the note where its sign is
	signed.Words = append(slices.Clone(p.Words), text.Word{From: len(p.Text) + 1, To: len(signed.Text), Box: text.Box{X0: 500, Y0: 10, X1: 520, Y1: 30}})
	from := strings.LastIndex(signed.Text, "Irina")
	if at, _ := Lines(signed, from, len(signed.Text)); len(at) != 1 || at[0].X0 != 500 {
		t.Errorf("the name in the note stands at %v", at)
	}
	plain := text.Page{Number: 1, Text: "saw Irina there"}
	if got := Rest(plain, []Mark{{Quote: "irina", Code: Family, Reason: "r"}}); strings.Contains(got, "Irina") || !strings.Contains(got, "there") {
		t.Errorf("left of a text is %q", got)
	}
}

func TestATextIsCoveredByItsOwnWordsAlone(t *testing.T) {
	cite := func(quote string, page int) text.Passage {
		return text.Passage{Item: paper, Rendition: custody.Sum{2}, Selector: text.Selector{Page: page}, Quote: quote}
	}
	f := marked(Mark{Quote: "Ali Rostami", Page: 2, Code: Family, Reason: "r"}, Mark{Cell: "Names!C12", Code: Family, Reason: "r"})
	if !Covers(f, cite("ali rostami", 2)) || Covers(f, cite("ali rostami", 1)) || Covers(f, cite("Ali", 2)) {
		t.Error("words are covered elsewhere, or not where they are marked")
	}
	cell := cite("Ali", 0)
	cell.Selector.Cell = "names!c12"
	other := cell
	other.Selector.Cell = "Names!C1"
	if !Covers(f, cell) || Covers(f, other) {
		t.Error("a cell is not covered by the mark on it alone")
	}
}

func TestATableLeavesWithTheCellsThatMayAndEachInItsPlace(t *testing.T) {
	rows := []text.Row{
		{Number: 1, Cells: []text.Cell{{Text: "Name"}, {Text: "Born"}, {Text: "Note"}}},
		{Number: 3, Cells: []text.Cell{{Text: "Irina"}, {Text: "1350"}, {Text: "=HYPERLINK(\"http://x\")"}}},
		{Number: 4, Cells: []text.Cell{{Text: "Sima"}, {Text: ""}}},
	}
	walk := func(rows []text.Row) func(func(text.Row) error) error {
		return func(yield func(text.Row) error) error {
			for _, r := range rows {
				if err := yield(r); err != nil {
					return err
				}
			}
			return nil
		}
	}
	may := map[string]bool{"A1": true, "B1": true, "C1": true, "A3": true, "C3": true}
	var out bytes.Buffer
	left, hidden, err := Table(&out, walk(rows), func(r text.Row, c int) bool { return may[r.CellName(c)] })
	if err != nil || left != 5 || hidden != 3 {
		t.Fatalf("%d left, %d hidden, %v", left, hidden, err)
	}
	in := csv.NewReader(&out)
	in.FieldsPerRecord = -1
	got, err := in.ReadAll()
	want := [][]string{{"Name", "Born", "Note"}, {""}, {"Irina", HiddenCell, "'=HYPERLINK(\"http://x\")"}, {HiddenCell, HiddenCell}}
	if err != nil || !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
	for i := range rows {
		rows[i].Sheet = "Secret name"
	}
	more := append(slices.Clone(rows), text.Row{Number: 2, Sheet: "Other", Cells: []text.Cell{{Text: "x"}}})
	out.Reset()
	if _, _, err := Table(&out, walk(more), func(text.Row, int) bool { return false }); err != nil || strings.Contains(out.String(), "Secret") || !strings.Contains(out.String(), "— 2 —\n\"\"\n"+HiddenCell) {
		t.Errorf("a workbook left as %q, %v", out.String(), err)
	}
	if _, _, err := Table(&out, walk([]text.Row{{Number: 5}, {Number: 4}}), func(text.Row, int) bool { return true }); err == nil {
		t.Error("rows that go backwards passed")
	}
	for _, cell := range []string{"=1", "+1", "-1", "@x", "\t=1", "\r=1"} {
		if Inert(cell) != "'"+cell {
			t.Errorf("%q is taken for a formula", cell)
		}
	}
}

func TestAPassageTellsWhatIsHiddenInTheMidstOfIt(t *testing.T) {
	word, line, next := text.Box{X0: 40, Y0: 10, X1: 70, Y1: 20}, text.Box{X0: 10, Y0: 10, X1: 200, Y1: 20}, text.Box{X0: 10, Y0: 22, X1: 200, Y1: 32}
	quote := Mark{Page: 1, Boxes: []text.Box{word}, Region: &word, Quote: "Sara", Code: Family, Reason: "her"}
	tall := boxed(text.Box{X0: 38, Y0: 9, X1: 72, Y1: 23})
	passage := func(words string, region *text.Box) text.Passage {
		return text.Passage{Item: paper, Selector: text.Selector{Page: 1, Region: region}, Quote: words}
	}
	for what, c := range map[string]struct {
		m    Mark
		p    text.Passage
		want bool
	}{
		"a line around marked words":      {quote, passage("they saw Sara there", &line), true},
		"the same word on another line":   {quote, passage("they saw Sara there", &next), false},
		"other words of the line":         {quote, passage("they saw", &line), false},
		"a line with a box drawn by hand": {tall, passage("they saw Sara there", &line), true},
		"a line that the box reaches":     {tall, passage("and went", &next), false},
		"a place that nobody knows":       {tall, passage("they saw Sara there", nil), true},
		"words hidden in a text":          {Mark{Quote: "Sa\u200cra", Code: Family, Reason: "her"}, passage("saw Sa ra", nil), true},
		"words hidden on another page":    {Mark{Page: 2, Quote: "Sara", Code: Family, Reason: "her"}, passage("saw Sara", nil), false},
		"a cell":                          {Mark{Cell: "B2", Code: Family, Reason: "her"}, text.Passage{Item: paper, Selector: text.Selector{Cell: "b2"}}, true},
		"the same cell of another table":  {Mark{Cell: "B2", Code: Family, Reason: "her"}, text.Passage{Item: custody.Sum{9}, Selector: text.Selector{Cell: "B2"}}, false},
	} {
		if got := Touches(marked(c.m), c.p); got != c.want {
			t.Errorf("%s: %t", what, got)
		}
	}
}
