package seal

import (
	"errors"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// The roles an identity can be sealed in besides those that other nouns seal.
const (
	Source  = "source"  // who gave an accession
	Giver   = "giver"   // who handed something in at a door
	Witness = "witness" // who says something in a case
	Staff   = "staff"   // who works on one
	Other   = "other"
)

// Roles lists those that a person can choose.
func Roles() []string { return []string{Witness, Staff, Other} }

// IdentitySealed says that somebody's name is kept sealed, and by what they are
// called openly.
type IdentitySealed struct {
	Identity string `json:"identity"`
	Case     string `json:"case"`
	Role     string `json:"role"`
	// Called is the pseudonym that stands for them in claims and notes. It is
	// seen by whoever may see sealed things, and must not point at them.
	Called string   `json:"called"`
	Sealed Envelope `json:"sealed"`
}

// Kind is identity.sealed/1.
func (IdentitySealed) Kind() ledger.Kind { return ledger.Kind{Name: "identity.sealed", Version: 1} }

// Check refuses an identity that nobody could find again, or open.
func (f IdentitySealed) Check() error {
	if f.Identity == "" || f.Case == "" || f.Role == "" {
		return errors.New("a sealed identity needs an id, a case and a role")
	}
	if f.Called == "" || len(f.Called) > maxCalled {
		return fail.New(fail.Usage, "by what the person is called openly is missing, or longer than %d bytes", maxCalled).Do("give --called, a pseudonym such as W-7")
	}
	return f.Sealed.Check()
}

const maxCalled = 200

// For says what a request to open a record is for.
type For string

// What requests are for.
const (
	ToOpen  For = "open"  // to read it
	ToSplit For = "split" // to share its key anew, without showing it
)

// Requested says that somebody asks to have a sealed record opened.
type Requested struct {
	Request string `json:"request"`
	Record  string `json:"record"`
	Reason  string `json:"reason"`
	// Recipient is the public key of who will open it: the holders seal their
	// shares to it.
	Recipient string `json:"recipient"`
	// Minutes is how long it can be opened after the last approval it needs.
	Minutes int `json:"minutes"`
	For     For `json:"for"`
}

// Kind is unseal.requested/1.
func (Requested) Kind() ledger.Kind { return ledger.Kind{Name: "unseal.requested", Version: 1} }

// maxMinutes is a week: an opening without an end would be no limit.
const maxMinutes = 7 * 24 * 60

// Check wants a reason that others can weigh.
func (f Requested) Check() error {
	switch {
	case f.Request == "" || f.Record == "":
		return errors.New("a request needs an id and a record")
	case strings.TrimSpace(f.Reason) == "":
		return fail.New(fail.Usage, "why it must be opened is missing").Do("give --reason: the key holders decide by it, and it stays in the ledger")
	case f.Recipient == "":
		return fail.New(fail.Usage, "the key to which the shares are to be sealed is missing").Do("give --out FILE to draw one, or --recipient")
	case f.Minutes < 1 || f.Minutes > maxMinutes:
		return fail.New(fail.Usage, "a request is open for 1 to %d minutes, not %d", maxMinutes, f.Minutes)
	case f.For != ToOpen && f.For != ToSplit:
		return errors.New("a request is to open a record, or to split its key anew")
	}
	return nil
}

// Approved says that a key holder agrees: the holder's own share, sealed to the
// key of the request.
type Approved struct {
	Request string `json:"request"`
	Holder  string `json:"holder"`
	Sealed  []byte `json:"sealed"`
}

// Kind is unseal.approved/1.
func (Approved) Kind() ledger.Kind { return ledger.Kind{Name: "unseal.approved", Version: 1} }

// Check refuses an approval without a share.
func (f Approved) Check() error {
	if f.Request == "" || f.Holder == "" || len(f.Sealed) == 0 {
		return errors.New("an approval needs a request, a holder and the holder's share")
	}
	return nil
}

// Refused says that somebody who may see sealed things is against it, which
// ends the request.
type Refused struct {
	Request string `json:"request"`
	Reason  string `json:"reason"`
}

// Kind is unseal.refused/1.
func (Refused) Kind() ledger.Kind { return ledger.Kind{Name: "unseal.refused", Version: 1} }

// Check wants a reason.
func (f Refused) Check() error {
	if f.Request == "" {
		return errors.New("a refusal needs a request")
	}
	if strings.TrimSpace(f.Reason) == "" {
		return fail.New(fail.Usage, "why it is refused is missing").Do("give --reason")
	}
	return nil
}

// Opened says that a record is opened. It is written before a byte of it is
// shown: who looks and is cut off has looked.
type Opened struct {
	Request string `json:"request"`
}

// Kind is unseal.opened/1.
func (Opened) Kind() ledger.Kind { return ledger.Kind{Name: "unseal.opened", Version: 1} }

// Check refuses an opening of nothing.
func (f Opened) Check() error {
	if f.Request == "" {
		return errors.New("an opening needs a request")
	}
	return nil
}

// Moved is a holder's share of one record, sealed anew.
type Moved struct {
	Record string `json:"record"`
	Sealed []byte `json:"sealed"`
}

// MaxMoved is how many shares one event moves at most.
const MaxMoved = 200

// SharesMoved says that a holder sealed their own shares to a new key. Nobody
// else takes part: a share is the same, whatever key it is sealed to.
type SharesMoved struct {
	Holder string  `json:"holder"`
	Shares []Moved `json:"shares"`
}

// Kind is key.shares_moved/1.
func (SharesMoved) Kind() ledger.Kind { return ledger.Kind{Name: "key.shares_moved", Version: 1} }

// Check refuses to move nothing.
func (f SharesMoved) Check() error {
	if f.Holder == "" || len(f.Shares) == 0 || len(f.Shares) > MaxMoved {
		return errors.New("shares are moved of one holder, some at a time")
	}
	for _, m := range f.Shares {
		if m.Record == "" || len(m.Sealed) == 0 {
			return errors.New("a moved share is empty")
		}
	}
	return nil
}

// Resplit says that a record was sealed anew, with a new key that is shared among
// those who hold keys now. What it was before stays in the ledger.
type Resplit struct {
	Request string   `json:"request"`
	Record  string   `json:"record"`
	Sealed  Envelope `json:"sealed"`
}

// Kind is key.resplit/1.
func (Resplit) Kind() ledger.Kind { return ledger.Kind{Name: "key.resplit", Version: 1} }

// Check refuses an envelope that can't be opened.
func (f Resplit) Check() error {
	if f.Request == "" || f.Record == "" {
		return errors.New("a record is split anew by a request")
	}
	return f.Sealed.Check()
}
