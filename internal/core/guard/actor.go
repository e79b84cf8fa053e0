package guard

import (
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
	Administrator Role = "administrator" // accounts
	Auditor       Role = "auditor"       // sees who did what, changes nothing
)

// Roles lists every role, in the order they are shown.
func Roles() []Role {
	return []Role{Reader, Documenter, Reviewer, Custodian, Publisher, Administrator, Auditor}
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
)

// allowed is the whole table of rights. What is not in it is refused.
func allowed(role Role) []Act {
	switch role {
	case Reader:
		return []Act{ToRead}
	case Documenter:
		return []Act{ToRead, ToCollect, ToProcess, ToClaim}
	case Reviewer:
		return []Act{ToRead, ToProcess, ToClaim, ToJudge}
	case Custodian:
		return []Act{ToRead, ToSeal, ToCollect, ToProcess, ToExport}
	case Publisher:
		return []Act{ToRead, ToRequest, ToApprove}
	case Administrator:
		return []Act{ToAdmin, ToAudit}
	case Auditor:
		return []Act{ToRead, ToAudit}
	}
	return nil
}

// Actor is who acts: an account by its handle. It is passed as an argument to
// every verb and never hidden in a context.
type Actor struct {
	Handle string
	Roles  []Role
}

// May refuses an act that none of the actor's roles allows.
func (a Actor) May(act Act) error {
	for _, role := range a.Roles {
		if slices.Contains(allowed(role), act) {
			return nil
		}
	}
	if a.Handle == "" {
		return fail.New(fail.Refused, "nobody is signed in, so nobody may %s", act)
	}
	return fail.New(fail.Refused, "%s may not %s", a.Handle, act).Do("an administrator can give %s other roles: sanad user add %s --change --role ROLE,ROLE", a.Handle, a.Handle)
}

// MaySee reports whether the actor may know that a thing of this label is there.
func (a Actor) MaySee(l Label) bool {
	act := ToRead
	if l == Sealed {
		act = ToSeal
	}
	return a.May(act) == nil
}
