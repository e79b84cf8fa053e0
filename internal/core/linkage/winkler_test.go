package linkage

import (
	"testing"

	"sanad/internal/ground/naming"
)

// plainSlips is slips by the book: the optimal string alignment distance.
func plainSlips(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range len(b) + 1 {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// plainWinkler is winkler by the book, letter by letter.
func plainWinkler(a, b string) float64 {
	if a == b {
		return 1
	}
	near := max(0, max(len(a), len(b))/2-1)
	usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
	shared := 0.0
	for i := range len(a) {
		for j := max(0, i-near); j <= min(len(b)-1, i+near); j++ {
			if !usedB[j] && a[i] == b[j] {
				usedA[i], usedB[j] = true, true
				shared++
				break
			}
		}
	}
	if shared == 0 {
		return 0
	}
	var inA, inB []byte
	for i := range len(a) {
		if usedA[i] {
			inA = append(inA, a[i])
		}
	}
	for j := range len(b) {
		if usedB[j] {
			inB = append(inB, b[j])
		}
	}
	turned := 0.0
	for i := range inA {
		if inA[i] != inB[i] {
			turned++
		}
	}
	jaro := (shared/float64(len(a)) + shared/float64(len(b)) + (shared-turned/2)/shared) / 3
	head := 0
	for head < min(len(a), len(b), 4) && a[head] == b[head] {
		head++
	}
	return jaro + float64(head)*.1*(1-jaro)
}

func TestShortcutsOfComparingGiveWhatTheRulesGive(t *testing.T) {
	s := stream(3)
	word := func() string {
		out := make([]byte, s.below(9)+s.below(2)*s.below(56))
		for i := range out {
			out[i] = byte('a' + s.below(3))
		}
		return string(out)
	}
	for range 20_000 {
		a := word()
		b := word()
		if s.below(2) == 0 && len(a) > 2 { // most words have little in common
			at := s.below(len(a) - 1)
			b = a[:at] + string(a[at+1]) + string(a[at]) + a[at+2:]
			if s.below(2) == 0 {
				b = b[:len(b)/2] + b[len(b)/2+1:]
			}
		}
		if len(a) > longestCompared || len(b) > longestCompared {
			continue
		}
		for most := range 4 {
			if got, want := slips(a, b, most), min(plainSlips(a, b), most+1); got != want {
				t.Fatalf("%s and %s: %d slips of at most %d, not %d", a, b, got, most, want)
			}
		}
		if got, want := winkler(a, b), plainWinkler(a, b); got != want {
			t.Fatalf("%s and %s: %v, not %v", a, b, got, want)
		}
	}
}

func TestWordsAreNotLookedAtOnlyWhereTheirConsonantsCannotBeNear(t *testing.T) {
	k := newFullKind(naming.Standard())
	for _, name := range []string{"Gholam Reza", "Gholamreza", "Pour Naghsh Band", "Pournaghshband", "Zaher el Dine", "Zahreddine", "Ali", "Karimi Rad", "محمد رضا", "محمدرضا", "Abdol Karim", "Blackwood"} {
		k.add(name)
	}
	near := 0
	for _, x := range k.words {
		for _, y := range k.words {
			if nearBones(k.bonesOf(x), k.bonesOf(y)) {
				near++
				if !k.lettersNear(x, y) {
					t.Errorf("%s and %s are near, and are not looked at", k.wordsOf(x), k.wordsOf(y))
				}
			}
		}
	}
	if near <= len(k.words) {
		t.Error("no two names were near")
	}
}
