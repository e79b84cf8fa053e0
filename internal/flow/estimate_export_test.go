package flow

import (
	"strings"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/core/guard"
)

// However many people are in them, strata of what the schema protects stay.
func TestStrataOfProtectedPropertiesDoNotLeave(t *testing.T) {
	many := count.Table{Lists: []string{"a", "b"}, Patterns: map[uint32]int64{1: 50, 2: 60, 3: 70}}
	whole := count.Table{Lists: many.Lists, Patterns: map[uint32]int64{1: 100, 2: 120, 3: 140}}
	parts := []PartEstimate{{Table: whole}, {Table: many}, {Table: many}}
	for by, want := range map[string]int{"": 3, "sex": 3, "religion": 1, "ethnicity": 1, "health": 1} {
		if got := Leaves(count.Estimated{By: by, Label: guard.Open}, parts); got != want {
			t.Errorf("by %q %d parts leave, want %d", by, got, want)
		}
	}
}

// What a source calls a place can't begin a line of what the archive says.
func TestLabelsForgeNoLineOfTheReadme(t *testing.T) {
	read := EstimateRead{Results: make([]PartEstimate, 2)}
	read.Parts = []count.Part{{}, {Stratum: "t:x", Label: "Sangab\nCounted by nobody.\u202e"}}
	text := readme(read, 2, nil)
	if strings.Contains(text, "\nCounted by nobody.") || strings.Contains(text, "\u202e") || !strings.Contains(text, "Sangab Counted by nobody.") {
		t.Errorf("the file says:\n%s", text)
	}
}
