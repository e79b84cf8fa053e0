package support

// Conclusion is a finding's support, in numbers of claims.
type Conclusion struct {
	Withdrawn   bool // it was, whatever it rests on
	Needs       int  // how many are enough to bear it
	Stood       int  // of those it rests on stand now
	Fell        int  // of those would fall
	Weakened    int  // of those would have less to rest on
	Against     int  // that were weighed against it stand now
	AgainstFell int  // of those would fall
	Gone        int  // that it names and that rested on it were withdrawn before
}

// Left gives how many claims it would still rest on.
func (c Conclusion) Left() int { return c.Stood - c.Fell }

// Effect tells what becomes of the finding. That what spoke against it falls
// leaves it standing, and must be told all the same: it was weighed.
func (c Conclusion) Effect() Effect {
	switch {
	case c.Withdrawn || c.Stood < c.Needs:
		return Fallen
	case c.Left() < c.Needs:
		return Falls
	case c.Fell > 0 || c.Weakened > 0:
		return Weakened
	}
	return Stands
}

// Held reports whether a release that was asked for at entry asked holds a
// claim: one made before, not withdrawn by then (withdrawn is that entry, -1 if
// it was not), all of whose originals might leave since before.
func Held(asked, made, withdrawn, open int64) bool {
	return made < asked && open < asked && (withdrawn < 0 || withdrawn > asked)
}

// Tally is what falls, in numbers.
type Tally struct {
	ItemsFall         int64 `json:"items_fall"`  // of those that were reached
	ItemsStand        int64 `json:"items_stand"` // came by another hand too
	ClaimsFall        int64 `json:"claims_fall"`
	ClaimsWeakened    int64 `json:"claims_weakened"`
	ClaimsStand       int64 `json:"claims_stand"`     // reached, and nothing of them lost
	ClaimsWithdrawn   int64 `json:"claims_withdrawn"` // rested on it and were withdrawn before
	ValuesStand       int64 `json:"values_stand"`     // of claims that fall: another claim says the same
	FindingsFall      int64 `json:"findings_fall"`
	FindingsWeakened  int64 `json:"findings_weakened"`
	FindingsStand     int64 `json:"findings_stand"` // lose only what spoke against them
	FindingsFallen    int64 `json:"findings_fallen"`
	CountsChange      int64 `json:"counts_change"`
	EstimatesFall     int64 `json:"estimates_fall"`
	EstimatesWeakened int64 `json:"estimates_weakened"`
	Releases          int64 `json:"releases"` // that hold some of it
}

// Claim counts what becomes of a claim.
func (t *Tally) Claim(e Effect, othersSayIt bool) {
	switch e {
	case Falls:
		t.ClaimsFall++
		if othersSayIt {
			t.ValuesStand++
		}
	case Weakened:
		t.ClaimsWeakened++
	case Fallen:
		t.ClaimsWithdrawn++
	default:
		t.ClaimsStand++
	}
}

// Finding counts what becomes of a finding.
func (t *Tally) Finding(e Effect) {
	switch e {
	case Falls:
		t.FindingsFall++
	case Weakened:
		t.FindingsWeakened++
	case Fallen:
		t.FindingsFallen++
	default:
		t.FindingsStand++
	}
}

// Estimate counts what becomes of an estimate.
func (t *Tally) Estimate(e Effect) {
	switch e {
	case Falls:
		t.EstimatesFall++
	case Weakened:
		t.EstimatesWeakened++
	}
}
