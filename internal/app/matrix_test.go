package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
	"sanad/internal/face/desk"
)

// openAccounts let everybody in by handle alone: who they are is tested elsewhere.
type openAccounts struct {
	desk.Accounts
	p *parts
}

func (a openAccounts) Who(ctx context.Context, token string) (account.Present, error) {
	actor, err := a.p.asker(ctx, token)
	return account.Present{Actor: actor}, err
}

// onlooker looks at an archive's pages as an account.
type onlooker struct {
	t       testing.TB
	handler http.Handler
	as      string
	token   string
}

func (s searcher) onlookers() func(as string) *onlooker { return s.onlookersTo(io.Discard) }

// onlookersTo likewise, with the desk's log written to log.
func (s searcher) onlookersTo(log io.Writer) func(as string) *onlooker {
	s.t.Helper()
	set, err := readSettings(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := (workshop{}).assemble(context.Background(), s.dir, set, false)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { p.Close() })
	accounts, err := p.accounts()
	if err != nil {
		s.t.Fatal(err)
	}
	handler, err := desk.New(desk.Options{Archive: p.archive, Accounts: openAccounts{accounts, p}, Tokens: p.tokens(), Jobs: p.jobs(nil), Clock: time.Now, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		s.t.Fatal(err)
	}
	return func(as string) *onlooker {
		v := &onlooker{t: s.t, handler: handler, as: as}
		v.token = between(v.get("/help").Body.String(), `name="token" value="`, `"`)
		return v
	}
}

func (v *onlooker) ask(r *http.Request) *httptest.ResponseRecorder {
	r.AddCookie(&http.Cookie{Name: "sanad-session", Value: v.as})
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	if strings.HasPrefix(w.Header().Get("Location"), "/signin") {
		v.t.Fatalf("%s is nobody to the desk", v.as)
	}
	return w
}

func (v *onlooker) get(target string) *httptest.ResponseRecorder {
	return v.ask(httptest.NewRequest(http.MethodGet, target, nil))
}

func (v *onlooker) post(target string) *httptest.ResponseRecorder {
	if strings.HasSuffix(target, "/files") {
		return v.upload(target)
	}
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(url.Values{"token": {v.token}, "do": {"set"}, "flag": {"translated"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.ask(r)
}

// upload hands in a form with no file in it.
func (v *onlooker) upload(target string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := errors.Join(form.WriteField("token", v.token), form.Close()); err != nil {
		v.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, target, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return v.ask(r)
}

// may is what each role may do, written out once more.
func may(role string) string {
	return map[string]string{
		"reader": "read", "documenter": "read collect process claim bind hear mark", "reviewer": "read process claim judge bind lift hear mark", "custodian": "read seal collect process export bind",
		"publisher": "read request approve bind lift hear mark", "key-holder": "read seal", "administrator": "admin audit", "auditor": "read audit",
	}[role]
}

// member is somebody who holds one role, in the whole archive or in one case.
type member struct{ handle, role, in string }

// can tells what the account may do in a case; in "", in any.
func (a member) can(act, in string) bool {
	return act == "" || (a.in == "" || in == "" || a.in == in) && slices.Contains(strings.Fields(may(a.role)), act)
}

// line is one line of the matrix: a page or form, what it needs, and the things
// it is of, by their case: mill, seal (sealed, in the mill) or dam.
type line struct {
	method, page, need, things string
}

// lines are the desk's routes. %s is a thing.
func lines() []line {
	of := func(things, need string, pages ...string) (out []line) {
		for _, p := range pages {
			method, page, _ := strings.Cut(p, " ")
			out = append(out, line{method, page, need, things})
		}
		return out
	}
	return slices.Concat(
		of("", "", "GET /", "GET /ledger", "GET /checkpoint", "GET /help", "POST /seen", "GET /jobs", "POST /jobs", "GET /keys"),
		of("", "", "GET /account", "GET /account/app", "POST /account/likes", "POST /account/password", "POST /account/app/new", "POST /account/app", "POST /account/codes",
			"POST /account/passkey/new", "POST /account/passkey", "POST /account/factors/none/remove", "POST /account/sessions/none/end", "GET /account/tokens", "POST /account/tokens", "POST /account/tokens/none/revoke"),
		of("", "audit", "GET /audit"),
		of("", "collect", "GET /accessions/new", "POST /accessions"),
		of("", "read", "GET /search", "GET /reading", "GET /items", "GET /accessions", "GET /claims", "GET /falls", "GET /says", "GET /requests", "GET /entities", "GET /findings",
			"GET /figures", "GET /timeline", "GET /map", "GET /posts", "GET /lists", "GET /people", "GET /people/clusters", "GET /people/quality", "GET /people/relatives", "GET /count", "GET /count/people", "GET /estimates", "GET /petitions", "GET /releases", "GET /consents", "GET /recipients", "GET /replies", "GET /holders"),
		of("", "bind", "POST /consents", "POST /conditions"),
		of("", "hear", "POST /replies", "POST /replies/none"),
		of("", "bind", "POST /consents/none/withdraw"),
		of("", "lift", "POST /conditions/none/lift"),
		of("", "approve", "POST /recipients"),
		of("", "read", "GET /people/pair"),
		of("", "claim", "GET /claims/new", "POST /claims", "POST /claims/preview", "GET /findings/new", "POST /findings", "GET /lists/new", "POST /lists/preview", "POST /lists",
			"GET /estimates/new", "POST /estimates"),
		of("", "judge", "POST /people/link", "POST /people/judge"),
		of("", "request", "POST /releases"),
		of("", "admin", "GET /users", "POST /users", "GET /users/zoe", "POST /users/zoe/roles", "POST /users/zoe/password", "POST /users/zoe/factors", "POST /users/zoe/sessions",
			"GET /users/zoe/cases", "POST /users/zoe/cases", "POST /users/zoe/disable"),
		of("", "seal", "GET /unseal", "POST /unseal"),
		of("unsealing", "seal", "GET /unseal/%s", "POST /unseal/%s/approve", "POST /unseal/%s/refuse"),
		of("item", "read", "GET /items/%s", "GET /items/%s/original", "GET /items/%s/mentions", "GET /items/%s/pictures/1", "GET /items/%s/compare"),
		of("item", "claim", "GET /items/%s/words", "POST /items/%s/cite", "POST /items/%s/mentions"),
		of("item", "read", "GET /items/%s/redact", "GET /items/%s/redact/copy"),
		of("item", "mark", "POST /items/%s/redact", "POST /items/%s/redact/remove", "POST /items/%s/redact/accept"),
		of("", "seal", "GET /intake", "GET /intake/corrections", "GET /intake/none", "POST /intake/none/open"),
		of("", "collect", "POST /intake/none/sort", "POST /intake/none/link", "POST /intake/none/corrects", "POST /intake/none/decide", "POST /intake/none/answer", "POST /intake/none/take", "POST /intake/none/end"),
		of("accession", "read", "GET /accessions/%s"),
		of("accession", "collect", "GET /accessions/%s/add", "POST /accessions/%s/close", "POST /accessions/%s/files"),
		of("claim", "read", "GET /claims/%s"),
		of("claim", "claim", "GET /claims/%s/correct", "POST /claims/%s/grade", "POST /claims/%s/flag", "POST /claims/%s/weigh", "POST /claims/%s/withdraw", "POST /claims/%s/correct", "POST /claims/%s/correct/preview"),
		of("entity", "read", "GET /entities/%s", "GET /entities/%s/dossier", "GET /entities/%s/history", "GET /events/%s/figures"),
		of("finding", "read", "GET /findings/%s"),
		of("finding", "judge", "POST /findings/%s/confirm"),
		of("finding", "claim", "POST /findings/%s/withdraw"),
		of("list", "read", "GET /lists/%s"),
		of("list", "claim", "POST /lists/%s/describe"),
		of("estimate", "read", "GET /estimates/%s", "GET /estimates/%s/table.csv", "GET /estimates/%s/report.json"),
		of("estimate", "judge", "POST /estimates/%s/review"),
		of("estimate", "claim", "POST /estimates/%s/withdraw"),
		of("petition", "read", "GET /petitions/%s", "GET /petitions/%s/tally/none"),
		of("petition", "claim", "POST /petitions/%s/close"),
		of("job", "", "GET /jobs/%s", "POST /jobs/%s/stop", "POST /jobs/%s/retry"),
		of("release", "read", "GET /releases/%s"),
		of("release", "approve", "POST /releases/%s/approve", "POST /releases/%s/deliver", "POST /releases/%s/supersede", "POST /releases/%s/recall"),
		of("entry", "", "GET /ledger/%s", "GET /ledger/%s/proof"),
	)
}

// emptied are pages that look for something which the test does not name, and say
// that it is not there, or that the account must first prove again whose it is; and
// releases that were not built, or that other forms of the test changed.
func emptied() []string {
	return []string{"/intake/none", "/intake/none/open", "/intake/none/sort", "/intake/none/link", "/intake/none/corrects", "/intake/none/decide", "/intake/none/answer", "/intake/none/take", "/intake/none/end", "/account/password", "/account/app", "/account/app/new", "/account/codes", "/account/passkey", "/account/passkey/new", "/account/factors/none/remove", "/account/sessions/none/end", "/account/tokens", "/account/tokens/none/revoke", "/lists/new", "/lists", "/lists/preview", "/estimates/new", "/estimates", "/items/%s/compare", "/items/%s/redact/copy", "/items/%s/redact", "/items/%s/redact/remove", "/items/%s/redact/accept", "/people/judge", "/people/link", "/people/pair", "/items/%s/pictures/1", "/events/%s/figures", "/findings", "/findings/new", "/releases", "/consents/none/withdraw", "/conditions/none/lift", "/replies/none", "/holders", "/releases/%s/approve", "/releases/%s/deliver", "/petitions/%s/tally/none"}
}

// The matrix holds every route of the desk.
func TestTheMatrixHoldsEveryRoute(t *testing.T) {
	source, err := os.ReadFile("../face/desk/routes.go")
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{"GET /{$}": true}
	for _, out := range []string{"POST /signout", "POST /account/sessions"} { // they end the visit, and tell nothing
		held[out] = true
	}
	for _, door := range []string{"GET /signin", "POST /signin", "GET /signin/second", "POST /signin/second", "POST /signin/provider", "GET /signin/provider/back"} { // nobody is there yet
		held[door] = true
	}
	if route := regexp.MustCompile(`uploadRoute, guard\.ToCollect`); !route.Match(source) || !slices.ContainsFunc(lines(), func(l line) bool { return l.page == "/accessions/%s/files" }) {
		t.Error("the matrix does not ask for the form with files")
	}
	for _, l := range lines() {
		held[l.method+" "+strings.NewReplacer("zoe", "%s", "none", "%s", "pictures/1", "pictures/%s", "/withdraw", "/%s").Replace(l.page)] = true
	}
	all := regexp.MustCompile(`\{"((?:GET|POST) [^"]*)"`).FindAllStringSubmatch(string(source), -1)
	for _, m := range all {
		if route := regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(m[1], "%s"); !held[route] && !held[strings.Replace(route, "/withdraw", "/%s", 1)] {
			t.Errorf("the matrix does not ask for %s", m[1])
		}
	}
	if len(all) < 100 {
		t.Errorf("only %d routes were found", len(all))
	}
}

// expected is what the table says of an account that asks for a line of a thing in
// a place: what nobody may do anywhere is refused, what they may not know is not
// there, what they may not do there is refused, and the rest answers.
func expected(a member, l line, place string) int {
	in := map[string]string{"mill": "mill", "seal": "mill", "dam": "dam"}[place]
	if l.things == "" {
		in = ""
	}
	knows := "read"
	if place == "seal" || l.things == "unsealing" {
		knows = "seal"
	}
	switch {
	case l.things == "job":
		return expectedOfJob(a, l)
	case !a.can(l.need, ""):
		return http.StatusForbidden
	case l.method == http.MethodPost && l.page == "/recipients" && a.in != "":
		return http.StatusForbidden // they are the whole archive's
	case l.things != "" && !a.can(knows, in):
		return http.StatusNotFound
	case !a.can(l.need, in):
		return http.StatusForbidden
	case strings.HasPrefix(l.page, "/estimates/%s/") && l.method == http.MethodGet && !a.can("export", in):
		return http.StatusForbidden // of so few people, the table can point at one
	}
	return http.StatusOK
}

// expectedOfJob is what is said of another's job: it is there for who sees in the
// whole archive who did what; they may not begin it again, and stop it only if they
// change accounts.
func expectedOfJob(a member, l line) int {
	switch {
	case a.in != "" || !a.can("audit", ""):
		return http.StatusNotFound
	case strings.HasSuffix(l.page, "/retry") || strings.HasSuffix(l.page, "/stop") && !a.can("admin", ""):
		return http.StatusForbidden
	}
	return http.StatusOK
}

// Every page and form of the desk, for every role, held in the whole archive, in
// the case at hand and in another one, answers as the table of rights says.
func TestEveryPageAnswersByTheRightsInItsCase(t *testing.T) {
	s := newMembers(t, true)
	things := s.things()
	visit := s.onlookers()
	var all []member
	for _, role := range guard.Roles() {
		all = append(all, member{"wide-" + string(role), string(role), ""})
		if role != guard.Administrator {
			all = append(all, member{"mill-" + string(role), string(role), "mill"}, member{"dam-" + string(role), string(role), "dam"})
		}
	}
	for _, a := range all {
		args := []string{"user", "add", a.handle, "--role", a.role}
		if a.in != "" {
			args = append(args, "--case", a.in)
		}
		s.must(args...)
	}
	s.must("user", "add", "zoe", "--role", "reader")
	asked := 0
	for _, a := range all {
		v := visit(a.handle)
		for _, l := range lines() {
			for _, place := range []string{"mill", "seal", "dam"} {
				id, there := things[l.things+" "+place]
				page := l.page
				if l.things != "" && !there || l.things == "" && place != "mill" {
					continue
				}
				if l.things != "" {
					page = fmt.Sprintf(l.page, id)
				}
				w := v.get(page)
				if l.method == http.MethodPost {
					w = v.post(page)
				}
				asked++
				want := expected(a, l, place)
				got := w.Code
				if want == http.StatusOK && (got != http.StatusForbidden && got != http.StatusNotFound && got < 500 || slices.Contains(emptied(), l.page)) {
					got = http.StatusOK // what was asked for by halves is sent back, not refused
				}
				if l.things == "entry" && a.role == "administrator" {
					want = http.StatusNotFound // an entry that speaks of material
				}
				if got != want {
					t.Errorf("%s (%s in %q) %s %s of %s: %d, want %d", a.handle, a.role, a.in, l.method, l.page, place, w.Code, want)
				}
			}
		}
	}
	t.Logf("%d answers", asked)
}

// things gives the ids of one thing of each kind in the mill, sealed there, and in
// the dam, by kind and place.
func (s searcher) things() map[string]string {
	s.t.Helper()
	s.must("--as", "mira", "add", s.file("own.txt", "The mill's own paper."), "--source", "a neighbour", "--case", "mill")
	s.must("--as", "mira", "process")
	s.must("--as", "kian", "add", s.file("quiet.txt", "Quiet words of a sealed source."), "--source", "someone", "--case", "mill", "--sealed")
	s.must("process", "--item", itemOf("Quiet words of a sealed source."))
	passage := between(s.must("--json", "cite", itemOf("Quiet words of a sealed source."), "--quote", "Quiet words"), `"passage":"`, `"`)
	claim, entity := s.claimed("--case", "mill", "--schema", "Person", "--property", "name", "--passage", passage)
	s.must("finding", "add", "Quiet", "--case", "mill", "--about", entity, "--claim", claim, "--standard", "reasonable suspicion")
	out := map[string]string{"item mill": itemOf("The mill's own paper."), "item seal": itemOf("Quiet words of a sealed source."),
		"item dam": itemOf("The witness " + otherWord + " Zamani saw the mill at the dam in 1983. Sara " + otherWord + " too."), "claim seal": claim, "entity seal": entity}
	for place, in := range map[string]string{"mill": "mill", "dam": "dam"} {
		as := map[string]string{"mill": "mira", "dam": "dora"}[place]
		first := func(key string, args ...string) string {
			return between(s.must(append([]string{"--as", as, "--json"}, args...)...), `"`+key+`":"`, `"`)
		}
		out["claim "+place], out["list "+place] = first("claim", "claims", "--case", in), first("list", "lists", "--case", in)
		out["entity "+place], out["finding "+place] = first("entity", "claims", "--case", in), first("finding", "finding", "list", "--case", in)
		out["estimate "+place], out["job "+place] = first("estimate", "estimate", "list", "--case", in), first("job", "jobs", "list")
		out["release "+place], out["accession "+place] = first("release", "release", "list", "--case", in), first("accession", "accessions", "--case", in)
		history := s.must("--as", as, "--json", "show", out["item "+place])
		out["entry "+place] = regexp.MustCompile(`"index":(\d+)`).FindStringSubmatch(history)[1]
	}
	out["estimate seal"] = s.sealedEstimate()
	for place, name := range map[string]string{"mill": "p-b1-stream", "dam": "p-c2-wall"} {
		s.must("petition", "new", name, "--case", place)
		out["petition "+place] = name
	}
	for place, as := range map[string]string{"mill": "kian", "dam": "dora"} { // of what is there by now
		out["release "+place] = between(s.must("--as", as, "--json", "release", "new", "--case", place, "--title", "All of it", "--audience", "the court"), `"release":"`, `"`)
	}
	sealed := s.must("--json", "show", out["item seal"])
	out["accession seal"], out["entry seal"] = between(sealed, `"accession":"`, `"`), regexp.MustCompile(`"custody":\[.*?"index":(\d+)`).FindStringSubmatch(sealed)[1]
	out["finding seal"] = between(s.must("--json", "finding", "list", "--about", entity), `"finding":"`, `"`)
	key := between(s.must("--json", "key", "list"), `"recipient":"`, `"`)
	for place, in := range map[string]string{"mill": "mill", "seal": "mill", "dam": "dam"} {
		var sealed bytes.Buffer
		if code := cli.Run(s.t.Context(), []string{"--archive", s.dir, "--json", "identity", "seal", "W-" + place, "--case", in}, cli.Streams{In: strings.NewReader("somebody"), Out: &sealed, Err: io.Discard}, workshop{}.ports()); code != 0 {
			s.t.Fatalf("sealing an identity: %d", code)
		}
		out["unsealing "+place] = between(s.must("--json", "unseal", "request", between(sealed.String(), `"identity":"`, `"`), "--reason", "to warn", "--recipient", key), `"request":"`, `"`)
	}
	for name, id := range out {
		if id == "" {
			s.t.Fatalf("there is no %s", name)
		}
	}
	return out
}

// sealedEstimate estimates in the mill from a list, too, that is sealed there.
func (s searcher) sealedEstimate() string {
	s.t.Helper()
	hidden := s.file("hidden.csv", "no,name,father\n1,Navid Kardan,Reza\n2,Quiet Sool,Karim\n")
	s.must("--as", "kian", "add", hidden, "--source", "someone", "--case", "mill", "--sealed")
	s.must("--as", "kian", "process")
	s.must("import", hidden, "--case", "mill", "--map", s.file("hidden.yaml", strings.Replace(peopleMapping, "list: people", "list: quiet", 1)))
	s.must("link", "--case", "mill")
	return s.recorded("founder", "--case", "mill")
}

// What members of a case can reach, by links from the first page and by asking for
// things of another case by name, has not a word of that case: in no page, header,
// title, error or download. What is there but not for them is told in the same
// bytes as what is nowhere.
func TestNoPageTellsAWordOfAnotherCase(t *testing.T) {
	s := newMembers(t, true)
	things := s.things()
	visit := s.onlookers()
	s.must("user", "add", "kira", "--case", "mill", "--role", "documenter,reviewer,custodian,publisher,key-holder,auditor")
	for _, as := range []string{"rana", "mira", "omar", "adel", "kira"} {
		v, places := visit(as), []string{"dam"}
		if as != "kian" && as != "kira" { // who see what is sealed in their case
			places = append(places, "seal")
		}
		seen := map[string]bool{"/": true, "/search?q=" + otherWord[:4] + "*": true, "/search?q=zamani": true, "/search?q=mill": true, "/says": true, "/search?q=name:sara": true}
		queue := []string{}
		for target := range seen {
			queue = append(queue, target)
		}
		for ; len(queue) > 0; queue = queue[1:] {
			w := v.get(queue[0])
			told := w.Body.String() + fmt.Sprint(w.Header())
			if strings.Contains(told, otherWord) || strings.Contains(told, "<bdi>dam</bdi>") || strings.Contains(told, "dora") || strings.Contains(told, things["estimate dam"]) || strings.Contains(told, things["job dam"]) {
				t.Errorf("%s is told of another case by %s", as, queue[0])
			}
			if len(places) > 1 && (strings.Contains(told, "Quiet") || strings.Contains(told, "quiet.txt") || strings.Contains(told, things["estimate seal"])) {
				t.Errorf("%s is told of what is sealed by %s", as, queue[0])
			}
			for _, m := range regexp.MustCompile(`href="(/[^"#]*)`).FindAllStringSubmatch(w.Body.String(), -1) {
				href := strings.ReplaceAll(m[1], "&amp;", "&")
				if shape := shapeOf(href); !seen[shape] && len(seen) < 500 {
					seen[shape] = true
					queue = append(queue, href)
				}
			}
		}
		if len(seen) < 40 {
			t.Errorf("%s reaches only %d pages", as, len(seen))
		}
		for _, page := range lines() {
			for _, place := range places {
				if id, there := things[page.things+" "+place]; there && page.things != "entry" {
					v.sameAsNowhere(page, id)
				}
			}
		}
	}
}

// sameAsNowhere wants that a thing which is not for the onlooker is answered for in
// the same bytes as one that is not there.
func (v *onlooker) sameAsNowhere(page line, id string) {
	v.t.Helper()
	ask := v.get
	if page.method == http.MethodPost {
		ask = v.post
	}
	nowhere := id[:2] + strings.Map(func(r rune) rune {
		return map[rune]rune{'0': '1', '1': '2', '2': '0', 'b': 'c', 'c': 'b'}[r] + r*b2r(!strings.ContainsRune("012bc", r))
	}, id[2:])
	hidden, absent := ask(fmt.Sprintf(page.page, id)), ask(fmt.Sprintf(page.page, nowhere))
	a, b := strings.ReplaceAll(hidden.Body.String(), id, "ID"), strings.ReplaceAll(absent.Body.String(), nowhere, "ID")
	if hidden.Code != absent.Code || a != b {
		v.t.Errorf("%s: %s %s of what is not for them answers %d, of nowhere %d: %s", v.as, page.method, page.page, hidden.Code, absent.Code, a)
	}
	if told, other := fmt.Sprint(hidden.Header()), fmt.Sprint(absent.Header()); strings.ReplaceAll(told, id, "ID") != strings.ReplaceAll(other, nowhere, "ID") {
		v.t.Errorf("%s: %s has in its header %s, of nowhere %s", v.as, page.page, told, other)
	}
}

func b2r(yes bool) rune {
	if yes {
		return 1
	}
	return 0
}

// shapeOf makes addresses one that differ only in a number or in how a form begins.
func shapeOf(href string) string {
	if strings.HasPrefix(href, "/claims/new") {
		href = regexp.MustCompile(`(kind|property)=[^&]*`).ReplaceAllString(href, "")
	}
	return regexp.MustCompile(`\blang=[a-z]+`).ReplaceAllString(href, "")
}
