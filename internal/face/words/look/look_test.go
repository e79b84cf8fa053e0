package look

import (
	"regexp"
	"strings"
	"testing"
)

func TestTheStyleNeedsNothingFromElsewhere(t *testing.T) {
	css := string(Style())
	for _, never := range []string{"url(", "@import", "@font-face", "expression(", "http"} {
		if strings.Contains(css, never) {
			t.Errorf("the style sheet holds %q", never)
		}
	}
	for _, needed := range []string{"@media print", "prefers-color-scheme: dark", ":focus-visible", ".skip:focus", "overflow-x: auto", ":lang(ar)"} {
		if !strings.Contains(css, needed) {
			t.Errorf("the style sheet says nothing on %q", needed)
		}
	}
	if open, shut := strings.Count(css, "{"), strings.Count(css, "}"); open != shut {
		t.Errorf("%d braces open and %d close", open, shut)
	}
}

func TestTheStyleHasNoLeftAndRight(t *testing.T) {
	sided := regexp.MustCompile(`(?m)(margin|padding|border)-(left|right)|text-align: (left|right)|[ {;](left|right):`)
	if found := sided.FindString(string(Style())); found != "" {
		t.Errorf("%q is wrong for half of the readers: use logical properties", found)
	}
}
