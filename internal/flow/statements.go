package flow

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/request"
	"sanad/internal/ground/script"
)

// Stance is how a speaker stands to what they speak of.
type Stance string

// The stances, as terms of the vocabulary attribution say them.
const (
	Denies      Stance = "denies"
	DeniesBlame Stance = "denies responsibility" // and admits the act
	Admits      Stance = "admits"
	Accepts     Stance = "accepts responsibility"
	Justifies   Stance = "justifies"
	Explains    Stance = "explains otherwise"
	Silent      Stance = "does not answer"
	Unclear     Stance = "unclear"
)

// StanceOf gives the stance of a term of the vocabulary attribution.
func StanceOf(term string) Stance {
	_, what, _ := strings.Cut(term, "_")
	switch what {
	case "deny":
		return Denies
	case "deny_responsibility":
		return DeniesBlame
	case "state":
		return Admits
	case "accept":
		return Accepts
	case "justify":
		return Justifies
	case "explain":
		return Explains
	case "silent":
		return Silent
	}
	return Unclear
}

// Statement is words that somebody spoke or wrote on an occasion.
type Statement struct {
	ID, Case, Name string
	Speakers       []request.Party
	Bodies         []request.Party // on whose behalf
	Kind, Medium   string
	Attitudes      []string // terms of the vocabulary attribution
	Stances        []Stance
	Made           request.When
	Published      request.When
	About          []request.Party
	Content        []string
	Words          []string // verbatim
	Duress         []string // grounds for thinking so
	Pressed        bool     // or a claim on it is flagged so
}

// Statements gives the statements that somebody made, on a thing or on
// anything, in the order in which they were made; those without a date last.
func Statements(ctx context.Context, s State, f SaysFilter) ([]Statement, error) {
	ids, err := f.statements(ctx, s)
	if err != nil {
		return nil, err
	}
	var out []Statement
	for _, id := range ids {
		rec, err := readRecord(ctx, s, id)
		if err != nil {
			return nil, err
		}
		if len(rec.claims) == 0 || f.Case != "" && rec.caseName != f.Case {
			continue
		}
		st := Statement{ID: id, Case: rec.caseName, Name: rec.first("name"), Speakers: rec.parties("speaker"), Bodies: rec.parties("body"),
			Kind: rec.first("kind"), Medium: rec.first("medium"), Attitudes: rec.values("attitude"), Made: rec.when("made"), Published: rec.when("published"),
			About: rec.parties("about", "about_person"), Content: rec.values("content"), Words: rec.values("words"), Duress: rec.values("duress")}
		for _, term := range st.Attitudes {
			st.Stances = append(st.Stances, StanceOf(term))
		}
		for _, claims := range rec.claims {
			st.Pressed = st.Pressed || slices.ContainsFunc(claims, func(c claim.Claim) bool { return slices.Contains(c.Flags, claim.FlagDuress) })
		}
		st.Pressed = st.Pressed || len(st.Duress) > 0
		if f.Who == "" || st.by(f.Who) {
			out = append(out, st)
		}
	}
	slices.SortStableFunc(out, func(a, b Statement) int { return cmp.Compare(firstDay(a.Made), firstDay(b.Made)) })
	return out, nil
}

// statements gives the records that may be meant.
func (f SaysFilter) statements(ctx context.Context, s State) (ids []string, err error) {
	if f.About == "" && f.Who == "" {
		err = s.Entities(ctx, EntityFilter{Case: f.Case, Schema: "Statement", After: -1}, func(e claim.Entity) error {
			ids = append(ids, e.ID)
			return nil
		})
		return ids, err
	}
	ask := []ClaimFilter{{Property: "about", ValueEntity: f.About}, {Property: "about_person", ValueEntity: f.About}}
	if f.About == "" {
		ask = []ClaimFilter{{Property: "speaker"}, {Property: "body"}}
	}
	for _, filter := range ask {
		filter.Case, filter.Schema, filter.After = f.Case, "Statement", -1
		err := s.Claims(ctx, filter, func(c claim.Claim) error {
			if f.About != "" || f.Who == c.ValueEntity || script.Fold(f.Who) == script.Fold(c.Value) {
				ids = append(ids, c.Entity)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// by reports whether somebody spoke, for themselves or in whose name others did.
func (st Statement) by(who string) bool {
	return slices.ContainsFunc(slices.Concat(st.Speakers, st.Bodies), func(p request.Party) bool {
		return p.Entity == who || script.Fold(p.Name) == script.Fold(who)
	})
}

// firstDay orders dates by the first day that is known of them.
func firstDay(w request.When) int64 {
	if w.Known {
		if day, ok := w.Days.Earliest.Known(); ok {
			return int64(day)
		}
		if day, ok := w.Days.Latest.Known(); ok {
			return int64(day)
		}
	}
	return 1 << 62
}
