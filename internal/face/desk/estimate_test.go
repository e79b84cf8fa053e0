package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/core/guard"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
)

// weighed is a review that leaves nothing out.
func weighed(verdict, answer string) url.Values {
	form := url.Values{"verdict": {verdict}, "reason": {"I know how the lists were made"}}
	for _, c := range count.Conditions() {
		form.Set("same_"+string(c), answer)
		form.Set("remark_"+string(c), "asked the families")
	}
	return form
}

func TestAnEstimateIsListedByItsRangeAndItsStanding(t *testing.T) {
	w := newWorld(t, "")
	rows := w.as("rana").page("/estimates").find("table.cards tbody tr")
	if len(rows) != 2 {
		t.Fatalf("%d estimates are listed", len(rows))
	}
	first, second := rows[0], rows[1]
	if len(first.find(".tag.superseded")) != 1 || len(second.find(".tag.proposed")) != 1 {
		t.Errorf("the estimates stand as %q and %q", first.find(".tags")[0].text, second.find(".tags")[0].text)
	}
	if !strings.Contains(second.text, "between 9000 and 21,000") || !strings.Contains(second.text, "4400") || !strings.Contains(second.text, "dana") || !strings.Contains(first.text, "kian") {
		t.Errorf("the list says %q", second.text)
	}
}

func TestOneClickLeadsFromAnEstimateToWhatItRestsOn(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	page := b.page("/estimates/" + w.estimate)
	var hrefs []string
	for _, a := range page.find("main a") {
		hrefs = append(hrefs, a.attrs["href"])
	}
	for _, want := range []string{"/lists/" + w.listOf("Families' list"), "/items/" + w.listA.String(), "/falls?on=" + w.listA.String(), "/count?case=main", "/people?case=main", "/estimates/" + w.estimate + "/table.csv"} {
		if !slices.Contains(hrefs, want) {
			t.Errorf("no link leads to %s", want)
			continue
		}
		if r := b.get(want); r.Code != http.StatusOK {
			t.Errorf("%s: status %d", want, r.Code)
		}
	}
	text := page.find("pre.command")[0].text
	if text != "sanad estimate --table table.csv --seed 7 --report again.json" {
		t.Errorf("it is computed again by %q", text)
	}
	for _, heading := range append(page.find("title"), page.find("h1")...) {
		if strings.ContainsAny(heading.text, "0123456789") {
			t.Errorf("a number in the title %q", heading.text)
		}
	}
}

func TestASecondPersonWeighsAnEstimateAndSignsForIt(t *testing.T) {
	w := newWorld(t, "")
	address := "/estimates/" + w.estimate
	author := w.as("dana").page(address)
	if len(author.find("form[action="+address+"/review]")) != 0 || len(author.find("#author")) != 1 {
		t.Error("the author is offered to weigh their own estimate, or not told why they can't")
	}
	if len(w.as("rana").page(address).find("form[action="+address+"/review]")) != 0 {
		t.Error("a reader is offered to weigh it")
	}
	b := w.as("kian")
	form := b.page(address).find("form[action=" + address + "/review]")[0]
	if len(form.find("input[type=radio]")) != 12 || len(form.find("input[checked]")) != 0 {
		t.Errorf("%d answers are offered, %d given beforehand", len(form.find("input[type=radio]")), len(form.find("input[checked]")))
	}
	before := len(w.book.events)
	for what, wrong := range map[string]url.Values{"no verdict": weighed("", "yes"), "no answers": {"verdict": {"confirmed"}, "reason": {"x"}}, "it contradicts itself": weighed("confirmed", "no")} {
		if r := b.post(address+"/review", wrong); r.Code != http.StatusBadRequest {
			t.Errorf("a review, but %s: status %d", what, r.Code)
		}
	}
	if r := w.as("dana").post(address+"/review", weighed("confirmed", "yes")); r.Code != http.StatusForbidden || len(w.book.events) != before {
		t.Errorf("the author confirms: status %d", r.Code)
	}
	page := b.page(b.posted(address+"/review", weighed("confirmed", "yes")))
	if len(page.find(".tag.confirmed")) == 0 || !strings.Contains(page.text, "I know how the lists were made") || !strings.Contains(page.text, "asked the families") {
		t.Error("the review does not show on the page")
	}
	page = b.page(b.posted(address+"/review", weighed("disputed", "no")))
	if len(page.find("p.tags .tag.disputed")) != 1 || len(page.find("p.note.bad")) != 1 {
		t.Error("a dispute does not show, or not that the lists are said to be about different things")
	}
	page = w.as("dana").page(w.as("dana").posted(address+"/withdraw", url.Values{"reason": {"the lists changed"}}))
	if len(page.find("p.tags .tag.withdrawn")) != 1 || !strings.Contains(page.text, "the lists changed") || len(page.find("p.documented")) != 1 {
		t.Error("a withdrawn estimate does not stay readable, with the reason")
	}
}

