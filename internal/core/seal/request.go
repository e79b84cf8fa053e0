package seal

import (
	"slices"
	"time"

	"sanad/internal/ground/fail"
)

// Record is one sealed record as it stands now.
type Record struct {
	ID   string
	Of   string // what it belongs to: an accession, an identity, a submission
	What string // as what: source, witness, staff, giver ...
	Case string
	// Called is by what the person is known openly, if by anything.
	Called string
	// Old: one age file that each of its holders opens alone, as they were
	// written before keys were split.
	Old      bool
	Envelope Envelope
	Index    int64
	// Part is which of the sealed records of its entry it is, from 0 to 7; Seq
	// counts all records in order of the ledger.
	Part int
	Seq  int64
}

// ShareOf gives a holder's share; of an old record, that is the record.
func (r Record) ShareOf(holder string) (Held, bool) {
	at := slices.IndexFunc(r.Envelope.Shares, func(h Held) bool { return h.Holder == holder })
	if at < 0 {
		return Held{}, false
	}
	h := r.Envelope.Shares[at]
	if r.Old {
		h.Sealed = r.Envelope.Payload
	}
	return h, true
}

// Spread is how many records of a case are held alike.
type Spread struct {
	Case    string
	Need    int // how many holders open one
	Have    int // how many who hold a share are key holders now
	Gone    int // how many are so no more
	Records int64
}

// Spare is how many of those holders can be lost before nobody opens it; below 0
// nobody can.
func (s Spread) Spare() int { return s.Have - s.Need }

// Holding is of how many records of a case a holder has a share.
type Holding struct {
	Holder  string
	Case    string
	Records int64
	Old     int64 // of them, those that the holder opens alone
}

// Approval is a holder's yes. At is when it was first given: a share that is
// given again must not move the end of the time to open the record.
type Approval struct {
	Holder string
	By     string // account
	At     time.Time
	Sealed []byte
}

// Turn is what an account did with a request.
type Turn struct {
	By     string
	Reason string
	At     time.Time
	Index  int64
}

// Request is a request to open a record, with what became of it.
type Request struct {
	Requested
	Case      string // of the record
	What, Of  string // likewise
	Called    string
	Need      int
	By        string
	At        time.Time
	Index     int64
	Approvals []Approval // one of each holder, with the newest share, oldest first
	Refusal   *Turn
	Openings  []Turn
	Split     bool // the record was split anew by it
}

// Patience is how long a request waits for approvals: what was agreed to long
// ago, for a key that somebody may have lost since, is asked for anew.
const Patience = 14 * 24 * time.Hour

// State is where a request stands.
type State string

// The states.
const (
	Waiting State = "waiting" // for approvals
	Ready   State = "ready"   // it can be opened, until its time is over
	Expired State = "expired"
	Denied  State = "refused"
	Done    State = "done" // a split that was made
)

// Until gives when the time to open it is over, if enough holders approved.
func (r Request) Until() (time.Time, bool) {
	if r.Need < 1 || len(r.Approvals) < r.Need {
		return time.Time{}, false
	}
	return r.Approvals[r.Need-1].At.Add(time.Duration(r.Minutes) * time.Minute), true
}

// State tells where it stands at a time.
func (r Request) State(now time.Time) State {
	until, enough := r.Until()
	switch {
	case r.Refusal != nil:
		return Denied
	case r.Split:
		return Done
	case enough && now.After(until), !enough && now.After(r.At.Add(Patience)):
		return Expired
	case enough:
		return Ready
	}
	return Waiting
}

// standing refuses what can be done no more with a request.
func (r Request) standing(now time.Time) error {
	ask := "ask anew: sanad unseal request " + r.Record + " --reason REASON"
	switch r.State(now) {
	case Denied:
		return fail.New(fail.Refused, "the request %s was refused by %s: %s", r.Request, r.Refusal.By, r.Refusal.Reason).Do("%s", ask)
	case Done:
		return fail.New(fail.Refused, "the record of the request %s was split anew already", r.Request)
	case Expired:
		return fail.New(fail.Refused, "the time of the request %s is over", r.Request).Do("%s", ask)
	}
	return nil
}

// MayApprove refuses an approval that would count for nothing: of somebody who
// holds no share of the record, or after the end. Who holds no key any more can
// help to split the record anew, and to open it no more. What one account
// approved for a holder no other replaces: slips are signed by nobody.
func (r Request) MayApprove(now time.Time, rec Record, holder, by string, removed bool) error {
	if err := r.standing(now); err != nil {
		return err
	}
	if _, ok := rec.ShareOf(holder); !ok {
		return fail.New(fail.Refused, "%s holds no share of the record %s", holder, r.Record).Do("see who does: sanad unseal show %s", r.Request)
	}
	if removed && r.For != ToSplit {
		return fail.New(fail.Refused, "%s is a key holder no more, and can only help to split the record anew", holder).
			Do("ask for that: sanad unseal request %s --split --reason REASON", r.Record)
	}
	for _, a := range r.Approvals {
		if a.Holder == holder && a.By != by {
			return fail.New(fail.Refused, "%s approved %s for %s already", a.By, r.Request, holder).
				Do("if that was not in the holder's name: sanad unseal refuse %s --reason REASON, and ask anew", r.Request)
		}
	}
	return nil
}

// Counting refuses a request whose approvals are not enough any more, and gives
// those that count: of who holds a share of the record still, under the name of
// the approval. Who is removed opens nothing by what they said before; who handed
// their place on would count twice. removed tells who is a key holder no more.
func (r Request) Counting(rec Record, removed func(holder string) bool) ([]Approval, error) {
	counting := slices.DeleteFunc(slices.Clone(r.Approvals), func(a Approval) bool {
		_, holds := rec.ShareOf(a.Holder)
		return !holds || removed(a.Holder) && r.For != ToSplit
	})
	if len(counting) < r.Need {
		return nil, fail.New(fail.Refused, "%d of those who approved %s are key holders still, and %d are needed", len(counting), r.Request, r.Need).
			Do("ask anew: sanad unseal request %s --reason REASON", r.Record)
	}
	return counting, nil
}

// MayRefuse refuses to refuse what is over.
func (r Request) MayRefuse(now time.Time) error { return r.standing(now) }

// MayOpen refuses to open a record before enough holders approved, after the time
// is over, and where one account has done everything.
func (r Request) MayOpen(now time.Time, by string) error {
	if err := r.standing(now); err != nil {
		return err
	}
	if len(r.Approvals) < r.Need {
		return fail.New(fail.Refused, "%d of %d key holders needed have approved %s", len(r.Approvals), r.Need, r.Request).
			Do("the others approve with their keys: sanad unseal approve %s --key FILE", r.Request)
	}
	accounts := map[string]bool{r.By: true, by: true}
	for _, a := range r.Approvals {
		accounts[a.By] = true
	}
	if len(accounts) < 2 {
		return fail.New(fail.Refused, "%s asked, approved and would open it: nothing sealed is opened by one account alone", by).
			Do("let the key holders approve from accounts of their own: sanad --as ACCOUNT unseal approve %s --key FILE", r.Request)
	}
	return nil
}
