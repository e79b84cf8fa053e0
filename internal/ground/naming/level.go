package naming

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// Level is how near two tokens are to being one name. A linker should weigh
// levels, each with its own likelihood, and not add scores.
type Level string

// The levels, the nearest first.
const (
	Exact     Level = "exact"   // written with the same characters
	Same      Level = "same"    // the same after normalisation
	Grouped   Level = "group"   // spellings of one name by the dictionary
	Variant   Level = "variant" // alike by VariantFrom or more
	Near      Level = "near"    // alike by NearFrom or more
	Initial   Level = "initial" // one is the first letter of the other
	Missing   Level = "missing" // only one side has it
	Different Level = "different"
)

// The scores from which two spellings that are in no common group are a
// variant, or near.
const (
	VariantFrom = 0.85
	NearFrom    = 0.70
)

// Likeness is how two tokens compare.
type Likeness struct {
	Level Level
	Score float64 // 0 to 1
	Why   string  // in English
}

// Compare compares two tokens of names that this dictionary read: equal ones,
// then a project's own groups, those of the dictionary, and by ear. Names of which both are in the dictionary and in
// different groups are different, however alike they sound (hamid and hamed,
// hasan and hossein).
func (g *Groups) Compare(a, b Token) Likeness {
	switch {
	case a.Folded == "" || b.Folded == "":
		return Likeness{Missing, 0, "one is missing"}
	case a.Text == b.Text:
		return Likeness{Exact, 1, "written alike"}
	case a.Folded == b.Folded || keyOf(a.Folded) == keyOf(b.Folded):
		return Likeness{Same, 1, "the same but for habits of writing"}
	}
	if said, ok := g.own.compare(a, b); ok {
		return said
	}
	if a.initial || b.initial {
		return initials(a, b)
	}
	if id, ok := common(a, b); ok {
		return Likeness{Grouped, .97, fmt.Sprintf("both are spellings of %s", id)}
	}
	known := len(a.readings) > 0 && len(b.readings) > 0
	if known && len(a.readings[0]) == 1 && len(b.readings[0]) == 1 {
		return Likeness{Different, 0, a.Groups[0] + " and " + b.Groups[0] + " are different names"}
	}
	if tooFar(a.Folded, b.Folded) {
		return Likeness{Different, 0, "one is much longer"}
	}
	score := g.similar(a, b)
	if known {
		why := a.Groups[0] + " and " + b.Groups[0] + " are different names"
		if score < VariantFrom {
			return Likeness{Different, min(score, .5), why}
		}
		return Likeness{Near, min(score, VariantFrom-.01), why + ", though they sound alike"}
	}
	return Likeness{levelOf(score), score, "by sound"}
}

// Level gives the level of Compare alone, several times as fast where both are
// in the dictionary as different names, which most pairs of a long list are.
func (g *Groups) Level(a, b Token) Level {
	switch {
	case len(a.readings) == 0 || len(b.readings) == 0 || a.initial || b.initial:
		return g.Compare(a, b).Level
	case a.Text == b.Text:
		return Exact
	case a.Folded == b.Folded || keyOf(a.Folded) == keyOf(b.Folded):
		return Same
	}
	if said, ok := g.own.compare(a, b); ok {
		return said.Level
	}
	if _, ok := common(a, b); ok {
		return Grouped
	}
	if len(a.readings[0]) == 1 && len(b.readings[0]) == 1 || tooFar(a.Folded, b.Folded) || !g.reaches(a, b, VariantFrom) {
		return Different
	}
	return Near
}

// tooFar tells two spellings of which one has more than three times the letters
// of the other: nothing can be near then, and most pairs of a comparison are so.
func tooFar(a, b string) bool {
	x, y := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	return max(x, y) > 3*min(x, y)+1
}

func levelOf(score float64) Level {
	switch {
	case score >= VariantFrom:
		return Variant
	case score >= NearFrom:
		return Near
	}
	return Different
}

func common(a, b Token) (id string, ok bool) {
	for _, one := range a.Groups {
		if slices.Contains(b.Groups, one) {
			return one, true
		}
	}
	return "", false
}

// initials compares a letter with a name by their first sounds.
func initials(a, b Token) Likeness {
	x, y := script.WritingOf(a.Folded), script.WritingOf(b.Folded)
	r, _ := utf8.DecodeRuneInString(a.Folded)
	s, _ := utf8.DecodeRuneInString(b.Folded)
	fits := r == s
	if x != y {
		if x == script.Latin {
			a, b = b, a
		}
		fits = firstFits(a.Folded, b.Folded)
	}
	if fits {
		return Likeness{Initial, .5, "one is only a letter, and it fits"}
	}
	return Likeness{Different, 0, "one is only a letter, and it does not fit"}
}

