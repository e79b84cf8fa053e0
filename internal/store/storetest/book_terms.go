package storetest

import (
	"context"
	"fmt"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// sampleTerms are the terms under which things leave, and what became of releases.
func sampleTerms() []ledger.Fact {
	item := disclosure.Ref{On: disclosure.OnItem, ID: sampleItem().String()}
	cell := samplePassage()
	return []ledger.Fact{
		disclosure.RecipientDescribed{Recipient: "varanda-court", Title: "The court", Body: disclosure.ACourt, Grounds: "hearsay"},
		disclosure.RecipientDescribed{Recipient: "un-office", Title: "The office", Body: disclosure.TheUN},
		disclosure.RecipientDescribed{Recipient: "varanda-court", Title: "The High Court", Body: disclosure.ACourt, Place: "Varanda",
			FairTrial: disclosure.Yes, DeathPenalty: disclosure.No, Grounds: "its assurance of March"},
		disclosure.ConsentGiven{Consent: "y-1", Case: "main", On: item, Uses: []intake.Use{intake.ToUN, intake.ToPublish, intake.ToNamedCourt}, Court: "varanda-court",
			Form: disclosure.Written, Lang: "fa", Date: "2031-03-04", TakenBy: "first", Expires: "2032-03-04", Words: "read aloud", Note: "in her kitchen"},
		disclosure.ConsentGiven{Consent: "y-2", Case: "other", On: disclosure.Ref{On: disclosure.OnEntity, ID: "e-1"}, Form: disclosure.Oral, Date: "2031-03-05", TakenBy: "an uncle"},
		disclosure.ConsentWithdrawn{Consent: "y-1", Uses: []intake.Use{intake.ToPublish}, Date: "2031-04-01", Reason: "the neighbours talk"},
		disclosure.ConsentWithdrawn{Consent: "y-1", Uses: []intake.Use{intake.ToPublish, intake.ToUN}, Date: "2031-04-02"},
		disclosure.ConditionLaid{Condition: "k-1", Case: "main", On: item, Until: "2040-01-01", Only: []string{"un-office"}, Never: []disclosure.Body{disclosure.TheMedia}, Redacted: true, Reason: "her daughter"},
		disclosure.ConditionLaid{Condition: "k-2", Case: "other", On: disclosure.Ref{On: disclosure.OnSource, ID: "همسایه"}, Held: true, Reason: "he is in danger"},
		disclosure.ConditionLifted{Condition: "k-2", Reason: "he left the country"},
		disclosure.ReplyAsked{Reply: "q-1", Case: "main", Entity: "e-1", Date: "2031-05-01", How: "a letter", Points: "that he signed", Due: "2031-06-01"},
		disclosure.ReplyGiven{Reply: "q-1", Date: "2031-05-20", None: true},
		disclosure.ReplyGiven{Reply: "q-1", Date: "2031-05-30", Answer: "I signed nothing", Passage: &cell},
		disclosure.ReplyAsked{Reply: "q-2", Case: "other", Entity: "e-9", Date: "2031-05-01", Waived: "it would name a witness"},
		disclosure.Weighed{Claim: "c-1", Entity: "e-1", Bearing: disclosure.Inculpatory},
		disclosure.Weighed{Claim: "c-6", Entity: "e-1", Bearing: disclosure.Neither},
		disclosure.Weighed{Claim: "c-1", Entity: "e-1", Bearing: disclosure.Exculpatory, Reason: "it names another"},
		disclosure.Requested{Release: "r-2", Case: "other", Title: "t2", Audience: "the court", Claims: 2, Plan: custody.Sum{7},
			Shape: disclosure.Files, Recipient: "varanda-court", Open: []string{"person.religion", "person.origin"}, Sealed: true, Renews: "r-1", Secret: []byte{1, 2, 3}},
		disclosure.Built{Release: "r-2", Manifest: custody.Sum{6}, Files: 5, Bytes: 50, Contents: &custody.Sum{5}},
		disclosure.SupersededBy{Release: "r-1", By: "r-2", Reason: "it is newer"},
		disclosure.Delivered{Release: "r-1", Manifest: custody.Sum{8}, Recipient: "un-office", How: "a drive by hand", Date: "2031-07-01", Note: "to their reception"},
		disclosure.Delivered{Release: "r-2", Manifest: custody.Sum{6}, Recipient: "varanda-court", How: "a portal", Date: "2031-07-02"},
		disclosure.Recalled{Release: "r-2", Reason: "a name was in it", Notice: "please destroy it"},
	}
}

func askTerms(ctx context.Context, t *testing.T, s flow.State) {
	to, err := s.Recipient(ctx, "varanda-court")
	want(t, "the recipient as described last", []any{to.Title, to.FairTrial, to.DeathPenalty, to.Actor, to.Index > 0}, []any{"The High Court", disclosure.Yes, disclosure.No, "first", true}, err)
	all, err := s.Recipients(ctx)
	want(t, "the recipients by name", names(all, func(r disclosure.Recipient) string { return r.Recipient }), "un-office varanda-court ", err)
	c, err := s.Consent(ctx, "y-1")
	want(t, "the consent", c.ConsentGiven, sampleTerms()[3], err)
	want(t, "what was taken back of it", []any{c.Withdrawn, c.Turned > c.Index}, []any{[]intake.Use{intake.ToPublish, intake.ToUN}, true}, nil)
	k, err := s.Condition(ctx, "k-2")
	want(t, "the condition that was lifted", []any{k.Lifted, k.Held, k.On.On}, []any{true, true, disclosure.OnSource}, err)
	terms, err := s.ReleaseTerms(ctx, "main")
	want(t, "the conditions of main", names(terms.Conditions, func(c disclosure.Condition) string { return c.ConditionLaid.Condition }), "k-1 ", err)
	want(t, "how many consents main has, one of them from a door", len(terms.Consents), 2, nil)
	door := terms.Consents[0]
	want(t, "what was agreed to at the door", []any{door.On, door.Uses, door.Form, door.TakenBy, door.Words, door.Case, door.Consent},
		[]any{disclosure.Ref{On: disclosure.OnAccession, ID: "a-2"}, []intake.Use{intake.ToKeep, intake.ToUN}, disclosure.AtADoor, "families", "consent/1", "main", fmt.Sprintf("y-3-%d", door.Index)}, nil)
	same, err := s.Consent(ctx, door.Consent)
	want(t, "the consent from the door by its name", same, door, err)
	terms, err = s.ReleaseTerms(ctx, "")
	want(t, "all terms", []int{len(terms.Consents), len(terms.Conditions)}, []int{3, 2}, err)
	p, err := s.Reply(ctx, "q-1")
	want(t, "what came of the question last", []any{p.Points, p.Given.Answer, p.Given.Passage.ID()}, []any{"that he signed", "I signed nothing", samplePassage().ID()}, err)
	for ask, should := range map[[2]string]string{{"", ""}: "q-1 q-2 ", {"main", ""}: "q-1 ", {"", "e-9"}: "q-2 ", {"main", "e-9"}: ""} {
		replies, err := s.Replies(ctx, ask[0], ask[1])
		want(t, "the questions", names(replies, func(p disclosure.Reply) string { return p.ReplyAsked.Reply }), should, err)
	}
	weighed, err := s.Weighed(ctx, "main")
	want(t, "which way claims speak", names(weighed, func(w disclosure.Weighed) string { return w.Claim + ":" + string(w.Bearing) }), "c-6:neither c-1:exculpatory ", err)
	weighed, err = s.Weighed(ctx, "other")
	want(t, "which way claims of other speak", len(weighed), 0, err)
	askLives(ctx, t, s)
	for what, ask := range map[string]func() error{
		"recipient": func() error { _, err := s.Recipient(ctx, "x"); return err },
		"consent":   func() error { _, err := s.Consent(ctx, "x"); return err },
		"condition": func() error { _, err := s.Condition(ctx, "x"); return err },
		"reply":     func() error { _, err := s.Reply(ctx, "x"); return err },
	} {
		if err := ask(); fail.Of(err) != fail.NotFound {
			t.Errorf("%s: %v, want not found", what, err)
		}
	}
}

// askLives asks what became of releases.
func askLives(ctx context.Context, t *testing.T, s flow.State) {
	r, err := s.Release(ctx, "r-2")
	want(t, "what the release was asked to be", []any{r.Shape, r.Recipient, r.Open, r.Sealed, r.Renews, r.Secret},
		[]any{disclosure.Files, "varanda-court", []string{"person.religion", "person.origin"}, true, "r-1", []byte{1, 2, 3}}, err)
	want(t, "its recall", []any{r.Recalled.Reason, r.Recalled.Notice, r.Successor}, []any{"a name was in it", "please destroy it", ""}, nil)
	r, err = s.Release(ctx, "r-1")
	want(t, "the release before", []any{r.Successor, r.Recalled == nil, r.Shape, r.Sealed, len(r.Open), r.Secret == nil}, []any{"r-2", true, disclosure.Dossier, false, 0, true}, err)
	builds, err := s.Builds(ctx, "r-2")
	want(t, "its bundles", []any{len(builds), builds[0].Manifest, *builds[0].Contents, builds[0].Actor, builds[0].Time.IsZero()}, []any{1, custody.Sum{6}, custody.Sum{5}, "first", false}, err)
	builds, err = s.Builds(ctx, "r-1")
	want(t, "a bundle from before lists of contents", []any{len(builds), builds[0].Contents == nil}, []any{1, true}, err)
	for release, should := range map[string]string{"": "r-1>un-office r-2>varanda-court ", "r-1": "r-1>un-office ", "r-none": ""} {
		handed, err := s.Deliveries(ctx, release)
		want(t, "the hand-overs of "+release, names(handed, func(d disclosure.Delivery) string { return d.Release + ">" + d.Recipient }), should, err)
	}
	history, err := s.ReleaseHistory(ctx, "r-1")
	want(t, "entries on r-1", len(history), 5, err)
}

func names[T any](all []T, name func(T) string) (out string) {
	for _, v := range all {
		out += name(v) + " "
	}
	return out
}
