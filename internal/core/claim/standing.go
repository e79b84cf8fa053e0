package claim

// Standing says how a claim stands among others.
type Standing string

// The standings.
const (
	Proposed   Standing = "proposed"
	Agreed     Standing = "accepted"
	Contested  Standing = "disputed"
	Favoured   Standing = "preferred"
	TakenBack  Standing = "withdrawn"
	Superseded Standing = "set aside" // a rival is preferred
)

// Stands reports whether a claim of the standing still says something: all but
// the withdrawn ones do, also those a rival is preferred to.
func (s Standing) Stands() bool { return s != TakenBack }

// Turn is something recorded of a claim after it was made.
type Turn struct {
	Index    int64
	Standing Standing // Agreed, Contested, Favoured or TakenBack
	Reason   string
}

// Stand gives the standing of a claim from its own turns, oldest first, and
// from the newest entry by which a rival was preferred that is still so (-1:
// none). Of its own turns the newest counts; a rival that was preferred later
// than this one sets it aside.
func Stand(turns []Turn, rival int64) (Standing, string) {
	if len(turns) == 0 {
		if rival >= 0 {
			return Superseded, ""
		}
		return Proposed, ""
	}
	newest := turns[len(turns)-1]
	if newest.Standing == TakenBack || rival < 0 || newest.Standing == Favoured && newest.Index > rival {
		return newest.Standing, newest.Reason
	}
	return Superseded, newest.Reason
}

// Claim is a claim as it stands now: grades and flags are the newest.
type Claim struct {
	Made
	Standing Standing
	Reason   string // of the newest turn
	Turned   bool   // something was recorded of it after it was made
	Own      Turn   // the newest turn of its own, whatever rivals; Standing "" if there is none
	Actor    string
	Index    int64
}
