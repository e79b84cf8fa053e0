package fiction

import (
	"slices"
	"testing"
)

func TestAnswersHoldWhatIsHardToAnswer(t *testing.T) {
	a := Make(5, 300).Answers()
	for day, want := range map[string]string{"1982-10-12": "Kiumars Rigdan", "1982-10-13": "Hushang Barzavand"} {
		i := slices.IndexFunc(a.Command, func(c Command) bool { return c.Unit == "Sangab prison" && c.On == day })
		if i < 0 || !slices.Equal(a.Command[i].Holders, []string{want}) {
			t.Errorf("on %s Sangab was not held by %s: %+v", day, want, a.Command)
		}
	}
	holders := func(n int) bool {
		return slices.ContainsFunc(a.Command, func(c Command) bool { return len(c.Holders) == n })
	}
	if !holders(0) || !holders(1) || !holders(2) {
		t.Errorf("command is never empty, single or doubled: %+v", a.Command)
	}
	for _, c := range a.Command {
		if c.UnitName == "" || c.UnitName == c.Unit || len(c.HolderNames) != len(c.Holders) || slices.Contains(c.HolderNames, "") {
			t.Errorf("it is not told how the papers name them: %+v", c)
		}
	}
	for _, u := range a.Under {
		if u.Unit == "" || u.UnitName == "" || u.Body == "" || u.BodyName == "" {
			t.Errorf("a name is missing: %+v", u)
		}
	}
	killed, other := 0, 0
	for _, f := range a.Figures {
		if f.Rivals == "killed" {
			killed++
		} else {
			other++
		}
	}
	if killed < 5 || other < 3 {
		t.Errorf("%d rival totals of the killed and %d numbers of other things", killed, other)
	}
	if a.Depth < 4 || len(a.Circular) != 2 || len(a.Open) < 2 || len(a.Answered) < 3 {
		t.Errorf("depth %d, circular %v, open %v, answered %v", a.Depth, a.Circular, a.Open, a.Answered)
	}
	if !slices.ContainsFunc(a.Dates, func(d DateOf) bool { return d.EDTF == NoDate }) || len(a.Dates) < 80 {
		t.Errorf("%d dates, or none that does not exist", len(a.Dates))
	}
}
