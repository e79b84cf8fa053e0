package disclosure

import (
	"slices"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
	"sanad/internal/ground/fail"
)

func TestWhatProtectsIsLiftedByAnotherPerson(t *testing.T) {
	for _, c := range []struct {
		laid ConditionLaid
		want fail.Kind
	}{
		{ConditionLaid{Condition: "k-1", Held: true}, fail.Refused},
		{ConditionLaid{Condition: "k-1", Nameless: true, Until: "2040-01-01"}, fail.Refused},
		{ConditionLaid{Condition: "k-1", Until: "2040-01-01", Redacted: true}, fail.Kind(0)},
	} {
		now := Condition{ConditionLaid: c.laid, Actor: "ana"}
		if err := now.MayLift("ana"); (err != nil) != (c.want == fail.Refused) || err != nil && fail.Of(err) != c.want {
			t.Errorf("%+v by who laid it: %v", c.laid, err)
		}
		if err := now.MayLift("ben"); err != nil {
			t.Errorf("%+v by another: %v", c.laid, err)
		}
		now.Lifted = true
		if err := now.MayLift("ben"); fail.Of(err) != fail.Conflict {
			t.Errorf("%+v twice: %v", c.laid, err)
		}
	}
}

func TestOnlyWhatWasAgreedToCanBeTakenBack(t *testing.T) {
	c := Consent{ConsentGiven: ConsentGiven{Consent: "y-1", Uses: []intake.Use{intake.ToUN, intake.ToPublish}, Date: "2031-01-01", Expires: "2031-12-31"}, Withdrawn: []intake.Use{intake.ToPublish}}
	for _, try := range []struct {
		uses []intake.Use
		ok   bool
		kind fail.Kind
	}{{nil, true, 0}, {[]intake.Use{intake.ToUN}, true, 0}, {[]intake.Use{intake.ToPublish}, false, fail.Conflict}, {[]intake.Use{intake.ToKeep}, false, fail.Usage}} {
		if err := c.MayWithdraw(try.uses); (err == nil) != try.ok || err != nil && fail.Of(err) != try.kind {
			t.Errorf("taking back %v: %v", try.uses, err)
		}
	}
	for day, want := range map[string]int{"2030-12-31": 0, "2031-01-01": 1, "2031-12-31": 1, "2032-01-01": 0} {
		if got := c.Holds(day); len(got) != want {
			t.Errorf("on %s it holds for %v", day, got)
		}
	}
	c.Withdrawn = c.Uses
	if err := c.MayWithdraw(nil); fail.Of(err) != fail.Conflict {
		t.Errorf("taking back what is taken back: %v", err)
	}
	if none := (Consent{}); fail.Of(none.MayWithdraw(nil)) != fail.Conflict {
		t.Error("a refusal is taken back")
	}
}

func TestConsentsThatEndAreToldUntilSomebodyAsksAnew(t *testing.T) {
	on := Ref{On: OnItem, ID: "x"}
	given := func(id string, on Ref, index int64, expires string, withdrawn ...intake.Use) Consent {
		return Consent{ConsentGiven: ConsentGiven{Consent: id, On: on, Uses: []intake.Use{intake.ToUN}, Date: "2020-01-01", Expires: expires}, Index: index, Withdrawn: withdrawn}
	}
	all := []Consent{given("old", on, 1, "2021-01-01"), given("new", on, 2, "2031-01-20"), given("late", Ref{On: OnItem, ID: "y"}, 3, "2040-01-01"),
		given("ended", Ref{On: OnItem, ID: "z"}, 4, "2021-01-01"), given("back", Ref{On: OnItem, ID: "w"}, 5, "2021-01-01", intake.ToUN), given("ever", Ref{On: OnItem, ID: "v"}, 6, "")}
	var names []string
	for _, c := range Ending(all, "2031-01-31") {
		names = append(names, c.ConsentGiven.Consent)
	}
	if want := []string{"new", "ended"}; !slices.Equal(names, want) {
		t.Errorf("ending are %v, want %v", names, want)
	}
}

