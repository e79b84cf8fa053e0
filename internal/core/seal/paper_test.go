package seal

import (
	"fmt"
	"strings"
	"testing"
)

func somebodysKey() (key [32]byte) {
	for i := range key {
		key[i] = byte(i*37 + 11)
	}
	return key
}

func TestWhatIsCopiedFromPaperByHandIsTheSame(t *testing.T) {
	paper := Paper(somebodysKey())
	for what, typed := range map[string]string{
		"as printed":              paper,
		"in small letters":        strings.ToLower(paper),
		"without groups":          strings.ReplaceAll(strings.ReplaceAll(paper, " ", ""), "\n", "\r\n\n"),
		"with dashes":             strings.ReplaceAll(paper, " ", "-"),
		"letters for digits":      strings.NewReplacer("0", "O", "1", "l").Replace(strings.ReplaceAll(paper, "1:", "@")),
		"among other lines":       "key of a holder\nkeep: well\n" + paper + "\n5: end",
		"with digits of Persian":  inDigits(paper, '۰'),
		"with digits of Arabic":   inDigits(paper, '٠'),
		"with spaces before them": strings.ReplaceAll(paper, "\n", "\n   "),
	} {
		typed = strings.ReplaceAll(typed, "@", "1:")
		if got, err := ReadPaper(typed); err != nil || got != somebodysKey() {
			t.Errorf("%s: %x, %v", what, got, err)
		}
	}
}

func inDigits(text string, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, text)
}

// Every single slip of the pen is found, and in its line.
func TestEverySlipOfThePenIsFoundInItsLine(t *testing.T) {
	paper := Paper(somebodysKey())
	lines := strings.Split(strings.TrimSpace(paper), "\n")
	for n, line := range lines {
		for i := 3; i < len(line); i++ {
			if line[i] == ' ' {
				continue
			}
			for _, other := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
				if byte(other) == line[i] {
					continue
				}
				changed := append([]string{}, lines...)
				changed[n] = line[:i] + string(other) + line[i+1:]
				if _, err := ReadPaper(strings.Join(changed, "\n")); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("line %d", n+1)) {
					t.Fatalf("%q for %q in line %d: %v", other, line[i], n+1, err)
				}
			}
		}
	}
	for what, typed := range map[string]string{
		"lines swapped":  strings.Join([]string{lines[1], lines[0], lines[2], lines[3]}, "\n"),
		"a line missing": strings.Join(lines[:3], "\n"), "nothing": "", "a line short": strings.Join(lines, "\n")[:70],
		"numbers swapped": strings.Join([]string{"1" + lines[1][1:], "2" + lines[0][1:], lines[2], lines[3]}, "\n"),
	} {
		if key, err := ReadPaper(typed); err == nil {
			t.Errorf("%s: read as %x", what, key)
		}
	}
}

func TestASlipSurvivesALetterAndADamagedOneIsRefused(t *testing.T) {
	slip := Slip{Request: "u-1", Record: "k-1", Reason: "دادگاه می‌پرسد", By: "rana", Recipient: "age1pq1x", Shares: []Held{{"amina", []byte(strings.Repeat("x", 500))}}}
	text, err := slip.Text()
	if err != nil {
		t.Fatal(err)
	}
	for what, carried := range map[string]string{"as it is": text, "in a letter": "Dear Rana,\n\n" + text + "\nyours", "with other ends of lines": strings.ReplaceAll(text, "\n", " \r\n")} {
		got, err := ReadSlip(carried)
		if err != nil || got.Request != slip.Request || got.Reason != slip.Reason || string(got.Shares[0].Sealed) != string(slip.Shares[0].Sealed) {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	lines := strings.Split(text, "\n")
	for what, carried := range map[string]string{"nothing": "", "cut off": text[:len(text)/2], "a line missing": strings.Join(append(append([]string{}, lines[:4]...), lines[5:]...), "\n"),
		"a letter changed": strings.Replace(text, lines[3][:10], "AAAAAAAAAA", 1), "no sum": strings.Replace(text, "sum ", "xxx ", 1)} {
		if got, err := ReadSlip(carried); err == nil {
			t.Errorf("%s: read as %+v", what, got)
		}
	}
}
