package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/search"
	"sanad/internal/ground/naming"
)

// register answers as an index would that holds these names, one a person.
type register []string

func (r register) ask(t *testing.T, query string) []search.Bearing {
	t.Helper()
	q, ok := search.ReadName(query, naming.Standard())
	if !ok {
		t.Fatalf("%s is no name", query)
	}
	var spelled []search.Spelled
	for _, name := range r {
		for _, token := range search.Called(name) {
			for _, key := range search.KeysOf(token) {
				if slices.Contains(q.Keys(), key) {
					spelled = append(spelled, search.Spelled{Key: key, Token: token})
				}
			}
		}
	}
	q.Hear(spelled)
	for part := range q.Parts() {
		var some []search.Bearer
		for i, name := range r {
			for _, token := range search.Called(name) {
				if slices.Contains(q.Tokens(part), token) {
					some = append(some, search.Bearer{Doc: int64(i), Token: token})
				}
			}
		}
		q.Take(part, some, true)
	}
	var docs []search.Numbered
	for _, i := range q.Best(search.MostCompared) {
		docs = append(docs, search.Numbered{Doc: i, Hit: search.Hit{Kind: search.Person, Ref: fmt.Sprint(i), Text: r[i]}})
	}
	return q.Rank(docs)
}

// told writes who was found, * behind those with the whole name.
func told(found []search.Bearing) string {
	var out []string
	for _, b := range found {
		mark := ""
		if b.Whole {
			mark = "*"
		}
		out = append(out, b.Text+mark)
	}
	return strings.Join(out, ", ")
}

func TestTheBestBearerOfANameIsFirst(t *testing.T) {
	r := register{"Mohammad Hossein Golband", "محمد گلبند", "Ahmad Golband", "محمد انارساز", "M. Golband", "Mohammad Anarsaz", "حسن محمد فانوسگر"}
	for query, want := range map[string]string{
		"Mohammad Golband": "محمد گلبند*",
		"محمدحسین گلبند":   "Mohammad Hossein Golband*",
		"احمد گلبند":       "Ahmad Golband*",
		"Anarsaz, Mohamed": "Mohammad Anarsaz*",
		"Hassan Fanousgar": "حسن محمد فانوسگر*",
		"Mahmoud Golband":  "M. Golband*", // an initial that fits, not Mohammad
	} {
		found := r.ask(t, query)
		if first, _, _ := strings.Cut(told(found), ", "); first != want {
			t.Errorf("%s finds %s, want first %s", query, told(found), want)
		}
		for i := 1; i < len(found); i++ {
			if found[i].Whole && !found[i-1].Whole || found[i].Whole == found[i-1].Whole && found[i].Score > found[i-1].Score {
				t.Errorf("%s: out of order: %s", query, told(found))
			}
		}
	}
}

// Who shares only what many are called is no answer; who shares what few are
// called may be a relative.
func TestARarePartSaysMoreThanACommonOne(t *testing.T) {
	var r register
	for i := range 200 {
		r = append(r, "Mohammad "+[]string{"Sibestani", "Bagban", "Anarsaz", "Golband", "Kuhabi"}[i%5])
	}
	r = append(r, "Ahmad Fanusgar")
	found := r.ask(t, "Mohammad Fanusgar")
	if len(found) == 0 || found[0].Text != "Ahmad Fanusgar" || found[0].Whole || found[0].Via != search.ByPart {
		t.Fatalf("found %s", told(found))
	}
	if len(found) > 1 && found[1].Score > found[0].Score/1.2 {
		t.Errorf("a common part weighs %.2f, a rare one %.2f", found[1].Score, found[0].Score)
	}
}

func TestAHitSaysWhy(t *testing.T) {
	r := register{"رضا گلبند", "Hossein Golband"}
	for query, want := range map[string]search.Via{
		"رضا گلبند": search.AsWritten, "رِضا گُلبند": search.AsWritten, "Husain Golband": search.BySpelling, "Reza Golbend": search.BySound,
		"Nader Golband": search.ByPart, "Golban": search.BySound,
	} {
		if found := r.ask(t, query); len(found) == 0 || found[0].Via != want {
			t.Errorf("%s: %+v, want %s", query, found, want)
		}
	}
}

