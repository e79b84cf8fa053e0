package verify

import (
	"fmt"
	"slices"

	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// findingRead is a conclusion, and the entry in which somebody agreed to just it.
type findingRead struct {
	finding.Made
	index     int64
	confirmed int64
}

// found notes a conclusion: all that it says must be there, for it was confirmed as
// a whole.
func (e *eventsRead) found(event ledger.Disclosure) error {
	f := findingRead{index: event.Index}
	if err := into(event, &f.Made, "finding", "case", "conclusion", "standard", "claims"); err != nil {
		return err
	}
	if err := f.Check(); err != nil {
		return fmt.Errorf("entry %d: %w", event.Index, err)
	}
	if e.findings[f.Finding] != nil {
		return fmt.Errorf("entry %d makes the finding %s a second time", event.Index, f.Finding)
	}
	if e.findings == nil {
		e.findings = map[string]*findingRead{}
	}
	e.findings[f.Finding] = &f
	return nil
}

func (e *eventsRead) foundConfirmed(event ledger.Disclosure) error {
	var f finding.Confirmed
	if err := into(event, &f, "finding", "sum"); err != nil {
		return err
	}
	made := e.findings[f.Finding]
	switch {
	case made == nil:
		return fmt.Errorf("entry %d confirms the finding %s, which is not here", event.Index, f.Finding)
	case f.Sum != made.Sum():
		return fmt.Errorf("entry %d confirms another wording of the finding %s than entry %d has", event.Index, f.Finding, made.index)
	}
	made.confirmed = event.Index
	return nil
}

// found checks that every conclusion stands here with every claim it rests on and
// every claim that was weighed against it, and that somebody confirmed its very
// words.
func (d *inspection) found(e *eventsRead) Check {
	t := tally{name: checkFindings}
	here := map[string]bool{}
	if len(e.findings) > 0 {
		for _, c := range e.claims {
			here[c.ID] = true
		}
	}
	ids := make([]string, 0, len(e.findings))
	for id := range e.findings {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		f := e.findings[id]
		if f.confirmed == 0 {
			t.wrong(dossier.EventsFile, "entry %d, the finding %s: nobody confirmed it", f.index, id)
		}
		for _, side := range []struct {
			what string
			ids  []string
		}{{"rests on", f.Claims}, {"was weighed against", f.Against}} {
			for _, c := range side.ids {
				if !here[c] {
					t.wrong(dossier.EventsFile, "entry %d, the finding %s %s the claim %s, which is not here", f.index, id, side.what, c)
				}
			}
		}
	}
	return t.check("%s confirmed word for word, with every claim for and against it", counted(len(ids), "finding is", "findings are"))
}
