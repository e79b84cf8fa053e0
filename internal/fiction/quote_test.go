package fiction

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func sizes() []int { return []int{10, 300, 5000, 100_000} }

func TestEveryQuoteStandsExactlyOnceInItsFile(t *testing.T) {
	for _, people := range sizes() {
		c := Make(21, people)
		files := map[string][]byte{}
		for _, f := range c.Files {
			files[f.Path] = f.Bytes
		}
		for _, q := range c.Quotes {
			if n := bytes.Count(files[q.File], []byte(q.Exact)); n != 1 {
				t.Errorf("%d people: %q stands %d times in %s", people, q.Exact, n, q.File)
			}
			if strings.Contains(q.Exact, "\n") || strings.Contains(q.Exact+q.Written+q.Value, "{{") {
				t.Errorf("%q is not plain text of one line", q.Exact)
			}
		}
	}
}

func TestEveryClaimIsWholeAndItsEntitiesExist(t *testing.T) {
	c := Make(22, 300)
	for _, q := range c.Quotes {
		if q.Lang == "" || q.Property == "" || q.Written == "" || q.Value == "" {
			t.Errorf("%q: claim is not whole: %+v", q.Exact, q)
		}
		if !strings.Contains(q.Exact, q.Written) {
			t.Errorf("%q does not hold %q", q.Exact, q.Written)
		}
		ids := []string{q.Entity}
		if q.ValueEntity != "" {
			ids = append(ids, q.ValueEntity)
		}
		if len(q.Says) == 0 {
			t.Errorf("%q: nobody says it", q.Exact)
		}
		for _, teller := range q.Says {
			ids = append(ids, teller.Who)
			if teller.Verb == "" {
				t.Errorf("%q: no verb for %s", q.Exact, teller.Who)
			}
		}
		for _, id := range ids {
			if _, ok := c.Entity(id); !ok {
				t.Errorf("%q: no entity %q", q.Exact, id)
			}
		}
		for _, f := range q.Flags {
			if !slices.Contains([]string{Duress, Hearsay, Anonymous, Translated}, f) {
				t.Errorf("%q: flag %q", q.Exact, f)
			}
		}
	}
}

// Tables are read cell by cell, so a quote across cells could not be cited.
func TestQuotesOfATableLieInOneCell(t *testing.T) {
	quoted := 0
	for _, q := range Make(22, 300).Quotes {
		if q.File != gazettePath {
			continue
		}
		quoted++
		if strings.ContainsAny(q.Exact, ",\"") {
			t.Errorf("%q lies in more than one cell", q.Exact)
		}
	}
	if quoted == 0 {
		t.Error("no quote of the gazette")
	}
}

func TestEntitiesHaveOneIDAndThreeNames(t *testing.T) {
	c, seen := Make(22, 300), map[string]bool{}
	for _, e := range c.Entities {
		if seen[e.ID] || e.Schema == "" {
			t.Errorf("entity %q stands twice or has no schema", e.ID)
		}
		seen[e.ID] = true
		for _, lang := range []string{"fa", "ar", "en"} {
			if e.Name[lang] == "" {
				t.Errorf("%s has no name in %s", e.ID, lang)
			}
		}
		if e.Person >= 0 && c.Person(e.Person).Name("en") != e.Name["en"] {
			t.Errorf("%s is not person %d", e.ID, e.Person)
		}
	}
}

func TestTimeCodesStandBeforeTheirQuotes(t *testing.T) {
	c, coded := Make(23, 300), 0
	for _, q := range c.Quotes {
		if q.At == "" {
			continue
		}
		coded++
		for _, f := range c.Files {
			if f.Path != q.File {
				continue
			}
			before, _, _ := strings.Cut(string(f.Bytes), q.Exact)
			if line := before[strings.LastIndex(before, "\n")+1:]; !strings.HasPrefix(line, "["+q.At+"]") {
				t.Errorf("%q: line begins %q, want [%s]", q.Exact, line, q.At)
			}
		}
	}
	if coded < 5 {
		t.Errorf("%d quotes with a time code, want several", coded)
	}
}

