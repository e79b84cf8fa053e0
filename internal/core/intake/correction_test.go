package intake

import (
	"strings"
	"testing"

	"sanad/internal/ground/fail"
)

func TestAReferenceHasOneSpellingAndTellsItsKind(t *testing.T) {
	id := "0123456789abcdef"
	for ref, on := range map[string]ReferenceKind{
		"e-" + id: AboutEntity, "m-" + id: AboutRow, "c-" + id: AboutClaim, "n-" + id: AboutFinding, strings.Repeat("0f", 32): AboutItem, "r-" + id + ".P-017": AboutPseudonym,
	} {
		about, ok := ParseReference(ref)
		if !ok || about != (Reference{on, ref}) || about.Check() != nil {
			t.Errorf("%s is read as %+v, %v", ref, about, ok)
		}
		for _, other := range []string{ref + "0", ref[:len(ref)-1] + "!", strings.ToUpper(ref) + " ", " " + ref, ref + "\n", "x" + ref} {
			if about, ok := ParseReference(other); ok && on != AboutPseudonym {
				t.Errorf("%q is read as %+v", other, about)
			}
		}
	}
	for _, ref := range []string{"", "e-", "e-0123456789abcdei", "a-" + id, "s-" + id, "r-" + id, "r-" + id + ".P-", "r-" + id + ".P-1234567", "r-" + id + ".p-017", "r-" + id + ".P-١٧", "r-" + id + ".P-017.P-017"} {
		if about, ok := ParseReference(ref); ok {
			t.Errorf("%q is read as %+v", ref, about)
		}
	}
	if (Reference{AboutClaim, "e-" + id}).Check() == nil {
		t.Error("an entity passes for a claim")
	}
	if got := (Reference{AboutPseudonym, "r-" + id + ".P-017"}).Release(); got != "r-"+id {
		t.Errorf("the sign is of the release %q", got)
	}
}

func TestTheAddressOfACorrectionNamesNothingButTheDoorAndTheEntry(t *testing.T) {
	about, _ := ParseReference("e-0123456789abcdef")
	if got := CorrectPath("fa", "families", about); got != "/fa/correct/families/e-0123456789abcdef" {
		t.Error(got)
	}
	if got := CorrectPath("fa", "families", Reference{}); got != "/fa/correct/families" {
		t.Error(got)
	}
}

func TestAStoryIsAboutAnEntryOnlyAsACorrection(t *testing.T) {
	about, _ := ParseReference("e-0123456789abcdef")
	for _, c := range []struct {
		story Story
		ok    bool
	}{
		{Story{}, true}, {Story{Form: FormCorrection}, true}, {Story{Form: FormCorrection, About: &about}, true},
		{Story{About: &about}, false}, {Story{Form: "x"}, false}, {Story{Form: FormCorrection, About: &Reference{AboutEntity, "e-1"}}, false},
		{Story{Form: FormCorrection, Consent: Consent{Uses: []Use{"all"}}}, false},
	} {
		if err := c.story.Check(); (err == nil) != c.ok {
			t.Errorf("%+v: %v", c.story, err)
		}
	}
}

func TestADecisionSaysWhatChangedOrWhyNot(t *testing.T) {
	about, _ := ParseReference("e-0123456789abcdef")
	base := CorrectionDecided{Correction: "y-1", Submission: "s-1", Case: "main", About: about, Outcome: Accept, Made: []string{"c-0123456789abcdef"}}
	if err := base.Check(); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*CorrectionDecided){
		"of no case":                    func(f *CorrectionDecided) { f.Case = "" },
		"without a name":                func(f *CorrectionDecided) { f.Correction = "" },
		"on no entry":                   func(f *CorrectionDecided) { f.About = Reference{} },
		"with another outcome":          func(f *CorrectionDecided) { f.Outcome = "maybe" },
		"accepted, and nothing is said": func(f *CorrectionDecided) { f.Made = nil },
		"in part, without a reason":     func(f *CorrectionDecided) { f.Outcome = AcceptInPart },
		"declined, with a change":       func(f *CorrectionDecided) { f.Outcome, f.Reason = Decline, "x" },
		"declined, without a reason":    func(f *CorrectionDecided) { f.Outcome, f.Made = Decline, nil },
		"with a claim that is none":     func(f *CorrectionDecided) { f.Withdrawn = []string{"e-0123456789abcdef"} },
		"with a note in no language":    func(f *CorrectionDecided) { f.Note = map[string]string{"de": "x"} },
		"with an empty note":            func(f *CorrectionDecided) { f.Note = map[string]string{"en": " "} },
		"with too long a reason":        func(f *CorrectionDecided) { f.Reason = strings.Repeat("x", maxNote+1) },
	} {
		f := base
		if change(&f); fail.Of(f.Check()) != fail.Usage {
			t.Errorf("a decision %s: %v", what, f.Check())
		}
	}
	for what, change := range map[string]func(*CorrectionDecided){
		"accepted with a note alone": func(f *CorrectionDecided) { f.Made, f.Note = nil, map[string]string{"fa": "درست شد"} },
		"declined with a reason":     func(f *CorrectionDecided) { f.Outcome, f.Made, f.Reason = Decline, nil, "the stone says otherwise" },
		"of no submission":           func(f *CorrectionDecided) { f.Submission = "" },
	} {
		f := base
		if change(&f); f.Check() != nil {
			t.Errorf("a decision %s: %v", what, f.Check())
		}
	}
}
