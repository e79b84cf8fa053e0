package flow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/graph"
)

// graphFacts makes, for each kind of line of a graph, an empty fact to read it
// into. Lines that name entities have none.
func graphFacts() map[string]func() ledger.Fact {
	all := map[string]func() ledger.Fact{}
	for _, empty := range []func() ledger.Fact{
		func() ledger.Fact { return &text.Cited{} },
		func() ledger.Fact { return &text.Mentioned{} },
		func() ledger.Fact { return &claim.VocabularyImported{} },
		func() ledger.Fact { return &claim.Made{} },
		func() ledger.Fact { return &claim.Withdrawn{} },
		func() ledger.Fact { return &claim.Preferred{} },
		func() ledger.Fact { return &claim.Accepted{} },
		func() ledger.Fact { return &claim.Disputed{} },
		func() ledger.Fact { return &claim.Graded{} },
		func() ledger.Fact { return &claim.Flagged{} },
		func() ledger.Fact { return &finding.Made{} },
		func() ledger.Fact { return &finding.Confirmed{} },
		func() ledger.Fact { return &finding.Withdrawn{} },
		func() ledger.Fact { return &person.ListImported{} },
		func() ledger.Fact { return &person.ListRevised{} },
		func() ledger.Fact { return &person.ListDescribed{} },
		func() ledger.Fact { return &person.ListCompleted{} },
		func() ledger.Fact { return &person.Mentioned{} },
		func() ledger.Fact { return &person.Revised{} },
		func() ledger.Fact { return &person.Retired{} },
		func() ledger.Fact { return &person.Judged{} },
		func() ledger.Fact { return &person.NamesGrouped{} },
	} {
		all[empty().Kind().String()] = empty
	}
	return all
}

// graphEntity is the body of a line that names an entity.
type graphEntity struct {
	ID     string `json:"id"`
	Schema string `json:"schema"`
	Case   string `json:"case"`
}

// graphLine writes an entry as a line. What was taken over from elsewhere keeps
// where it was recorded first.
func graphLine(e ledger.Event, origin string) (graph.Line, error) {
	fields, err := e.Fields()
	if err != nil {
		return graph.Line{}, err
	}
	l := graph.Line{Kind: e.Kind.String(), Recorded: &graph.Recorded{Log: origin, Index: e.Index, By: e.Actor, At: e.Time.UTC()}}
	body := []byte{'{'}
	for _, f := range fields {
		switch {
		case strings.HasPrefix(f.Name, "@"):
			continue
		case f.Name == "recorded":
			l.Recorded = &graph.Recorded{}
			if err := json.Unmarshal(f.Value, l.Recorded); err != nil {
				return l, fmt.Errorf("reading where entry %d was recorded first: %w", e.Index, err)
			}
			continue
		}
		if len(body) > 1 {
			body = append(body, ',')
		}
		name, err := json.Marshal(f.Name)
		if err != nil {
			return l, err
		}
		body = append(append(append(body, name...), ':'), f.Value...)
	}
	l.Body = append(body, '}')
	return l, nil
}

// graphFact reads a line as the fact it was written from, with where it was
// recorded first in it.
func graphFact(l graph.Line, empty func() ledger.Fact) (ledger.Fact, error) {
	if l.Recorded == nil {
		return nil, fmt.Errorf("the line does not say where it was recorded")
	}
	first := ledger.Recorded(*l.Recorded)
	if err := first.Check(); err != nil {
		return nil, err
	}
	f := empty()
	if err := graph.Strict(l.Body, f); err != nil {
		return nil, fmt.Errorf("the body is not that of a %s: %w", l.Kind, err)
	}
	at := recordedOf(f)
	if *at != nil {
		return nil, fmt.Errorf("the body says itself where it was recorded, beside the line")
	}
	first.At = first.At.UTC()
	*at = &first
	return f, f.Check()
}

// recordedOf gives where a fact keeps its first record.
func recordedOf(f ledger.Fact) **ledger.Recorded {
	switch f := f.(type) {
	case *text.Cited:
		return &f.Recorded
	case *text.Mentioned:
		return &f.Recorded
	case *claim.VocabularyImported:
		return &f.Recorded
	case *claim.Made:
		return &f.Recorded
	case *claim.Withdrawn:
		return &f.Recorded
	case *claim.Preferred:
		return &f.Recorded
	case *claim.Accepted:
		return &f.Recorded
	case *claim.Disputed:
		return &f.Recorded
	case *claim.Graded:
		return &f.Recorded
	case *claim.Flagged:
		return &f.Recorded
	case *finding.Made:
		return &f.Recorded
	case *finding.Confirmed:
		return &f.Recorded
	case *finding.Withdrawn:
		return &f.Recorded
	}
	return recordedOfRow(f)
}