func TestAPartOfAnEstimateIsShownByItself(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	page := b.page("/estimates/" + w.estimate)
	parts := page.find("#parts")
	if len(parts) != 1 {
		t.Fatal("the parts are not listed")
	}
	part := b.page("/estimates/" + w.estimate + "?part=female")
	if !strings.Contains(part.find("p.documented")[0].text, "14 people") || len(part.find("p.total.none")) != 1 {
		t.Errorf("the part says %q", part.find("p.documented")[0].text)
	}
	if r := b.get("/estimates/" + w.estimate + "?part=none"); r.Code != http.StatusNotFound {
		t.Errorf("a part that is not there: status %d", r.Code)
	}
}

func TestATableThatCanPointAtAPersonIsGivenOnlyToWhoMayExport(t *testing.T) {
	w := newWorld(t, "")
	reader, keeper := w.as("rana"), w.as("kian")
	for _, file := range []string{"/table.csv", "/report.json"} {
		whole, fine := "/estimates/"+w.estimate+file, "/estimates/"+w.estimate+file+"?part=female"
		r := reader.get(whole)
		if r.Code != http.StatusOK || !strings.HasPrefix(r.Header().Get("Content-Disposition"), "attachment;") {
			t.Errorf("%s: status %d, %v", whole, r.Code, r.Header())
		}
		if file == "/table.csv" && r.Body.String() != estimateTable || file == "/report.json" && !json.Valid(r.Body.Bytes()) {
			t.Errorf("%s gives other bytes than were kept", whole)
		}
		if r := reader.get(fine); r.Code != http.StatusForbidden {
			t.Errorf("%s: status %d for a reader", fine, r.Code)
		}
		if r := keeper.get(fine); r.Code != http.StatusOK {
			t.Errorf("%s: status %d for who may export", fine, r.Code)
		}
	}
	page := reader.page("/estimates/" + w.estimate + "?part=female")
	for _, a := range page.find("a") {
		if strings.Contains(a.attrs["href"], "table.csv") {
			t.Error("a reader is led to what is refused to them")
		}
	}
}

// Neither its page, nor a list, nor the links and numbers of another estimate
// tell of one that was counted with what lies under seal.
func TestASealedEstimateIsNotThereForWhoMayNotKnow(t *testing.T) {
	w := newWorld(t, "")
	for _, handle := range others() {
		b := w.as(handle)
		for _, target := range []string{"", "/table.csv", "/report.json"} {
			hidden, absent := b.get("/estimates/"+w.sealedEstimate+target), b.get("/estimates/u-NONE"+target)
			if hidden.Code != absent.Code || hidden.Body.String() != absent.Body.String() || hidden.Code == http.StatusOK {
				t.Errorf("%s asks for the sealed estimate%s: status %d, for none %d", handle, target, hidden.Code, absent.Code)
			}
		}
		if actor(handle).May(guard.ToRead) != nil {
			continue
		}
		for _, target := range []string{"/estimates", "/estimates?case=main", "/estimates/" + w.estimate, "/estimates?after=3"} {
			if body := b.get(target).Body.String(); strings.Contains(body, w.sealedEstimate) {
				t.Errorf("%s sees the sealed estimate at %s", handle, target)
			}
		}
	}
	for _, post := range []string{"/review", "/withdraw"} {
		hidden, absent := w.as("dana").post("/estimates/"+w.sealedEstimate+post, weighed("confirmed", "yes")), w.as("dana").post("/estimates/u-NONE"+post, weighed("confirmed", "yes"))
		if hidden.Code != http.StatusNotFound || absent.Code != http.StatusNotFound {
			t.Errorf("%s of the sealed estimate: status %d, of none %d", post, hidden.Code, absent.Code)
		}
	}
	if rows := w.as("kian").page("/estimates").find("table.cards tbody tr"); len(rows) != 3 || len(rows[2].find(".tag.sealed")) != 1 {
		t.Errorf("who may know sees %d estimates", len(rows))
	}
}

