package tenure

import (
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
)

// tenureOf makes a tenure of "from X", "to Y" and "as_of Z".
func tenureOf(t *testing.T, told string) Tenure {
	t.Helper()
	claims := []claim.Claim{says("h", "Tenure", "t", "holder", "@nadia"), says("p", "Tenure", "t", "post", "@warden")}
	for i, part := range strings.Split(told, "; ") {
		if part == "" {
			continue
		}
		word := strings.SplitN(part, " ", 3)
		c := says("d"+string(rune('0'+i)), "Tenure", "t", word[0], word[1])
		if len(word) == 3 {
			c.Standing = claim.Standing(word[2])
		}
		claims = append(claims, c)
	}
	return ReadTenure("t", claims, nil)
}

func TestWhatEndsAndSightingsSayOfADay(t *testing.T) {
	for _, c := range []struct{ told, day, want string }{
		// Both ends known, to the day and less exactly.
		{"from 1983-05-01; to 1985-03-31", "1983-05-01", "certain"},
		{"from 1983-05-01; to 1985-03-31", "1985-03-31", "certain"},
		{"from 1983-05-01; to 1985-03-31", "1985-04-01", "not"},
		{"from 1983-05-01; to 1985-03-31", "1983-04-30", "not"},
		{"from 1983; to 1985", "1984-06-01", "certain"},
		{"from 1983; to 1985", "1983-06-01", "possible"},
		{"from 1983; to 1985", "1985-06-01", "possible"},
		{"from 1983; to 1985", "1986-01-01", "not"},
		{"from 1983-05; to 1983-05", "1983-05-10", "possible"},
		// Over an interval: certain only if on all of its days.
		{"from 1983-05-01; to 1985-03-31", "1984", "certain"},
		{"from 1983-05-01; to 1985-03-31", "1985", "possible part"},
		{"from 1983-05-01; to 1985-03-31", "1986", "not"},
		// Nobody says when it ended: not "still in office".
		{"from 1983-05-01", "1983-05-01", "certain"},
		{"from 1983-05-01", "1990-01-01", "possible last=1983-05-01"},
		{"from 1983-05-01; as_of 1984-02-03", "1990-01-01", "possible last=1984-02-03"},
		{"from 1983-05-01; as_of 1984-02-03", "1983-12-01", "certain"},
		{"to 1985-03-31", "1984-01-01", "possible first=1985-03-31"},
		{"to 1985-03-31", "1986-01-01", "not"},
		// Seen in office.
		{"as_of 1984-02-03", "1984-02-03", "certain"},
		{"as_of 1984-02", "1984-02-03", "possible"},
		{"as_of 1984-02-03", "1984-02-04", "possible last=1984-02-03"},
		{"as_of 1984-02-03; as_of 1986-01-01", "1985-01-01", "certain"},
		{"from 1983; to 1985; as_of 1988-01-01", "1988-01-01", "disputed"},
		{"from 1983; to 1985; as_of 1988-01-01", "1987-01-01", "not"},
		// Rival ends, and ends that only differ in how exact they are.
		{"from 1982-01-01; from 1984-01-01; to 1985-01-01", "1983-01-01", "disputed"},
		{"from 1982-01-01; from 1984-01-01; to 1985-01-01", "1984-06-01", "certain"},
		{"from 1982-01-01; from 1984-01-01", "1983-01-01", "disputed last=none"},
		{"from 1983; from 1983-06-01; to 1985-01-01", "1983-03-01", "possible"},
		{"from 1982-01-01 disputed; to 1985-01-01", "1983-01-01", "disputed"},
		{"from 1982-01-01 set aside; from 1984-01-01 preferred; to 1985-01-01", "1983-01-01", "not"},
		{"from 1982-01-01; from 1984-01-01 preferred; to 1985-01-01", "1983-01-01", "not"},
		{"from 1982-01-01; from 1984-01-01 withdrawn; to 1985-01-01", "1983-01-01", "certain"},
		// Loose ends are wider by their own length.
		{"from 1983~; to 1990-01-01", "1984-06-01", "possible"},
		{"from 1983~; to 1990-01-01", "1982-06-01", "possible"},
		{"from 1983~; to 1990-01-01", "1985-06-01", "certain"},
		// The wrong way round: one source is wrong, nobody knows which.
		{"from 1985-01-01; to 1983-01-01", "1984-01-01", "disputed"},
		{"from 1985-01-01; to 1983-01-01", "1986-01-01", "not"},
		{"from 1985-01-01; to 1983-01-01", "1980-01-01", "not"},
		// Nothing known, and dates that were not understood.
		{"", "1984-01-01", "possible"},
		{"from winter", "1984-01-01", "possible"},
		{"from 1983-05-01; to winter", "1990-01-01", "possible last=1983-05-01"},
	} {
		v := tenureOf(t, c.told).Window.On(span(t, c.day))
		want, ends, _ := strings.Cut(c.want, " ")
		if string(v.Certainty) != want {
			t.Errorf("%q on %s is %s, want %s", c.told, c.day, v.Certainty, want)
		}
		if v.Part != (ends == "part") {
			t.Errorf("%q on %s: part %v", c.told, c.day, v.Part)
		}
		if day, ok := strings.CutPrefix(ends, "last="); ok && day != "none" && (v.Last == nil || v.Last.Span.Latest.String() != day) {
			t.Errorf("%q on %s: last known %+v, want %s", c.told, c.day, v.Last, day)
		}
		if day, ok := strings.CutPrefix(ends, "first="); ok && (v.First == nil || v.First.Span.Latest.String() != day) {
			t.Errorf("%q on %s: first known %+v, want %s", c.told, c.day, v.First, day)
		}
	}
}