func recordedOfRow(f ledger.Fact) **ledger.Recorded {
	switch f := f.(type) {
	case *person.ListImported:
		return &f.Recorded
	case *person.ListRevised:
		return &f.Recorded
	case *person.ListDescribed:
		return &f.Recorded
	case *person.ListCompleted:
		return &f.Recorded
	case *person.Mentioned:
		return &f.Recorded
	case *person.Revised:
		return &f.Recorded
	case *person.Retired:
		return &f.Recorded
	case *person.Judged:
		return &f.Recorded
	case *person.NamesGrouped:
		return &f.Recorded
	}
	panic(fmt.Sprintf("a graph has no facts of the type %T", f))
}

// passagesOf gives the passages that a fact rests on, to be changed.
func passagesOf(f ledger.Fact) []*text.Passage {
	switch f := f.(type) {
	case *text.Cited:
		return []*text.Passage{&f.Passage}
	case *text.Mentioned:
		return []*text.Passage{&f.Passage}
	case *claim.Made:
		all := make([]*text.Passage, len(f.Passages))
		for i := range all {
			all[i] = &f.Passages[i]
		}
		return all
	}
	return nil
}

// claimOf gives the claim that a turn is of.
func claimOf(f ledger.Fact) string {
	switch f := f.(type) {
	case *claim.Withdrawn:
		return f.Claim
	case *claim.Preferred:
		return f.Claim
	case *claim.Accepted:
		return f.Claim
	case *claim.Disputed:
		return f.Claim
	case *claim.Graded:
		return f.Claim
	case *claim.Flagged:
		return f.Claim
	}
	return ""
}

// findingOf gives the finding that a turn is of.
func findingOf(f ledger.Fact) string {
	switch f := f.(type) {
	case *finding.Confirmed:
		return f.Finding
	case *finding.Withdrawn:
		return f.Finding
	}
	return ""
}

// listOf gives the list, the row and the version that a fact speaks of.
func listOf(f ledger.Fact) (list, mention string, version int) {
	switch f := f.(type) {
	case *person.ListImported:
		return f.List, "", 1
	case *person.ListRevised:
		return f.List, "", f.Version
	case *person.ListDescribed:
		return f.List, "", 1
	case *person.ListCompleted:
		return f.List, "", max(1, f.Version)
	case *person.Mentioned:
		return f.List, f.Mention, max(1, f.Version)
	case *person.Revised:
		return f.List, f.Mention, f.Version
	case *person.Retired:
		return f.List, f.Mention, f.Version
	}
	return "", "", 0
}

// subjectOf gives the id by which people know what a fact speaks of.
func subjectOf(f ledger.Fact) string {
	switch f := f.(type) {
	case *claim.VocabularyImported:
		return f.Vocabulary
	case *claim.Made:
		return f.Claim
	case *finding.Made:
		return f.Finding
	case *text.Cited:
		return f.Passage.ID()
	case *text.Mentioned:
		return f.Passage.ID()
	case *person.Judged:
		return f.Left + " " + f.Right
	case *person.NamesGrouped:
		return strings.Join(f.Names, ", ")
	}
	list, mention, _ := listOf(f)
	for _, id := range []string{claimOf(f), findingOf(f), mention, list} {
		if id != "" {
			return id
		}
	}
	return ""
}

// actFor gives what an account must be allowed to do to record such a fact.
func actFor(f ledger.Fact) guard.Act {
	switch f.(type) {
	case *claim.Accepted, *finding.Confirmed, *person.Judged, *person.NamesGrouped:
		return guard.ToJudge
	}
	return guard.ToClaim
}

// essence is what a body says, but for where it was recorded first and where in
// an item its passages stand, which differs from reading to reading.
func essence(body []byte, empty func() ledger.Fact) ([]byte, error) {
	f := empty()
	if err := json.Unmarshal(body, f); err != nil {
		return nil, err
	}
	*recordedOf(f) = nil
	for _, p := range passagesOf(f) {
		*p = text.Passage{Item: p.Item}
	}
	return json.Marshal(f)
}

// saysAlike reports whether two bodies of one kind say the same.
func saysAlike(a, b []byte, empty func() ledger.Fact) (bool, error) {
	x, err := essence(a, empty)
	if err != nil {
		return false, err
	}
	y, err := essence(b, empty)
	return bytes.Equal(x, y), err
}
