package desk

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/intake"
)

// petitioned lays a petition of the case main before the world: three signatures,
// and a count of people that two of them are of.
func (w *world) petitioned() {
	key := intake.Drawn{Recipient: "age1pq1x", Sealed: []byte(`{"need":1}`)}
	sealed := intake.SealedSignature{Names: []byte("age"), Tally: []byte("age")}
	people := int64(2)
	w.append("kian", intake.PetitionOpened{Petition: "old-mill", Case: "main", Identity: []string{intake.FieldName, intake.FieldBirth}, Least: 50, Tally: key, Names: key,
		Regions: []intake.Region{{Name: "north", Title: map[string]string{"fa": "شمال"}}, {Name: "south"}}},
		intake.PetitionWorded{Petition: "old-mill", Version: 1, Language: "en", Title: "Open <the> mill", Text: "We ask.", To: "the council"},
		intake.Signed{Petition: "old-mill", Version: 1, Code: "w-1", Sealed: sealed}, intake.Signed{Petition: "old-mill", Version: 1, Code: "w-2", Sealed: sealed}, intake.Signed{Petition: "old-mill", Version: 1, Code: "w-3", Sealed: sealed})
	at := int64(len(w.book.events))
	var all []intake.Counted
	for i := range int64(3) {
		all = append(all, intake.Counted{Entry: at - 3 + i, Tag: intake.Tag{byte(i / 2)}})
	}
	var tags bytes.Buffer
	must(w.t, intake.WriteTags(&tags, all))
	kept, err := w.texts.Put(w.t.Context(), &tags)
	must(w.t, err)
	w.append("kian", intake.Tallied{Petition: "old-mill", Signatures: 3, Distinct: &people, Tags: kept.Sum[:], At: at,
		Regions: &intake.RegionTable{Told: []intake.RegionCount{{Region: "north", People: 70}}, Rest: 50}})
}

func TestAPetitionIsShownAndClosed(t *testing.T) {
	w := newWorld(t, "")
	w.petitioned()
	rana := w.as("rana")
	if links := rana.page("/petitions").find("a[href=/petitions/old-mill]"); len(links) != 1 || links[0].text != "Open <the> mill" {
		t.Errorf("the list shows %d links", len(links))
	}
	rana.get("/petitions/old-mill?lang=fa")
	page := rana.page("/petitions/old-mill")
	for _, want := range []string{"شمال · south", "شمال: ۷۰", "۲۰۳۱-۰۳-۰۳", "We ask.", "the council", "نام"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page does not tell %s", want)
		}
	}
	if forms := rana.page("/petitions/old-mill").find("form[action=/petitions/old-mill/close]"); len(forms) != 0 {
		t.Error("a reader is offered to close it")
	}
	if w.as("amin").get("/petitions").Code != http.StatusForbidden || rana.get("/petitions/none").Code != http.StatusNotFound || rana.get("/petitions/old-mill/tally/3").Code != http.StatusNotFound {
		t.Error("a page is there that should not be")
	}
	dana := w.as("dana")
	if to := dana.posted("/petitions/old-mill/close", url.Values{}); !strings.HasPrefix(to, "/petitions/old-mill?done=") {
		t.Errorf("closing it leads to %s", to)
	}
	if forms := dana.page("/petitions/old-mill").find("form[action=/petitions/old-mill/close]"); len(forms) != 0 {
		t.Error("what is closed can be closed again")
	}
}

func TestTheProofOfACountIsTakenAlong(t *testing.T) {
	w := newWorld(t, "")
	w.petitioned()
	rana := w.as("rana")
	links := rana.page("/petitions/old-mill").find("td a[download]")
	if len(links) != 1 {
		t.Fatalf("%d proofs are offered", len(links))
	}
	got := rana.get(links[0].attrs["href"])
	files, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len()))
	must(t, err)
	var names []string
	for _, f := range files.File {
		names = append(names, strings.TrimPrefix(f.Name, "tally-old-mill/"))
	}
	if want := "tally.json petition.jsonl signatures.jsonl tags leaves checkpoint key"; strings.Join(names, " ") != want {
		t.Errorf("it holds %v, want %s", names, want)
	}
}
