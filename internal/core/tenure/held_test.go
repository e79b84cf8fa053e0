package tenure

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/ground/fail"
)

// prison is a unit with a warden's post of four tenures, and the rows of a
// gazette that call the unit by its name only.
func prison() book {
	b := book{
		says("n1", "Organisation", "jail", "name", "Harbour Prison"), says("n2", "Organisation", "jail", "alias", "زندان بندر"),
		says("u1", "Post", "warden", "unit", "@jail"), says("u2", "Post", "warden", "name", "Warden"),
		says("u3", "Post", "clerk", "unit", "@jail", stands(claim.TakenBack)), says("u4", "Post", "clerk", "name", "Clerk"),
		says("r1", "Post", "row", "name", "رئيس زندان"), says("r2", "Post", "row", "body", "زندان بندر"), says("r3", "Post", "row", "holder", "بهمن رامين"), says("r4", "Post", "row", "from", "1995-01-01"),
		says("pn", "Person", "nadia", "name", "Nadia Azar"), says("pk", "Person", "karim", "name", "Karim Sool"),
	}
	return append(append(append(append(b,
		reign("t1", "@nadia", "1980-01-01", "1983-03-01")...),
		reign("t2", "@karim", "1983-03-01", "1985-06-30")...),
		reign("t3", "@omid", "1987-01-01", "")...),
		reign("t4", "Somebody Else", "1990-01-01", "1992-01-01")...)
}

func reign(id, holder, from, to string) []claim.Claim {
	out := []claim.Claim{says(id+"h", "Tenure", id, "holder", holder), says(id+"p", "Tenure", id, "post", "@warden"), says(id+"f", "Tenure", id, "from", from)}
	if to != "" {
		out = append(out, says(id+"t", "Tenure", id, "to", to))
	}
	return out
}

// on tells who held posts of a unit, in short.
func on(t *testing.T, b book, unit, day string) string {
	t.Helper()
	units, err := Units(b, unit)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, u := range units {
		held, err := Of(b, u)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range held.On(u, span(t, day)) {
			line := h.Holder.Name + " " + string(h.Certainty)
			for _, flag := range []string{FlagSucceeded, FlagOverlaps, FlagContested, FlagByName} {
				if slices.Contains(h.Flags, flag) {
					line += " " + flag
				}
			}
			out = append(out, line)
		}
	}
	return strings.Join(out, "; ")
}

func TestWhoHeldAPostOfAUnitOnADay(t *testing.T) {
	for _, c := range []struct{ unit, day, want string }{
		{"jail", "1981-05-05", "Nadia Azar certain"},
		{"jail", "1983-03-01", "Nadia Azar certain; Karim Sool certain"},
		{"harbour  PRISON", "1984-01-01", "Karim Sool certain"},
		{"زندان بندر", "1984-01-01", "Karim Sool certain"},
		{"jail", "1986-01-01", ""},
		{"jail", "1988-01-01", "omid possible"},
		{"jail", "1995-01-01", "بهمن رامين certain by-name; omid possible succeeded"},
		{"jail", "1991-01-01", "Somebody Else certain; omid possible succeeded"},
	} {
		if got := on(t, prison(), c.unit, c.day); got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.unit, c.day, got, c.want)
		}
	}
}

