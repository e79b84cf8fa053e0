package naming

import (
	"strings"
	"sync"
)

// sound is what a letter or two of a Latin spelling stand for, in one byte:
// itself, but for
//
//	K kh   G gh   S sh   C ch   Z zh   T th   D dh
//
// Vowels are a e i o u; long ones that are written as two letters (ee, oo, ou,
// aa) are I U A.
type sound = byte

// soundsOf hears a folded Latin token. Letters doubled as written count once,
// and ck is k, ph is f, q is G.
func soundsOf(token string) []sound {
	out := make([]sound, 0, len(token))
	for i := 0; i < len(token); {
		s, size := soundAt(token[i:], i == 0)
		i += size
		if s != 0 && (len(out) == 0 || out[len(out)-1] != s) {
			out = append(out, s)
		}
	}
	return out
}

// soundAt hears the first sound of rest.
func soundAt(rest string, first bool) (sound, int) {
	if strings.HasPrefix(rest, "tch") {
		return 'C', 3
	}
	if strings.HasPrefix(rest, "sch") {
		return 'S', 3
	}
	if len(rest) > 1 {
		switch rest[:2] {
		case "kh":
			return 'K', 2
		case "gh":
			return 'G', 2
		case "sh":
			return 'S', 2
		case "ch":
			return 'C', 2
		case "zh":
			return 'Z', 2
		case "th":
			return 'T', 2
		case "dh":
			return 'D', 2
		case "ph":
			return 'f', 2
		case "ck":
			return 'k', 2
		case "ee":
			return 'I', 2
		case "oo", "ou":
			return 'U', 2
		case "aa":
			return 'A', 2
		case "dj":
			return 'j', 2
		}
	}
	switch c := rest[0]; {
	case c == 'q':
		return 'G', 1
	case c == 'c' && len(rest) > 1 && strings.IndexByte("eiy", rest[1]) >= 0:
		return 's', 1
	case c == 'c':
		return 'k', 1
	case 'a' <= c && c <= 'z':
		return c, 1
	}
	return 0, 1
}

func isVowel(s sound) bool { return strings.IndexByte("aeiouAIU", s) >= 0 }

// short gives the vowel without its length.
func short(s sound) sound {
	switch s {
	case 'A':
		return 'a'
	case 'I':
		return 'i'
	case 'U':
		return 'u'
	}
	return s
}

// weight is what a sound counts in the length of a name.
func weight(s sound) float64 {
	switch {
	case isVowel(s):
		return vowelWeight
	case s == 'h' || s == 'y' || s == 'w':
		return 0.6
	}
	return 1
}

const vowelWeight = 0.5

func weightOf(sounds []sound) (sum float64) {
	for _, s := range sounds {
		sum += weight(s)
	}
	return sum
}

// changed is the cost of hearing one sound where the other stands, from 0 to 1,
// by what clerks confuse: e and i, o and u, the sounds that one letter of the
// other script has.
func changed(a, b sound) float64 {
	if a == b {
		return 0
	}
	va, vb := isVowel(a), isVowel(b)
	switch {
	case va && vb:
		return changedVowel(a, b)
	case va || vb:
		return changedHalf(a, b)
	}
	if a > b {
		a, b = b, a
	}
	switch string([]byte{a, b}) {
	case "Gg", "Zj", "vw", "Dz":
		return .15
	case "Gk", "Ts", "Dd", "Tt", "gj", "jy", "Cj", "bp":
		return .3
	case "Kk", "Kh", "GK", "CS", "dz", "sz", "DT", "Kx", "Tz", "gk", "Zz", "Ss", "Zg":
		return .4
	case "dt", "fv", "Ck", "Cs", "fp", "ks", "Gj":
		return .6
	case "mn", "lr", "bv", "CZ", "SZ", "fw", "bm":
		return .8
	}
	return 1
}

// soundCodes is more than there are sounds, told by the last bits of their letters.
const soundCodes = 64

// changes holds what changed gives, for every two sounds.
var changes = sync.OnceValue(func() *[soundCodes][soundCodes]float64 {
	all := &[soundCodes][soundCodes]float64{}
	for a := range all {
		for b := range all[a] {
			all[a][b] = changed(sound(a+soundCodes), sound(b+soundCodes))
		}
	}
	return all
})

func changedVowel(a, b sound) float64 {
	x, y := short(a), short(b)
	if x > y {
		x, y = y, x
	}
	long := 0.0
	if (a == x || a == y) != (b == x || b == y) {
		long = .05
	}
	switch string([]byte{x, y}) {
	case "aa", "ee", "ii", "oo", "uu":
		return .05
	case "ei", "ou":
		return .2
	case "ae":
		return .3
	}
	return .4 + long
}

// changedHalf weighs y and w, which are vowels to some writers.
func changedHalf(a, b sound) float64 {
	if isVowel(b) {
		a, b = b, a
	}
	switch {
	case b == 'y' && (short(a) == 'i' || a == 'e'):
		return .15
	case (b == 'w' || b == 'v') && (short(a) == 'u' || a == 'o'):
		return .25
	}
	return 1
}
