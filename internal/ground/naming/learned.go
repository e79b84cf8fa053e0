package naming

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// learnedText holds what was learned from pairs of spellings: a line an
// operation, up to two Arabic letters, up to three Latin ones, and how much
// more often they stand for each other than by chance, in tenths of a bit.
//
//go:embed learned.txt
var learnedText string

// packed is an operation in one number: 6 bits an Arabic letter, 5 a Latin one.
type packed uint32

// operations is a transducer from Arabic script to Latin: a table that is
// probed from the place that an operation's number gives on to the next free
// one, some five times as fast as a map. It is only read once made.
type operations struct {
	keys []packed // 0 is free: no operation is empty
	bits []float32
	size int
}

// places is how many there are, a power of two; learned.txt fills less than
// half of them.
const places = 1 << 13

func (ops *operations) slot(p packed) int {
	at := int(uint32(p)*2654435761>>19) & (places - 1)
	for ops.keys[at] != 0 && ops.keys[at] != p {
		at = (at + 1) & (places - 1)
	}
	return at
}

func (ops *operations) set(p packed, bits float32) {
	at := ops.slot(p)
	if ops.keys[at] == 0 {
		ops.size++
	}
	ops.keys[at], ops.bits[at] = p, bits
}

// learned reads the operations once.
var learned = sync.OnceValues(func() (*operations, error) { return readOperations(learnedText) })

// ops gives the operations that come with the program.
func ops() *operations {
	o, err := learned()
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return o
}

func readOperations(text string) (*operations, error) {
	ops := &operations{keys: make([]packed, places), bits: make([]float32, places)}
	for n, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("learned.txt:%d: an operation has three columns: %q", n+1, line)
		}
		tenths, err := strconv.Atoi(f[2])
		x, y := arabicCodes([]rune(f[0])), latinCodes(f[1])
		if err != nil || len(x)+len(y) == 0 || len(x) > mostArabic || len(y) > mostLatin {
			return nil, fmt.Errorf("learned.txt:%d: no operation: %q", n+1, line)
		}
		if ops.size >= places/2 {
			return nil, fmt.Errorf("learned.txt:%d: more than %d operations", n+1, places/2)
		}
		ops.set(pack(x, y), float32(tenths)/10)
	}
	return ops, nil
}

// The most letters of an operation.
const (
	mostArabic = 2
	mostLatin  = 3
)

// The codes of both alphabets: 0 is no letter; the ends of a word are letters
// of their own, so that an operation can be one of the head or the end.
const (
	arabicAlphabet = "^$اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیڤ"
	latinAlphabet  = "^$abcdefghijklmnopqrstuvwxyz"
	otherArabic    = 63
	otherLatin     = 31
)

func arabicCodes(letters []rune) []uint8 {
	out := make([]uint8, 0, len(letters)+2)
	for _, r := range letters {
		code, found := uint8(0), false
		for _, l := range arabicAlphabet {
			code++
			if found = l == r; found {
				break
			}
		}
		if !found {
			code = otherArabic
		}
		out = append(out, code)
	}
	return out
}

func latinCodes(letters string) []uint8 {
	out := make([]uint8, 0, len(letters)+2)
	for i := 0; i < len(letters); i++ {
		switch c := letters[i]; {
		case 'a' <= c && c <= 'z':
			out = append(out, c-'a'+3)
		case c == '^':
			out = append(out, 1)
		case c == '$':
			out = append(out, 2)
		default:
			out = append(out, otherLatin)
		}
	}
	return out
}

func pack(x, y []uint8) packed {
	p := packed(0)
	for i := range mostArabic {
		p <<= 6
		if i < len(x) {
			p |= packed(x[i])
		}
	}
	for i := range mostLatin {
		p <<= 5
		if i < len(y) {
			p |= packed(y[i])
		}
	}
	return p
}

// What a letter costs, in bits, for which nothing was learned.
const (
	unlearned  = -7
	impossible = -1e9
)

// evidence gives the evidence, in bits a letter, that two folded tokens are one
// name: of the best way to make one of the other.
func (ops *operations) evidence(arabic, latin string) float64 {
	letters := []rune(arabic)
	x := arabicCodes([]rune("^" + string(letters[:min(len(letters), longestHeard)]) + "$"))
	y := latinCodes("^" + latin[:min(len(latin), longestHeard)] + "$")
	const size = longestHeard + 3
	var table [size][size]float32
	for i := 0; i <= len(x); i++ {
		for j := 0; j <= len(y); j++ {
			if i+j > 0 {
				table[i][j] = ops.best(&table, x, y, i, j)
			}
		}
	}
	return float64(table[len(x)][len(y)]) / (float64(len(x)+len(y)) / 2)
}

func (ops *operations) best(table *[longestHeard + 3][longestHeard + 3]float32, x, y []uint8, i, j int) float32 {
	best := float32(impossible)
	if i > 0 {
		best = max(best, table[i-1][j]+unlearned)
	}
	if j > 0 {
		best = max(best, table[i][j-1]+unlearned)
	}
	for a := 0; a <= min(mostArabic, i); a++ {
		for l := 0; l <= min(mostLatin, j); l++ {
			if a+l == 0 {
				continue
			}
			if at := ops.slot(pack(x[i-a:i], y[j-l:j])); ops.keys[at] != 0 {
				best = max(best, table[i-a][j-l]+ops.bits[at])
			}
		}
	}
	return best
}
