package desk

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// tabled takes a table in and reads it.
func (w *world) tabled(name, table string) string {
	w.t.Helper()
	sum, taken := w.take(w.openID, name, "text/csv", table)
	w.append("kian", []ledger.Fact{taken, w.rows(sum, table)}...)
	return sum.String()
}

// asSent gives what a browser would send of a form as it stands.
func asSent(form *node) url.Values {
	out := url.Values{}
	for _, in := range form.find("input") {
		if kind := in.attrs["type"]; in.attrs["name"] != "" && (kind != "checkbox" || in.attrs["checked"] != "") {
			out.Add(in.attrs["name"], in.attrs["value"])
		}
	}
	for _, s := range form.find("select") {
		value := ""
		for _, o := range s.find("option[selected=selected]") {
			value = o.attrs["value"]
		}
		out.Add(s.attrs["name"], value)
	}
	for _, a := range form.find("textarea") {
		out.Add(a.attrs["name"], a.text)
	}
	return out
}

const newTable = "ردیف;نام و نام خانوادگی;نام پدر;تاریخ تولد;x\n1;نوید کاردان;مهران;1340;a\n2;سارا باغبان;یونس;nonsense of a date;b\n3;;علی;1350;c\n"

func TestAListIsImportedFromTheDesk(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	item := w.tabled("lists/new.csv", newTable)
	before := len(w.book.events)
	links := 0
	for _, a := range b.page("/lists/new").find("tbody a") {
		if strings.Contains(a.attrs["href"], item) {
			links++
		}
	}
	if links != 1 {
		t.Fatalf("the table is listed %d times", links)
	}
	at := "/lists/new?item=" + item
	page := b.page(at)
	form := page.find("form[action=/lists/preview]")[0]
	fields := asSent(form)
	if got := strings.Join(fields["property"], " "); got != "row_id name father_name birth_date " {
		t.Errorf("the columns are proposed as %q", got)
	}
	if len(page.find("button[formaction=/lists]")) != 0 {
		t.Error("it can be imported before anybody saw how it is read")
	}
	fields.Set("name", "List of the new one")
	fields.Set("made_by", "the committee")
	r := b.post("/lists/preview", fields)
	if r.Code != http.StatusOK {
		t.Fatalf("status %d: %s", r.Code, r.Body)
	}
	page = parse(t, r.Body.String())
	if rows := page.find("#read tbody tr"); len(rows) != 2 || !strings.Contains(rows[0].text, "نوید کاردان") {
		t.Errorf("%d rows are shown as they would be read", len(rows))
	}
	faults := page.find("#faults tbody tr")
	if len(faults) != 2 || !strings.Contains(faults[1].text, "no name") {
		t.Errorf("%d faults are told: %v", len(faults), faults)
	}
	if n := len(w.book.events); n != before {
		t.Errorf("looking recorded %d events", n-before)
	}
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, at, lang, b.page(at))
		checkPage(t, "/lists/preview", lang, parse(t, b.post("/lists/preview", fields).Body.String()))
		checkPage(t, "/lists/new", lang, b.page("/lists/new"))
	}
	to := b.posted("/lists", asSent(page.find("form[action=/lists/preview]")[0]))
	job := w.jobs.last()
	var asked flow.ImportJob
	if err := json.Unmarshal(job.Params, &asked); err != nil || to != "/jobs/"+job.ID || job.Kind != "import" || asked.Item.String() != item || job.Label != guard.Case {
		t.Fatalf("asked for: %+v, %v", job, err)
	}
	got, err := flow.Import(t.Context(), w.archive, actor("dana"), flow.ImportRequest{Item: asked.Item, Case: job.Case, Mapping: asked.Mapping}, func(string, int64, int64) {})
	if err != nil || got.Records != 2 {
		t.Fatalf("the job makes %+v, %v", got, err)
	}
	list := b.page("/lists/" + got.List)
	if !strings.Contains(list.text, "the committee") {
		t.Error("what is known of the list is lost")
	}

	// The mapping is there for the next version, and for tables like it.
	newer := w.tabled("lists/newer.csv", strings.Replace(newTable, "مهران", "مهرداد", 1))
	b.cookies["sanad-lang"] = "en"
	page = b.page("/lists/new?item=" + newer)
	if fits := page.find("p.note a"); len(fits) != 1 || !strings.Contains(fits[0].attrs["href"], got.List) {
		t.Errorf("%d lists are proposed", len(fits))
	}
	page = b.page("/lists/new?item=" + newer + "&like=" + got.List)
	fields = asSent(page.find("form[action=/lists/preview]")[0])
	if fields.Get("mapping") != asked.Mapping || fields.Get("raw") == "" {
		t.Errorf("the mapping of the list is not used again: %q", fields.Get("mapping"))
	}
	page = parse(t, b.post("/lists/preview", fields).Body.String())
	if said := page.find("#tried")[0].parent.text; !strings.Contains(said, "version 2") {
		t.Errorf("it does not say which version it would be: %s", said)
	}
	if said := page.find("#replaced"); len(said) != 1 || !strings.Contains(said[0].text, "1 rows stay as they are, 1 change, 0 are new, 0 go") {
		t.Errorf("what becomes of the list's rows is not told: %v", said)
	}
	fields = asSent(page.find("form[action=/lists/preview]")[0])
	fields.Set("replaces", page.find("input[name=replaces]")[0].attrs["value"])
	b.posted("/lists", fields)
}

