package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func TestTheLogNamesNobodyAndNothing(t *testing.T) {
	w := newWorld(t, "")
	for _, handle := range []string{"kian", "rana"} {
		b := w.as(handle)
		b.crawl(func(string, *node) {})
		b.get("/entities/nobody-of-this-name")
	}
	w.book.broken = fmt.Errorf("reading what is said of Navid Kardan by kian: %w", &fs.PathError{Op: "read", Path: "/home/kian/sanad.db", Err: syscall.ENOSPC})
	if r := w.as("kian").get("/"); r.Code != http.StatusInternalServerError || strings.Contains(r.Body.String(), "Navid") || strings.Contains(r.Body.String(), "sanad.db") {
		t.Errorf("status %d: %s", r.Code, r.Body)
	}
	log := w.log.String()
	for _, name := range append(w.secrets(), "kian", "rana", "Navid", "sanad.db", "192.0.2.1", w.letter.String()[:12], w.name, w.entity, "nobody-of") {
		if at := strings.Index(log, name); at >= 0 {
			t.Errorf("the log names %q: …%s…", name, log[max(0, at-120):min(len(log), at+60)])
		}
	}
	for _, needed := range []string{"route=\"GET /{$}\"", "kind=notfound", "status=500", "*fs.PathError", "syscall.Errno(28)"} {
		if !strings.Contains(log, needed) {
			t.Errorf("the log does not say %q", needed)
		}
	}
}

func TestEachKindOfFailureHasOneAnswerInEveryLanguage(t *testing.T) {
	w := newWorld(t, "")
	for kind, status := range map[fail.Kind]int{
		fail.Failed: 500, fail.Usage: 400, fail.Integrity: 500, fail.Partial: 500, fail.Refused: 403, fail.NotFound: 404, fail.Conflict: 409,
	} {
		w.book.broken = fail.New(kind, "about Navid Kardan")
		for _, lang := range words.Langs() {
			b := w.as("kian")
			b.cookies["sanad-lang"] = string(lang)
			r := b.get("/items")
			page := parse(t, r.Body.String())
			checkPage(t, fmt.Sprint(kind), lang, page)
			told := strings.Contains(page.text, "Navid")
			if may := kind == fail.Usage || kind == fail.Refused || kind == fail.Conflict; r.Code != status || told != may {
				t.Errorf("kind %d in %s: status %d, want %d; tells the text: %v", kind, lang, r.Code, status, told)
			}
		}
	}
	if serious(fmt.Errorf("x: %w", context.Canceled)) {
		t.Error("a reader who went away is logged as a failure of ours")
	}
}

func TestCausesNameTypesAndNumbersOnly(t *testing.T) {
	err := errors.Join(fmt.Errorf("Navid: %w", syscall.EACCES), coded{})
	got := strings.Join(Causes(err), " ")
	for _, want := range []string{"*fmt.wrapError", "syscall.Errno(13)", "desk.coded(5)"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if strings.Contains(got, "Navid") {
		t.Errorf("a name is in %s", got)
	}
}

type coded struct{}

func (coded) Error() string { return "Navid" }
func (coded) Code() int     { return 5 }

// TestEveryPageCanBeEmpty executes each template with nothing in its struct:
// a page must not depend on a field that may be absent.
func TestEveryPageCanBeEmpty(t *testing.T) {
	tables, err := words.Load()
	must(t, err)
	all := map[words.Lang]pages{}
	for lang, table := range tables {
		all[lang], err = parsePages(table, &flow.Glossary{})
		must(t, err)
	}
	empty := map[string]view{
		"home": &homePage{}, "items": &itemsPage{}, "item": &itemPage{}, "accessions": &accessionsPage{}, "accession": &accessionPage{}, "intake": &intakePage{}, "submission": &submissionPage{}, "corrections": &correctionsPage{},
		"claims": &claimsPage{}, "claim": &claimPage{}, "claim_new": &claimFormPage{}, "entities": &entitiesPage{}, "entity": &entityPage{},
		"falls": &fallsPage{}, "says": &saysPage{}, "requests": &requestsPage{}, "lists": &listsPage{}, "list": &listPage{}, "people": &peoplePage{}, "clusters": &clustersPage{}, "pair": &pairPage{}, "quality": &qualityPage{}, "relatives": &relativesPage{}, "count": &countPage{}, "count_people": &countPeoplePage{}, "estimates": &estimatesPage{}, "estimate": &estimatePage{}, "estimate_new": &estimateFormPage{},
		"consents": &consentsPage{}, "recipients": &recipientsPage{}, "replies": &repliesPage{}, "holders": &holdersPage{}, "releases": &releasesPage{}, "release": &releasePage{}, "ledger": &ledgerPage{}, "entry": &entryPage{}, "users": &usersPage{}, "tokens": &tokensPage{}, "keys": &keysPage{}, "unseal": &unsealPage{}, "unsealing": &unsealingPage{}, "user": &userPage{}, "user_cases": &userCasesPage{},
		"account": &accountPage{}, "account_app": &appPage{}, "account_codes": &codesPage{}, "account_passkey": &passkeyPage{}, "signin_second": &secondPage{}, "signin_away": &awayPage{},
		"search": &searchPage{}, "accession_new": &accessionFormPage{}, "accession_add": &accessionAddPage{}, "list_choose": &listChoosePage{}, "list_new": &listFormPage{}, "jobs": &jobsPage{}, "job": &jobPage{}, "map": &mapPage{}, "audit": &auditPage{}, "words": &wordsPage{}, "compare": &comparePage{}, "dossier": &dossierPage{}, "survey": &surveyPage{}, "mentions": &mentionsPage{}, "redact": &redactPage{}, "figures": &figuresPage{}, "figure_events": &figureEventsPage{}, "timeline": &timelinePage{}, "findings": &findingsPage{}, "finding": &findingPage{}, "finding_new": &findingFormPage{}, "entity_history": &entityHistoryPage{}, "posts": &postsPage{}, "petitions": &petitionsPage{}, "petition": &petitionPage{}, "help": &helpPage{}, "signin": &signInPage{}, "error": &errorPage{Key: "failed"},
	}
	for lang, pages := range all {
		for _, page := range pages.set.Templates() {
			name, ok := strings.CutSuffix(page.Name(), own("", "layout"))
			if !ok {
				continue
			}
			var out bytes.Buffer
			if empty[name] == nil {
				t.Errorf("the page %s has no struct in this test", name)
			} else if err := pages.execute(&out, name, empty[name]); err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
			} else if err := parse(t, out.String()).safe(); err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
			}
		}
	}
}