func firstFits(arabic, latin string) bool {
	x, y := []rune(arabic)[:1], soundsOf(latin)
	return len(y) > 0 && voiced(append(x, 'x'), 0, y[0], true, false) <= .3
}

// similar gives the score of two tokens of which no group is shared. A name of
// the dictionary is compared by the spelling that fits best.
func (g *Groups) similar(a, b Token) float64 {
	x, y := script.WritingOf(a.Folded), script.WritingOf(b.Folded)
	switch {
	case x == script.Other || y == script.Other:
		return 0
	case x == script.Latin && y == script.Latin:
		return alike(a.Folded, b.Folded)
	case x == script.Arabic && y == script.Arabic:
		return written(a.Folded, b.Folded)
	case x == script.Latin:
		a, b = b, a
	}
	return across(a, b, alikeSounds, acrossScripts)
}

// across compares a token of Arabic script with one in Latin letters. Of a name
// of the dictionary the vowels are known: only its Latin spellings are heard
// then. And if the Latin token is a name of the dictionary, the other must be
// written nearly as that is.
func across(a, b Token, sounds func(x, y []sound) float64, letters func(arabic, latin string) float64) float64 {
	heard := clipped(soundsOf(b.Folded))
	score, known := closest(a.readings, func(one *group) (best float64) {
		for _, s := range one.heard {
			best = max(best, sounds(s, heard))
		}
		return best
	})
	if !known {
		score = letters(a.Folded, b.Folded)
	}
	if most, known := closest(b.readings, func(one *group) (best float64) {
		for _, s := range one.folded {
			best = max(best, written(a.Folded, s))
		}
		return best
	}); known {
		score = min(score, most+otherwise)
	}
	return score
}

// otherwise is how much less alike two spellings in Arabic script may be than
// the names are by ear.
const otherwise = .05

// closest gives the most that one gives for a reading of one name; false if
// there is none.
func closest(readings []composed, one func(*group) float64) (most float64, ok bool) {
	for _, r := range readings {
		if len(r) == 1 {
			most, ok = max(most, one(r[0])), true
		}
	}
	return most, ok
}

// reaches tells that similar gives least or more, and gives up as soon as it
// can't.
func (g *Groups) reaches(a, b Token, least float64) bool {
	x, y := script.WritingOf(a.Folded), script.WritingOf(b.Folded)
	switch {
	case x == script.Latin && y == script.Latin:
		return soundAlike(clipped(soundsOf(a.Folded)), clipped(soundsOf(b.Folded)), least)
	case x == y || x == script.Other || y == script.Other:
		return g.similar(a, b) >= least
	case x == script.Latin:
		a, b = b, a
	}
	enough := func(is bool) float64 {
		if is {
			return 1
		}
		return 0
	}
	return across(a, b, func(x, y []sound) float64 { return enough(soundAlike(x, y, least)) }, func(arabic, latin string) float64 {
		return enough(couldBeHeard(arabic, clipped(soundsOf(latin))) && acrossScripts(arabic, latin) >= least)
	}) >= least
}

// acrossScripts weighs what was learned from pairs of spellings together with
// what is known of the letters. The two numbers put VariantFrom where, on the
// half of the pairs that was learned from, as many true pairs were lost as
// false ones taken.
func acrossScripts(arabic, latin string) float64 {
	evidence := heard(arabic, latin)
	if evidence < hopeless { // couldBeHeard knows it sooner
		return evidence / 2
	}
	if strings.ContainsAny(arabic, "پچژگ") {
		evidence += withoutLearning
	} else {
		least := 0.0
		if evidence >= heardInFull {
			least = persian
		}
		evidence += max(ops().evidence(arabic, latin)/2, least)
	}
	return 1 / (1 + math.Exp(-steepness*(evidence-middle)))
}

const (
	steepness = 2.54
	middle    = 1.70
	// hopeless is below which letters that do not fit are not weighed further.
	hopeless = .4
	// The pairs that were learned from have none of the letters that Arabic
	// lacks: of words with them the letters alone tell, as .9 where .85 is meant.
	withoutLearning = 1.48
	// Nor are they Persian, which hears some letters otherwise (zargham): what is
	// heard in every letter is near enough, whatever was learned.
	heardInFull = .96
	persian     = 1.42
)