func TestADamagedReportDoesNotHideTheOtherEstimates(t *testing.T) {
	w := newWorld(t, "")
	var read count.Estimation
	for _, e := range w.book.last.estimates {
		if e.Estimated.Estimate == w.estimate {
			read = e
		}
	}
	w.texts.kept[read.Parts[0].Report] = []byte("{}")
	b := w.as("rana")
	if page := b.page("/estimates"); len(page.find(".tag.failed")) != 2 { // the one it replaced says the same
		t.Errorf("%d damaged estimates are told", len(page.find(".tag.failed")))
	}
	if r := b.get("/estimates/" + w.estimate); r.Code != http.StatusInternalServerError {
		t.Errorf("a damaged report: status %d", r.Code)
	}
}

func TestEstimatesAreReadInEveryDirection(t *testing.T) {
	w := newWorld(t, "")
	for _, lang := range words.Langs() {
		b := w.as("kian")
		b.cookies["sanad-lang"] = string(lang)
		for _, target := range []string{"/estimates", "/estimates/" + w.estimate, "/estimates/" + w.estimate + "?part=female"} {
			page := b.page(target)
			checkPage(t, target, lang, page)
			if lang != words.English && strings.Contains(page.find("main")[0].text, "people in all") {
				t.Errorf("%s speaks English in %s", target, lang)
			}
		}
	}
}

// asked is the form of the desk, filled in.
func (w *world) asked(replaces string) url.Values {
	form := weighed("", "yes")
	form["list"] = []string{w.listOf("Families' list"), w.listOf("Exile committee")}
	form["method"] = []string{"loglinear", "dga", "lcmcr"}
	form.Set("case", "main")
	form.Set("level", "judged")
	form.Set("seed", "۴۲")
	form.Set("note", "three years apart")
	form.Set("replaces", replaces)
	return form
}

func TestAnEstimateIsAskedForAndSignedBeforeItIsComputed(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	form := b.page("/estimates/new").find("form[action=/estimates]")[0]
	if lists := form.find("input[name=list]"); len(lists) != 2 || len(form.find("input[name=list][checked]")) != 2 || len(form.find("input[name=method][checked]")) != 3 {
		t.Errorf("%d lists are offered", len(lists))
	}
	if len(form.find("input[type=radio]")) != 12 || len(form.find("input[type=radio][checked]")) != 0 {
		t.Error("the checklist is not there, or answered beforehand")
	}
	events := len(w.book.events)
	to := b.posted("/estimates", w.asked(""))
	if !strings.HasPrefix(to, "/jobs/") || len(w.jobs.all) != 1 || len(w.book.events) != events {
		t.Fatalf("asking leads to %s, %d jobs wait", to, len(w.jobs.all))
	}
	job := w.jobs.all[0]
	params, err := flow.JobParams[flow.EstimateJob](job)
	must(t, err)
	if job.Kind != "estimate" || job.Case != "main" || params.Seed != 42 || params.Note != "three years apart" || len(params.Lists) != 2 || params.Methods != nil || params.Checklist[0].Answer != count.Yes {
		t.Errorf("the job is %+v with %+v", job, params)
	}
	for i := range 2 { // broken off behind its record, and begun anew
		out, err := flow.RunEstimateJob(t.Context(), w.archive, w.archive, actor("dana"), job, func(string, int64, int64) {})
		must(t, err)
		page := b.page("/estimates/" + out.ID)
		if len(page.find("p.total.none")) != 1 || len(w.book.events) != events+1 || !strings.Contains(page.text, "three years apart") {
			t.Errorf("run %d: %d entries were made, and the page says %q", i, len(w.book.events)-events, page.find("p.total")[0].text)
		}
	}
}

