package naming

import "strings"

// heard gives how well a folded token of Arabic script and a folded Latin one
// can be one name, from 0 to 1. The letters that are written must be heard;
// short vowels, which are not, cost little.
func heard(arabic, latin string) float64 {
	return heardAs(arabic, clipped(soundsOf(latin)), 0)
}

// couldBeHeard tells that heard gives hopeless or more, and gives up as soon as
// it can't.
func couldBeHeard(arabic string, sounds []sound) bool {
	return heardAs(arabic, sounds, hopeless) >= hopeless
}

// heardAs gives 0 for what is below least.
func heardAs(arabic string, y []sound, least float64) float64 {
	var letters [longestHeard]rune
	x := letters[:0]
	length := 0.0
	for _, r := range arabic {
		if len(x) == longestHeard {
			break
		}
		x = append(x, r)
		length += lettersWeight(r)
	}
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	length = max(length, consonantWeight(y), 2)
	most := (1-least)*length + rounding
	var rows [2][longestHeard + 1]float64
	var without [longestHeard]float64
	before, now := &rows[0], &rows[1]
	for j := range y {
		without[j] = unwritten(y, j)
		before[j+1] = before[j] + without[j]
	}
	for i, r := range x {
		silent := unheard(x, i)
		now[0] = before[0] + silent
		near := now[0]
		for j := range y {
			best := min(before[j]+voiced(x, i, y[j], j == 0, j == len(y)-1), before[j+1]+silent, now[j]+without[j])
			if j > 0 && pairVoiced(r, y[j-1], y[j]) {
				best = min(best, before[j-1]+.05)
			}
			now[j+1] = best
			near = min(near, best)
		}
		if near > most {
			return 0
		}
		before, now = now, before
	}
	return max(0, 1-before[len(y)]/length)
}

func consonantWeight(sounds []sound) (sum float64) {
	for _, s := range sounds {
		if !isVowel(s) {
			sum += weight(s)
		} else {
			sum += .25
		}
	}
	return sum
}

func lettersWeight(r rune) float64 {
	if strings.ContainsRune("اآعهحیو", r) {
		return .6
	}
	return 1
}

// unheard is the cost of a letter without a sound.
func unheard(x []rune, i int) float64 {
	switch r := x[i]; {
	case r == 'ع':
		return .08
	case r == 'ا' && i == 0:
		return .5
	case r == 'ا' || r == 'آ':
		return .35
	case r == 'ه' || r == 'ح':
		switch {
		case i < len(x)-1:
			return .5
		case r == 'ه':
			return .7
		}
		return .3
	case r == 'و' || r == 'ی':
		if i == len(x)-1 {
			return .75
		}
		return .4
	case i > 0 && x[i-1] == r:
		return .1
	}
	return 1
}

// unwritten is the cost of a sound without a letter.
func unwritten(y []sound, j int) float64 {
	switch s := y[j]; {
	case isVowel(s) && j == 0:
		return .5
	case isVowel(s) && j == len(y)-1:
		return .75
	case s == 'A' || s == 'I' || s == 'U':
		return .3
	case isVowel(s) && j > 0 && isVowel(y[j-1]):
		return .15
	case s == 'a' || s == 'e':
		return .06
	case isVowel(s):
		return .1
	case s == 'h' && j == len(y)-1:
		if j > 0 && y[j-1] == 'e' { // Persian writes the h of this ending
			return .6
		}
		return .05
	case s == 'h':
		return .3
	case s == 'y' || s == 'w':
		return .5
	}
	return 1
}

// pairVoiced tells two Latin sounds that one letter stands for.
func pairVoiced(r rune, a, b sound) bool {
	switch r {
	case 'ی':
		return (a == 'e' || a == 'a') && (b == 'i' || b == 'y') || a == 'i' && (b == 'y' || b == 'e')
	case 'و':
		return (a == 'o' || a == 'a' || a == 'e') && (b == 'w' || b == 'u' || b == 'v')
	case 'ع', 'ا', 'آ':
		return short(a) == 'a' && isVowel(b)
	case 'خ':
		return a == 'c' && b == 'h'
	case 'ک':
		return a == 'k' && b == 's'
	case 'چ', 'ج':
		return a == 't' && b == 'S' || a == 'd' && (b == 'j' || b == 'Z')
	case 'ش':
		return a == 't' && b == 'S'
	}
	return false
}

// voiced is the cost of hearing a letter as a sound, 1 if it never is.
func voiced(x []rune, i int, s sound, first, last bool) float64 {
	r := x[i]
	switch r {
	case 'ا', 'آ':
		return voicedAlef(i, s, first)
	case 'ع':
		if isVowel(s) {
			return .05
		}
		return 1
	case 'ی':
		return voicedYeh(i == len(x)-1, s)
	case 'و':
		return voicedWaw(s)
	case 'ه', 'ح':
		if i == len(x)-1 && last && isVowel(s) {
			return .05
		}
		return costOf(s, "h0K4k8")
	}
	return voicedConsonant(r, s)
}

func voicedAlef(i int, s sound, first bool) float64 {
	switch {
	case !isVowel(s):
		return 1
	case short(s) == 'a':
		return 0
	case i == 0 && first:
		return .05
	case s == 'e':
		return .25
	case short(s) == 'i' || s == 'U':
		return .8
	}
	return .4
}

func voicedYeh(last bool, s sound) float64 {
	switch s {
	case 'i', 'I', 'y':
		return 0
	case 'e':
		return .1
	case 'a', 'A':
		if last {
			return .15
		}
		return .4
	}
	return 1
}

func voicedWaw(s sound) float64 {
	switch s {
	case 'u', 'U', 'w', 'v', 'o':
		return 0
	case 'f':
		return .3
	case 'a':
		return .6
	}
	return 1
}

// costOf looks a sound up in pairs of a sound and its cost in tenths; a point
// is half a tenth, and what is not listed costs 1.
func costOf(s sound, pairs string) float64 {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != s {
			continue
		}
		if pairs[i+1] == '.' {
			return .05
		}
		return float64(pairs[i+1]-'0') / 10
	}
	return 1
}

func voicedConsonant(r rune, s sound) float64 { return costOf(s, voices(r)) }

// voices gives the sounds a consonant may be heard as, as costOf wants them.
func voices(r rune) string {
	switch r {
	case 'ب':
		return "b0p1v4"
	case 'پ':
		return "p0b2"
	case 'ت', 'ط':
		return "t0T3d5D7"
	case 'ث':
		return "T0s.t3"
	case 'ج':
		return "j0g1Z1C2G3y5"
	case 'چ':
		return "C0S3j2"
	case 'خ':
		return "K0x.h3k4C3"
	case 'د':
		return "d0D2t4"
	case 'ذ':
		return "D0z0d2T3"
	case 'ر', 'ڕ':
		return "r0"
	case 'ز':
		return "z0s3D2"
	case 'ژ':
		return "Z0j.g3z4"
	case 'س':
		return "s0z4x5S6"
	case 'ص':
		return "s0z4"
	case 'ش':
		return "S0C1s4"
	case 'ض':
		return "z.d.D0"
	case 'ظ':
		return "z0D0d2T3"
	case 'غ':
		return "G0g0k5r7"
	case 'ق':
		return "G0k1g1"
	case 'ف':
		return "f0v1p3"
	case 'ڤ':
		return "v0f1"
	case 'ک':
		return "k0g2G3x4C3K4"
	case 'گ':
		return "g0k2G2j3"
	case 'ل':
		return "l0"
	case 'م':
		return "m0"
	case 'ن':
		return "n0m6"
	}
	return ""
}
