package desk

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	known "sanad/internal/flow/sight"
	"sanad/internal/ground/fail"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// seen runs a test with the state as somebody may know it.
func (w *world) seen(handle string, v *known.Veil, look func(ctx context.Context, s *sight)) {
	w.t.Helper()
	must(w.t, w.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) error {
		seen, err := sightOf(ctx, v, s, actor(handle))
		if err == nil {
			look(ctx, seen)
		}
		return err
	}))
}

func TestASealedSourceOfAnOpenItemShowsInNothingToldOfIt(t *testing.T) {
	w := newWorld(t, "")
	w.seen("rana", known.NewVeil(), func(ctx context.Context, s *sight) {
		item, err := s.Item(ctx, w.letter)
		if err != nil || item.Copies != 1 || item.Accession != w.openID {
			t.Errorf("%+v, %v", item, err)
		}
		steps, err := s.Steps(ctx, w.letter)
		must(t, err)
		for _, step := range steps {
			if step.Accession == w.sealedID {
				t.Errorf("a reader sees the step %+v", step)
			}
		}
	})
	w.seen("kian", known.NewVeil(), func(ctx context.Context, s *sight) {
		if item, err := s.Item(ctx, w.letter); err != nil || item.Copies != 2 {
			t.Errorf("a custodian sees %d copies, %v", item.Copies, err)
		}
	})
}

func TestAnItemFirstHandedOverSealedIsToldByItsOpenHandingOver(t *testing.T) {
	w := newWorld(t, "")
	_, later := w.take(w.openID, "found again.txt", "text/plain", "Told by "+secretWords+": Navid Kardan died in the yard.")
	v := known.NewVeil()
	w.seen("rana", v, func(ctx context.Context, s *sight) {
		if _, err := s.Item(ctx, w.secret); fail.Of(err) != fail.NotFound {
			t.Errorf("a reader knows of a sealed item: %v", err)
		}
	})
	w.append("kian", later)
	w.seen("rana", v, func(ctx context.Context, s *sight) { // the same veil: it must learn
		item, err := s.Item(ctx, w.secret)
		if err != nil || item.Name.Text != "found again.txt" || item.Accession != w.openID || item.Copies != 1 {
			t.Errorf("%+v, %v", item, err)
		}
		if e, err := s.Event(ctx, item.Index); err != nil || e.Kind != (custody.Acquired{}).Kind() {
			t.Errorf("the item names the entry %d, which is not its own: %v", item.Index, err)
		}
		if _, err := s.Claim(ctx, w.sealedClaim); err != nil {
			t.Errorf("a claim that rests on what is now open stays hidden: %v", err)
		}
	})
}

func TestASealedRivalDoesNotShowInHowAClaimStands(t *testing.T) {
	w := newWorld(t, "")
	w.seen("rana", known.NewVeil(), func(ctx context.Context, s *sight) {
		c, err := s.Claim(ctx, w.rival)
		if err != nil || c.Standing != "preferred" {
			t.Errorf("a reader is told that it is %s, %v: it is the preferred one of those they may know", c.Standing, err)
		}
		e, err := s.Entity(ctx, w.entity)
		if err != nil || e.Claims != 3 {
			t.Errorf("the entity has %d claims for a reader, %v", e.Claims, err)
		}
	})
	w.seen("kian", known.NewVeil(), func(ctx context.Context, s *sight) {
		if c, err := s.Claim(ctx, w.rival); err != nil || c.Standing != "set aside" {
			t.Errorf("a custodian is told that it is %s, %v", c.Standing, err)
		}
	})
}

func TestAnErasedOrUnknownEntryIsForThoseWhoSeeSealedThings(t *testing.T) {
	w := newWorld(t, "")
	w.append("kian", future{Item: w.secret.String()})
	last := int64(len(w.book.events) - 1)
	w.book.events[3].Body = nil // a user was added: the kind alone says what it spoke of
	cited := w.entryOf(w.letter.String(), "text.cited")
	at, err := strconv.Atoi(cited)
	must(t, err)
	w.book.events[at].Body = nil
	for handle, want := range map[string]string{"rana": "00", "adel": "00", "kian": "11"} {
		w.seen(handle, known.NewVeil(), func(ctx context.Context, s *sight) {
			got := ""
			for _, index := range []int64{last, int64(at)} {
				_, err := s.Event(ctx, index)
				got += map[bool]string{true: "1", false: "0"}[err == nil]
			}
			if got != want {
				t.Errorf("%s sees %s, want %s", handle, got, want)
			}
		})
	}
	if body := w.as("kian").get("/ledger/" + cited).Body.String(); !strings.Contains(body, "lawfully erased") {
		t.Error("the page of an erased entry does not say so")
	}
}

// future is a kind of event that this desk does not know.
type future struct {
	Item string `json:"item"`
}

func (future) Kind() ledger.Kind { return ledger.Kind{Name: "future.thing", Version: 1} }
func (future) Check() error      { return nil }

func TestVerbsCantReachWhatTheActorMayNotKnow(t *testing.T) {
	w := newWorld(t, "")
	v := &visit{desk: &desk{Options: Options{Archive: w.archive}, veil: known.NewVeil()}, actor: actor("dana")}
	ctx := t.Context()
	_, cited := flow.Cite(ctx, v.archive(), v.actor, flow.CiteRequest{Item: w.secret, Quote: secretWords})
	_, claimed := flow.MakeClaim(ctx, v.archive(), v.actor, flow.ClaimRequest{Schema: "Person", Property: "name", Value: "x", Passages: []string{w.sealedCited}})
	_, on := flow.MakeClaim(ctx, v.archive(), v.actor, flow.ClaimRequest{Entity: w.sealedEntity, Property: "name", Value: "x", Passages: []string{w.cited}})
	turned := flow.TurnClaim(ctx, v.archive(), v.actor, w.sealedClaim, "withdrawn", "x")
	_, judged := flow.Judge(ctx, v.archive(), v.actor, flow.JudgeRequest{Left: w.mention(w.listS, 2), Right: w.mention(w.listB, 2), Verdict: "same", Reason: "x"})
	for what, err := range map[string]error{"cite": cited, "claim on a passage": claimed, "claim about": on, "withdraw": turned, "judge": judged} {
		if fail.Of(err) != fail.NotFound {
			t.Errorf("%s reaches something sealed: %v", what, err)
		}
	}
}

func TestItemsOfALabelNobodyKnowsStaySealed(t *testing.T) {
	w := emptyWorld(t)
	w.append("kian", guard.CaseOpened{Case: "main"}, custody.Opened{Accession: "a-1", Case: "main", Source: custody.Source{Name: "x"}})
	sum, f := w.take("a-1", "a.txt", "text/plain", "text")
	w.append("kian", f, text.Unread{Item: sum, Step: "open", Error: "x"})
	w.seen("rana", known.NewVeil(), func(ctx context.Context, s *sight) {
		items, _, err := s.CountItems(ctx, flow.ItemFilter{Failed: true})
		unread, err2 := s.CountUnread(ctx)
		if items != 0 || unread != 0 || err != nil || err2 != nil {
			t.Errorf("a reader counts %d items and %d unread ones: %v %v", items, unread, err, err2)
		}
	})
}
