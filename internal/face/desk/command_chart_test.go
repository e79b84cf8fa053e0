package desk

import (
	"strings"
	"testing"

	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
)

func TestACommandIsDrawnAndSaidInWords(t *testing.T) {
	w := newWorld(t, "")
	w.posts()
	page := w.as("rana").page(unitOn("e-unit", "1982-01-01"))
	svg := page.find("svg.command")
	if len(svg) != 1 {
		t.Fatalf("%d pictures", len(svg))
	}
	if got := len(svg[0].find("rect.box")); got != 2 {
		t.Errorf("the unit and the one above it are %d boxes", got)
	}
	for _, name := range []string{"Harbour Prison", "Prisons Office", "Nadia Azar"} {
		if !strings.Contains(svg[0].text, name) || strings.Count(page.find("main")[0].text, name) < 2 {
			t.Errorf("%s is not both drawn and said", name)
		}
	}
	if len(svg[0].find("title")) != 1 || len(svg[0].find("a")) != 0 {
		t.Error("the picture has no title, or links that nobody hears")
	}
	hidden := w.as("rana").page(unitOn("e-unit", "1985-01-01"))
	if len(hidden.find("svg.command rect.gap")) != 1 || strings.Contains(hidden.text, secretWords) {
		t.Error("who may not know the warden is not shown a gap")
	}
}

func TestACommandIsMirroredForReadersFromTheRight(t *testing.T) {
	tables, err := words.Load()
	must(t, err)
	named := func(name string) tenure.Named { return tenure.Named{Name: name} }
	up := &tenure.Node{Unit: named("unit"), Next: []tenure.Step{
		{Sure: tenure.Certain, Node: &tenure.Node{Unit: named("first")}}, {Sure: tenure.Disputed, Node: &tenure.Node{Unit: named("second")}}}}
	down := &tenure.Node{Unit: named("unit"), Next: []tenure.Step{{Sure: tenure.Possible, Node: &tenure.Node{Unit: named("under")}}}}
	left, right := newCommandChart("c", up, down, false, tables[words.English]), newCommandChart("c", up, down, true, tables[words.English])
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
