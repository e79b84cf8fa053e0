package seal

import (
	"testing"
	"time"

	"sanad/internal/ground/fail"
)

func at(minute int) time.Time {
	return time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(minute) * time.Minute)
}

// asked is a request of rana's that two of three holders must approve.
func asked(yes ...Approval) Request {
	return Request{Requested: Requested{Request: "u-1", Record: "k-1", Reason: "the court asks", Recipient: "r", Minutes: 60, For: ToOpen}, Need: 2, By: "rana", At: at(0), Approvals: yes}
}

func yes(holder, by string, minute int) Approval {
	return Approval{Holder: holder, By: by, At: at(minute)}
}

func TestARecordIsOpenedOnlyAfterEnoughHoldersAndBeforeTheEnd(t *testing.T) {
	refused := asked(yes("a", "x", 1), yes("b", "y", 2))
	refused.Refusal = &Turn{By: "z", Reason: "no"}
	split := asked(yes("a", "x", 1), yes("b", "y", 2))
	split.Split = true
	for what, c := range map[string]struct {
		r    Request
		now  int
		want State
		may  bool
	}{
		"nobody":                 {asked(), 1, Waiting, false},
		"one of two":             {asked(yes("a", "x", 1)), 2, Waiting, false},
		"two":                    {asked(yes("a", "x", 1), yes("b", "y", 2)), 3, Ready, true},
		"at the last minute":     {asked(yes("a", "x", 1), yes("b", "y", 2)), 62, Ready, true},
		"a minute late":          {asked(yes("a", "x", 1), yes("b", "y", 2)), 63, Expired, false},
		"a third does not renew": {asked(yes("a", "x", 1), yes("b", "y", 2), yes("c", "z", 50)), 63, Expired, false},
		"refused":                {refused, 3, Denied, false},
		"split already":          {split, 3, Done, false},
		"nobody for two weeks":   {asked(yes("a", "x", 1)), 14*24*60 + 1, Expired, false},
		"all by one account":     {asked(yes("a", "rana", 1), yes("b", "rana", 2)), 3, Ready, false},
	} {
		if got := c.r.State(at(c.now)); got != c.want {
			t.Errorf("%s: it is %s, want %s", what, got, c.want)
		}
		err := c.r.MayOpen(at(c.now), "rana")
		if c.may != (err == nil) || err != nil && fail.Of(err) != fail.Refused {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := asked(yes("a", "rana", 1), yes("b", "rana", 2)).MayOpen(at(3), "adel"); err != nil {
		t.Errorf("two accounts took part: %v", err)
	}
}

func TestOnlyWhoHoldsAShareApproves(t *testing.T) {
	rec := Record{ID: "k-1", Envelope: Envelope{Need: 2, Shares: []Held{{Holder: "a"}, {Holder: "b"}}}}
	r := asked()
	if err := r.MayApprove(at(1), rec, "a", "x", false); err != nil {
		t.Error(err)
	}
	if err := r.MayApprove(at(1), rec, "stranger", "x", false); fail.Of(err) != fail.Refused {
		t.Errorf("a stranger: %v, want refused", err)
	}
	if err := r.MayApprove(at(1), rec, "b", "x", true); fail.Of(err) != fail.Refused {
		t.Errorf("who holds no key any more, to open it: %v, want refused", err)
	}
	r.For = ToSplit
	if err := r.MayApprove(at(1), rec, "b", "x", true); err != nil {
		t.Errorf("who holds no key any more, to split it: %v", err)
	}
	if err := r.MayApprove(at(15*24*60), rec, "a", "x", false); fail.Of(err) != fail.Refused {
		t.Errorf("after two weeks: %v, want refused", err)
	}
}

func TestWhatOneAccountApprovedNoOtherReplaces(t *testing.T) {
	rec := Record{ID: "k-1", Envelope: Envelope{Need: 2, Shares: []Held{{Holder: "a"}, {Holder: "b"}}}}
	r := asked(yes("a", "adel", 1))
	if err := r.MayApprove(at(2), rec, "a", "rana", false); fail.Of(err) != fail.Refused {
		t.Errorf("another in the name of the same holder: %v, want refused", err)
	}
	if err := r.MayApprove(at(2), rec, "a", "adel", false); err != nil {
		t.Errorf("the same again, with the right share: %v", err)
	}
}

func TestOnlyWhoHoldsAShareStillCountsWhenARecordIsOpened(t *testing.T) {
	rec := Record{ID: "k-1", Envelope: Envelope{Need: 2, Shares: []Held{{Holder: "a"}, {Holder: "b"}, {Holder: "c"}}}}
	nobody := func(string) bool { return false }
	gone := func(name string) bool { return name == "b" }
	r := asked(yes("a", "x", 1), yes("b", "y", 2))
	if got, err := r.Counting(rec, nobody); err != nil || len(got) != 2 {
		t.Errorf("two holders: %v, %v", got, err)
	}
	if _, err := r.Counting(rec, gone); fail.Of(err) != fail.Refused {
		t.Errorf("one was removed since: %v, want refused", err)
	}
	handed := asked(yes("before", "x", 1), yes("a", "x", 2)) // "before" handed the place on to "a"
	if _, err := handed.Counting(rec, nobody); fail.Of(err) != fail.Refused {
		t.Errorf("one holder by two names: %v, want refused", err)
	}
	r.For = ToSplit
	if _, err := r.Counting(rec, gone); err != nil {
		t.Errorf("to split it, with the help of who was removed: %v", err)
	}
}

func TestAnOldRecordIsTheShareOfEachHolder(t *testing.T) {
	rec := Record{Old: true, Envelope: Envelope{Need: 1, Payload: []byte("age"), Shares: []Held{{Holder: "a"}}}}
	if h, ok := rec.ShareOf("a"); !ok || string(h.Sealed) != "age" {
		t.Errorf("%v %v", h, ok)
	}
	if _, ok := rec.ShareOf("b"); ok {
		t.Error("a stranger has a share")
	}
}

func TestFactsThatSayTooLittleAreRefused(t *testing.T) {
	e := Envelope{Need: 1, Shares: []Held{{"a", []byte{1}}}}
	good := asked().Requested
	for what, change := range map[string]func(*Requested){
		"no reason": func(r *Requested) { r.Reason = " " }, "no key": func(r *Requested) { r.Recipient = "" }, "no end": func(r *Requested) { r.Minutes = 0 },
		"too long": func(r *Requested) { r.Minutes = 7*24*60 + 1 }, "no record": func(r *Requested) { r.Record = "" }, "for nothing": func(r *Requested) { r.For = "fun" },
	} {
		bad := good
		change(&bad)
		if bad.Check() == nil {
			t.Errorf("%s: taken", what)
		}
	}
	for what, f := range map[string]interface{ Check() error }{
		"nobody's identity": IdentitySealed{Case: "c", Role: Witness, Called: "W", Sealed: e}, "no pseudonym": IdentitySealed{Identity: "d", Case: "c", Role: Witness, Sealed: e},
		"sealed to nobody": IdentitySealed{Identity: "d", Case: "c", Role: Witness, Called: "W"}, "no share": Approved{Request: "u", Holder: "a"}, "no cause": Refused{Request: "u"},
		"opening nothing": Opened{}, "moving nothing": SharesMoved{Holder: "a"}, "an empty share": SharesMoved{Holder: "a", Shares: []Moved{{Record: "k"}}},
		"too many": SharesMoved{Holder: "a", Shares: make([]Moved, MaxMoved+1)}, "split of nothing": Resplit{Request: "u", Sealed: e}, "split to nobody": Resplit{Request: "u", Record: "k"},
	} {
		if f.Check() == nil {
			t.Errorf("%s: taken", what)
		}
	}
	for what, f := range map[string]interface{ Check() error }{"a request": good, "an identity": IdentitySealed{"d", "c", Witness, "W-7", e}, "a yes": Approved{"u", "a", []byte{1}}, "a no": Refused{"u", "no"}, "an opening": Opened{"u"}, "moved": SharesMoved{"a", []Moved{{"k", []byte{1}}}}, "split": Resplit{"u", "k", e}} {
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestEnvelopesThatNobodyCouldOpenAreRefused(t *testing.T) {
	share := func(name string) Held { return Held{name, []byte{1}} }
	for what, e := range map[string]Envelope{
		"nobody": {Need: 1}, "too few": {Need: 2, Shares: []Held{share("a")}}, "none needed": {Shares: []Held{share("a")}}, "one twice": {Need: 2, Shares: []Held{share("a"), share("a")}},
		"a share of nobody": {Need: 1, Shares: []Held{share("")}}, "an empty share": {Need: 1, Shares: []Held{{Holder: "a"}}},
	} {
		if e.Check() == nil {
			t.Errorf("%s: taken", what)
		}
	}
	one := Envelope{Need: 1, Shares: []Held{share("a")}, Payload: []byte("p")}
	two := Envelope{Need: 1, Shares: []Held{share("b")}, Payload: []byte("p")}
	again := one
	if one.ID() == two.ID() || one.ID() != again.ID() {
		t.Error("envelopes are not named by their bytes")
	}
}
