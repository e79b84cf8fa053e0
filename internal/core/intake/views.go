package intake

import "time"

// DoorNow is a door as it stands now.
type DoorNow struct {
	DoorOpened
	Index  int64
	Closed bool
	// Submissions is how many were handed in, and Waiting how many of them
	// nobody has sorted.
	Submissions, Waiting int64
}

// Submission is what was handed in, as it stands now.
type Submission struct {
	Received
	Case      string
	Time      time.Time // to the hour
	Index     int64
	As        As
	Group     string // of those it stands with; "" if it stands alone
	Alike     int64  // how many of its case stand in the group, itself among them
	Note      string // of the last sorting
	By        string // who sorted it last
	Sorted    int64  // entry of the last sorting; 0 if nobody did
	Accession string // once it is in custody
	Links     []string
	Ended     Why // "" while its thread goes on
	// Unread is how many additions came since the archive last answered or
	// sorted.
	Unread int64
	// Correction is what it was noted as, if it is one; "" before somebody who
	// read it said so.
	Correction string
}

// Correction is what a reader says should stand otherwise, as somebody noted it
// or decided on it.
type Correction struct {
	Correction string
	Submission string // "" where the decision keeps apart which it was
	Case       string
	About      Reference
	Index      int64 // of its first entry
	Noted      int64 // entry that said last what it is about; -1 if none did
	// Decided is the newest decision; nil while it is open.
	Decided *CorrectionDecided
	Entry   int64     // of that decision
	Time    time.Time // of it
	Actor   string    // who made it
}

// Open reports whether nobody has decided on it.
func (c Correction) Open() bool { return c.Decided == nil }

// Step is one message of a thread, as the archive sees it.
type Step struct {
	Index   int64
	Time    time.Time
	Actor   string
	Ours    bool
	Content Content // of the giver's
	Sealed  Sealed  // of the giver's
	Answer  Part    // of the archive's
}

// ThreadNow is a thread as it stands now.
type ThreadNow struct {
	Thread     string
	Submission string
	Door, Case string
	Recipient  string
	Ended      Why
	Last       int64 // entry of the last message
	Spoken     time.Time
}