func TestWhatIsNoNameIsNotReadAsOne(t *testing.T) {
	for _, text := range []string{"", "1367", "the order of the day in the house", "the", "karimi 1367", "از به در", "...", "Ивана", "a b c d e f g h"} {
		if _, ok := search.ReadName(text, naming.Standard()); ok {
			t.Errorf("%q is read as a name", text)
		}
	}
}

// Only a question of bare words may be a name; what narrows it may stand beside.
func TestOnlyBareWordsMayBeAName(t *testing.T) {
	for query, want := range map[string]string{
		"Reza Golband": "Reza Golband", "Golband, Reza case:main": "Golband, Reza", "kind:person Reza": "Reza", `"Reza Golband"`: "", "Reza OR Nader": "",
		"Reza -Golband": "", "name:Reza": "", "Golb*": "", "Reza & Nader": "",
	} {
		q, err := search.Parse(query)
		if err != nil || q.Bare != want {
			t.Errorf("%s: %q, %v; want %q", query, q.Bare, err, want)
		}
	}
}

// Spellings of one name share a key, however far apart they are written.
func TestSpellingsOfOneNameMeet(t *testing.T) {
	for _, pair := range [][2]string{
		{"hossein", "حسین"}, {"hosein", "husayn"}, {"fanusgar", "فانوسگر"}, {"fanusgar", "فانوسجر"}, {"golband", "غلبند"}, {"chamani", "تشمني"}, {"varanda", "فارندا"},
		{"anarsaz", "انارسازی"}, {"golb", "golband"},
	} {
		shared := slices.ContainsFunc(search.KeysOf(pair[0]), func(k string) bool { return slices.Contains(search.KeysOf(pair[1]), k) })
		if !shared {
			t.Errorf("%s %v and %s %v share no key", pair[0], search.KeysOf(pair[0]), pair[1], search.KeysOf(pair[1]))
		}
	}
}

// Written is only what stands in the record with the same letters: what clerks
// write in two ways is another spelling, however surely it is the same name.
func TestAsWrittenMeansTheSameLetters(t *testing.T) {
	r := register{"Bahram Zarin Tappeh", "Behrooz Zarrintape", "Nader Sorkhabpour", "Davood Abdorrahman Zadeh", "مینا کوه‌آبی"}
	for query, want := range map[string]search.Via{
		"Bahram Zarin-Tappeh": search.AsWritten, "Zarin Tappeh, BAHRAM": search.AsWritten, "مینا كوه آبي": search.AsWritten,
		"Zarintape Behrouz": search.BySpelling, "Sorkhabpoor, Nader": search.BySpelling, "Nader Sorkhabpour": search.AsWritten,
		"Davood Abdorrahmanzadeh": search.AsWritten, "Davood Abdolrahmanzadeh": search.BySpelling,
	} {
		if found := r.ask(t, query); len(found) == 0 || found[0].Via != want {
			t.Errorf("%s: %+v, want %s", query, found, want)
		}
	}
}

// Of whole names the surest way comes first, also where a longer name says a
// little less.
func TestOfWholeNamesThoseAsWrittenAreFirst(t *testing.T) {
	r := register{"Zhaleh Golband", "Jaleh Anarsaz", "Hasan Kabutarabadi", "ژاله رضا انارساز فانوسگر", "حسن بن نادر فانوسگر كبوترابادي"}
	for query, want := range map[string]string{
		"ژاله":       "ژاله رضا انارساز فانوسگر*, Zhaleh Golband*, Jaleh Anarsaz*",
		"كبوترابادي": "حسن بن نادر فانوسگر كبوترابادي*, Hasan Kabutarabadi*",
	} {
		found := r.ask(t, query)
		if told(found) != want {
			t.Errorf("%s finds %s, want %s", query, told(found), want)
		}
		for i := 1; i < len(found); i++ {
			if found[i].Score > found[i-1].Score {
				t.Errorf("%s: a higher score behind a lower: %+v", query, found)
			}
		}
	}
}
