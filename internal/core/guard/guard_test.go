package guard

import (
	"encoding/json"
	"testing"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

func TestTheZeroValuesAllowNothing(t *testing.T) {
	var l Label
	if l != Sealed || l.MayRelease() {
		t.Errorf("the zero label is %v", l)
	}
	for _, act := range []Act{ToRead, ToSeal, ToCollect, ToProcess, ToClaim, ToJudge, ToExport, ToRequest, ToApprove, ToAdmin, ToAudit} {
		if err := (Actor{}).May(act); fail.Of(err) != fail.Refused {
			t.Errorf("nobody may %s: %v", act, err)
		}
		if err := (Actor{Handle: "x", Roles: []Role{"king"}}).May(act); fail.Of(err) != fail.Refused {
			t.Errorf("an unknown role may %s: %v", act, err)
		}
	}
}

// The table of rights, written out once more: a change of a right must be
// made in two places.
func TestRightsAreThese(t *testing.T) {
	rights := map[Role][]Act{
		Reader: {ToRead}, Documenter: {ToRead, ToCollect, ToProcess, ToClaim}, Reviewer: {ToRead, ToProcess, ToClaim, ToJudge},
		Custodian: {ToRead, ToSeal, ToCollect, ToProcess, ToExport}, Publisher: {ToRead, ToRequest, ToApprove}, KeyHolder: {ToRead, ToSeal},
		Administrator: {ToAdmin, ToAudit}, Auditor: {ToRead, ToAudit},
	}
	rights[Door] = []Act{ToReceive} // which no person holds
	all := []Act{ToRead, ToSeal, ToCollect, ToProcess, ToClaim, ToJudge, ToExport, ToRequest, ToApprove, ToAdmin, ToAudit, ToReceive}
	if len(rights) != len(Roles())+1 {
		t.Fatalf("%d roles, want %d", len(rights), len(Roles()))
	}
	for _, role := range append(Roles(), Door) {
		may := map[Act]bool{}
		for _, act := range rights[role] {
			may[act] = true
		}
		for _, act := range all {
			if got := (Actor{Handle: "x", Roles: []Role{role}}).May(act) == nil; got != may[act] {
				t.Errorf("%s may %s: %t", role, act, got)
			}
		}
	}
	if (Actor{Handle: "x", Roles: []Role{Reader}}).MaySee(Sealed) || !(Actor{Handle: "x", Roles: []Role{Custodian}}).MaySee(Sealed) {
		t.Error("who may see sealed things is wrong")
	}
}

// Nobody gets the role of the door, and its account no other.
func TestTheDoorHasOneAccountAndOneRole(t *testing.T) {
	if err := (UserAdded{User: DoorAccount, Roles: []Role{Door}}).Check(); err != nil {
		t.Error(err)
	}
	for _, f := range []ledger.Fact{UserAdded{User: "mina", Roles: []Role{Door}}, UserAdded{User: DoorAccount, Roles: []Role{Door, Reader}},
		RolesGiven{User: "mina", Roles: []Role{Door}}, RolesGiven{User: DoorAccount, Case: "main", Roles: []Role{Door}}} {
		if f.Check() == nil {
			t.Errorf("%+v is recorded", f)
		}
	}
}

func TestLabelsAreReadByNameOrNotAtAll(t *testing.T) {
	for _, l := range []Label{Sealed, Case, Open} {
		data, err := json.Marshal(l)
		var back Label = 99
		if err != nil || json.Unmarshal(data, &back) != nil || back != l {
			t.Errorf("%v is written %s and read %v (%v)", l, data, back, err)
		}
	}
	var l Label
	if json.Unmarshal([]byte(`"public"`), &l) == nil || Label(7).Check() == nil || Label(7).MayRelease() || Label(-1).MayRelease() {
		t.Error("a label that does not exist passed")
	}
}

func TestHandlesCanStandAnywhere(t *testing.T) {
	for _, good := range []string{"ana", "آنا", "user-2", "a.b_c", "مهدی۲"} {
		if err := (CaseOpened{good}).Check(); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "a b", "-a", "../x", "a/b", "a\x00", "<b>", "a\nb", "rene\u0301", "\u0440ub1", string(make([]byte, 65)), "a\u202eb"} {
		if err := (CaseOpened{bad}).Check(); fail.Of(err) != fail.Usage {
			t.Errorf("%q: %v, want a mistake of the caller", bad, err)
		}
	}
}

func TestADisabledAccountIsNoActor(t *testing.T) {
	if _, err := (User{Handle: "x", Roles: Roles(), Disabled: true}).Actor(); fail.Of(err) != fail.Refused {
		t.Errorf("%v, want refused", err)
	}
}

func TestARoleInACaseHoldsThereAlone(t *testing.T) {
	a := Actor{Handle: "x", In: map[string][]Role{"mill": {Custodian}, "dam": {Reader}}}
	for _, c := range []struct {
		what string
		err  error
		may  bool
	}{
		{"seals in the mill", a.MayIn("mill", ToSeal), true},
		{"seals at the dam", a.MayIn("dam", ToSeal), false},
		{"reads at the dam", a.MayIn("dam", ToRead), true},
		{"reads elsewhere", a.MayIn("main", ToRead), false},
		{"reads where no case is named", a.MayIn("", ToRead), false},
		{"exports somewhere", a.May(ToExport), true},
		{"exports everywhere", a.MayEverywhere(ToExport), false},
		{"judges somewhere", a.May(ToJudge), false},
	} {
		if (c.err == nil) != c.may || c.err != nil && fail.Of(c.err) != fail.Refused {
			t.Errorf("%s: %v", c.what, c.err)
		}
	}
	if a.MaySee(Case) || !a.Member() || (Actor{Handle: "x", Roles: []Role{Custodian}, In: map[string][]Role{"mill": {Reader}}}).Member() {
		t.Error("who is a member is wrong")
	}
	if eyes := a.Unsealing(); !eyes.MaySeeIn("dam", Sealed) || eyes.MaySeeIn("main", Case) || eyes.MayIn("dam", ToExport) == nil {
		t.Error("the eyes for sealed things see too much or too little")
	}
	for _, c := range []struct {
		who  Actor
		l    Label
		sees bool
	}{
		{a, Case, true}, {a, Sealed, false}, {a.Unsealing(), Sealed, true}, {Actor{}, Case, false}, {Actor{Roles: []Role{Administrator}}, Case, false}, {Actor{Roles: []Role{Custodian}}, Sealed, true},
		{Actor{Roles: []Role{Reader}, In: map[string][]Role{"mill": {Custodian}}}, Sealed, false}, {Actor{In: map[string][]Role{"mill": {Custodian}}}, Sealed, true},
	} {
		if c.who.MaySeeThroughout(c.l) != c.sees {
			t.Errorf("%+v sees %v in every case: want %t", c.who, c.l, c.sees)
		}
	}
	if a.MaySeeIn("dam", Sealed) {
		t.Error("looking for what is sealed changed the actor")
	}
}

func TestMembershipIsOfACase(t *testing.T) {
	for _, bad := range []RolesGiven{{User: "x", Case: "mill", Roles: []Role{Administrator}}, {User: "x", Case: "a/b", Roles: []Role{Reader}},
		{User: "x", Case: "mill", Roles: []Role{"king"}}, {Case: "mill", Roles: []Role{Reader}}} {
		if err := bad.Check(); fail.Of(err) != fail.Usage {
			t.Errorf("%+v: %v, want a mistake of the caller", bad, err)
		}
	}
	if err := (RolesGiven{User: "x", Case: "mill"}).Check(); err != nil {
		t.Errorf("to take all roles of a case away: %v", err)
	}
	a, err := User{Handle: "x", In: []Membership{{"mill", []Role{Reader}}}}.Actor()
	if err != nil || a.MayIn("mill", ToRead) != nil || a.MayIn("dam", ToRead) == nil {
		t.Errorf("the member acts as %+v (%v)", a, err)
	}
}