func TestRivalsAndDisputesShowInHowSureAnAnswerIs(t *testing.T) {
	add := func(more ...claim.Claim) book { return append(prison(), more...) }
	for what, c := range map[string]struct {
		book book
		want string
	}{
		"two sources name two holders": {add(says("x", "Tenure", "t1", "holder", "@karim")), "Nadia Azar disputed; Karim Sool disputed"},
		"the same holder by name only": {add(says("x", "Tenure", "t1", "holder", "nadia AZAR")), "Nadia Azar certain"},
		"a rival was set aside":        {add(says("x", "Tenure", "t1", "holder", "@karim", stands(claim.Superseded))), "Nadia Azar certain"},
		"two sources name two posts":   {add(says("x", "Tenure", "t1", "post", "@other")), "Nadia Azar disputed; Nadia Azar disputed"},
		"the holder is disputed":       {disputed(prison(), "t1h"), "Nadia Azar disputed contested"},
		"the beginning is disputed":    {disputed(prison(), "t1f"), "Nadia Azar disputed contested"},
		"the unit's tie is disputed":   {disputed(prison(), "u1"), "Nadia Azar disputed contested"},
		"it was another unit's then":   {add(says("x", "Post", "warden", "unit", "@other"), says("y", "Post", "row", "unit", "@jail", valid("1990", "", ""))), "Nadia Azar certain"},
		"the post was elsewhere then":  {within(prison(), "u1", "1970", "1975"), ""},
		"the tie was withdrawn":        {turned(prison(), "t1p", claim.TakenBack), ""},
	} {
		if got := on(t, c.book, "jail", "1981-05-05"); got != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func disputed(b book, id string) book { return turned(b, id, claim.Contested) }

func within(b book, id, from, to string) book {
	for i := range b {
		if b[i].Made.Claim == id {
			valid(from, to, "")(&b[i])
		}
	}
	return b
}

func turned(b book, id string, s claim.Standing) book {
	for i := range b {
		if b[i].Made.Claim == id {
			b[i].Standing = s
		}
	}
	return b
}

func TestHoldersInOrderWithTheTimesNobodyIsKnown(t *testing.T) {
	units, err := Units(prison(), "jail")
	if err != nil {
		t.Fatal(err)
	}
	held, err := Of(prison(), units[0])
	if err != nil {
		t.Fatal(err)
	}
	lines := Lines(held.Tenures)
	if len(lines) != 2 || lines[1].Post.Name != "Warden" {
		t.Fatalf("%d lines: %+v", len(lines), lines)
	}
	var got []string
	for _, x := range lines[1].Tenures {
		got = append(got, x.ID+" "+words(x.Bounds()))
	}
	want := []string{"t1 1980-01-01 - 1983-03-01", "t2 1983-03-01 - 1985-06-30", "t3 1987-01-01 - 1987-01-01", "t4 1990-01-01 - 1992-01-01"}
	if !slices.Equal(got, want) {
		t.Errorf("in order: %q", got)
	}
	gaps := fmt.Sprint(lines[1].Gaps)
	if gaps != "[{1985-07-01 1986-12-31 t2 t3 [] 0} {1987-01-02 1989-12-31 t3 t4 [{omid omid}] 0}]" {
		t.Errorf("the gaps: %s", gaps)
	}
	if len(held.Left) != 1 || held.Left[0].Claim != "u3" {
		t.Errorf("left out: %+v", held.Left)
	}
}

func TestHoldersAtTheSameTimeAreToldAndAHandOverIsNone(t *testing.T) {
	b := append(prison(), reign("t5", "@extra", "1984-01-01", "1984-12-31")...)
	units, _ := Units(b, "jail")
	held, _ := Of(b, units[0])
	flagged := ""
	for _, l := range Lines(held.Tenures) {
		for _, x := range l.Tenures {
			if slices.Contains(x.Flags, FlagOverlaps) {
				flagged += x.ID
			}
		}
	}
	if flagged != "t2t5" {
		t.Errorf("flagged as overlapping: %q", flagged)
	}
	// Two lists tell of the successor: both records overlap with who was late to go.
	b = append(append(prison(), reign("t5", "@karim", "1983-02-01", "1985-07-30")...), reign("t6", "@karim", "1983-02-01", "1985-01-01")...)
	held, _ = Of(b, units[0])
	flagged = ""
	for _, l := range Lines(held.Tenures) {
		for _, x := range l.Tenures {
			if slices.Contains(x.Flags, FlagOverlaps) {
				flagged += x.ID
			}
		}
	}
	if flagged != "t1t6t5" {
		t.Errorf("flagged as overlapping where two lists tell of one: %q", flagged)
	}
}

func TestTwoWhoAreCertainInOnePostOnADayAreToldToBeRivals(t *testing.T) {
	b := append(prison(), reign("t5", "@extra", "1984-01-01", "1984-12-31")...)
	b = append(b, reign("t6", "@deputy", "1984-01-01", "1984-12-31")...)
	b = append(b, says("t6a", "Tenure", "t6", "acting", "true"))
	b = append(b, says("g1", "Post", "gate", "unit", "@jail"), says("g2", "Post", "gate", "name", "Gatekeeper"),
		says("g3", "Post", "gate", "holder", "A Keeper"), says("g4", "Post", "gate", "from", "1980-01-01"), says("g5", "Post", "gate", "to", "1990-01-01"))
	rivals := func(day string) string {
		units, _ := Units(b, "jail")
		held, err := Of(b, units[0])
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, h := range held.On(units[0], span(t, day)) {
			if slices.Contains(h.Flags, FlagRival) {
				out = append(out, h.Tenure.ID)
			}
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	for day, want := range map[string]string{
		"1984-06-01": "t2 t5", // and neither who was acting nor who kept the gate
		"1984-01-01": "t2 t5",
		"1983-03-01": "", // one hands over to the other
		"1982-01-01": "",
	} {
		if got := rivals(day); got != want {
			t.Errorf("rivals on %s: %q, want %q", day, got, want)
		}
	}
	b = append(b, says("r9", "Post", "row2", "name", "Gatekeeper"), says("r10", "Post", "row2", "unit", "@jail"), says("r11", "Post", "row2", "holder", "B Keeper"),
		says("r12", "Post", "row2", "from", "1982-01-01"), says("r13", "Post", "row2", "to", "1985-01-01"))
	if got := rivals("1983-03-01"); got != "gate row2" {
		t.Errorf("rivals in a post that two gazettes call the same: %q", got)
	}
	b = append(append(prison(), reign("t7", "@nadia2", "1980-01-01", "1983-03-09")...), says("pn2", "Person", "nadia2", "name", "Nadia  Azar"))
	if got := rivals("1982-01-01"); got != "" {
		t.Errorf("two records of one name are told to be rivals: %q", got)
	}
}

func TestAUnitThatNoSourceNamesIsNotThere(t *testing.T) {
	if _, err := Units(prison(), "Nowhere"); fail.Of(err) != fail.NotFound {
		t.Errorf("an unknown name: %v", err)
	}
	if _, err := Units(prison(), "nadia"); fail.Of(err) != fail.Usage {
		t.Errorf("a person as a unit: %v", err)
	}
	text := book{says("r2", "Post", "row", "body", "Court of Appeal"), says("r3", "Post", "row", "holder", "A. Judge"), says("r4", "Post", "row", "from", "1980-01-01")}
	if got := on(t, text, "court of appeal", "1980-01-01"); got != "A. Judge certain" {
		t.Errorf("a unit that is only a name: %q", got)
	}
}

func TestThePostsOfAPersonOverTime(t *testing.T) {
	b := append(prison(), says("g1", "Post", "g", "holder", "@nadia"), says("g2", "Post", "g", "name", "Inspector"), says("g3", "Post", "g", "from", "1985-01-01"))
	held, err := OfHolder(b, Named{Entity: "nadia"})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, l := range Lines(held.Tenures) {
		for _, x := range l.Tenures {
			got += x.ID + " " + l.Post.Name + "; "
		}
	}
	if got != "t1 Warden; g Inspector; " {
		t.Errorf("the person's posts: %q", got)
	}
	held, err = OfHolder(b, Named{Name: "بهمن رامین"})
	if err != nil || len(held.Tenures) != 1 || held.Tenures[0].ID != "row" {
		t.Errorf("by the name alone, spelt on another keyboard: %+v %v", held.Tenures, err)
	}
	if held, _ = OfHolder(b, Named{Name: "Nadia Azar"}); len(held.Tenures) != 0 {
		t.Error("a record was found by its name, which others may have")
	}
}
