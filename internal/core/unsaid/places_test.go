package unsaid

import (
	"slices"
	"strings"
	"testing"
)

func TestANameHasAPlaceWhereItIsMet(t *testing.T) {
	w := New([]string{"Irina Rostami", "سیما رستمی", "4711"})
	for text, want := range map[string][][2]int{
		"saw Irina Rostami there":             {{1, 2}},
		"Rostami, whose name is Irina, came":  {{0, 4}},
		"Irina and others, later, a Rostami!": nil,
		"no. 4711: سیما رستمی":                {{1, 1}, {2, 3}},
		"Irina":                               nil,
	} {
		got := w.Places(strings.Fields(text))
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		if (len(got) > 0) != w.In(text) {
			t.Errorf("%q: the places say %v and In says %v", text, got, w.In(text))
		}
	}
}
