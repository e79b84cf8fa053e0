package count

import (
	"slices"
	"testing"
)

func place(key string) Saying { return Saying{Key: key, Writing: "Latn", Sound: key} }

func step(from, to int) Saying { return Saying{Scale: true, From: from, To: to} }

// What is said of a person puts them into one stratum, in whatever order it
// comes.
func TestEveryPersonIsInOneStratum(t *testing.T) {
	right := func(s Saying) Saying { s.Preferred = true; return s }
	open := func(key, writing, sound string) Saying {
		return Saying{Key: key, Open: true, Writing: writing, Sound: sound}
	}
	for _, c := range []struct {
		what string
		said []Saying
		many bool
		want Value
	}{
		{"nothing", nil, false, Value{Kind: Unsaid}},
		{"one value", []Saying{place("a")}, false, Value{Kind: Told, Key: "a"}},
		{"twice the same", []Saying{place("a"), place("a")}, false, Value{Kind: Told, Key: "a"}},
		{"two that differ", []Saying{place("a"), place("b")}, false, Value{Kind: Disagree}},
		{"two that may both be", []Saying{place("a"), place("b")}, true, Value{Kind: Several}},
		{"a preferred one", []Saying{place("a"), right(place("b"))}, false, Value{Kind: Told, Key: "b"}},
		{"two preferred ones", []Saying{right(place("a")), right(place("b")), place("c")}, false, Value{Kind: Disagree}},
		{"two scripts", []Saying{open("~sangab", "Latn", "sngb"), open("~سنگاب", "Arab", "sngb")}, false, Value{Kind: Unmet}},
		{"two spellings", []Saying{open("~hamid", "Latn", "hmd"), open("~hameed", "Latn", "hmd")}, false, Value{Kind: Unmet}},
		{"two names in one script", []Saying{open("~sangab", "Latn", "sngb"), open("~divarak", "Latn", "dvrk")}, false, Value{Kind: Disagree}},
		{"two names in one script and a third in another", []Saying{open("~sangab", "Latn", "sngb"), open("~سنگاب", "Arab", "sngb"), open("~divarak", "Latn", "dvrk")}, false, Value{Kind: Disagree}},
		{"a record and a text in another script", []Saying{place("e-1"), open("~سنگاب", "Arab", "sngb")}, false, Value{Kind: Unmet}},
		{"a name of two records and one of them", []Saying{{Key: "e-1+e-2", May: []string{"e-1", "e-2"}}, place("e-2")}, false, Value{Kind: Unmet}},
		{"a name of two records and a third", []Saying{{Key: "e-1+e-2", May: []string{"e-1", "e-2"}}, place("e-3")}, false, Value{Kind: Disagree}},
		{"a month and its year", []Saying{step(12, 23), step(15, 15)}, false, Value{Kind: Told, Step: 15}},
		{"a year alone", []Saying{step(12, 23)}, false, Value{Kind: Vague}},
		{"two months", []Saying{step(12, 12), step(15, 15)}, false, Value{Kind: Disagree}},
		{"two arrests", []Saying{step(12, 12), step(15, 15)}, true, Value{Kind: Several}},
		{"something unclear beside a month", []Saying{{Vague: true}, step(15, 15)}, false, Value{Kind: Told, Step: 15}},
		{"something unclear", []Saying{{Vague: true}}, false, Value{Kind: Vague}},
		{"something unclear preferred to a month", []Saying{right(Saying{Vague: true}), step(15, 15)}, false, Value{Kind: Vague}},
	} {
		if got := Place(c.said, c.many); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
		slices.Reverse(c.said)
		if got := Place(c.said, c.many); got != c.want {
			t.Errorf("%s, the other way round: %+v, want %+v", c.what, got, c.want)
		}
	}
}
