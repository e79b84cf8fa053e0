// Package signatory knows when two signatures are by one person, as far as what
// they wrote can tell: it folds an identity so that its spellings in Persian,
// Arabic and Latin letters meet. It must never decide so from less than all that
// a petition asks, and never keep what it was given.
package signatory

import (
	"strings"
	"unicode"

	"sanad/internal/core/intake"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/script"
)

// Fold makes of all that a signer answered the hash that a tally compares. Names
// are taken by their sound, as a search is: the spellings of one name meet, and
// now and then those of two. A tally may so be of a few people too few, and
// spelling a name in another way makes it no higher. The hash differs from
// petition to petition.
func Fold(petition string, answers []intake.Field) [32]byte {
	parts := canon.Strings(petition)
	for _, a := range answers {
		parts = append(parts, []byte(a.Name), []byte(folded(a)))
	}
	return canon.Hash("sanad/signatory/v1", parts...)
}

func folded(a intake.Field) string {
	switch a.Name {
	case intake.FieldBirth, intake.FieldNumber:
		return plain(script.Fold(script.Digits(a.Value)))
	}
	if key := strings.ReplaceAll(script.Key(a.Value), " ", ""); key != "" {
		return key
	}
	return plain(script.Fold(a.Value))
}

// plain keeps letters and digits: numbers are written with dashes, dots and
// spaces, or without.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.ToLower(text))
}
