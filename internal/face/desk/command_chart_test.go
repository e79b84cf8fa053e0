package desk

import (
	"strings"
	"testing"
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
