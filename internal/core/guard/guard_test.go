package guard

import (
	"encoding/json"
	"testing"

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
		Custodian: {ToRead, ToSeal, ToCollect, ToProcess, ToExport}, Publisher: {ToRead, ToRequest, ToApprove},
		Administrator: {ToAdmin, ToAudit}, Auditor: {ToRead, ToAudit},
	}
	all := []Act{ToRead, ToSeal, ToCollect, ToProcess, ToClaim, ToJudge, ToExport, ToRequest, ToApprove, ToAdmin, ToAudit}
	if len(rights) != len(Roles()) {
		t.Fatalf("%d roles, want %d", len(rights), len(Roles()))
	}
	for _, role := range Roles() {
		may := map[Act]bool{}
		for _, act := range rights[role] {
			may[act] = true
		}
		for _, act := range all {
			if got := (Actor{"x", []Role{role}}).May(act) == nil; got != may[act] {
				t.Errorf("%s may %s: %t", role, act, got)
			}
		}
	}
	if (Actor{"x", []Role{Reader}}).MaySee(Sealed) || !(Actor{"x", []Role{Custodian}}).MaySee(Sealed) {
		t.Error("who may see sealed things is wrong")
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
