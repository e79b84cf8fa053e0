package desk

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// people follows the links of a table of numbers and gives the sum: each must
// lead to just as many people.
func (b *browser) people(page *node, table string) (sum int) {
	b.t.Helper()
	for _, a := range page.find(table + " tbody a") {
		if !strings.HasPrefix(a.attrs["href"], "/count/people?") {
			continue
		}
		n, err := strconv.Atoi(strings.ReplaceAll(a.text, ",", ""))
		must(b.t, err)
		found := 0
		for next := a.attrs["href"]; next != ""; {
			part := b.page(next)
			found += len(part.find("section.person"))
			next = ""
			for _, more := range part.find(".pager a") {
				if more.attrs["rel"] == "next" {
					next = more.attrs["href"]
				}
			}
		}
		if found != n {
			b.t.Errorf("%s tells of %d people and leads to %d: %s", table, n, found, a.attrs["href"])
		}
		sum += n
	}
	return sum
}

func TestEveryNumberOfACountLeadsToItsPeople(t *testing.T) {
	w := linkable(t)
	for _, handle := range []string{"kian", "rana"} {
		b := w.as(handle)
		for _, by := range []string{"list", "father_name", "year:birth_date", "month", "sex", "prison", "age"} {
			page := b.page("/count?level=probable&by=" + by)
			want, err := strconv.Atoi(page.find(".headline")[0].text)
			must(t, err)
			if got := b.people(page, "table.strata"); got != want {
				t.Errorf("%s: the groups by %s add up to %d of %d", handle, by, got, want)
			}
		}
		if page := b.page("/count"); fmt.Sprint(b.people(page, "table.overlaps")) != page.find(".headline")[0].text {
			t.Errorf("%s: the overlaps do not add up", handle)
		} else if b.people(page, "table.lists") == 0 {
			t.Errorf("%s: no number of a list leads to its people", handle)
		}
	}
}

func TestACountTellsNobodyOfWhatIsSealed(t *testing.T) {
	w := linkable(t)
	reader := w.as("rana")
	for _, target := range []string{"/count", "/count?by=list", "/count?by=father_name", "/count?by=name&level=possible", "/count/people", "/count/people?from=25"} {
		page := reader.page(target)
		for _, secret := range []string{secretName, secretList, w.listOfSum(w.listS)} {
			if strings.Contains(page.text, secret) || strings.Contains(fmt.Sprint(page.find("a")), secret) {
				t.Errorf("%s tells a reader of %q", target, secret)
			}
		}
	}
	all, known := w.as("kian").page("/count").find(".headline")[0].text, reader.page("/count").find(".headline")[0].text
	if all != "109" || known != "100" {
		t.Errorf("a custodian counts %s people, a reader %s", all, known)
	}
	if got := reader.get("/count/people?list=" + w.listOfSum(w.listS)).Code; got != http.StatusNotFound {
		t.Errorf("a reader who asks for the people of a sealed list gets status %d", got)
	}
}

func TestACountIsAskedByAFormInEveryLanguage(t *testing.T) {
	w := linkable(t)
	event := w.event(w.mention(w.listA, 2))
	b := w.as("kian")
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		for _, target := range []string{"/count?by=month&calendar=solar", "/count?by=birth_date&calendar=hijri", "/count?by=age", "/count?by=prison", "/count?by=year:arrest_date", "/count?by=list&level=possible",
			"/count?by=father_name", "/count?event=" + event, "/count/people?event=" + event, "/count/people?by=list&level=possible&stratum=-several", "/events/" + event + "/figures"} {
			checkPage(t, target, lang, b.page(target))
		}
	}
	b.cookies["sanad-lang"] = "en"
	page := b.page("/count?event=" + event)
	if page.find(".headline")[0].text != "1" || !strings.Contains(page.find(".left")[0].text, "108 people of the case whom no claim connects") {
		t.Errorf("of the event %s are counted, left out: %s", page.find(".headline")[0].text, page.find(".left")[0].text)
	}
	for target, want := range map[string]int{"/count?by=shoesize": 400, "/count?level=guessed": 400, "/count?calendar=mayan": 400, "/count?event=e-none": 404, "/count?case=none": 404,
		"/count/people?stratum=none": 404, "/count/people?list=none": 404, "/count/people?on=none": 404, "/count?event=" + w.mention(w.listA, 2): 400} {
		if got := b.get(target).Code; got != want {
			t.Errorf("%s: status %d, want %d", target, got, want)
		}
	}
}

