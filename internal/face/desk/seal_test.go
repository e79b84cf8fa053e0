package desk

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	known "sanad/internal/flow/sight"
)

// others is everyone who may not see sealed things.
func others() []string { return []string{"rana", "dana", "pia", "amin", "adel"} }

// secrets are the words that only sealed things hold.
func (w *world) secrets() []string {
	return []string{secretWords, secretName, secretList, "Hidden Person", w.secret.String(), w.listS.String(), w.sealedID, w.sealedClaim, w.sealedEntity, w.sealedCited, secretCalled, w.sealedRecord, "u-OPENED", "u-WAITING", secretSubmission}
}

func TestWhatIsSealedShowsNowhereToThoseWhoMayNotSeeIt(t *testing.T) {
	w := newWorld(t, "")
	seen := map[string]bool{}
	w.as("kian").crawl(func(target string, page *node) { seen[target] = true })
	for _, handle := range others() {
		b := w.as(handle)
		b.crawl(func(string, *node) {})
		for target := range seen { // also what only a custodian finds a link to
			body := b.get(target).Body.String()
			asked, err := url.QueryUnescape(target)
			must(t, err)
			for _, secret := range w.secrets() {
				if strings.Contains(body, secret) && !strings.Contains(asked, secret) { // what one asks tells nothing
					t.Errorf("%s sees %q at %s", handle, secret, target)
				}
			}
		}
	}
}

func TestWhatIsSealedLooksLikeWhatIsNotThere(t *testing.T) {
	w := newWorld(t, "")
	absentSum := strings.Repeat("ab", 32)
	sealedEntry, sealedTurn := w.entryOf(w.sealedClaim, "claim.made"), w.entryOf(w.sealedClaim, "claim.preferred")
	for sealed, missing := range map[string]string{
		"/items/" + w.secret.String():                                  "/items/" + absentSum,
		"/items/" + w.secret.String()[:12]:                             "/items/" + absentSum[:12],
		"/items/" + w.secret.String() + "/original":                    "/items/" + absentSum + "/original",
		"/items/" + w.secret.String() + "?passage=" + w.sealedCited:    "/items/" + absentSum + "?passage=p-0000000000000000",
		"/items/" + w.secret.String() + "/mentions":                    "/items/" + absentSum + "/mentions",
		"/items/" + w.secret.String() + "/redact":                      "/items/" + absentSum + "/redact",
		"/items?after=" + w.secret.String():                            "/items?after=" + absentSum,
		"/items?accession=" + w.sealedID:                               "/items?accession=" + strings.Repeat("a", len(w.sealedID)),
		"/intake/s-" + secretSubmission:                                "/intake/s-0000000000000000",
		"/accessions/" + w.sealedID:                                    "/accessions/a-0000000000000000",
		"/claims/" + w.sealedClaim:                                     "/claims/c-0000000000000000",
		"/claims/new?passage=" + w.sealedCited:                         "/claims/new?passage=p-0000000000000000",
		"/claims/new?passage=" + w.cited + "&entity=" + w.sealedEntity: "/claims/new?passage=" + w.cited + "&entity=e-0000000000000000",
		"/claims?item=" + w.secret.String():                            "/claims?item=" + absentSum,
		"/falls?on=" + w.secret.String():                               "/falls?on=" + absentSum,
		"/falls?on=" + w.sealedID:                                      "/falls?on=a-0000000000000000",
		"/falls?on=" + w.sealedClaim:                                   "/falls?on=c-0000000000000000",
		"/falls?on=" + w.sealedCited:                                   "/falls?on=p-0000000000000000",
		"/falls?on=" + w.sealedEntity:                                  "/falls?on=e-0000000000000000",
		"/says?about=" + w.sealedEntity:                                "/says?about=e-0000000000000000",
		"/entities/" + w.sealedEntity:                                  "/entities/e-0000000000000000",
		"/entities?after=" + w.sealedEntity:                            "/entities?after=e-0000000000000000",
		"/lists/" + w.listOf(w.listS.String()):                         "/lists/l-0000000000000000",
		"/unseal/u-WAITING":                                            "/unseal/u-0000000",
		"/ledger/" + w.entryOf(w.sealedRecord, "unseal.requested"):     "/ledger/999999",
		"/ledger/" + sealedEntry:                                       "/ledger/999999",
		"/ledger/" + sealedTurn:                                        "/ledger/999999",
		"/ledger/" + sealedEntry + "/proof":                            "/ledger/999999/proof",
	} {
		if custodian := w.as("kian").get(sealed); custodian.Code != http.StatusOK {
			t.Errorf("a custodian is refused %s: status %d", sealed, custodian.Code)
		}
		for _, handle := range others() {
			b := w.as(handle)
			got, want := b.get(sealed), b.get(missing)
			body := strings.ReplaceAll(got.Body.String(), w.sealedID, strings.Repeat("a", len(w.sealedID)))
			if got.Code != want.Code || withoutQuery(body) != withoutQuery(want.Body.String()) {
				t.Errorf("%s can tell %s (status %d) from %s (status %d)", handle, sealed, got.Code, missing, want.Code)
			}
		}
	}
}

