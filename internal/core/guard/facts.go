package guard

import (
	"slices"
	"strings"
	"unicode"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// ArchiveMade is the first event of every ledger: it names the archive.
type ArchiveMade struct {
	Name   string `json:"name"`
	Origin string `json:"origin"`
}

// Kind is archive.made/1.
func (ArchiveMade) Kind() ledger.Kind { return ledger.Kind{Name: "archive.made", Version: 1} }

// Check refuses an archive without a name.
func (f ArchiveMade) Check() error {
	if f.Name == "" || f.Origin == "" {
		return fail.New(fail.Usage, "an archive needs a name").Do("give --name NAME")
	}
	return nil
}

// UserAdded says that an account was opened. The handle stands in the ledger
// for ever: it must not be a person's name.
type UserAdded struct {
	User  string `json:"user"`
	Roles []Role `json:"roles"`
}

// Kind is user.added/1.
func (UserAdded) Kind() ledger.Kind { return ledger.Kind{Name: "user.added", Version: 1} }

// Check refuses odd handles and unknown roles, and the role of the door for all
// but its own account.
func (f UserAdded) Check() error {
	if err := checkHandle("a user", f.User); err != nil {
		return err
	}
	if f.User == DoorAccount && slices.Equal(f.Roles, []Role{Door}) {
		return nil
	}
	if len(f.Roles) == 0 {
		return fail.New(fail.Usage, "the user %s has no role", f.User).Do("give --role, one of %s", Names(Roles()))
	}
	return checkRoles(f.Roles)
}

func checkRoles(roles []Role) error {
	for _, r := range roles {
		if !slices.Contains(Roles(), r) {
			return fail.New(fail.Usage, "there is no role %q", r).Do("use one of %s", Names(Roles()))
		}
	}
	return nil
}

// UserDisabled says that an account may no longer act. What it did stays.
type UserDisabled struct {
	User   string `json:"user"`
	Reason string `json:"reason,omitempty"`
}

// Kind is user.disabled/1.
func (UserDisabled) Kind() ledger.Kind { return ledger.Kind{Name: "user.disabled", Version: 1} }

// Check refuses to disable nobody.
func (f UserDisabled) Check() error { return checkHandle("a user", f.User) }

// PasswordSet says that an account's password was changed. The password and
// its hash are not part of the ledger: they are worth stealing and prove
// nothing.
type PasswordSet struct {
	User string `json:"user"`
}

// Kind is user.password_set/1.
func (PasswordSet) Kind() ledger.Kind { return ledger.Kind{Name: "user.password_set", Version: 1} }

// Check refuses to set nobody's password.
func (f PasswordSet) Check() error { return checkHandle("a user", f.User) }

// CaseOpened says that an investigation was begun.
type CaseOpened struct {
	Case string `json:"case"`
}

// Kind is case.opened/1.
func (CaseOpened) Kind() ledger.Kind { return ledger.Kind{Name: "case.opened", Version: 1} }

// Check refuses odd names.
func (f CaseOpened) Check() error { return checkHandle("a case", f.Case) }

// maxHandle is the longest handle in bytes.
const maxHandle = 64

// checkHandle allows letters of any script, digits and -_. so that a handle
// can stand in a command line, a path and a page without escaping.
func checkHandle(what, handle string) error {
	if handle == "" || len(handle) > maxHandle {
		return fail.New(fail.Usage, "%s needs a name of 1 to %d bytes, not %q", what, maxHandle, handle)
	}
	if strings.ContainsFunc(handle, isLoose) || scriptsOf(handle) > 1 {
		return fail.New(fail.Usage, "%s can't be named %q: two names that look the same must be the same", what, handle).Do("use letters of one script, and no loose accents")
	}
	for i, r := range handle {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || i > 0 && (r == '-' || r == '_' || r == '.') {
			continue
		}
		return fail.New(fail.Usage, "%s can't be named %q: %q is not a letter, a digit, or one of -_.", what, handle, r)
	}
	return nil
}

// isLoose reports whether r is an accent or vowel mark that can stand on letters
// of any script: with one, a name has two spellings that look the same.
func isLoose(r rune) bool { return unicode.Is(unicode.Inherited, r) }

// scriptsOf counts the scripts of the letters in a handle: a Cyrillic letter
// among Latin ones makes a second account that looks like the first, and four
// eyes of two.
func scriptsOf(handle string) int {
	seen := map[string]bool{}
	for _, r := range handle {
		if !unicode.IsLetter(r) {
			continue
		}
		for name, table := range unicode.Scripts {
			if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
				seen[name] = true
			}
		}
	}
	return len(seen)
}
