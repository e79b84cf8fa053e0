package tenure

import (
	"strings"
	"testing"

	"sanad/internal/core/claim"
)

// drawn writes a chain with one line a node, deeper ones further in.
func drawn(n *Node, in string) string {
	var b strings.Builder
	b.WriteString(n.Unit.Name)
	for _, s := range n.Seats {
		b.WriteString(" [" + s.Post.Name + " " + s.How + " " + string(s.Sure))
		for _, h := range s.Holdings {
			b.WriteString(" " + h.Holder.Name + ":" + string(h.Certainty))
		}
		b.WriteString("]")
	}
	if n.Cut != "" {
		b.WriteString(" CUT " + string(n.Cut))
	}
	b.WriteString("\n")
	for _, s := range n.Next {
		b.WriteString(in + "> " + s.How + " " + string(s.Sure) + " (" + strings.Join(s.Claims, ",") + ") ")
		if s.ByName {
			b.WriteString("by-name ")
		}
		b.WriteString(drawn(s.Node, in+"  "))
	}
	return b.String()
}

func climb(t *testing.T, b book, unit, day string) string {
	t.Helper()
	units, err := Units(b, unit)
	if err != nil {
		t.Fatal(err)
	}
	n, err := Climb(b, units[0], span(t, day))
	if err != nil {
		t.Fatal(err)
	}
	return drawn(n, "")
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

// service is a prison under two bodies one after the other, with a commander
// above and a unit below.
func service() book {
	return append(prison(),
		says("c1", "Post", "warden", "superior", "@chief"),
		says("o1", "Organisation", "jail", "part_of", "@office", valid("1979-01-01", "1982-12-31", "")),
		says("o2", "Organisation", "jail", "part_of", "@bureau", valid("1983-01-01", "1989-12-31", "")),
		says("o3", "Organisation", "jail", "commanded_by", "Security Directorate", valid("", "", "1984-01-01")),
		says("o4", "Organisation", "office", "name", "Prisons Office"), says("o5", "Organisation", "bureau", "name", "Prisons Bureau"),
		says("o6", "Organisation", "security", "name", "Security Directorate"),
		says("p1", "Post", "chief", "name", "Chief of Prisons"), says("p2", "Post", "chief", "commands", "@bureau"),
		says("p3", "Post", "chief", "holder", "@karim"), says("p4", "Post", "chief", "from", "1983-01-01"), says("p5", "Post", "chief", "to", "1984-06-30"),
		says("w1", "Organisation", "ward", "name", "Ward Three"), says("w2", "Organisation", "ward", "part_of", "Harbour Prison"))
}

func TestTheChainOfCommandGoesByTheDay(t *testing.T) {
	check(t, "in 1981", climb(t, service(), "jail", "1981-05-05"), `
Harbour Prison [Warden head certain Nadia Azar:certain] [رئيس زندان head certain]
> part_of certain (o1) Prisons Office
> commanded_by possible (o3) by-name Security Directorate
> superior certain (c1,p2) Prisons Bureau [Chief of Prisons commands certain]`)
	check(t, "in 1984", climb(t, service(), "jail", "1984-01-01"), `
Harbour Prison [Warden head certain Karim Sool:certain] [رئيس زندان head certain]
> part_of certain (o2) Prisons Bureau [Chief of Prisons commands certain Karim Sool:certain]
> commanded_by certain (o3) by-name Security Directorate
> superior certain (c1,p2) Prisons Bureau CUT again`)
	units, _ := Units(service(), "jail")
	n, err := Descend(service(), units[0], span(t, "1984-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	check(t, "below", drawn(n, ""), `
Harbour Prison
> part_of possible (w2) by-name Ward Three`)
}

func TestWhatSourcesSayInACircleIsCutAndTold(t *testing.T) {
	b := book{
		says("a", "Organisation", "one", "name", "One"), says("b", "Organisation", "two", "name", "Two"),
		says("c", "Organisation", "one", "part_of", "@two", valid("1980", "1990", "")), says("d", "Organisation", "two", "commanded_by", "@one"),
		says("p", "Post", "boss", "name", "Commander"), says("q", "Post", "boss", "unit", "@one"), says("r", "Post", "boss", "superior", "@boss2"),
		says("s", "Post", "boss2", "name", "Senior Commander"), says("u", "Post", "boss2", "unit", "@one"), says("v", "Post", "boss2", "superior", "@boss"),
	}
	check(t, "a circle", climb(t, b, "one", "1985"), `
One [Commander head certain] [Senior Commander head certain]
> part_of certain (c) Two
  > commanded_by possible (d) One CUT cycle
> superior certain (r)  [Senior Commander  certain]
  > superior certain (v)  [Commander  certain]
    > superior certain (r)  [Senior Commander  certain] CUT cycle
> superior certain (v)  [Commander  certain] CUT again`)
}

func TestDisputedAndWithdrawnLinksOfAChain(t *testing.T) {
	b := book{
		says("a", "Organisation", "one", "name", "One"), says("b", "Organisation", "two", "name", "Two"), says("e", "Organisation", "three", "name", "Three"),
		says("c", "Organisation", "one", "part_of", "@two", valid("1980", "1990", ""), stands(claim.Contested)),
		says("d", "Organisation", "one", "part_of", "@three", valid("1980", "1990", ""), stands(claim.TakenBack)),
		says("p", "Post", "dep", "name", "Deputy Commander"), says("q", "Post", "dep", "unit", "@one"),
		says("r", "Post", "com", "name", "Clerk"), says("s", "Post", "com", "rank", "head of office"), says("t", "Post", "com", "unit", "one"),
	}
	check(t, "links", climb(t, b, "one", "1985"), `
One [Clerk head certain]
> part_of disputed (c) Two`)
}

func TestALongChainEndsAndSaysSo(t *testing.T) {
	var b book
	id := func(n int) string { return "unit-" + string(rune('a'+n/26)) + string(rune('a'+n%26)) }
	for n := range 60 {
		b = append(b, says("n"+id(n), "Organisation", id(n), "name", id(n)), says("p"+id(n), "Organisation", id(n), "part_of", "@"+id(n+1)))
	}
	if got := climb(t, b, id(0), "1985"); strings.Count(got, "\n") != maxDepth+1 || !strings.Contains(got, "CUT large") {
		t.Errorf("a chain of 60 units:\n%s", got)
	}
}