// withoutQuery leaves out the links to the same page in other languages,
// which repeat what the reader asked for.
func withoutQuery(body string) string {
	head, rest, _ := strings.Cut(body, `<nav class="langs"`)
	_, rest, _ = strings.Cut(rest, "</nav>")
	return head + rest
}

// entryOf gives the newest entry of a kind that speaks of a thing.
func (w *world) entryOf(id, kind string) string {
	for i := len(w.book.events) - 1; i >= 0; i-- {
		if e := w.book.events[i]; e.Kind.Name == kind && strings.Contains(string(e.Body), id) {
			return itoa(e.Index)
		}
	}
	w.t.Fatalf("no %s of %s", kind, id)
	return ""
}

func (w *world) listOf(item string) string {
	for _, e := range w.book.events {
		if e.Kind.Name == "person.list_imported" && strings.Contains(string(e.Body), item) {
			_, id, _ := strings.Cut(string(e.Body), `"list":"`)
			id, _, _ = strings.Cut(id, `"`)
			return id
		}
	}
	w.t.Fatalf("no list of %s", item)
	return ""
}

func TestCountsLeaveOutWhatIsSealed(t *testing.T) {
	w := newWorld(t, "")
	for handle, want := range map[string]string{"rana": "1 5 1 1", "kian": "2 8 2 1"} { // accessions, items, unread, failed
		tiles := w.as(handle).page("/").find(".tiles b")
		got := tiles[0].text + " " + tiles[1].text + " " + tiles[2].text + " " + tiles[3].text
		if got != want {
			t.Errorf("%s counts %s, want %s", handle, got, want)
		}
	}
	if all, known := w.claimsShown("kian"), w.claimsShown("rana"); known >= all || known == 0 {
		t.Errorf("a reader counts %d claims, a custodian %d", known, all)
	}
	if all, known := w.as("kian").page("/count").find(".headline")[0].text, w.as("rana").page("/count").find(".headline")[0].text; all != "7" || known != "5" {
		t.Errorf("a custodian counts %s people, a reader %s", all, known)
	}
	rows := func(handle string) string { return w.as(handle).page("/people").find(".tiles b")[0].text }
	if all, known := rows("kian"), rows("rana"); all != "8" || known != "6" {
		t.Errorf("of a custodian %s rows are linked, of a reader %s", all, known)
	}
}

// claimsSeen checks the number of claims that is told against a walk.
func (w *world) claimsSeen(handle string) (n int64) {
	v := known.NewVeil()
	must(w.t, w.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) error {
		seen, err := sightOf(ctx, v, s, actor(handle))
		if err != nil {
			return err
		}
		err = seen.Claims(ctx, flow.ClaimFilter{After: -1}, func(claim.Claim) error { n++; return nil })
		if told := seen.CountClaims(); told != n {
			w.t.Errorf("%s is told of %d claims and finds %d", handle, told, n)
		}
		return err
	}))
	return n
}

// claimsShown checks that the first page, which was not looked at before, tells
// as many claims as there are.
func (w *world) claimsShown(handle string) int64 {
	n := w.claimsSeen(handle)
	if shown := w.as(handle).page("/").find(".tiles b")[4].text; shown != itoa(n) {
		w.t.Errorf("%s reads %s claims on the first page, and finds %d", handle, shown, n)
	}
	return n
}