// A list that was there loses rows only to who was told which, and said so.
func TestAListOfTheSameNameIsReplacedOnlyByWhoSaysSo(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	asked := func(target, table, tick string) (int, *node) {
		fields := asSent(b.page("/lists/new?item=" + w.tabled("lists/x.csv", table)).find("form[action=/lists/preview]")[0])
		fields.Set("name", "Every list")
		fields.Set("replaces", tick)
		r := b.post(target, fields)
		return r.Code, parse(t, r.Body.String())
	}
	if code, _ := asked("/lists", newTable, ""); code != http.StatusSeeOther {
		t.Fatalf("a list of a new name: status %d", code)
	}
	var first flow.ImportJob
	must(t, json.Unmarshal(w.jobs.last().Params, &first))
	_, err := flow.Import(t.Context(), w.archive, actor("dana"), flow.ImportRequest{Item: first.Item, Case: "main", Mapping: first.Mapping}, func(string, int64, int64) {})
	must(t, err)
	other := "ردیف;نام و نام خانوادگی;نام پدر;تاریخ تولد;x\n71;آرش دلاور;کاوه;1350;a\n"
	if code, page := asked("/lists/preview", other, ""); code != http.StatusOK || len(page.find("#replaced li")) != 2 || !strings.Contains(page.find("#replaced")[0].text, "نوید کاردان") {
		t.Errorf("the rows that would go are not named: status %d", code)
	}
	code, page := asked("/lists", other, "of another list")
	if code != http.StatusBadRequest || len(page.find(".note.bad[role=alert]")) != 1 || len(page.find("#replaced li")) != 2 || len(page.find("input[name=replaces]")) != 1 || len(w.jobs.all) != 1 {
		t.Errorf("without saying so: status %d, %d jobs", code, len(w.jobs.all))
	}
	if code, _ := asked("/lists", other, page.find("input[name=replaces]")[0].attrs["value"]); code != http.StatusSeeOther || len(w.jobs.all) != 2 {
		t.Errorf("by who says so: status %d", code)
	}
}

func TestAMappingThatCantBeUsedIsToldAboveTheForm(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	item := w.tabled("lists/new.csv", newTable)
	fields := asSent(b.page("/lists/new?item=" + item).find("form[action=/lists/preview]")[0])
	for what, change := range map[string]func(url.Values){
		"no name of the list": func(f url.Values) { f.Set("name", " ") },
		"no name of anybody":  func(f url.Values) { f.Set("name", "L"); f["property"] = []string{"", "", "father_name", "", ""} },
		"one thing twice":     func(f url.Values) { f.Set("name", "L"); f["property"] = []string{"", "wings", "", "", ""} },
		"numbers twice":       func(f url.Values) { f.Set("name", "L"); f["property"] = []string{"row_id", "name", "row_id", "", ""} },
		"no name of a case":   func(f url.Values) { f.Set("name", "L"); f.Set("case", "../x y") },
		"a name turned round": func(f url.Values) { f.Set("name", "L\u202e0009") },
		"a text that is none": func(f url.Values) { f.Set("raw", "1"); f.Set("mapping", "list: [") },
	} {
		for _, target := range []string{"/lists/preview", "/lists"} {
			f := url.Values{}
			for k, v := range fields {
				f[k] = append([]string{}, v...)
			}
			change(f)
			r := b.post(target, f)
			if page := parse(t, r.Body.String()); r.Code != http.StatusBadRequest || len(page.find(".note.bad[role=alert]")) != 1 || len(page.find("form[action=/lists/preview]")) != 1 {
				t.Errorf("%s, %s: status %d", what, target, r.Code)
			}
		}
	}
	if len(w.jobs.all) != 0 {
		t.Error("a job was asked for")
	}
	fields.Set("name", "L")
	fields.Set("as_text", "1")
	page := parse(t, b.post("/lists/preview", fields).Body.String())
	if text := page.find("textarea#mapping"); len(text) != 1 || !strings.Contains(text[0].text, "father_name") {
		t.Error("the form can't be gone on with as text")
	}
	secret := "/lists/new?item=" + w.listS.String()
	if r := b.get(secret); r.Code != http.StatusNotFound {
		t.Errorf("a sealed table is there: %d", r.Code)
	}
	if r := w.as("rana").get("/lists/new"); r.Code != http.StatusForbidden {
		t.Errorf("who may only read imports: %d", r.Code)
	}
	unread := "/lists/new?item=" + w.report.String()
	if page := b.page(unread); len(page.find("form[action=/jobs]")) != 1 {
		t.Error("a table that was not read can't be read from here")
	}
}
