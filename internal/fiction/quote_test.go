package fiction

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"sanad/internal/ground/calendar"
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
	}
}

// A flag without what shows it, and a turn without its reason, would teach
// people to do likewise.
func TestEveryFlagAndTurnSaysWhy(t *testing.T) {
	c := Make(22, 300)
	for _, q := range c.Quotes {
		seen := map[string]bool{}
		for _, f := range q.Flags {
			if !slices.Contains([]string{Duress, Hearsay, Anonymous, Translated, Graphic}, f.Name) || seen[f.Name] || len(f.Grounds) < 10 {
				t.Errorf("%q: flag %+v", q.Exact, f)
			}
			seen[f.Name] = true
		}
		for _, turn := range q.Turns {
			known := []string{Accepted, Disputed, Preferred, Withdrawn, Graded, Flagged, Lifted, Corrected}
			if !slices.Contains(known, turn.Do) || len(turn.Reason) < 10 || (turn.Right != nil) != (turn.Do == Corrected) {
				t.Errorf("%q: turn %+v", q.Exact, turn)
			}
		}
	}
}

func TestFindingsRestOnClaimsThatAreThere(t *testing.T) {
	c, keys := Make(22, 300), map[string]Quote{}
	for _, q := range c.Quotes {
		if _, twice := keys[q.Key]; twice && q.Key != "" {
			t.Errorf("the key %s is there twice", q.Key)
		}
		keys[q.Key] = q
	}
	for _, f := range c.Findings {
		for _, key := range slices.Concat(f.Claims, f.Against) {
			if _, ok := keys[key]; !ok || key == "" {
				t.Errorf("the finding %s names the claim %q, which is not there", f.Key, key)
			}
		}
		for _, id := range f.About {
			if _, ok := c.Entity(id); !ok {
				t.Errorf("the finding %s is about %q, which is not there", f.Key, id)
			}
		}
		if f.Needs > len(f.Claims) || f.Conclusion == "" || f.Standard == "" || f.Reasons == "" {
			t.Errorf("the finding %+v is not whole", f)
		}
	}
	if !slices.ContainsFunc(c.Quotes, func(q Quote) bool { return q.File == c.Fallen.File }) {
		t.Error("nothing rests on the document that falls")
	}
	for _, key := range c.Fallen.Because {
		if _, ok := keys[key]; !ok {
			t.Errorf("the fall is shown by the claim %q, which is not there", key)
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
	read, unread := 0, 0
	for _, q := range Make(24, 300).Quotes {
		if q.Date == "" || q.Stated {
			continue
		}
		opt := calendar.Options{Language: q.Lang}
		if q.Calendar != "" {
			c, err := calendar.ParseCalendar(q.Calendar)
			if err != nil {
				t.Fatal(err)
			}
			opt.Calendar = c
		}
		if q.Reference != "" {
			opt.Reference = referenceOf(t, q.Reference)
		}
		got, err := calendar.Read(q.Written, opt)
		if q.Date == NoDate {
			unread++
			if err == nil && got.EDTF != "" {
				t.Errorf("%q is read as %s, and is no day", q.Written, got.EDTF)
			}
			continue
		}
		if read++; err != nil || got.EDTF != q.Date {
			t.Errorf("%q is read as %q (%v), want %s", q.Written, got.EDTF, err, q.Date)
		}
	}
	if read < 60 || unread < 2 {
		t.Errorf("%d dates were read and %d not, want many", read, unread)
	}
}

// What the recorder states, and not the source, must be whole by itself.
func TestStatedDatesAreEDTF(t *testing.T) {
	for _, q := range Make(24, 300).Quotes {
		dates := []string{q.Date, q.Reference, q.Valid.From, q.Valid.To, q.Valid.AsOf}
		for _, teller := range q.Says {
			dates = append(dates, teller.Date)
		}
		for _, d := range dates {
			if d == "" || d == NoDate {
				continue
			}
			if _, err := calendar.ParseEDTF(d); err != nil {
				t.Errorf("%q: %q: %v", q.Exact, d, err)
			}
		}
	}
}

func referenceOf(t *testing.T, day string) calendar.Day {
	t.Helper()
	e, err := calendar.ParseEDTF(day)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := e.Bounds()
	d, ok := first.Known()
	if !ok {
		t.Fatalf("%s is no day", day)
	}
	return d
}

func TestRivalFiguresStandOnBothSidesOfTheTruth(t *testing.T) {
	for _, people := range sizes() {
		c, killed := Make(25, people), map[string]*Amount{}
		for _, q := range c.Quotes {
			if strings.HasPrefix(q.Key, "figure-") && q.Amount != nil && q.Amount.Counts == "killed" {
				killed[q.Key] = q.Amount
			}
		}
		if denied := killed["figure-denied"]; denied == nil || denied.Low != nil || *denied.High >= int64(max(people/2, 3)) {
			t.Errorf("of %d people the denial admits %+v", people, denied)
		}
		if boast := killed["figure-boasted"]; boast == nil || *boast.Low <= int64(people) || *boast.High != *boast.Low {
			t.Errorf("of %d people the boast claims %+v", people, boast)
		}
		if known := killed["figure-families"]; known == nil || *known.Low > int64(people) || known.High != nil {
			t.Errorf("of %d people the families know %+v", people, known)
		}
		if len(killed) < 5 {
			t.Errorf("only %d rival totals of the killed", len(killed))
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

// A claim can point only at a thing that is a record before: one that some
// paper names, or of which something plain is claimed.
func TestWhatClaimsPointAtIsSpokenOf(t *testing.T) {
	c, begun := Make(26, 300), map[string]bool{}
	for _, q := range c.Quotes {
		begun[q.Entity] = begun[q.Entity] || q.ValueEntity == ""
	}
	for _, q := range c.Quotes {
		e, _ := c.Entity(q.ValueEntity)
		if q.ValueEntity == "" || begun[q.ValueEntity] {
			continue
		}
		named := slices.ContainsFunc(c.Files, func(f File) bool {
			return strings.Contains(string(f.Bytes), e.Name[f.Lang])
		})
		if !named {
			t.Errorf("%s of %s points at %s, of which nothing else is claimed", q.Property, q.Entity, q.ValueEntity)
		}
	}
}
