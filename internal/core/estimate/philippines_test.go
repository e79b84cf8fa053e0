package estimate

import (
	"strconv"
	"strings"
	"testing"

	"sanad/internal/core/count"
)

// Killings in Quezon City and Caloocan, July 2016 to December 2017, by who was
// killed (by police; unidentified) and on which lists they are: Ball, Coronel,
// Padilla and Mora, Drug-Related Killings in the Philippines, HRDAG 2019.
// Counts alone; no name is in them. Each word is a pattern, the first list
// first, and how many people have it.
const (
	quezonPolice = "100000000:42 010000000:16 110000000:100 101000000:1 111000000:1 110100000:1 000010000:1 100010000:2 111010000:7 " +
		"001001000:1 100000100:3 110000100:1 110010100:1 110110100:1 111110100:1 100001100:1 110001100:3 010000010:4 " +
		"110000010:102 111000010:6 000100010:1 110010010:1 110000110:3 110010110:2 110110110:1 110001110:11 010000001:2 " +
		"110000001:11 101000001:1 110000101:1 100000011:1 110000011:4 110000111:1 110010111:2"
	quezonUnknown = "100000000:102 010000000:9 110000000:56 111000000:1 000100000:1 000010000:1 100010000:2 000110000:1 100001000:1 " +
		"000000100:6 100000100:6 110000100:3 000010100:1 100010100:4 110010100:1 000001100:1 100001100:2 100000010:9 010000010:8 " +
		"110000010:69 110001010:1 000000110:1 110000110:4 110010110:1 110001110:4 000000001:14 100000001:12 110000001:2 " +
		"100010001:1 000000101:2 100000101:3 110000101:1 100010101:6 110010101:1 110000011:6 110000111:8 100010111:2 110010111:4"
	caloocanPolice = "10000000000:57 01000000000:20 11000000000:18 00010000000:1 00000100000:2 10000100000:1 01000100000:15 11000100000:23 " +
		"11000110000:1 10000011000:14 01000011000:1 11000011000:3 01000111000:2 11000111000:6 01001111000:1 10000000100:1 " +
		"01000000100:9 11000000100:7 11001000100:2 00000100100:2 01000100100:31 11000100100:23 00100100100:2 01100100100:2 " +
		"01001100100:1 11001100100:1 10000010100:1 01000010100:1 00000110100:1 01000110100:6 00100110100:8 10100110100:1 " +
		"01100110100:5 10000011100:1 01000111100:1 11000111100:4 10000010010:1 01000110010:1 11000100110:1 01000110110:2 " +
		"00000000001:3 11000100001:1 01000100101:1 11000011101:1"
	caloocanUnknown = "10000000000:267 01000000000:15 11000000000:17 00100000000:1 10010000000:1 00001000000:2 10001000000:7 11001000000:2 " +
		"00000100000:12 10000100000:5 01000100000:34 11000100000:56 00100100000:2 01001100000:1 00000010000:9 10000010000:5 " +
		"01000010000:3 00100010000:2 11100010000:1 00000110000:1 10000110000:1 01000110000:3 11000110000:2 01010110000:1 " +
		"01000001000:1 00000011000:12 10000011000:12 01000011000:1 11000011000:2 00001011000:1 10000111000:2 01000111000:4 " +
		"11000111000:13 01100111000:1 00000000100:3 10000000100:1 01000000100:7 11000000100:9 00100000100:1 10100000100:1 " +
		"00000100100:6 01000100100:10 11000100100:13 00100100100:6 10100100100:1 01100100100:1 11001100100:3 00000010100:2 " +
		"00100010100:3 10100010100:1 00000110100:1 10000110100:1 00100110100:3 10100110100:1 01100110100:1 11001110100:1 " +
		"11000011100:1 01000111100:1 11000111100:4 10000010010:4 11000011010:1 00000000001:1 10000000001:2 11000100001:2 " +
		"00000000101:1 01000000101:2 11001100101:5"
)

func ofWords(t testing.TB, words string) count.Table {
	t.Helper()
	out := count.Table{Patterns: map[uint32]int64{}}
	for _, word := range strings.Fields(words) {
		bits, n, _ := strings.Cut(word, ":")
		var pattern uint32
		for i, bit := range bits {
			if bit == '1' {
				pattern |= 1 << i
			}
		}
		people, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		out.Patterns[pattern] += people
		for len(out.Lists) < len(bits) {
			out.Lists = append(out.Lists, string(rune('A'+len(out.Lists))))
		}
	}
	return out
}

// The figures are the published ones, of R's package LCMCR with at most five
// classes; the tolerances those of the study that this follows.
func TestThePhilippinesAreAsPublished(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		words           string
		people          int64
		low, mean, high float64
	}{
		"Quezon City, by police":    {quezonPolice, 337, 338, 348, 368},
		"Quezon City, unidentified": {quezonUnknown, 357, 392, 428, 481},
		"Caloocan, by police":       {caloocanPolice, 286, 302, 331, 379},
		"Caloocan, unidentified":    {caloocanUnknown, 599, 632, 745, 908},
	} {
		t.Run(name, func(t *testing.T) {
			table := ofWords(t, c.words)
			if table.Minimum() != c.people {
				t.Fatalf("%d people, want %d", table.Minimum(), c.people)
			}
			o := ClassOptions{Classes: 5, Chains: 4, Settle: 1000, Draws: 500, Thin: 10, Seed: 1, Longer: -1}
			if raceDetector {
				o.Settle, o.Draws, o.Thin = 100, 20, 2
			}
			f, err := FitClasses(t.Context(), table, o)
			if err != nil {
				t.Fatal(err)
			}
			if raceDetector {
				return
			}
			near(t, "the low end", f.Interval.Low, c.low, 0.02)
			near(t, "the mean", f.Mean, c.mean, 0.03)
			near(t, "the high end", f.Interval.High, c.high, 0.08)
		})
	}
}
