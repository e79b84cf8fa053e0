package guard

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/internal/ground/fail"
)

// Role is what a person does in the archive; it decides what they may do.
type Role string

// The roles. A person may hold several.
const (
	Reader        Role = "reader"        // sees what is open to the case
	Documenter    Role = "documenter"    // takes material in, cites, claims
	Reviewer      Role = "reviewer"      // judges who is who, prefers, withdraws
	Custodian     Role = "custodian"     // keeps originals: exports, backups, sealed things
	Publisher     Role = "publisher"     // asks for and approves releases
	KeyHolder     Role = "key-holder"    // opens sealed names, so sees what is sealed, and changes nothing
	Administrator Role = "administrator" // accounts
	Auditor       Role = "auditor"       // sees who did what, changes nothing
	// Door is held by no person: by it the public pages record what strangers
	// hand in, and can do nothing else.
	Door Role = "door"
)

// DoorAccount is the handle of the account in whose name is recorded what
// strangers do: they have none, and must not.
const DoorAccount = "door"

// Roles lists every role that people hold, in the order they are shown.
func Roles() []Role {
	return []Role{Reader, Documenter, Reviewer, Custodian, Publisher, KeyHolder, Administrator, Auditor}
}

// Names writes roles for people, with commas between.
func Names(roles []Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// Act is something a person wants to do.
type Act string

// The acts.
const (
	ToRead    Act = "read"
	ToSeal    Act = "see sealed things"
	ToCollect Act = "take material into custody"
	ToProcess Act = "read items into text"
	ToClaim   Act = "cite and claim"
	ToJudge   Act = "judge and confirm"
	ToExport  Act = "export copies"
	ToRequest Act = "ask for a release"
	ToApprove Act = "approve a release"
	ToAdmin   Act = "change accounts"
	ToAudit   Act = "see who did what"
	ToReceive Act = "receive what strangers hand in"
	ToBind    Act = "record consents and conditions"
	ToLift    Act = "lift conditions"
	ToHear    Act = "ask those who are accused for a reply"
	ToMark    Act = "mark what is hidden when it leaves"
)

// allowed is the whole table of rights. What is not in it is refused.
func allowed(role Role) []Act {
	switch role {
	case Reader:
		return []Act{ToRead}
	case Documenter:
		return []Act{ToRead, ToCollect, ToProcess, ToClaim, ToBind, ToHear, ToMark}
	case Reviewer:
		return []Act{ToRead, ToProcess, ToClaim, ToJudge, ToBind, ToLift, ToHear, ToMark}
	case Custodian:
		return []Act{ToRead, ToSeal, ToCollect, ToProcess, ToExport, ToBind}
	case Publisher:
		return []Act{ToRead, ToRequest, ToApprove, ToBind, ToLift, ToHear, ToMark}
	case KeyHolder:
		return []Act{ToRead, ToSeal}
	case Administrator:
		return []Act{ToAdmin, ToAudit}
	case Auditor:
		return []Act{ToRead, ToAudit}
	case Door:
		return []Act{ToReceive}
	}
	return nil
}

// Actor is who acts: an account by its handle. It is passed as an argument to
// every verb and never hidden in a context.
type Actor struct {
	Handle string
	Roles  []Role            // held in the whole archive
	In     map[string][]Role // held beside these in one case, by its name
}

// mayDo reports whether one of the roles allows the act.
func mayDo(roles []Role, act Act) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(allowed(r), act) })
}

// May refuses an act that the actor may do nowhere, neither in the whole archive
// nor in any case. Who passes may still not do it in the case at hand: MayIn tells.
func (a Actor) May(act Act) error {
	if mayDo(a.Roles, act) {
		return nil
	}
	for _, roles := range a.In {
		if mayDo(roles, act) {
			return nil
		}
	}
	return a.refused(act, "", "")
}

// MayIn refuses an act that the actor may not do in the case.
func (a Actor) MayIn(caseName string, act Act) error {
	if mayDo(a.Roles, act) || mayDo(a.In[caseName], act) {
		return nil
	}
	return a.refused(act, " in the case "+caseName, " --case "+caseName)
}

// MayEverywhere refuses an act that the actor may not do in the whole archive:
// what speaks of all cases, or of none, is not for who is a member of some.
func (a Actor) MayEverywhere(act Act) error {
	if mayDo(a.Roles, act) {
		return nil
	}
	where := ""
	if a.May(act) == nil {
		where = " in the whole archive"
	}
	return a.refused(act, where, "")
}

func (a Actor) refused(act Act, where, flag string) error {
	if a.Handle == "" {
		return fail.New(fail.Refused, "nobody is signed in, so nobody may %s%s", act, where)
	}
	return fail.New(fail.Refused, "%s may not %s%s", a.Handle, act, where).Do("an administrator can give %s other roles: sanad user add %s --change%s --role ROLE,ROLE", a.Handle, a.Handle, flag)
}

// seeing is the act of knowing that a thing of this label is there.
func seeing(l Label) Act {
	if l == Sealed {
		return ToSeal
	}
	return ToRead
}

// MaySee reports whether the actor may know, wherever they are, that a thing of
// this label is there.
func (a Actor) MaySee(l Label) bool { return mayDo(a.Roles, seeing(l)) }

// MaySeeIn reports whether the actor may know that a thing of this label is
// there in the case.
func (a Actor) MaySeeIn(caseName string, l Label) bool { return a.MayIn(caseName, seeing(l)) == nil }

// MaySeeThroughout reports whether the actor may know, in every case that they may
// read, that a thing of this label is there.
func (a Actor) MaySeeThroughout(l Label) bool {
	if a.MaySee(l) || mayDo(a.Roles, ToRead) {
		return a.MaySee(l)
	}
	some := false
	for name := range a.In {
		if a.MayIn(name, ToRead) != nil {
			continue
		}
		if some = true; !a.MaySeeIn(name, l) {
			return false
		}
	}
	return some
}

// Member reports whether the actor knows some things of the archive by being a
// member of cases. To all others, every case is alike.
func (a Actor) Member() bool {
	for _, roles := range a.In {
		if act := ToRead; !mayDo(a.Roles, act) && mayDo(roles, act) {
			return true
		} else if act = ToSeal; !mayDo(a.Roles, act) && mayDo(roles, act) {
			return true
		}
	}
	return false
}

// Bounded reports whether the actor sees some cases and no others.
func (a Actor) Bounded() bool { return a.Member() && !mayDo(a.Roles, ToRead) }

// Scope names what the actor may see: two with the same name see the same.
func (a Actor) Scope() string {
	scope := fmt.Sprintf("%t,%t", a.MaySee(Case), a.MaySee(Sealed))
	if !a.Member() {
		return scope
	}
	for _, name := range slices.Sorted(maps.Keys(a.In)) {
		if a.MaySeeIn(name, Case) {
			scope += fmt.Sprintf(" %q:%t", name, a.MaySeeIn(name, Sealed))
		}
	}
	return scope
}

// Unsealing is the actor with eyes for what is sealed, wherever they may read. The
// verbs that must weigh sealed things whoever acts look with them; they tell
// nobody what they saw.
func (a Actor) Unsealing() Actor {
	open := func(roles []Role) []Role {
		if mayDo(roles, ToRead) {
			return append(slices.Clone(roles), KeyHolder)
		}
		return roles
	}
	all := Actor{Handle: a.Handle, Roles: open(a.Roles), In: map[string][]Role{}}
	for name, roles := range a.In {
		all.In[name] = open(roles)
	}
	return all
}