// A date in a claim must be the one that its words say, so that a reader of
// three calendars can be tested with them.
func TestDatesInClaimsAreThoseOfTheWords(t *testing.T) {
	ordinals := map[string]string{
		"دوم ": "۲ ", "نهم ": "۹ ", "چهاردهم ": "۱۴ ", "بیست و یکم ": "۲۱ ", "بیست و هفتم ": "۲۷ ",
		"الرابع والعشرين من ": "٢٤ ",
	}
	day, checked := regexp.MustCompile(`\d{4}-\d\d-\d\d$`), 0
	for _, q := range Make(24, 300).Quotes {
		date := day.FindString(q.Value)
		if date == "" || strings.Contains(q.Value, "/") || q.Written == "في اليوم التالي" {
			continue
		}
		text := q.Written
		for word, number := range ordinals {
			if rest, ok := strings.CutPrefix(text, word); ok {
				text = number + rest
			}
		}
		checked++
		if d := dayOf(date); !slices.ContainsFunc(waysToWrite(d), func(w string) bool { return strings.HasPrefix(w, text) }) {
			t.Errorf("%q is not %s, which is %q", q.Written, q.Value, waysToWrite(d))
		}
	}
	if checked < 12 {
		t.Errorf("only %d dates checked", checked)
	}
}

// dayOf looks a day up by its EDTF form, in twenty years around the events.
func dayOf(edtf string) Day {
	for d := Day(-3000); d < 3000; d++ {
		if d.EDTF() == edtf {
			return d
		}
	}
	return -3001
}

func waysToWrite(d Day) []string {
	h, g := d.Hijri(), d.Gregorian()
	months := strings.Fields("January February March April May June July August September October November December")
	return []string{
		solarText(d.Solar()),
		arabic(strconv.Itoa(h.Day)) + " " + hijriMonth(h.Month) + " " + arabic(strconv.Itoa(h.Year)) + " هـ",
		strconv.Itoa(g.Day) + " " + months[g.Month-1] + " " + strconv.Itoa(g.Year),
	}
}

func TestRivalFiguresStandOnBothSidesOfTheTruth(t *testing.T) {
	for _, people := range sizes() {
		c, bySpeaker := Make(25, people), map[string]Quote{}
		for _, q := range c.Quotes {
			if q.Counts != "deaths" {
				continue
			}
			bySpeaker[q.Says[0].Who] = q
			if n, err := strconv.Atoi(q.Value); err != nil || n != max(q.Low, q.High) {
				t.Errorf("figure %q with bounds %d to %d", q.Value, q.Low, q.High)
			}
		}
		if len(bySpeaker) != 3 {
			t.Errorf("%d speakers give a figure, want 3", len(bySpeaker))
		}
		if denied := bySpeaker["official/karmazi"]; denied.High >= people/2 {
			t.Errorf("of %d people the denial admits %d", people, denied.High)
		}
		if boast := bySpeaker["official/azarkaman"]; boast.Low <= people {
			t.Errorf("of %d people the boast claims %d", people, boast.Low)
		}
		if known := bySpeaker["organisation/families"]; known.Low > people || known.High != -1 {
			t.Errorf("of %d people the families know %d", people, known.Low)
		}
	}
}

func TestNumbersAreSaidInWords(t *testing.T) {
	for _, c := range []struct {
		n      int
		fa, en string
	}{
		{2, "دو", "two"}, {30, "سی", "thirty"}, {900, "نهصد", "nine hundred"}, {1000, "هزار", "one thousand"},
		{4000, "چهار هزار", "four thousand"}, {30_000, "سی هزار", "thirty thousand"},
		{600_000, "ششصد هزار", "six hundred thousand"}, {3_000_000, "سه میلیون", "three million"},
	} {
		if fa, en := persianWords(c.n), englishWords(c.n); fa != c.fa || en != c.en {
			t.Errorf("%d is %q and %q, want %q and %q", c.n, fa, en, c.fa, c.en)
		}
	}
	for n, want := range map[int]int{0: 1, 7: 7, 19: 10, 135: 100, 90_000: 90_000, 99_999: 90_000} {
		if got := rough(n); got != want {
			t.Errorf("rough(%d) = %d, want %d", n, got, want)
		}
	}
	if got := grouped(1234567, ","); got != "1,234,567" {
		t.Errorf("grouped = %q", got)
	}
}
