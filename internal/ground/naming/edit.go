package naming

import "math"

// longestHeard bounds how many sounds or letters of a token are compared: the
// work for two tokens is at most its square.
const longestHeard = 48

// alike gives how much two folded Latin tokens sound alike, from 0 to 1: the
// weight that they share, by an edit distance whose costs are those of
// changed. The first sound and an ending that makes another name (karim and
// karimi, farid and farideh) count in full.
func alike(a, b string) float64 {
	return alikeSounds(clipped(soundsOf(a)), clipped(soundsOf(b)))
}

func alikeSounds(x, y []sound) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	return max(0, 1-distance(x, y, math.Inf(1))/lengthOf(x, y))
}

// lengthOf is the length of two names that their distance is measured by.
func lengthOf(x, y []sound) float64 { return max(weightOf(x), weightOf(y), 2) }

// soundAlike tells that two names sound alike by least or more. It gives up as
// soon as they can't.
func soundAlike(x, y []sound, least float64) bool {
	if len(x) == 0 || len(y) == 0 {
		return least <= 0
	}
	length := lengthOf(x, y)
	return max(0, 1-distance(x, y, (1-least)*length+rounding)/length) >= least
}

// rounding is more than what a sum of costs may be off by.
const rounding = 1e-9

func clipped(s []sound) []sound { return s[:min(len(s), longestHeard)] }

// distance gives the cost of making one of the other; any number above most
// stands for all that are.
func distance(x, y []sound, most float64) float64 {
	costs := changes()
	var rows [2][longestHeard + 1]float64
	before, now := &rows[0], &rows[1]
	ends := endsAlike(x, y)
	var alone [longestHeard]float64
	for j := range y {
		alone[j] = lost(y, j, ends)
		before[j+1] = before[j] + alone[j]
	}
	for i := range x {
		costOf, without := &costs[x[i]%soundCodes], lost(x, i, ends)
		now[0] = before[0] + without
		least := now[0]
		for j := range y {
			now[j+1] = min(before[j]+costOf[y[j]%soundCodes], before[j+1]+without, now[j]+alone[j])
			least = min(least, now[j+1])
		}
		if least > most {
			return least
		}
		before, now = now, before
	}
	return before[len(y)]
}

// endsAlike tells that both end in a vowel (or the h that is written for one),
// or both in a consonant.
func endsAlike(x, y []sound) bool { return open(x) == open(y) }

func open(s []sound) bool {
	last := s[len(s)-1]
	return isVowel(last) || last == 'h' || last == 'y'
}

// lost is the cost of a sound that only one of two names has.
func lost(s []sound, i int, endsAlike bool) float64 {
	last := i == len(s)-1
	if i == len(s)-2 && isVowel(s[i]) && s[i+1] == 'h' { // arefeh ends in a vowel as arefe does
		last = true
	}
	switch {
	case s[i] == 'h':
		if last {
			return .05
		}
		return .25
	case isVowel(s[i]) && last && !endsAlike:
		return .9
	case isVowel(s[i]) && i == 0:
		return .6
	case isVowel(s[i]):
		return .4
	case s[i] == 'y' || s[i] == 'w':
		return .45
	}
	return 1
}