func TestAHandOverIsOfABundleToWhomItWasDecidedFor(t *testing.T) {
	un, court := described(TheUN, Unknown, Unknown), described(ACourt, Unknown, No)
	builds := []Build{{Built: Built{Release: "r-1", Manifest: custody.Sum{1}}}}
	open := Release{Requested: Requested{Release: "r-1"}}
	forUN := Release{Requested: Requested{Release: "r-1", Recipient: un.Recipient}}
	recalled := Release{Requested: Requested{Release: "r-1"}, Recalled: &Recalled{}}
	passed := Release{Requested: Requested{Release: "r-1"}, Successor: "r-2"}
	for what, c := range map[string]struct {
		r         Release
		to        Recipient
		date, end string
		manifest  custody.Sum
		want      fail.Kind
		ok        bool
	}{
		"as decided":             {forUN, un, "2031-01-01", "", custody.Sum{1}, 0, true},
		"for the public":         {open, un, "2031-01-01", "", custody.Sum{1}, 0, true},
		"another recipient":      {forUN, described(APartner, Unknown, Unknown), "2031-01-01", "", custody.Sum{1}, fail.Refused, false},
		"one who fails a gate":   {open, court, "2031-01-01", "", custody.Sum{1}, fail.Refused, false},
		"another bundle":         {open, un, "2031-01-01", "", custody.Sum{2}, fail.NotFound, false},
		"after a recall":         {recalled, un, "2031-01-02", "2031-01-01", custody.Sum{1}, fail.Refused, false},
		"on the day of a recall": {recalled, un, "2031-01-01", "2031-01-01", custody.Sum{1}, 0, true},
		"after another came":     {passed, un, "2031-01-02", "2031-01-01", custody.Sum{1}, fail.Refused, false},
	} {
		err := c.r.MayDeliver(builds, c.to, c.date, c.end, c.manifest)
		if (err == nil) != c.ok || err != nil && fail.Of(err) != c.want {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestNoReleaseTakesItsOwnPlaceByWhateverWay(t *testing.T) {
	old := Release{Requested: Requested{Release: "r-1", Case: "main"}}
	built := Release{Requested: Requested{Release: "r-2", Case: "main"}, Builds: 1}
	if err := old.MaySupersede(built); err != nil {
		t.Error(err)
	}
	for what, by := range map[string]Release{
		"itself":       {Requested: old.Requested, Builds: 1},
		"another case": {Requested: Requested{Release: "r-2", Case: "other"}, Builds: 1},
		"a site":       {Requested: Requested{Release: "r-2", Case: "main", Shape: Site}, Builds: 1},
		"not built":    {Requested: Requested{Release: "r-2", Case: "main"}},
		"recalled":     {Requested: built.Requested, Builds: 1, Recalled: &Recalled{}},
		"passed":       {Requested: built.Requested, Builds: 1, Successor: "r-1"},
	} {
		if old.MaySupersede(by) == nil {
			t.Errorf("%s took the place", what)
		}
	}
	old.Successor = "r-3"
	if fail.Of(old.MaySupersede(built)) != fail.Conflict {
		t.Error("two releases took one place")
	}
}

func TestHowAReleaseStandsIsToldByWhatCameLast(t *testing.T) {
	r := Release{Requested: Requested{Release: "r-1", Plan: custody.Sum{1}}, Actor: "ana"}
	want := func(handed int, life Life) {
		t.Helper()
		if got := r.Life(handed); got != life {
			t.Errorf("it is %s, want %s", got, life)
		}
	}
	want(0, IsAsked)
	r.Approvals = []Approval{{Actor: "ana", Plan: custody.Sum{1}}, {Actor: "ben", Plan: custody.Sum{2}}}
	want(0, IsAsked)
	r.Approvals = append(r.Approvals, Approval{Actor: "ben", Plan: custody.Sum{1}})
	want(0, IsApproved)
	r.Builds = 1
	want(0, IsBuilt)
	want(2, IsHanded)
	r.Successor = "r-2"
	want(2, IsSuperseded)
	r.Recalled = &Recalled{}
	want(2, IsRecalled)
	if fail.Of(r.MayRecall()) != fail.Conflict {
		t.Error("it is recalled twice")
	}
	if len(Lives()) != 6 {
		t.Error("a life is not listed")
	}
}

func TestWhoWasNotAskedGivesNoAnswer(t *testing.T) {
	asked := Reply{ReplyAsked: ReplyAsked{Reply: "q-1", Due: "2031-02-01"}}
	if asked.MayRecord() != nil || asked.Overdue("2031-02-01") || !asked.Overdue("2031-02-02") {
		t.Error("an answer is waited for on its last day, and not after")
	}
	asked.Given = &ReplyGiven{None: true}
	if asked.Overdue("2031-02-02") {
		t.Error("what came is waited for")
	}
	waived := Reply{ReplyAsked: ReplyAsked{Reply: "q-2", Waived: "danger"}}
	if fail.Of(waived.MayRecord()) != fail.Conflict || waived.Overdue("2099-01-01") {
		t.Error("an answer to what nobody asked")
	}
}
