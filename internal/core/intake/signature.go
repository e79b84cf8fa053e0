package intake

import (
	"errors"
	"fmt"
	"strings"

	"sanad/internal/ground/fail"
)

// The sizes of a signature's parts before they are sealed: all are alike.
const (
	NamesSize = 512
	TallySize = 33 // a folded identity and the number of a region
)

// CheckAnswers refuses answers that are not just those the petition asks for.
func (p PetitionOpened) CheckAnswers(answers []Field) error {
	if len(answers) != len(p.Identity) {
		return fail.New(fail.Usage, "a signer answers %s", strings.Join(p.Identity, ", "))
	}
	for i, a := range answers {
		if a.Name != p.Identity[i] {
			return fail.New(fail.Usage, "a signer answers %s, in this order", strings.Join(p.Identity, ", "))
		}
		if strings.TrimSpace(a.Value) == "" {
			return fail.New(fail.Usage, "the answer to %s is missing", a.Name)
		}
	}
	return nil
}

// PackNames writes what a signer answered, filled up to the one length that
// all have.
func PackNames(answers []Field) ([]byte, error) {
	out := make([]byte, 0, NamesSize)
	for _, a := range answers {
		out = fmt.Appendf(out, "%s=%s\x00", a.Name, strings.ReplaceAll(a.Value, "\x00", ""))
	}
	if len(out) > NamesSize {
		return nil, fail.New(fail.Usage, "what was written of the signer is longer than %d bytes", NamesSize).Do("shorten it")
	}
	return out[:NamesSize], nil
}

// UnpackNames reads what PackNames wrote.
func UnpackNames(packed []byte) ([]Field, error) {
	if len(packed) != NamesSize {
		return nil, fmt.Errorf("the names under a signature have %d bytes, want %d", len(packed), NamesSize)
	}
	var answers []Field
	for _, part := range strings.Split(strings.TrimRight(string(packed), "\x00"), "\x00") {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return nil, errors.New("the names under a signature are not in their form")
		}
		answers = append(answers, Field{Name: name, Value: value})
	}
	return answers, nil
}

// PackTally writes what a signature is counted by.
func PackTally(folded [32]byte, region int) []byte { return append(folded[:], byte(region)) }

// UnpackTally reads what PackTally wrote.
func UnpackTally(packed []byte) (folded [32]byte, region int, err error) {
	if len(packed) != TallySize {
		return folded, 0, fmt.Errorf("the counted part of a signature has %d bytes, want %d", len(packed), TallySize)
	}
	copy(folded[:], packed)
	return folded, int(packed[TallySize-1]), nil
}
