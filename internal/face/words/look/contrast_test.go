package look

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"testing"
)

// colours gives the colours of each block of the sheet that sets the ground:
// light, dark, those of more contrast, and print. What a block leaves out is as
// the first has it.
func colours(t *testing.T) (blocks []map[string]string) {
	t.Helper()
	block := regexp.MustCompile(`\{([^{}]*--paper:[^{}]*)\}`)
	colour := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3}(?:[0-9a-f]{3})?)\b`)
	for _, b := range block.FindAllStringSubmatch(string(Style()), -1) {
		set := map[string]string{}
		if len(blocks) > 0 {
			for name, value := range blocks[0] {
				set[name] = value
			}
		}
		for _, c := range colour.FindAllStringSubmatch(b[1], -1) {
			set[c[1]] = c[2]
		}
		blocks = append(blocks, set)
	}
	if len(blocks) < 5 {
		t.Fatalf("the sheet has %d sets of colours", len(blocks))
	}
	return blocks
}

// luminance is that of WCAG 2.2 of a colour as CSS writes it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := colour[1:]
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestWordsStandOutInLightAndDarkAndOnPaper(t *testing.T) {
	if got := contrast(t, "#fff", "#767676"); got < 4.54 || got > 4.55 {
		t.Fatalf("the contrast of a known pair is %f", got)
	}
	for i, c := range colours(t) {
		for words, grounds := range map[string][]string{
			"ink":  {"paper", "sheet", "deep-soft", "mark", "asked"},
			"soft": {"paper", "sheet", "deep-soft"},
			"deep": {"paper", "sheet", "deep-soft"},
			"good": {"paper", "sheet"}, "warn": {"paper", "sheet"}, "bad": {"paper", "sheet"},
			"paper": {"deep"}, // buttons
		} {
			for _, ground := range grounds {
				if c[words] == "" || c[ground] == "" {
					t.Fatalf("set %d has no colour for %s or %s", i, words, ground)
				}
				if got := contrast(t, c[words], c[ground]); got < 4.5 {
					t.Errorf("set %d: %s on %s has the contrast %.2f", i, words, ground, got)
				}
			}
		}
	}
}
