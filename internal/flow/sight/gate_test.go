package sight

import (
	"context"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/person"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/store/storetest"
)

// nothingThere is a state in which nothing is found.
type nothingThere struct{ flow.State }

func (nothingThere) Accession(context.Context, string) (custody.Accession, error) {
	return custody.Accession{}, absent("accession", "")
}
func (nothingThere) Item(context.Context, custody.Sum) (custody.Item, error) {
	return custody.Item{}, absent("item", "")
}
func (nothingThere) Claim(context.Context, string) (claim.Claim, error) {
	return claim.Claim{}, absent("claim", "")
}
func (nothingThere) Finding(context.Context, string) (finding.Finding, error) {
	return finding.Finding{}, absent("finding", "")
}
func (nothingThere) Estimate(context.Context, string) (count.Estimation, error) {
	return count.Estimation{}, absent("estimate", "")
}
func (nothingThere) Release(context.Context, string) (disclosure.Release, error) {
	return disclosure.Release{}, absent("release", "")
}
func (nothingThere) Consent(context.Context, string) (disclosure.Consent, error) {
	return disclosure.Consent{}, absent("consent", "")
}
func (nothingThere) Condition(context.Context, string) (disclosure.Condition, error) {
	return disclosure.Condition{}, absent("condition", "")
}
func (nothingThere) Reply(context.Context, string) (disclosure.Reply, error) {
	return disclosure.Reply{}, absent("question for a reply", "")
}
func (nothingThere) ListVersions(context.Context, string) ([]person.List, error) {
	return nil, absent("list", "")
}
func (nothingThere) Mention(context.Context, string) (person.Mention, error) {
	return person.Mention{}, absent("mention", "")
}
func (nothingThere) Submission(context.Context, string) (intake.Submission, error) {
	return intake.Submission{}, absent("submission", "")
}
func (nothingThere) Thread(context.Context, string) (intake.ThreadNow, error) {
	return intake.ThreadNow{}, absent("thread", "")
}
func (nothingThere) Entity(context.Context, string) (claim.Entity, error) {
	return claim.Entity{}, absent("entity", "")
}
func (nothingThere) Holders(context.Context) ([]guard.Holder, error) { return nil, nil }
func (nothingThere) Sealed(context.Context, string) (seal.Record, error) {
	return seal.Record{}, absent("sealed record", "")
}
func (nothingThere) Unsealing(context.Context, string) (seal.Request, error) {
	return seal.Request{}, absent("request to unseal", "")
}

func (nothingThere) Petition(context.Context, string) (intake.Petition, error) {
	return intake.Petition{}, absent("petition", "")
}

// Whoever adds a kind of event decides who may record it in a case, and who holds
// every role elsewhere records nothing here: neither by value nor by pointer.
func TestEveryFactIsWeighed(t *testing.T) {
	elsewhere := guard.Actor{Handle: "x", In: map[string][]guard.Role{"elsewhere": guard.Roles()}}
	for _, f := range storetest.Samples() {
		g := gate{s: nothingThere{}, actor: elsewhere, opens: map[string]string{}, held: map[custody.Sum][]string{}}
		err := g.pass(t.Context(), valueOf(f))
		if err == nil {
			t.Errorf("%s is recorded by who is no member", f.Kind())
		} else if strings.Contains(err.Error(), "is not decided") {
			t.Errorf("%v", err)
		}
	}
	wide := guard.Actor{Handle: "x", Roles: guard.Roles()}
	if err := permit(t.Context(), nothingThere{}, wide, storetest.Samples()); err != nil {
		t.Errorf("who holds no role in a case is weighed by the verb alone: %v", err)
	}
	made := claim.Made{Case: "here"}
	if permit(t.Context(), nothingThere{}, elsewhere, storetest.Samples()[:0]) != nil || valueOf(&made).(claim.Made).Case != "here" {
		t.Error("no facts are refused, or a pointer is another fact than its value")
	}
}
