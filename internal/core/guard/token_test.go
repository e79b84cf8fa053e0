package guard

import (
	"slices"
	"testing"
	"time"

	"sanad/internal/ground/fail"
)

func TestATokenGivesNoMoreThanItsMakerHas(t *testing.T) {
	maker := Actor{Handle: "ana", Roles: []Role{Reader, Documenter}}
	made := time.Unix(1_000_000, 0)
	good := Token{Handle: "ana", Name: "nightly copy", Roles: []Role{Reader}, Made: made, Expires: made.AddDate(0, 0, 90)}
	if err := good.Check(maker); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		change func(*Token)
		kind   fail.Kind
	}{
		"a role its maker lacks": {func(k *Token) { k.Roles = []Role{Reader, Custodian} }, fail.Refused},
		"another account":        {func(k *Token) { k.Handle = "ben" }, fail.Refused},
		"no role":                {func(k *Token) { k.Roles = nil }, fail.Usage},
		"no name":                {func(k *Token) { k.Name = "" }, fail.Usage},
		"no end":                 {func(k *Token) { k.Expires = made.AddDate(2, 0, 0) }, fail.Usage},
		"an end before it began": {func(k *Token) { k.Expires = made }, fail.Usage},
	} {
		bad := good
		c.change(&bad)
		if err := bad.Check(maker); fail.Of(err) != c.kind || err == nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestATokenLosesWhatItsAccountLoses(t *testing.T) {
	token := Token{Handle: "ana", Roles: []Role{Reader, Custodian}}
	actor, err := token.Actor(User{Handle: "ana", Roles: []Role{Reader, Publisher}})
	if err != nil || !slices.Equal(actor.Roles, []Role{Reader}) {
		t.Errorf("it acts with %v, %v", actor.Roles, err)
	}
	if _, err := token.Actor(User{Handle: "ana", Roles: []Role{Reader}, Disabled: true}); fail.Of(err) != fail.Refused {
		t.Errorf("a disabled account still acts by its token: %v", err)
	}
}

func TestATokenActsInACaseByNoMoreThanItsRoles(t *testing.T) {
	account := User{Handle: "ana", In: []Membership{{Case: "north", Roles: []Role{Reader, Custodian}}, {Case: "south", Roles: []Role{Custodian}}}}
	maker, err := account.Actor()
	if err != nil {
		t.Fatal(err)
	}
	token := Token{Handle: "ana", Name: "x", Roles: []Role{Reader}, Made: time.Unix(0, 0), Expires: time.Unix(86400, 0)}
	if err := token.Check(maker); err != nil {
		t.Errorf("a role held in a case can't be given: %v", err)
	}
	actor, err := token.Actor(account)
	if err != nil || actor.MayIn("north", ToRead) != nil || actor.MayIn("north", ToSeal) == nil || actor.MayIn("south", ToRead) == nil || actor.May(ToSeal) == nil {
		t.Errorf("it acts as %+v, %v", actor, err)
	}
}
