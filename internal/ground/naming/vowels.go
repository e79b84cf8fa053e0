package naming

import "strings"

// voweled writes the letters of a name in a scheme, with the vowels that its
// usual Latin spelling has: letters and sounds are laid side by side as heard
// does.
func voweled(x []letter, latin string, t table) string {
	if isAllah(x) {
		return "all" + t.a + "h"
	}
	y, twice := soundsTwice(latin)
	if len(x) == 0 || len(y) == 0 {
		return ""
	}
	var b strings.Builder
	for _, s := range align(x, y) {
		t.step(&b, x, y, twice, s)
	}
	return b.String()
}

func isAllah(x []letter) bool {
	word := make([]rune, len(x))
	for i, l := range x {
		word[i] = l.r
	}
	return string(word) == "الله" || string(word) == "اله"
}

// soundsTwice is soundsOf with which consonants are written twice.
func soundsTwice(latin string) (sounds []sound, twice []bool) {
	for i := 0; i < len(latin) && len(sounds) < longestHeard; {
		s, size := soundAt(latin[i:], i == 0)
		i += size
		switch last := len(sounds) - 1; {
		case s == 0:
		case last >= 0 && sounds[last] == s && !isVowel(s):
			twice[last] = s != 's' // Hossein, Yassin: written twice so that it is not heard z
		case last >= 0 && sounds[last] == s:
		default:
			sounds, twice = append(sounds, s), append(twice, false)
		}
	}
	return sounds, twice
}

// aligned is a step of laying letters beside sounds: n letters from i with m
// sounds from j.
type aligned struct{ i, n, j, m int }

// parts tells that two sounds that one letter can stand for are two here: the
// a and the v of mousavi.
func parts(r rune, y []sound, j int) bool {
	return r == 'ا' || r == 'ع' || r == 'و' && j < len(y) && isVowel(y[j])
}

// align gives the cheapest steps.
func align(x []letter, y []sound) []aligned {
	runes := make([]rune, len(x))
	for i, l := range x {
		runes[i] = l.base()
	}
	costs := make([][]float64, len(x)+1)
	from := make([][]aligned, len(x)+1)
	for i := range costs {
		costs[i], from[i] = make([]float64, len(y)+1), make([]aligned, len(y)+1)
		for j := range costs[i] {
			if i+j == 0 {
				continue
			}
			best, step := 1e9, aligned{}
			try := func(n, m int, cost float64) {
				if sum := costs[i-n][j-m] + cost; sum < best {
					best, step = sum, aligned{i - n, n, j - m, m}
				}
			}
			if i > 0 && j > 1 && pairVoiced(runes[i-1], y[j-2], y[j-1]) && !parts(runes[i-1], y, j) {
				try(1, 2, .05)
			}
			if i > 0 && j > 0 {
				try(1, 1, voiced(runes, i-1, y[j-1], j == 1, j == len(y)))
			}
			if i > 0 {
				try(1, 0, unheard(runes, i-1))
			}
			if j > 0 {
				try(0, 1, unwritten(y, j-1))
			}
			costs[i][j], from[i][j] = best, step
		}
	}
	var steps []aligned
	for i, j := len(x), len(y); i+j > 0; {
		s := from[i][j]
		steps = append(steps, s)
		i, j = i-s.n, j-s.m
	}
	for a, b := 0, len(steps)-1; a < b; a, b = a+1, b-1 {
		steps[a], steps[b] = steps[b], steps[a]
	}
	return steps
}

// step writes one step.
func (t table) step(b *strings.Builder, x []letter, y []sound, twice []bool, s aligned) {
	if s.n == 0 {
		t.unwritten(b, y, s)
		return
	}
	l := x[s.i]
	last := s.i == len(x)-1
	switch l.base() {
	case 'ا':
		t.alef(b, l, y, s)
		return
	case 'آ':
		b.WriteString(t.a)
		return
	case 'ع':
		t.glottal(b, t.ayn, y, s)
		return
	case 'ء':
		b.WriteString(t.hamza)
		return
	case 'و', 'ی':
		t.weak(b, l, y, s, last)
		return
	case 'ه':
		if last && (l.r == 'ة' || s.m > 0 && (isVowel(y[s.j]) || s.j > 0 && isShortEnd(x, y, s))) {
			t.silent(b)
			return
		}
	}
	sign := t.consonants[l.base()]
	b.WriteString(sign)
	if l.double || s.m > 0 && twice[s.j] {
		b.WriteString(sign)
	}
}

// isShortEnd tells an h at the end that only writes the vowel before it.
func isShortEnd(x []letter, y []sound, s aligned) bool {
	return isVowel(y[s.j-1]) && s.i > 0 && !strings.ContainsRune("اآوی", x[s.i-1].base())
}

// silent writes the ending of فاطمه and فاطمة, in the place of a vowel that was
// written already.
func (t table) silent(b *strings.Builder) {
	text := strings.TrimSuffix(strings.TrimSuffix(b.String(), t.e), "a")
	b.Reset()
	b.WriteString(text + t.final)
}

// glottal writes ayn or hamza with the vowel that is heard for it: behind it at
// the head (ʻUmar), before it else (Jaʻfar, Saʻīd).
func (t table) glottal(b *strings.Builder, sign string, y []sound, s aligned) {
	vowel := ""
	if s.m > 0 && isVowel(y[s.j]) {
		vowel = t.short(y[s.j])
	}
	if s.i == 0 {
		b.WriteString(sign + vowel)
		return
	}
	b.WriteString(vowel + sign)
}

func (t table) unwritten(b *strings.Builder, y []sound, s aligned) {
	if !isVowel(y[s.j]) {
		return
	}
	b.WriteString(t.short(y[s.j]))
}

func (t table) alef(b *strings.Builder, l letter, y []sound, s aligned) {
	switch {
	case s.i == 0 && s.m > 0:
		b.WriteString(t.short(y[s.j]))
	case s.i == 0:
	case l.r == 'أ':
		b.WriteString(t.hamza + "a")
	default:
		b.WriteString(t.a)
	}
}

// weak writes و and ی, which are vowels or consonants.
func (t table) weak(b *strings.Builder, l letter, y []sound, s aligned, last bool) {
	long, two := t.u, t.au
	if l.base() == 'ی' {
		long, two = t.i, t.ai
	}
	switch {
	case l.r == 'ئ' || l.r == 'ؤ':
		t.glottal(b, t.hamza, y, s)
	case s.m == 2 && y[s.j] != 'i':
		b.WriteString(two)
	case s.m == 0 && s.i == 1 && b.Len() <= 1: // ایران: the alef only carries it
		b.Reset()
		b.WriteString(long)
	case s.m > 0 && last && short(y[s.j]) == 'a':
		b.WriteString(t.maqsura)
	case s.m > 0 && (y[s.j] == 'v' || y[s.j] == 'w' || y[s.j] == 'y' && (s.i == 0 || s.j+1 < len(y) && isVowel(y[s.j+1]))):
		b.WriteString(t.consonants[l.base()])
	case s.m > 0 && s.i == 0 && isVowel(y[s.j]):
		b.WriteString(t.consonants[l.base()])
	default:
		b.WriteString(long)
	}
}