// Two jobs that differ in nothing but the methods they ask for are two
// estimates.
func TestAJobGivesNoOtherEstimateAsItsOwn(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	events := len(w.book.events)
	var made []count.Estimation
	for _, method := range []string{"loglinear", "dga"} {
		form := w.asked("")
		form.Set("method", method)
		b.posted("/estimates", form)
		out, err := flow.RunEstimateJob(t.Context(), w.archive, w.archive, actor("dana"), w.jobs.all[len(w.jobs.all)-1], func(string, int64, int64) {})
		must(t, err)
		must(t, w.archive.Book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
			e, err := s.Estimate(ctx, out.ID)
			made = append(made, e)
			return err
		}))
	}
	if len(w.book.events) != events+2 || made[0].Estimated.Estimate == made[1].Estimated.Estimate {
		t.Fatalf("two jobs made %d estimates", len(w.book.events)-events)
	}
	if !slices.Equal(made[0].Question.Methods, []string{"loglinear"}) || !slices.Equal(made[1].Question.Methods, []string{"dga"}) {
		t.Errorf("they are by %q and %q", made[0].Question.Methods, made[1].Question.Methods)
	}
}

func TestAnEstimateTakesThePlaceOfAnOlderOneWithItsQuestion(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	page := b.page(b.page("/estimates/" + w.estimate).find("a.button")[0].attrs["href"])
	if got := page.find("#replaces")[0].attrs["value"]; got != w.estimate || page.find("#seed")[0].attrs["value"] != "7" || len(page.find("#by option[selected]")) != 1 {
		t.Errorf("the form is to replace %q", got)
	}
	form := w.asked(w.estimate)
	b.posted("/estimates", form)
	out, err := flow.RunEstimateJob(t.Context(), w.archive, w.archive, actor("dana"), w.jobs.all[0], func(string, int64, int64) {})
	must(t, err)
	old := b.page("/estimates/" + w.estimate)
	if len(old.find("p.tags .tag.superseded")) != 1 || len(old.find("a[href=/estimates/"+out.ID+"]")) == 0 || len(old.find("p.documented")) != 1 {
		t.Error("the older estimate does not stay readable and lead to the new one")
	}
	if r := b.post("/estimates", form); r.Code != http.StatusConflict {
		t.Errorf("replacing it again: status %d", r.Code)
	}
}

func TestWhatTheFormLacksIsToldAndWhatWasWrittenIsKept(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	for what, change := range map[string]func(url.Values){
		"one list":      func(f url.Values) { f["list"] = f["list"][:1] },
		"no method":     func(f url.Values) { f.Del("method") },
		"no number":     func(f url.Values) { f.Set("seed", "seven") },
		"no answer":     func(f url.Values) { f.Del("same_period") },
		"no such level": func(f url.Values) { f.Set("level", "sure") },
		"no such field": func(f url.Values) { f.Set("method", "magic") },
	} {
		form := w.asked("")
		change(form)
		r := b.post("/estimates", form)
		page := parse(t, r.Body.String())
		if r.Code != http.StatusBadRequest || len(page.find("[role=alert]")) != 1 || page.find("#note")[0].text != "three years apart" || page.find("#remark-place")[0].attrs["value"] != "asked the families" {
			t.Errorf("%s: status %d", what, r.Code)
		}
	}
	if r := w.as("rana").post("/estimates", w.asked("")); r.Code != http.StatusForbidden {
		t.Errorf("a reader asks for an estimate: status %d", r.Code)
	}
	if r := b.post("/estimates", w.asked(w.sealedEstimate)); r.Code != http.StatusNotFound || len(w.jobs.all) != 0 {
		t.Errorf("replacing what must not be known: status %d, %d jobs", r.Code, len(w.jobs.all))
	}
}

func TestCopiedListsAreWarnedOfAndCanBeTakenForOne(t *testing.T) {
	w := newWorld(t, "")
	must(t, flow.DescribeList(t.Context(), w.archive, actor("kian"), w.listOf("Exile committee"), mapping.About{Copies: []string{"Families' list"}}, "its preface"))
	b := w.as("dana")
	boxes := b.page("/estimates/new").find("input[name=merge]")
	if len(boxes) != 1 {
		t.Fatalf("%d copies are warned of", len(boxes))
	}
	form := w.asked("")
	form.Set("merge", boxes[0].attrs["value"])
	b.posted("/estimates", form)
	params, err := flow.JobParams[flow.EstimateJob](w.jobs.all[0])
	must(t, err)
	if len(params.Merge) != 1 || len(params.Merge[0]) != 2 {
		t.Errorf("the job merges %v", params.Merge)
	}
}

