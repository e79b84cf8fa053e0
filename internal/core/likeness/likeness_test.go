package likeness_test

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/likeness"
	"sanad/internal/ground/script"
)

func invented(r *rand.Rand, n int) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%d", int(math.Exp(r.Float64()*9)))
	}
	return words
}

func sketch(words []string) *likeness.Sketch {
	s := likeness.NewSketch()
	s.Add(words)
	return s
}

// meets reports whether the bands of two texts share a key.
func meets(a, b *likeness.Sketch) bool {
	for _, band := range a.Bands() {
		if slices.Contains(b.Bands(), band) {
			return true
		}
	}
	return false
}

// noisy misreads a share of the words, as machine reading does.
func noisy(r *rand.Rand, words []string, share float64) []string {
	out := slices.Clone(words)
	for i := range out {
		if r.Float64() < share {
			out[i] += "x"
		}
	}
	return out
}

func shuffled(r *rand.Rand, words []string) []string {
	var paragraphs [][]string
	for p := range slices.Chunk(words, 40) {
		paragraphs = append(paragraphs, p)
	}
	r.Shuffle(len(paragraphs), func(i, j int) { paragraphs[i], paragraphs[j] = paragraphs[j], paragraphs[i] })
	return slices.Concat(paragraphs...)
}

// Near copies of every sort meet nearly always, strangers nearly never.
func TestNearCopiesMeet(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	for name, c := range map[string]struct {
		change func(words []string) []string
		least  float64 // of 200 pairs, the share that must meet and be alike enough
		most   float64
	}{
		"the same":                     {func(w []string) []string { return w }, 1, 1},
		"one word in fifty misread":    {func(w []string) []string { return noisy(r, w, 0.02) }, 0.99, 1},
		"one word in twenty misread":   {func(w []string) []string { return noisy(r, w, 0.05) }, 0.99, 1},
		"one word in ten misread":      {func(w []string) []string { return noisy(r, w, 0.10) }, 0.75, 1},
		"a header of 30 words":         {func(w []string) []string { return append(invented(r, 30), w...) }, 0.99, 1},
		"paragraphs in another order":  {func(w []string) []string { return shuffled(r, w) }, 0.99, 1},
		"the first half only":          {func(w []string) []string { return w[:len(w)/2] }, 0.75, 1},
		"another text of the same age": {func(w []string) []string { return invented(r, len(w)) }, 0, 0.01},
	} {
		met := 0
		const pairs = 200
		for range pairs {
			words := invented(r, 150+r.Intn(300))
			a, b := sketch(words), sketch(c.change(words))
			if meets(a, b) && a.Like(b) >= likeness.AtLeast {
				met++
			}
		}
		share := float64(met) / pairs
		t.Logf("%-30s %.3f", name, share)
		if share < c.least || share > c.most {
			t.Errorf("%s: %.3f of the pairs meet, want %.2f to %.2f", name, share, c.least, c.most)
		}
	}
}

func TestLikenessIsTheShareOfShingles(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	worst := 0.0
	for range 100 {
		words := invented(r, 400)
		other := noisy(r, words, r.Float64()*0.2)
		off := math.Abs(sketch(words).Like(sketch(other)) - jaccard(words, other))
		worst = max(worst, off)
	}
	if worst > 0.18 {
		t.Errorf("the likeness is off by %.2f", worst)
	}
}

func jaccard(a, b []string) float64 {
	set := func(words []string) map[string]bool {
		all := map[string]bool{}
		for i := 0; i+4 <= len(words); i++ {
			all[strings.Join(words[i:i+4], " ")] = true
		}
		return all
	}
	x, y := set(a), set(b)
	both := 0
	for s := range x {
		if y[s] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func TestPartsMakeTheFingerprintOfTheWhole(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	words := invented(r, 500)
	whole, parts := sketch(words), sketch(words[:250])
	parts.Merge(sketch(words[250:]))
	if parts.Like(whole) < 0.95 {
		t.Errorf("the parts are like the whole by %.2f", parts.Like(whole))
	}
	data, err := parts.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var again likeness.Sketch
	if err := again.UnmarshalBinary(data); err != nil || again != *parts {
		t.Errorf("written and read it is another: %v", err)
	}
	if again.UnmarshalBinary(data[1:]) == nil {
		t.Error("a fingerprint that was cut off was read")
	}
}

func TestLittleTextTellsNothing(t *testing.T) {
	s := sketch(script.Words("one heading that stands on every page of this archive"))
	if s.Tells() || s.Bands() != nil || s.Like(s) != 0 {
		t.Error("a heading is like itself")
	}
}

func TestPicturesMeetUpToSevenBits(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	for bits := range 12 {
		for range 200 {
			p := likeness.Picture(r.Uint64())
			other := p
			for _, at := range r.Perm(64)[:bits] {
				other ^= 1 << at
			}
			met := false
			for _, probe := range p.Probes() {
				met = met || slices.Contains(other.Bands(), probe)
			}
			if near := p.Like(other) > 0; near != (bits <= likeness.Farthest) || near && !met {
				t.Fatalf("%016x and %016x differ in %d bits: near %t, met %t", p, other, bits, near, met)
			}
		}
	}
	for text, want := range map[string]bool{"00ff00ff00ff00ff": true, "0000000000000000": false, "ffffffffffffffff": false, "0000000000000003": false, "00ff": false, "zzzzzzzzzzzzzzzz": false, "": false} {
		if _, ok := likeness.ParsePicture(text); ok != want {
			t.Errorf("%q is read: %t", text, ok)
		}
	}
}

func BenchmarkSketch(b *testing.B) {
	words := invented(rand.New(rand.NewSource(1)), 250)
	for b.Loop() {
		sketch(words)
	}
}
