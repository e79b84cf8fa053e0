package desk

import (
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/seal"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// memoryState is what the events of a memoryBook say.
type memoryState struct {
	petitioned
	marked
	memoryIntake
	memoryTerms
	vouched
	events     []flow.Recorded
	tree       *ledger.Tree
	signed     []byte
	users      []guard.User
	cases      []string
	holders    []guard.Holder
	former     []guard.Holder
	set        []guard.ThresholdSet
	sealed     []seal.Record
	unsealings []seal.Request
	accessions []custody.Accession
	items      []custody.Item
	steps      map[custody.Sum][]custody.Step
	acquired   []placed[custody.Acquired]
	losses     []custody.Loss
	hashes     []custody.HashClaim
	renditions []text.Rendition
	troubles   map[custody.Sum][]text.Trouble
	verdicts   []verdictOn
	passages   []text.Passage
	cited      map[string]int // the place of each among them, by its id
	claims     []claim.Claim
	turns      map[string][]claim.Turn
	spoken     map[string][]int64 // entries on a claim after it was made
	findings   []finding.Finding
	estimates  []count.Estimation
	editions   []claim.Vocabulary
	terms      map[string][]claim.Term
	lists      []person.List
	mentions   []person.Mention
	judgements []person.Judgement // every one
	linkings   []person.Linking
	groups     []person.NamesGrouped
	seen       []custody.Sighting
	history    map[string][]int64 // of releases, findings and estimates
}

type placed[T any] struct {
	index int64
	value T
}

func (s *memoryState) turn(index int64, id string, to claim.Standing, reason string) error {
	s.turns[id] = append(s.turns[id], claim.Turn{Index: index, Standing: to, Reason: reason})
	return s.mark(index, id, func(*claim.Claim) {})
}

// mark changes a claim by an entry that speaks of it.
func (s *memoryState) mark(index int64, id string, change func(*claim.Claim)) error {
	for i := range s.claims {
		if c := &s.claims[i]; c.Made.Claim == id {
			change(c)
			c.Turned = true
			s.spoken[id] = append(s.spoken[id], index)
		}
	}
	return nil
}

func newMemoryState(events []flow.Recorded) *memoryState {
	return &memoryState{events: slices.Clone(events), steps: map[custody.Sum][]custody.Step{}, troubles: map[custody.Sum][]text.Trouble{},
		turns: map[string][]claim.Turn{}, spoken: map[string][]int64{}, history: map[string][]int64{}, cited: map[string]int{}}
}

func (s *memoryState) apply(e ledger.Event) error {
	if len(e.Body) == 0 {
		return nil
	}
	if took, err := s.took(e); took || err != nil {
		return err
	}
	switch e.Kind {
	case custody.Seen{}.Kind():
		return ledger.Take(e, func(f *custody.Seen) error {
			s.seen = append(s.seen, custody.Sighting{Seen: *f, Actor: e.Actor, Time: e.Time, Index: e.Index})
			return nil
		})
	case guard.UserAdded{}.Kind():
		return ledger.Take(e, func(f *guard.UserAdded) error {
			for i := range s.users {
				if s.users[i].Handle == f.User {
					s.users[i].Roles, s.users[i].Disabled = f.Roles, false
					return nil
				}
			}
			s.users = append(s.users, guard.User{Handle: f.User, Roles: f.Roles, Added: e.Time})
			return nil
		})
	case guard.UserDisabled{}.Kind():
		return ledger.Take(e, func(f *guard.UserDisabled) error {
			for i := range s.users {
				s.users[i].Disabled = s.users[i].Disabled || s.users[i].Handle == f.User
			}
			return nil
		})
	case guard.CaseOpened{}.Kind():
		return ledger.Take(e, func(f *guard.CaseOpened) error { s.cases = append(s.cases, f.Case); return nil })
	case person.ListImported{}.Kind():
		return ledger.Take(e, func(f *person.ListImported) error {
			s.lists = append(s.lists, person.List{ListImported: *f, Index: e.Index, Version: 1, Complete: true})
			return nil
		})
	case person.ListDescribed{}.Kind():
		return ledger.Take(e, func(f *person.ListDescribed) error {
			for i := range s.lists {
				if s.lists[i].List == f.List {
					s.lists[i].About = f.About
				}
			}
			return nil
		})
	case person.Mentioned{}.Kind():
		return ledger.Take(e, func(f *person.Mentioned) error { return s.mentioned(e, *f) })
	case person.Judged{}.Kind():
		return ledger.Take(e, func(f *person.Judged) error {
			s.judgements = append(s.judgements, person.Judgement{Judged: *f, Actor: e.Actor, Index: e.Index})
			return nil
		})
	case person.Linked{}.Kind():
		return ledger.Take(e, func(f *person.Linked) error {
			s.linkings = append(s.linkings, person.Linking{Linked: *f, Actor: e.Actor, Index: e.Index})
			return nil
		})
	case person.NamesGrouped{}.Kind():
		return ledger.Take(e, func(f *person.NamesGrouped) error {
			s.groups = slices.DeleteFunc(s.groups, func(g person.NamesGrouped) bool { return slices.Equal(g.Names, f.Names) })
			if !f.Lifted {
				s.groups = append(s.groups, *f)
			}
			return nil
		})
	}
	if err := s.applyCustody(e); err != nil {
		return err
	}
	if err := s.applyClaim(e); err != nil {
		return err
	}
	if err := s.applyMarked(e); err != nil {
		return err
	}
	if err := s.applyPetition(e); err != nil {
		return err
	}
	if err := s.applyVouched(e); err != nil {
		return err
	}
	if err := s.applyFinding(e); err != nil {
		return err
	}
	if err := s.applyEstimate(e); err != nil {
		return err
	}
	if err := s.applyVocabulary(e); err != nil {
		return err
	}
	if err := s.applySealing(e); err != nil {
		return err
	}
	return s.applyTerms(e, s.history)
}

func (s *memoryState) mentioned(e ledger.Event, f person.Mentioned) error {
	for _, l := range s.lists {
		if l.List == f.List {
			s.mentions = append(s.mentions, person.Mention{Mentioned: f, ListName: l.Name, Case: l.Case, Index: e.Index, Item: l.Item})
			return nil
		}
	}
	return fmt.Errorf("no list %s", f.List)
}

func (s *memoryState) applyCustody(e ledger.Event) error {
	switch e.Kind {
	case custody.Opened{}.Kind():
		return ledger.Take(e, func(f *custody.Opened) error {
			s.accessions = append(s.accessions, custody.Accession{ID: f.Accession, Case: f.Case, Source: f.Source, Note: f.Note, Label: f.Label, Actor: e.Actor, Time: e.Time, Index: e.Index})
			return nil
		})
	case custody.Acquired{}.Kind():
		return ledger.Take(e, func(f *custody.Acquired) error { return s.takeIn(e, *f) })
	case custody.PassedOver{}.Kind():
		return ledger.Take(e, func(f *custody.PassedOver) error {
			s.losses = append(s.losses, custody.Loss{Accession: f.Accession, Name: f.Name, What: f.What, Index: e.Index})
			return nil
		})
	case custody.Failed{}.Kind():
		return ledger.Take(e, func(f *custody.Failed) error {
			s.losses = append(s.losses, custody.Loss{Accession: f.Accession, Name: f.Name, What: "failed", Error: f.Error, Index: e.Index})
			return s.onAccession(f.Accession, func(a *custody.Accession) { a.Failed++ })
		})
	case custody.Closed{}.Kind():
		return ledger.Take(e, func(f *custody.Closed) error {
			return s.onAccession(f.Accession, func(a *custody.Accession) { a.Closed = true })
		})
	case custody.HashClaimed{}.Kind():
		return ledger.Take(e, func(f *custody.HashClaimed) error {
			s.hashes = append(s.hashes, custody.HashClaim{HashClaimed: *f, Actor: e.Actor, Index: e.Index})
			return nil
		})
	case text.Read{}.Kind():
		return ledger.Take(e, func(f *text.Read) error {
			s.renditions = append(s.renditions, text.Rendition{Item: f.Item, Engine: f.Engine, Version: f.Version, Sum: f.Rendition, Form: f.Form, Parts: f.Parts, Encoding: f.Encoding,
				Step: text.StepOf(f.Step), Health: f.Health, Gaps: f.Gaps, MoreGaps: f.MoreGaps, Index: e.Index})
			s.step(f.Item, e, "", custody.Name{}, f.Engine+" "+f.Version)
			return nil
		})
	case text.Unread{}.Kind():
		return ledger.Take(e, func(f *text.Unread) error {
			known := slices.DeleteFunc(s.troubles[f.Item], func(t text.Trouble) bool { return text.StepOf(t.Step) == text.StepOf(f.Step) })
			s.troubles[f.Item] = append(known, text.Trouble{Item: f.Item, Step: f.Step, Error: f.Error, Limit: f.Limit, Index: e.Index})
			return nil
		})
	}
	return nil
}

func (s *memoryState) onAccession(id string, change func(*custody.Accession)) error {
	for i := range s.accessions {
		if s.accessions[i].ID == id {
			change(&s.accessions[i])
			return nil
		}
	}
	return fmt.Errorf("no accession %s", id)
}

func (s *memoryState) step(item custody.Sum, e ledger.Event, accession string, name custody.Name, detail string) {
	s.steps[item] = append(s.steps[item], custody.Step{Event: e.Kind.Name, Actor: e.Actor, Time: e.Time, Index: e.Index, Accession: accession, Name: name, Detail: detail})
}

func (s *memoryState) takeIn(e ledger.Event, f custody.Acquired) error {
	var of custody.Accession
	err := s.onAccession(f.Accession, func(a *custody.Accession) {
		a.Items, a.Bytes = a.Items+1, a.Bytes+f.Bytes
		of = *a
	})
	s.acquired = append(s.acquired, placed[custody.Acquired]{e.Index, f})
	s.step(f.Item, e, f.Accession, f.Name, "")
	for i := range s.items {
		if s.items[i].Sum == f.Item {
			s.items[i].Copies++
			s.items[i].Label = max(s.items[i].Label, of.Label)
			return err
		}
	}
	s.items = append(s.items, custody.Item{Sum: f.Item, Bytes: f.Bytes, MediaType: f.MediaType, Name: f.Name, Parent: f.Parent,
		Label: of.Label, Case: of.Case, Accession: f.Accession, Index: e.Index, Copies: 1})
	return err
}

func (s *memoryState) applyClaim(e ledger.Event) error {
	cite := func(p text.Passage) {
		if _, there := s.cited[p.ID()]; !there {
			s.cited[p.ID()] = len(s.passages)
			s.passages = append(s.passages, p)
		}
	}
	switch e.Kind {
	case text.Cited{}.Kind():
		return ledger.Take(e, func(f *text.Cited) error { cite(f.Passage); return nil })
	case text.Mentioned{}.Kind():
		return ledger.Take(e, func(f *text.Mentioned) error {
			if f.Verdict == text.Accepted {
				cite(f.Passage)
			}
			s.judged(e, *f)
			return nil
		})
	case claim.Made{}.Kind():
		return ledger.Take(e, func(f *claim.Made) error {
			for _, p := range f.Passages {
				cite(p)
			}
			s.claims = append(s.claims, claim.Claim{Made: *f, Actor: e.Actor, Index: e.Index})
			return nil
		})
	case claim.Withdrawn{}.Kind():
		return ledger.Take(e, func(f *claim.Withdrawn) error {
			return s.turn(e.Index, f.Claim, claim.TakenBack, f.Reason)
		})
	case claim.Preferred{}.Kind():
		return ledger.Take(e, func(f *claim.Preferred) error { return s.turn(e.Index, f.Claim, claim.Favoured, f.Reason) })
	case claim.Accepted{}.Kind():
		return ledger.Take(e, func(f *claim.Accepted) error { return s.turn(e.Index, f.Claim, claim.Agreed, f.Reason) })
	case claim.Disputed{}.Kind():
		return ledger.Take(e, func(f *claim.Disputed) error { return s.turn(e.Index, f.Claim, claim.Contested, f.Reason) })
	case claim.Graded{}.Kind():
		return ledger.Take(e, func(f *claim.Graded) error {
			return s.mark(e.Index, f.Claim, func(c *claim.Claim) { c.SourceGrade, c.InfoGrade = f.SourceGrade, f.InfoGrade })
		})
	case claim.Flagged{}.Kind():
		return ledger.Take(e, func(f *claim.Flagged) error {
			return s.mark(e.Index, f.Claim, func(c *claim.Claim) {
				c.Flags = slices.DeleteFunc(slices.Clone(c.Flags), func(g string) bool { return g == f.Flag })
				if !f.Lifted {
					c.Flags = append(c.Flags, f.Flag)
				}
			})
		})
	}
	return nil
}
