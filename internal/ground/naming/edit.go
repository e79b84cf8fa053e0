package naming

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
	cost := distance(x, y)
	return max(0, 1-cost/max(weightOf(x), weightOf(y), 2))
}

func clipped(s []sound) []sound { return s[:min(len(s), longestHeard)] }

func distance(x, y []sound) float64 {
	var rows [2][longestHeard + 1]float64
	before, now := &rows[0], &rows[1]
	ends := endsAlike(x, y)
	for j := range y {
		before[j+1] = before[j] + lost(y, j, ends)
	}
	for i := range x {
		now[0] = before[0] + lost(x, i, ends)
		for j := range y {
			now[j+1] = min(before[j]+changed(x[i], y[j]), before[j+1]+lost(x, i, ends), now[j]+lost(y, j, ends))
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
