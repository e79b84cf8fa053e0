package app

import (
	"testing"
)

type mentionsAnswer struct {
	Mentions []struct {
		N        int
		Quote    string
		Via      string
		Page     int
		Entities []struct{ Entity, Name string }
	}
}

// Names of the register are proposed where they stand, until somebody judged
// them; what is accepted is a passage that can be cited.
func TestNamesOfTheRegisterAreProposedAndJudged(t *testing.T) {
	s := newSearcher(t, true)
	paper := s.file("minutes.txt", "Rostami spoke. Then Sara Zamani.\fسارا زمانی نوشت؛ Rostami")
	s.must("add", paper, "--source", "a neighbour")
	s.must("process")
	s.cite("minutes", "Sara Zamani", "Sara Zamani")
	s.cite("minutes", "Rostami spoke", "Rostami")
	var found struct{ Hits []struct{ ID string } }
	s.read(&found, "search", "name:minutes")
	item := found.Hits[0].ID

	var got mentionsAnswer
	s.read(&got, "mentions", item)
	quotes := ""
	for _, m := range got.Mentions {
		quotes += m.Quote + m.Via + "|"
	}
	if quotes != "Rostami|Sara Zamani|سارا زمانیsound|Rostami|" || len(got.Mentions[0].Entities) != 2 || got.Mentions[2].Page != 2 {
		t.Fatalf("proposed: %+v", got)
	}
	if out, code := s.run("mentions", item, "--accept", "1"); code != 2 {
		t.Errorf("accepting a name that two have: %d\n%s", code, out)
	}
	var accepted struct{ Passage string }
	s.read(&accepted, "mentions", item, "--accept", "1", "--entity", got.Mentions[0].Entities[0].Entity)
	s.must("mentions", item, "--decline", "4")
	s.must("mentions", item, "--accept", "3")
	s.must("claim", "add", "--entity", got.Mentions[0].Entities[0].Entity, "--property", "role", "--value", "speaker", "--passage", accepted.Passage)

	var left mentionsAnswer
	s.read(&left, "mentions", item)
	if len(left.Mentions) != 2 || left.Mentions[0].N != 1 || len(left.Mentions[0].Entities) != 1 || left.Mentions[1].Quote != "Sara Zamani" {
		t.Errorf("left: %+v", left)
	}
	for _, wrong := range [][]string{{"--accept", "99"}, {"--accept", "2", "--entity", "e-none"}, {"--accept", "2", "--decline", "2"}} {
		if out, code := s.run(append([]string{"mentions", item}, wrong...)...); code == 0 {
			t.Errorf("%v: %s", wrong, out)
		}
	}
	if out, code := s.run("--as", "reader", "mentions", item, "--accept", "2"); code != 5 {
		t.Errorf("a reader accepts: %d\n%s", code, out)
	}
	s.must("verify")
	s.must("rebuild")
	var again mentionsAnswer
	s.read(&again, "mentions", item)
	if len(again.Mentions) != len(left.Mentions) {
		t.Errorf("after a rebuild: %+v", again)
	}
}

// A name that only something sealed gives is proposed to nobody who may not
// know of it.
func TestASealedNameIsProposedToNobody(t *testing.T) {
	s := newSearcher(t, true) // its sealed item makes "the hidden one" known
	paper := s.file("minutes.txt", "They spoke of the hidden one and of Rostami.")
	s.must("add", paper, "--source", "a neighbour")
	s.must("process")
	var found struct{ Hits []struct{ ID string } }
	s.read(&found, "search", "name:minutes")
	for who, want := range map[string]int{"founder": 2, "reader": 1} {
		var got mentionsAnswer
		s.read(&got, "--as", who, "mentions", found.Hits[0].ID)
		if len(got.Mentions) != want {
			t.Errorf("to %s: %+v, want %d", who, got, want)
		}
	}
}

// Near copies are shown, and sealed ones only to those who may know of them.
func TestNearCopiesAreShown(t *testing.T) {
	s := newSearcher(t, false)
	long := "The commission heard the witness on Monday and the witness said that the gate of the yard was closed at noon by the guard of the day, who had the key from the clerk and gave it back in the evening."
	s.must("add", s.file("one.txt", long), s.file("two.txt", "Copy. "+long), "--source", "a neighbour")
	s.must("add", s.file("three.txt", long+" Sealed."), "--source", "someone", "--sealed")
	s.must("process")
	var found struct{ Hits []struct{ ID string } }
	s.read(&found, "search", "name:one")
	for who, want := range map[string]int{"founder": 2, "reader": 1} {
		var got struct {
			Near []struct {
				Title, Kind string
				Likeness    float64
			}
		}
		s.read(&got, "--as", who, "near", found.Hits[0].ID)
		if len(got.Near) != want || got.Near[0].Kind != "text" || got.Near[0].Likeness < 0.5 {
			t.Errorf("to %s: %+v, want %d", who, got.Near, want)
		}
	}
}
