package storetest

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// testQuestions asks every question of flow.State about the samples.
func testQuestions(t *testing.T, b *books) {
	b.begin()
	b.put(Samples()...)
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		for _, ask := range []func(context.Context, *testing.T, flow.State){askGuard, askCustody, askText, askClaims, askTyped, askRecorded, askSupport, askFindings, askVocabularies, askPeople, askLinkings, askEstimates, askSealed, askPosts, askReleases, askTerms, askExhibits, askRedactions, askIntake, askPetitions, askVouched} {
			ask(ctx, t, s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// want fails the test unless an answer came without error and is what it
// should be.
func want(t *testing.T, what string, got, should any, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if !reflect.DeepEqual(got, should) {
		t.Errorf("%s is %v, want %v", what, got, should)
	}
}

func askGuard(ctx context.Context, t *testing.T, s flow.State) {
	users, err := s.Users(ctx)
	var names []string
	for _, u := range users {
		names = append(names, u.Handle)
	}
	slices.Sort(names)
	want(t, "the accounts", names, []string{"first", "gone", "member", "second"}, err)
	u, err := s.User(ctx, "second")
	want(t, "the roles of second", u.Roles, []guard.Role{guard.Reader, guard.Publisher}, err)
	want(t, "the membership of second", u.In, []guard.Membership{{Case: "other", Roles: []guard.Role{guard.Reviewer}}}, err)
	u, err = s.User(ctx, "member")
	want(t, "the roles and membership of member", []any{len(u.Roles), u.In}, []any{0, []guard.Membership{{Case: "other", Roles: []guard.Role{guard.Custodian, guard.Reader}}}}, err)
	for _, of := range users {
		u, err := s.User(ctx, of.Handle)
		want(t, of.Handle+" among all", of, u, err)
	}
	u, err = s.User(ctx, "gone")
	want(t, "gone is disabled", u.Disabled, true, err)
	cases, err := s.Cases(ctx)
	want(t, "the cases", cases, []string{"main", "other"}, err)
	has, err := s.HasCase(ctx, "other")
	want(t, "the case other is there", has, true, err)
}

func askCustody(ctx context.Context, t *testing.T, s flow.State) {
	a, err := s.Accession(ctx, "a-1")
	want(t, "items, bytes, failed, closed of a-1", []any{a.Items, a.Bytes, a.Failed, a.Closed, a.Source.Name}, []any{int64(2), int64(38), int64(1), true, "همسایه"}, err)
	a, err = s.Accession(ctx, "a-2")
	want(t, "a-2 is sealed and open", []any{a.Source.IsSealed(), a.Closed, a.Label}, []any{true, false, guard.Sealed}, err)
	i, err := s.Item(ctx, sampleItem())
	want(t, "the item", []any{i.Name.Bytes(), i.Copies, i.Label, i.Case}, []any{"letters/\xff.txt", int64(2), guard.Case, "main"}, err)
	i, err = s.Item(ctx, sampleSealed())
	want(t, "the sealed item's label and parent", []any{i.Label, *i.Parent}, []any{guard.Sealed, sampleItem()}, err)
	named, err := s.ItemsNamed(ctx, "abc", 5)
	want(t, "the items named abc", named, []custody.Sum{sampleItem(), sampleSealed()}, err)
	named, err = s.ItemsNamed(ctx, "abcd", 5)
	want(t, "the items named abcd", named, []custody.Sum{sampleItem()}, err)
	var sums []custody.Sum
	err = s.Items(ctx, flow.ItemFilter{Case: "other", Failed: true}, func(i custody.Item) error {
		sums = append(sums, i.Sum)
		return nil
	})
	want(t, "the failed items of other", sums, []custody.Sum{sampleSealed()}, err)
	items, bytes, err := s.CountItems(ctx, flow.ItemFilter{Accession: "a-1"})
	want(t, "count of a-1", []int64{items, bytes}, []int64{1, 19}, err)
	steps, err := s.Steps(ctx, sampleItem())
	var kinds []string
	for _, st := range steps {
		kinds = append(kinds, st.Event)
	}
	want(t, "the chain of custody", kinds, []string{"custody.acquired", "custody.acquired", "custody.exported", "text.read", "text.read"}, err)
	seen, err := s.Seen(ctx, flow.SeenFilter{Item: sampleSealed(), Actor: "first", Cases: []string{"other"}, Limit: 5})
	want(t, "how often the sealed item was seen, and what last", []any{len(seen), seen[0].What, seen[0].Day, seen[0].Case, seen[0].Actor}, []any{2, custody.LookText, "2031-03-05", "other", "first"}, err)
	seen, err = s.Seen(ctx, flow.SeenFilter{Item: sampleSealed(), Day: "2031-03-04", Limit: 5})
	want(t, "what was seen of it on a day", []any{len(seen), seen[0].What}, []any{1, custody.LookPage}, err)
	seen, err = s.Seen(ctx, flow.SeenFilter{Item: sampleSealed(), Cases: []string{"main"}, Limit: 5})
	want(t, "what members of another case know of it", len(seen), 0, err)
	var members []string
	err = s.Members(ctx, sampleItem(), func(f custody.Acquired, _ int64) error {
		members = append(members, f.Name.Text+" "+f.Role+" "+f.Part+" "+f.By)
		return nil
	})
	want(t, "what was taken out of the item", members, []string{"list.csv attachment part 2 sanad-mail 2"}, err)
	hashes, err := s.HashClaims(ctx, sampleItem())
	want(t, "the hashes claimed of the item", len(hashes), 2, err)
	want(t, "the first of them", []any{hashes[0].Algorithm, string(hashes[0].Verdict), hashes[0].File, hashes[0].Line, hashes[0].Name}, []any{"md5", "different", sampleSealed(), 7, "letters/x"}, nil)
	want(t, "the second of them", []any{string(hashes[1].Verdict), hashes[1].Project, hashes[1].Actor}, []any{"salted", "harbour", hashes[0].Actor}, nil)
	hashes, err = s.HashClaims(ctx, sampleSealed())
	want(t, "what is claimed of the other", len(hashes), 0, err)
	family, err := s.Family(ctx, sampleSealed())
	want(t, "the family", family, flow.Family{Members: 1, Bytes: 7, Depth: 1, Root: 19}, err)
	var acquired []string
	err = s.Acquisitions(ctx, "a-1", func(f custody.Acquired, _ int64) error {
		acquired = append(acquired, f.Name.Text)
		return nil
	})
	want(t, "what a-1 took", acquired, []string{`letters/\xff.txt`, "copy.txt"}, err)
	var lost []string
	err = s.Losses(ctx, "a-1", func(l custody.Loss) error {
		lost = append(lost, l.What+" "+l.Error)
		return nil
	})
	want(t, "what a-1 did not take", lost, []string{"symlink /elsewhere", "failed permission denied"}, err)
}

func askText(ctx context.Context, t *testing.T, s flow.State) {
	all, err := s.Renditions(ctx, sampleItem())
	want(t, "the renditions", len(all), 2, err)
	want(t, "the gaps of a reading", all[0].Gaps, []text.Gap{{Part: "page 3", Reason: "it is torn", Limit: "pages"}}, nil)
	want(t, "steps and health", []any{all[0].Step, all[0].Health, all[1].Step, all[1].Health}, []any{text.StepRead, 0, text.StepOCR, 71}, nil)
	troubles, err := s.Troubles(ctx, sampleItem())
	want(t, "troubles of what was read later", troubles, []text.Trouble{{Item: sampleItem(), Step: text.StepOCR, Error: "page 9 broke off", Limit: "pixels", Index: troubles[0].Index}}, err)
	troubles, err = s.Troubles(ctx, sampleSealed())
	want(t, "troubles of the sealed", troubles[0].Error, "no reader", err)
	unread, err := s.Unread(ctx, flow.UnreadQuery{After: -1, Limit: 10})
	want(t, "unread and untried", len(unread), 0, err)
	unread, err = s.Unread(ctx, flow.UnreadQuery{Retry: true, After: -1, Limit: 10})
	want(t, "unread or failed at a step", len(unread), 2, err)
	unread, err = s.Unread(ctx, flow.UnreadQuery{Step: text.StepOCR, After: -1, Limit: 10})
	want(t, "failed at OCR", len(unread), 1, err)
	want(t, "which failed at OCR", unread[0].Sum, sampleItem(), nil)
	n, err := s.CountUnread(ctx)
	want(t, "unread, counted", n, int64(0), err)
	p, err := s.Passage(ctx, samplePassage().ID())
	want(t, "the passage", p, samplePassage(), err)
	passages, err := s.PassagesOf(ctx, sampleItem())
	want(t, "the passages of the item", len(passages), 3, err)
	placed := sampleRegion()
	p, err = s.Passage(ctx, placed.ID())
	want(t, "the passage of a region and a time", p, placed, err)
}

func askRecorded(ctx context.Context, t *testing.T, s flow.State) {
	index, err := s.RecordedAs(ctx, "elsewhere", 7)
	if err == nil {
		e, err := s.Event(ctx, index)
		want(t, "what entry 7 of elsewhere became", e.Kind, claim.Made{}.Kind(), err)
	}
	want(t, "entry 7 of elsewhere is here", err, nil, err)
	_, err = s.RecordedAs(ctx, "elsewhere", 8)
	want(t, "entry 8 of elsewhere", fail.Of(err), fail.NotFound, nil)
}

func askClaims(ctx context.Context, t *testing.T, s flow.State) {
	standing := map[string]claim.Standing{}
	err := s.Claims(ctx, flow.ClaimFilter{Entity: "e-1"}, func(c claim.Claim) error {
		standing[c.Made.Claim] = c.Standing
		return nil
	})
	want(t, "the standings", standing, map[string]claim.Standing{"c-1": claim.Superseded, "c-2": claim.Favoured, "c-3": claim.TakenBack}, err)
	c, err := s.Claim(ctx, "c-1")
	want(t, "the claim", c.Made, sampleClaim("c-1", "e-1", "name", "نخست", samplePassage()), err)
	for filter, should := range map[*flow.ClaimFilter]int{
		{Item: sampleSealed()}:                       1,
		{Passage: samplePassage().ID()}:              5,
		{Item: sampleItem(), Flag: claim.FlagDuress}: 1,
		{Flag: claim.FlagGraphic}:                    1,
		{Flag: "no flag"}:                            0,
		{Property: "name", Case: "main"}:             4,
		{Property: "name", Case: "main", Limit: 2}:   2,
		{Property: "name", Case: "main", After: 1e9}: 0,
	} {
		n := 0
		err := s.Claims(ctx, *filter, func(claim.Claim) error { n++; return nil })
		want(t, "claims found", n, should, err)
	}
	e, err := s.Entity(ctx, "e-1")
	want(t, "the entity", e, claim.Entity{ID: "e-1", Schema: "Person", Case: "main", Name: "دوم", Claims: 3}, err)
	var values []string
	err = s.Values(ctx, "main", "birth_date", func(_, value string) error { values = append(values, value); return nil })
	want(t, "standing birth dates", len(values), 0, err)
	history, err := s.ClaimHistory(ctx, "c-2")
	want(t, "entries on c-2", len(history), 2, err)
}

// askTyped asks for claims with more than a plain value.
func askTyped(ctx context.Context, t *testing.T, s flow.State) {
	c, err := s.Claim(ctx, "c-6")
	want(t, "standing, grades and flags as they are now", []any{c.Standing, c.SourceGrade + c.InfoGrade, c.Flags, c.Turned},
		[]any{claim.Agreed, "C2", []string{claim.FlagDuress}, true}, err)
	want(t, "the quantity", []any{c.Quantity.Comparator, *c.Quantity.Low, c.Quantity.Scope}, []any{claim.AtLeast, int64(3000), "in one prison"}, nil)
	want(t, "the chain", []any{len(c.Says), c.Says[0].Entity, c.Says[0].Medium, c.Depth()}, []any{2, "e-1", "letter", 2}, nil)
	c, err = s.Claim(ctx, "c-7")
	want(t, "date, valid time and grounds", []any{c.Date.Native, c.Valid.AsOf, c.GroundOf("hearsay"), c.Standing},
		[]any{"1361-07-21/1361-08-20", "1983", "she was not there", claim.Contested}, err)
	c, err = s.Claim(ctx, "c-9")
	want(t, "shape and where it was recorded first", []any{c.Shape.Precision, c.Recorded.Log}, []any{500.0, "elsewhere"}, err)
	history, err := s.ClaimHistory(ctx, "c-6")
	want(t, "entries on c-6", len(history), 5, err)
	for filter, should := range map[*flow.ClaimFilter]string{
		{ValueEntity: "e-1"}:                            "c-8",
		{ValueEntity: "e-1", Property: "name"}:          "",
		{TellerEntity: "e-1"}:                           "c-6",
		{IDs: []string{"c-9", "c-6", "c-none"}}:         "c-6c-9",
		{IDs: []string{}}:                               "",
		{Flag: claim.FlagGraphic}:                       "c-7",
		{Flag: claim.FlagGraphic, Item: sampleItem()}:   "c-7",
		{Flag: claim.FlagGraphic, Item: sampleSealed()}: "",
		{Flag: claim.FlagGraphic, Case: "nowhere"}:      "",
		{Teller: "the  Reporter"}:                       "c-6",
		{Schema: "Event", Property: "place"}:            "c-9",
		{Teller: "a neighbour", Schema: "Event"}:        "c-7c-8c-9",
	} {
		found := ""
		err := s.Claims(ctx, *filter, func(c claim.Claim) error { found += c.Made.Claim; return nil })
		want(t, "claims found by value or teller", found, should, err)
	}
	days := func(from, to int64) (found string) {
		err := s.Dated(ctx, flow.DatedFilter{ClaimFilter: flow.ClaimFilter{Case: "main"}, FromDay: from, ToDay: to}, func(c claim.Claim) error {
			found += c.Made.Claim
			return nil
		})
		want(t, "walking dates", nil, nil, err)
		return found
	}
	const first, last = 2445256, 2445285 // 13 October and 11 November 1982
	want(t, "claims within the days of the date", days(first+5, first+5), "c-7", nil)
	want(t, "claims on its last day and on the next", days(last, last)+days(last+1, last+100), "c-7", nil)
	want(t, "claims before it", days(0, first-1), "", nil)
}

func askFindings(ctx context.Context, t *testing.T, s flow.State) {
	f, err := s.Finding(ctx, "n-1")
	want(t, "the finding", []any{f.Standing, f.Confirmer, f.Needs, f.Claims, f.Against}, []any{finding.Holds, "first", 1, []string{"c-6", "c-7"}, []string{"c-1"}}, err)
	for filter, should := range map[*flow.FindingFilter]string{
		{}:                             "n-1n-2",
		{Case: "other"}:                "",
		{Claim: "c-7"}:                 "n-1",
		{Claim: "c-1"}:                 "n-1",
		{About: "e-1"}:                 "n-1",
		{Claim: "c-5"}:                 "n-2",
		{Case: "main", Limit: 1}:       "n-1",
		{Case: "main", After: f.Index}: "n-2",
		{Waiting: true}:                "",
	} {
		found := ""
		err := s.Findings(ctx, *filter, func(f finding.Finding) error { found += f.Made.Finding; return nil })
		want(t, "findings found", found, should, err)
	}
	history, err := s.FindingHistory(ctx, "n-1")
	want(t, "entries on n-1", len(history), 2, err)
}

func askPeople(ctx context.Context, t *testing.T, s flow.State) {
	lists, err := s.Lists(ctx, "main")
	want(t, "the lists", len(lists), 1, err)
	want(t, "the list is complete", []any{lists[0].Complete, lists[0].Version, lists[0].Rows, lists[0].About.MadeBy, lists[0].About.Copies}, []any{true, 2, int64(3), "the committee", []string{"another"}}, err)
	for _, fingerprint := range []string{"f-1", "f-2"} {
		has, err := s.HasList(ctx, fingerprint)
		want(t, "the version is there", has, true, err)
	}
	versions, err := s.ListVersions(ctx, "l-1")
	want(t, "the versions", []any{len(versions), versions[0].Fingerprint, versions[0].Version, versions[1].Complete}, []any{2, "f-1", 1, true}, err)
	m, err := s.Mention(ctx, "m-1")
	want(t, "the mention", []any{m.ListName, m.RowID, m.Case, m.Row, m.Key, m.Digest, m.Retired, m.Item}, []any{"the list", "1", "main", 3, "n:1", "d-1", false, sampleItem()}, err)
	m, err = s.Mention(ctx, "m-4")
	want(t, "the mention that is gone", []any{m.Retired, m.Version}, []any{true, 1}, err)
	m, err = s.Mention(ctx, "m-3")
	want(t, "the mention that came later", []any{m.Retired, m.Version}, []any{false, 2}, err)
	named, err := s.Named(ctx, "main", "Person", "نخست")
	want(t, "things of the name", named, []string{"e-1"}, err)
	named, err = s.Named(ctx, "main", "Event", "نخست")
	want(t, "things of another kind", len(named), 0, err)
	var verdicts []person.Verdict
	err = s.Judgements(ctx, "main", func(j person.Judgement) error {
		verdicts = append(verdicts, j.Verdict)
		return nil
	})
	want(t, "the newest judgement of each pair", verdicts, []person.Verdict{person.Same, person.Relative}, err)
	for id, should := range map[string]int{"m-1": 2, "m-2": 1, "m-4": 0} {
		of, err := s.JudgementsOf(ctx, id)
		want(t, "judgements of "+id, len(of), should, err)
	}
	l, err := flow.JudgedOnly(ctx, s, "main")
	want(t, "people", len(l.At(flow.Judged)), 2, err)
}

func askReleases(ctx context.Context, t *testing.T, s flow.State) {
	r, err := s.Release(ctx, "r-1")
	want(t, "the release", []any{r.Title, r.Actor, r.Builds, len(r.Approvals)}, []any{"t", "first", int64(1), 1}, err)
	all, err := s.Releases(ctx, "other")
	want(t, "releases of other", []any{len(all), all[0].Requested.Release}, []any{1, "r-2"}, err)
}

// testAbsent asks for what is not there.
func testAbsent(t *testing.T, b *books) {
	b.begin()
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		for what, ask := range map[string]func() error{
			"account":   func() error { _, err := s.User(ctx, "x"); return err },
			"accession": func() error { _, err := s.Accession(ctx, "x"); return err },
			"item":      func() error { _, err := s.Item(ctx, custody.Sum{1}); return err },
			"passage":   func() error { _, err := s.Passage(ctx, "x"); return err },
			"claim":     func() error { _, err := s.Claim(ctx, "x"); return err },
			"entity":    func() error { _, err := s.Entity(ctx, "x"); return err },
			"mention":   func() error { _, err := s.Mention(ctx, "x"); return err },
			"linking":   func() error { _, err := s.Linking(ctx, "main"); return err },
			"release":   func() error { _, err := s.Release(ctx, "x"); return err },
			"exhibit":   func() error { _, err := s.LastExhibit(ctx, "main", "OTHER"); return err },
			"entry":     func() error { _, err := s.Event(ctx, 99); return err },
		} {
			if err := ask(); fail.Of(err) != fail.NotFound {
				t.Errorf("%s: %v, want not found", what, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// A look-up that failed is another thing than one that found nothing.
	b.db.Exec(t, `ALTER TABLE view_item RENAME TO view_lost`)
	err = b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		_, err := s.HasItem(ctx, custody.Sum{1})
		return err
	})
	if err == nil || fail.Of(err) == fail.NotFound {
		t.Errorf("a look-up that failed: %v, want an error that is not \"not found\"", err)
	}
	b.db.Exec(t, `ALTER TABLE view_lost RENAME TO view_item`)
}
