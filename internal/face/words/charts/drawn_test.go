package charts

import (
	"testing"

	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/ground/calendar"
)

func TestACommandIsMirroredForReadersFromTheRight(t *testing.T) {
	tables, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	named := func(name string) tenure.Named { return tenure.Named{Name: name} }
	up := &tenure.Node{Unit: named("unit"), Next: []tenure.Step{
		{Sure: tenure.Certain, Node: &tenure.Node{Unit: named("first")}}, {Sure: tenure.Disputed, Node: &tenure.Node{Unit: named("second")}}}}
	down := &tenure.Node{Unit: named("unit"), Next: []tenure.Step{{Sure: tenure.Possible, Node: &tenure.Node{Unit: named("under")}}}}
	left, right := NewCommand("c", up, down, false, tables[words.English]), NewCommand("c", up, down, true, tables[words.English])
	if len(left.Boxes) != 4 || len(left.Ties) != 3 {
		t.Fatalf("%d boxes, %d ties", len(left.Boxes), len(left.Ties))
	}
	for i, b := range left.Boxes {
		if m := right.Boxes[i]; m.X != left.Width-b.X-b.W || m.Y != b.Y {
			t.Errorf("box %d is at %d and mirrored at %d of %d", i, b.X, m.X, left.Width)
		}
		if b.X < 0 || b.X+b.W > left.Width || b.Y < 0 || b.Y+b.H > left.Height {
			t.Errorf("box %d stands outside of the picture", i)
		}
		for _, o := range left.Boxes[i+1:] {
			if b.X < o.X+o.W && o.X < b.X+b.W && b.Y < o.Y+o.H && o.Y < b.Y+b.H {
				t.Errorf("two boxes lie over each other")
			}
		}
	}
	if first, second := left.Boxes[1], left.Boxes[2]; first.Y+first.H != second.Y+second.H || first.Y >= left.Boxes[0].Y {
		t.Error("what sources tell differently does not stand side by side above the unit")
	}
}

func TestABarIsWholeOnlyWhereNoSourceLeavesADoubt(t *testing.T) {
	end := func(from, to calendar.Day) tenure.End { return tenure.End{Read: true, Span: calendar.Days(from, to)} }
	of := func(from, to []tenure.End) *tenure.Tenure {
		return &tenure.Tenure{Window: tenure.Window{From: from, To: to}}
	}
	line := axis{0, 1000, 0, 1000, false}
	b := line.bar(of([]tenure.End{end(100, 200)}, []tenure.End{end(500, 600)}), 0)
	if b.Sure == nil || *b.Sure != (stretch{200, 300}) || len(b.Pale) != 2 || b.Pale[0] != (stretch{100, 100}) || b.Pale[1] != (stretch{500, 100}) {
		t.Errorf("sure %v, pale %v", b.Sure, b.Pale)
	}
	if b = line.bar(of([]tenure.End{end(100, 100)}, nil), 0); b.Sure != nil || b.FadeTo == nil || b.FadeFrom != nil {
		t.Errorf("without an end: sure %v, fades %v and %v", b.Sure, b.FadeFrom, b.FadeTo)
	}
	if b = line.bar(of([]tenure.End{end(100, 100), end(400, 400)}, []tenure.End{end(300, 300)}), 0); b.Sure != nil {
		t.Errorf("ends that contradict each other are drawn as sure: %v", b.Sure)
	}
	line.rtl = true
	if b = line.bar(of([]tenure.End{end(100, 200)}, []tenure.End{end(500, 600)}), 0); *b.Sure != (stretch{500, 300}) {
		t.Errorf("read from the right: %v", *b.Sure)
	}
}

func TestYearsAreMarkedInTheReadersCalendar(t *testing.T) {
	tables, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	line := axis{2444000, 2448000, 0, 500, false}
	for lang, want := range map[words.Lang]string{words.English: "1980", words.Persian: "۱۳۶۰"} {
		found := false
		ticks := line.years(tables[lang], 12)
		for _, tick := range ticks {
			found = found || tick.Text == want
		}
		if !found || len(ticks) > 13 {
			t.Errorf("%s: %v", lang, ticks)
		}
	}
}