// event is one that somebody took part in.
func (w *world) event(who string) string {
	passage := w.cite(w.listA, "نوید")
	made, err := flow.MakeClaim(w.t.Context(), w.archive, actor("kian"), flow.ClaimRequest{Schema: "Event", Property: "name", Value: "The autumn", Passages: []string{passage}})
	must(w.t, err)
	_, err = flow.MakeClaim(w.t.Context(), w.archive, actor("kian"), flow.ClaimRequest{Entity: made.Entity, Schema: "Event", Property: "participant", ValueEntity: who, Passages: []string{passage}})
	must(w.t, err)
	return made.Entity
}

func (w *world) listOfSum(sum custody.Sum) string {
	all, err := w.book.state()
	must(w.t, err)
	for _, l := range all.lists {
		if l.Item == sum {
			return l.List
		}
	}
	w.t.Fatalf("no list of %s", sum)
	return ""
}

func TestBarsStandWithinTheirFrameInBothDirections(t *testing.T) {
	var strata []stratumLine
	for i := range barsMost + 5 {
		strata = append(strata, stratumLine{Kind: count.Told, Name: "a place with a name that is long", People: int64(i * i)})
	}
	strata[barsMost+4].Kind = count.Unsaid
	if newBarChart(nil, false) != nil {
		t.Error("a chart of nothing")
	}
	for _, rtl := range []bool{false, true} {
		c := newBarChart(strata, rtl)
		if c.More != 5 || len(c.Bars) != barsMost {
			t.Fatalf("%d bars, %d left out", len(c.Bars), c.More)
		}
		for i, b := range c.Bars {
			if b.X < 0 || b.X+b.W > c.Width || b.W < 1 || b.Y+barHigh > c.Height || b.CountX < 0 || b.CountX > c.Width {
				t.Errorf("bar %d stands at %+v in a chart of %d by %d", i, b, c.Width, c.Height)
			}
			if b.NameY > b.Y || i > 0 && b.NameY < c.Bars[i-1].Y+barHigh {
				t.Errorf("bar %d covers a name", i)
			}
			if (c.NameX == 0) == rtl || c.Width > 340 {
				t.Errorf("the names of a chart %d wide begin at %d: on a phone they are cut", c.Width, c.NameX)
			}
			if b.Pale != (i == barsMost-1) { // what has no value is never left out
				t.Errorf("bar %d is pale: %t", i, b.Pale)
			}
		}
	}
}

// Lists whose names begin alike are told apart beside the dots.
func TestNamesBesideAChartDiffer(t *testing.T) {
	table := count.Table{Patterns: map[uint32]int64{1: 3, 6: 2}}
	for i := range 3 {
		table.Lists = append(table.Lists, fmt.Sprintf("The committee of the families of district %d", i))
	}
	seen := map[string]bool{}
	for i, row := range newChart(table, true).Rows {
		if seen[row.Name] || len([]rune(row.Name)) > 24 || row.Whole != table.Lists[i] {
			t.Errorf("a list is called %q", row.Name)
		}
		seen[row.Name] = true
	}
}

// A case of more lists than a table of overlaps holds is no case without lists.
func TestACountOfManyListsSaysWhyItHasNoOverlaps(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	before := b.page("/count").find("p.headline")[0].text
	for i := range 33 {
		name := fmt.Sprintf("Paper %d", i)
		table := fmt.Sprintf("name\nNobody %d\n", i)
		item, err := custody.ParseSum(w.tabled("lists/"+name+".csv", table))
		must(t, err)
		_, err = flow.Import(t.Context(), w.archive, actor("dana"), flow.ImportRequest{Item: item, Case: "main", Mapping: "list: " + name + "\ncolumns:\n  name: name\n"}, func(string, int64, int64) {})
		must(t, err)
	}
	page := b.page("/count")
	checkPage(t, "/count", words.English, page)
	if after := page.find("p.headline")[0].text; after == before || len(page.find("table.overlaps")) != 0 || !strings.Contains(page.text, "The case has") {
		t.Errorf("of many lists %s people are told, %s before", after, before)
	}
}
