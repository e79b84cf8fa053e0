package request

import (
	"testing"

	"sanad/internal/ground/calendar"
	"sanad/schema"
)

const today = calendar.Day(2447500)

func on(from, to calendar.Day) (w When) {
	w.Add("as said", calendar.Days(from, to), true)
	return w
}

func TestARequestIsOpenUntilItIsAnsweredInFull(t *testing.T) {
	asked := Asked{ID: "e-1", Date: on(2447400, 2447409)}
	answer := func(from calendar.Day, kinds ...string) Answer { return Answer{Kinds: kinds, Date: on(from, from)} }
	undated := Answer{}
	for what, test := range map[string]struct {
		answers []Answer
		want    State
		waited  *Spell
		silent  bool
		early   bool
	}{
		"nobody answered":                    {nil, Open, &Spell{91, 100}, false, false},
		"it is recorded that nobody did":     {[]Answer{answer(2447450, "none")}, Open, &Spell{91, 100}, true, false},
		"receipt was confirmed":              {[]Answer{answer(2447450, "received")}, Partial, &Spell{91, 100}, false, false},
		"something was pledged":              {[]Answer{answer(2447450, "pledged_law")}, Partial, &Spell{91, 100}, false, false},
		"it was refused":                     {[]Answer{answer(2447450, "refused")}, Answered, &Spell{41, 50}, false, false},
		"an answer of no kind":               {[]Answer{answer(2447450)}, Answered, &Spell{41, 50}, false, false},
		"received, then granted":             {[]Answer{answer(2447420, "received"), answer(2447450, "favourable")}, Answered, &Spell{41, 50}, false, false},
		"two answers: the first counts":      {[]Answer{answer(2447460, "denied"), answer(2447450, "favourable")}, Answered, &Spell{41, 50}, false, false},
		"silent first, then answered":        {[]Answer{answer(2447420, "none"), answer(2447450, "denied")}, Answered, &Spell{41, 50}, false, false},
		"answered, nobody says when":         {[]Answer{undated}, Answered, nil, false, false},
		"answered twice, once with its date": {[]Answer{undated, answer(2447450)}, Answered, &Spell{41, 50}, false, false},
		"answered before it was asked":       {[]Answer{answer(2447399, "denied")}, Answered, &Spell{0, 0}, false, true},
		"receipt and denial in one":          {[]Answer{answer(2447450, "received", "denied")}, Answered, &Spell{41, 50}, false, false},
	} {
		got := asked.On(today, test.answers)
		if got.State != test.want || got.Silent != test.silent || got.Early != test.early {
			t.Errorf("%s: %+v", what, got)
		}
		if (got.Waited == nil) != (test.waited == nil) || got.Waited != nil && *got.Waited != *test.waited {
			t.Errorf("%s: waited %+v, want %+v", what, got.Waited, test.waited)
		}
	}
}

func TestHowLongIsToldOnlyWhereDatesAreKnown(t *testing.T) {
	var unread When
	unread.Add("in the autumn of that year", calendar.Span{}, false)
	if got := (Asked{Date: unread}).On(today, nil); got.Waited != nil || got.State != Open {
		t.Errorf("a date that was not read: %+v", got)
	}
	rivals := on(2447400, 2447400)
	rivals.Add("another day", calendar.Days(2447490, 2447490), true)
	if got := (Asked{Date: rivals}).On(today, nil); got.Waited == nil || *got.Waited != (Spell{10, 100}) {
		t.Errorf("rival dates: %+v", got.Waited)
	}
	since := When{Days: calendar.Span{Earliest: calendar.Bound{Kind: calendar.Open}, Latest: calendar.On(2447400)}, Known: true}
	if got := (Asked{Date: since}).On(today, nil); got.Waited != nil {
		t.Errorf("no later than a day: %+v", got.Waited)
	}
	if got := (Asked{Date: on(today+5, today+5)}).On(today, nil); *got.Waited != (Spell{}) {
		t.Errorf("asked on a day to come: %+v", got.Waited)
	}
}

func TestARequestIsOverdueWhenItsDayIsCertainlyOver(t *testing.T) {
	for what, test := range map[string]struct {
		due     When
		answers []Answer
		want    bool
	}{
		"due yesterday":              {on(today-1, today-1), nil, true},
		"due today":                  {on(today, today), nil, false},
		"due this month":             {on(today-20, today+9), nil, false},
		"answered in part":           {on(today-1, today-1), []Answer{{Kinds: []string{"token"}}}, true},
		"answered":                   {on(today-1, today-1), []Answer{{}}, false},
		"nobody said by which day":   {When{}, nil, false},
		"said in words nobody reads": {When{Texts: []string{"soon"}}, nil, false},
	} {
		if got := (Asked{Due: test.due}).On(today, test.answers).Overdue; got != test.want {
			t.Errorf("%s: %t", what, got)
		}
	}
	for held, want := range map[Held]bool{{}: false, {Papers: 1}: false, {Papers: 2, Described: 1}: false, {Papers: 2, Described: 2}: true} {
		if held.OnlyDescribed() != want {
			t.Errorf("%+v is known only by description: %t", held, !want)
		}
	}
}

// The weights go by terms of the vocabulary: one that is renamed there would
// count as a full answer.
func TestWeighedTermsAreThoseOfTheVocabulary(t *testing.T) {
	v, ok := schema.FindVocabulary("response")
	if !ok {
		t.Fatal("there is no vocabulary of responses")
	}
	weighed := map[Weight]int{}
	for _, term := range v.Terms {
		weighed[weightOf(term.Code)]++
	}
	if weighed[Nothing] != 1 || weighed[Partly] != 8 || weighed[Wholly] == 0 {
		t.Errorf("terms by weight: %v", weighed)
	}
}
