package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/person"
	"sanad/internal/format/mapping"
)

// LeftOut is a number of things that a count does not hold, by the reason.
type LeftOut struct {
	What  string // one of the words below
	Count int64
	Names []string // of lists
}

// What a count leaves out. Of a thing of which there is none nothing is told.
const (
	LeftWithdrawn   = "rows withdrawn"       // rows every claim of which was withdrawn
	LeftGone        = "rows gone"            // rows that the newest version of their list has no more
	LeftLists       = "lists of other"       // lists that are not of people
	LeftInterrupted = "lists interrupted"    // their other rows were not read
	LeftUnlisted    = "persons unlisted"     // described in documents, on no list, and not judged to be one with a row; victims or not
	LeftUndecided   = "pairs undecided"      // each that is one person lowers the number
	LeftUnlinked    = "rows unlinked"        // nobody was asked yet who else they are
	LeftOutside     = "people of no event"   // with an event: people of the case whom no claim connects with it
	LeftBelieved    = "people by the linker" // at a level: so many fewer people than reviewers judged
)

// LeftWords lists what a count can leave out, in the order in which it is told.
func LeftWords() []string {
	return []string{LeftOutside, LeftUnlisted, LeftWithdrawn, LeftGone, LeftLists, LeftInterrupted, LeftUnlinked, LeftUndecided, LeftBelieved}
}

// leftOut tells what the count does not hold, as far as the actor may know it.
func (k *counter) leftOut(ctx context.Context) (out []LeftOut, err error) {
	found := map[string]LeftOut{}
	if err := k.leftLists(ctx, found); err != nil {
		return nil, err
	}
	rows, err := k.leftRows(ctx, found)
	if err != nil {
		return nil, err
	}
	if err := k.leftPersons(ctx, rows, found); err != nil {
		return nil, err
	}
	minimum := k.c.Table.Minimum()
	found[LeftInterrupted] = LeftOut{Count: int64(len(k.c.Incomplete)), Names: k.c.Incomplete}
	found[LeftUndecided] = LeftOut{Count: k.c.Undecided}
	found[LeftOutside] = LeftOut{Count: int64(len(k.l.At(k.c.Asked.Level))) - minimum}
	found[LeftBelieved] = LeftOut{Count: k.c.Levels[Judged] - minimum}
	for _, what := range LeftWords() {
		if l := found[what]; l.Count > 0 {
			l.What = what
			out = append(out, l)
		}
	}
	return out, nil
}

// leftLists finds the lists whose rows are not people.
func (k *counter) leftLists(ctx context.Context, found map[string]LeftOut) error {
	lists, err := k.s.Lists(ctx, k.l.Case)
	if err != nil {
		return err
	}
	var l LeftOut
	for _, of := range lists {
		if m, err := mapping.Parse([]byte(of.Mapping)); err == nil && m.Schema != "Person" {
			l.Count, l.Names = l.Count+1, append(l.Names, of.Name)
		}
	}
	found[LeftLists] = l
	return nil
}

// leftRows finds the rows of lists of people that are not counted, and gives
// every row of every list.
func (k *counter) leftRows(ctx context.Context, found map[string]LeftOut) (map[string]bool, error) {
	rows := map[string]bool{}
	var gone, withdrawn, unlinked int64
	err := k.s.Mentions(ctx, "", "", func(m person.Mention) error {
		rows[m.Mentioned.Mention] = true
		if _, ok := k.l.g.rows.at[m.List]; !ok {
			return nil
		}
		switch {
		case m.Retired:
			gone++
		case !k.l.here(m.Mentioned.Mention):
			withdrawn++
		case k.l.Unlinked && len(k.l.Records) > 1 || k.l.Run != nil && m.Index >= k.l.Run.Seen:
			unlinked++
		}
		return nil
	})
	found[LeftGone], found[LeftWithdrawn], found[LeftUnlinked] = LeftOut{Count: gone}, LeftOut{Count: withdrawn}, LeftOut{Count: unlinked}
	return rows, err
}

// leftPersons finds the persons of the case who are no rows, and whom nobody
// judged to be one with a row.
func (k *counter) leftPersons(ctx context.Context, rows map[string]bool, found map[string]LeftOut) error {
	joined := map[string]bool{}
	for _, ids := range k.joiners {
		for _, id := range ids {
			joined[id] = true
		}
	}
	var unlisted []string
	err := k.s.Entities(ctx, EntityFilter{Case: k.l.Case, Schema: "Person", After: -1}, func(e claim.Entity) error {
		if !rows[e.ID] && !joined[e.ID] {
			unlisted = append(unlisted, e.ID)
		}
		return nil
	})
	described := map[string]bool{}
	for part := range slices.Chunk(unlisted, MaxOf) {
		if err != nil {
			break
		}
		err = k.s.Claims(ctx, ClaimFilter{About: part, After: -1}, func(c claim.Claim) error {
			described[c.Entity] = described[c.Entity] || c.Standing.Stands()
			return nil
		})
	}
	var l LeftOut
	for _, stands := range described {
		if stands {
			l.Count++
		}
	}
	found[LeftUnlisted] = l
	return err
}