func TestATenureTellsWhatIsOddAboutIt(t *testing.T) {
	for told, want := range map[string]string{
		"from 1985-01-01; to 1983-01-01":            FlagBackwards,
		"from 1985-01-01; from 1982; to 1983-01-01": FlagBackwards,
		"from 1983; to 1984":                        "",
		"from 1983":                                 FlagNoTo,
		"to 1984":                                   FlagNoFrom,
		"as_of 1984":                                FlagNoFrom + " " + FlagNoTo,
		"":                                          FlagUndated,
		"from winter; to 1984":                      FlagUnread + " " + FlagNoFrom,
		"from 1983; to 1984; acting provisionally":     FlagActing,
		"from 1983; to 1984; holder Someone":           FlagRivals,
		"from 1983; to 1984; holder Someone withdrawn": "",
	} {
		if got := strings.Join(tenureOf(t, told).Flags, " "); got != want {
			t.Errorf("%q: flags %q, want %q", told, got, want)
		}
	}
	x := tenureOf(t, "from 1983; from 1985 withdrawn; to 1984 set aside")
	if len(x.Left) != 2 || x.Left[0].Claim != "d1" || x.Left[1].Standing != claim.Superseded {
		t.Errorf("left out and told: %+v", x.Left)
	}
	nobody := ReadTenure("t", []claim.Claim{says("p", "Tenure", "t", "post", "@warden"), says("f", "Tenure", "t", "from", "1983-01-01")}, nil)
	got := On([]Tenure{nobody}, span(t, "1983-01-01"))
	if len(got) != 1 || got[0].Certainty != Certain || got[0].Holder.Claim != "" || !strings.Contains(strings.Join(got[0].Flags, " "), FlagNobody) {
		t.Errorf("a tenure of an unknown holder: %+v", got)
	}
}

// A thousand sources that all differ must not cost the square of a thousand.
func TestManyRivalDatesAreDisputed(t *testing.T) {
	var w Window
	for i := range 2000 {
		s := span(t, "1983-01-01")
		s.Earliest.Day, s.Latest.Day = s.Earliest.Day+calendar.Day(i), s.Latest.Day+calendar.Day(i)
		e := End{Claim: "c", Span: s, Read: true}
		w.From, w.To = append(w.From, e), append(w.To, e)
	}
	if v := w.On(span(t, "1984-01-01")); v.Certainty != Disputed {
		t.Errorf("within: %s", v.Certainty)
	}
	if v := w.On(span(t, "1999-01-01")); v.Certainty != Not {
		t.Errorf("outside: %s", v.Certainty)
	}
}