func TestAnyListsAreTakenForOneOnceAndTheRestIsAskedForAsOnTheCommandLine(t *testing.T) {
	for _, c := range []struct {
		groups map[string]string
		pairs  []string
		want   string
	}{
		{nil, nil, ""},
		{map[string]string{"l-1": "A", "l-2": "A", "l-3": "B", "l-4": "B"}, nil, "l-1 l-2|l-3 l-4"},
		{map[string]string{"l-1": "A", "l-2": "A"}, []string{"l-2 l-3"}, "l-1 l-2 l-3"},
		{map[string]string{"l-1": "A", "l-2": "A", "l-3": "B", "l-4": "B"}, []string{"l-2 l-3", "l-5 l-6"}, "l-1 l-2 l-3 l-4|l-5 l-6"},
	} {
		var got []string
		for _, lists := range (estimateFields{Groups: c.groups, Merge: c.pairs}).merged() {
			got = append(got, strings.Join(lists, " "))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%v and %v are taken for %q, want %q", c.groups, c.pairs, got, c.want)
		}
	}
	w := newWorld(t, "")
	form := w.asked("")
	form.Set("calendar", "solar")
	form.Set("open", "yes")
	for _, list := range form["list"] {
		form.Set("group-"+list, "B")
	}
	if n := len(w.as("dana").page("/estimates/new").find("input[name=open]")); n != 0 {
		t.Error("who sees nothing sealed is asked whether to leave it out")
	}
	w.as("kian").posted("/estimates", form)
	params, err := flow.JobParams[flow.EstimateJob](w.jobs.all[0])
	must(t, err)
	req, err := params.Request("main")
	must(t, err)
	if !req.Open || req.Calendar.String() != "solar" || len(req.Merge) != 1 || len(req.Merge[0]) != 2 {
		t.Errorf("the job asks for %+v", req)
	}
}

func TestEstimatesStandBesideCountsAndRivalFigures(t *testing.T) {
	r := newReckoned(t, "")
	b := r.as("dana")
	if section := b.page("/count").find("section.own"); len(section) != 1 || len(section[0].find("tbody tr")) != 1 {
		t.Error("the count does not show the estimate that stands, or shows one that was replaced")
	}
	section := b.page("/events/" + r.event + "/figures").find("section.own")
	if len(section) != 1 || len(section[0].find("tbody tr")) != 0 || len(section[0].find("p.documented")) != 1 {
		t.Error("the figures of an event do not show what this archive documents, or an estimate of something else")
	}
	for _, a := range section[0].find("a") {
		if answer := b.get(a.attrs["href"]); answer.Code != http.StatusOK {
			t.Errorf("%s: status %d", a.attrs["href"], answer.Code)
		}
	}
}

// Who forgets the reason is told so in their language, and writes nothing twice.
func TestAReviewThatLacksItsReasonIsAskedForAgain(t *testing.T) {
	w := newWorld(t, "")
	b, before := w.as("kian"), len(w.book.events)
	b.cookies["sanad-lang"] = "fa"
	form := weighed("confirmed", "yes")
	form.Set("reason", " ")
	r := b.post("/estimates/"+w.estimate+"/review", form)
	page := parse(t, r.Body.String())
	if r.Code != http.StatusBadRequest || len(page.find("[role=alert]")) != 1 || len(page.find("input[type=radio][checked]")) != 4 || page.find("#remark-place")[0].attrs["value"] != form.Get("remark_place") || len(w.book.events) != before {
		t.Errorf("status %d, %d answers are kept", r.Code, len(page.find("input[type=radio][checked]")))
	}
	if strings.Contains(page.find("main")[0].text, "--reason") {
		t.Error("it is told as on the command line")
	}
	r = w.as("dana").post("/estimates/"+w.estimate+"/withdraw", url.Values{"reason": {" "}})
	if page := parse(t, r.Body.String()); r.Code != http.StatusBadRequest || len(page.find("details[open]")) != 1 {
		t.Errorf("withdrawing without a reason: status %d", r.Code)
	}
}
