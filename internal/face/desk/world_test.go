package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

// world is an invented archive with something of everything in it: two
// accessions anyone of the case may know, a sealed one, two lists of names
// and a sealed third, rival claims, releases. spice is added to every text
// that people can hand in.
type world struct {
	t        *testing.T
	spice    string
	book     *memoryBook
	blobs    *memoryBlobs
	texts    *memoryBlobs
	archive  *flow.Archive
	accounts *fakeAccounts
	log      *bytes.Buffer
	jobs     *memoryJobs
	handler  http.Handler

	letter, report, broken, secret   custody.Sum
	listA, listB, listS              custody.Sum
	openID, sealedID                 string
	cited, sealedCited               string // passages
	sealedRecord                     string // of a witness
	name, rival, sealedClaim, turned string // claims
	entity, sealedEntity             string
	release                          string
	estimate, sealedEstimate         string
}

// The accounts of the world: everyone's password is "right".
var roles = map[string][]guard.Role{
	"rana": {guard.Reader}, "dana": {guard.Documenter, guard.Reviewer}, "pia": {guard.Publisher}, "pol": {guard.Publisher},
	"kian": {guard.Custodian, guard.Documenter, guard.Reviewer, guard.Publisher}, "amin": {guard.Administrator}, "adel": {guard.Auditor},
}

func actor(handle string) guard.Actor { return guard.Actor{Handle: handle, Roles: roles[handle]} }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newWorld(t *testing.T, spice string) *world {
	t.Helper()
	w := emptyWorld(t)
	w.spice = spice
	w.fill()
	return w.indexed()
}

// emptyWorld is an archive that holds nothing but its accounts.
func emptyWorld(t *testing.T) *world {
	t.Helper()
	private, _, err := note.GenerateKey(rand.Reader, "varanda.example/ledger")
	must(t, err)
	signer, err := note.NewSigner(private)
	must(t, err)
	w := &world{t: t, book: newMemoryBook(signer), blobs: newMemoryBlobs(), texts: newMemoryBlobs(), accounts: newFakeAccounts(), log: &bytes.Buffer{}}
	w.archive = &flow.Archive{Name: "Archive of the Varanda Committee", Book: w.book, Originals: w.blobs, Renditions: w.texts, Manifests: noManifests{}, Index: &memoryIndex{}, Sealer: fakeSealer{}, Language: script.Language, Random: rand.Reader, Workers: 1}
	w.jobs = &memoryJobs{}
	w.serve()
	facts := []ledger.Fact{guard.ArchiveMade{Name: "Varanda", Origin: "varanda.example/ledger"}}
	for _, handle := range []string{"rana", "dana", "pia", "pol", "kian", "amin", "adel"} {
		facts = append(facts, guard.UserAdded{User: handle, Roles: roles[handle]})
	}
	w.append("amin", append(facts, guard.UserAdded{User: "gone", Roles: []guard.Role{guard.Reader}}, guard.UserDisabled{User: "gone"})...)
	return w
}

// serve begins the desk anew: it remembers nothing that it counted before.
func (w *world) serve() {
	w.t.Helper()
	handler, err := New(Options{Archive: w.archive, Accounts: w.accounts, Tokens: &fakeTokens{}, Jobs: w.jobs.of(w.archive), Clock: time.Now, Picture: w.picture,
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	must(w.t, err)
	w.handler = handler
}

func (w *world) append(handle string, facts ...ledger.Fact) {
	w.t.Helper()
	_, err := w.book.Append(w.t.Context(), actor(handle), func(context.Context, flow.State) ([]ledger.Fact, error) { return facts, nil })
	must(w.t, err)
}

func (w *world) keep(data string) custody.Sum {
	kept, err := w.blobs.Put(w.t.Context(), strings.NewReader(data))
	must(w.t, err)
	return kept.Sum
}

// take gives the fact that an original was taken into custody.
func (w *world) take(accession, name, mediaType, data string) (custody.Sum, ledger.Fact) {
	sum := w.keep(data)
	return sum, custody.Acquired{Accession: accession, Item: sum, Bytes: int64(len(data)), MediaType: mediaType, Name: custody.NameOf(name)}
}

// pages and rows read an item into a rendition.
func (w *world) pages(item custody.Sum, pages ...string) ledger.Fact {
	var out bytes.Buffer
	writer, start := text.NewWriter(&out), 0
	for i, p := range pages {
		must(w.t, writer.Page(text.Page{Number: i + 1, Text: p, Start: int64(start), Exact: true}))
		start += len(p)
	}
	return w.reading(item, text.Pages, int64(len(pages)), out.String())
}

func (w *world) rows(item custody.Sum, table string) ledger.Fact {
	var out bytes.Buffer
	writer, start, n := text.NewWriter(&out), int64(0), 0
	for line := range strings.Lines(table) {
		row := text.Row{Number: n + 1}
		for cell := range strings.SplitSeq(strings.TrimSpace(line), ";") {
			row.Cells = append(row.Cells, text.Cell{Text: cell, Start: start, End: start + int64(len(cell))})
			start += int64(len(cell)) + 1
		}
		must(w.t, writer.Row(row))
		n++
	}
	return w.reading(item, text.Rows, int64(n), out.String())
}

func (w *world) reading(item custody.Sum, form string, parts int64, data string) ledger.Fact {
	kept, err := w.texts.Put(w.t.Context(), strings.NewReader(data))
	must(w.t, err)
	return text.Read{Item: item, Engine: "plain", Version: "1", Rendition: kept.Sum, Form: form, Parts: parts}
}

func (w *world) cite(item custody.Sum, quote string) string {
	w.t.Helper()
	cited, err := flow.Cite(w.t.Context(), w.archive, actor("kian"), flow.CiteRequest{Item: item, Quote: quote, Note: "noted" + w.spice})
	must(w.t, err)
	return cited.ID
}

func (w *world) claim(entity, property, value, passage string) claim.Made {
	w.t.Helper()
	made, err := flow.MakeClaim(w.t.Context(), w.archive, actor("kian"), flow.ClaimRequest{Entity: entity, Schema: "Person", Property: property,
		Value: value + w.spice, Passages: []string{passage}, Says: []claim.Teller{{Who: "a neighbour" + w.spice, Verb: "said"}, {Who: "the letter" + w.spice, Verb: "wrote"}},
		SourceGrade: "B", InfoGrade: "3", Flags: []string{"hearsay", "anonymous"}, Lang: "fa"})
	must(w.t, err)
	return made
}

func (w *world) importList(item custody.Sum, name string) {
	w.t.Helper()
	mapping := "list: " + name + "\nschema: Person\ndelimiter: \";\"\nrow_id: \"no\"\ncolumns:\n  name: name\n  father: father_name\n  born: birth_date\n"
	if _, err := flow.Import(w.t.Context(), w.archive, actor("kian"), flow.ImportRequest{Item: item, Mapping: mapping}, func(string, int64, int64) {}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) mention(item custody.Sum, row int) string {
	id := ""
	must(w.t, w.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) error {
		return s.Mentions(ctx, "", "", func(m person.Mention) error {
			for _, l := range s.(*memoryState).lists {
				if l.List == m.List && l.Item == item && m.Row == row {
					id = m.Mentioned.Mention
				}
			}
			return nil
		})
	}))
	return id
}
