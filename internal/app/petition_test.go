package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"filippo.io/age"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/keys"
	"sanad/verify"
)

// holdersOf gives an archive three key holders, and the door its account, and
// gives the holders' private keys by name.
func holdersOf(t testing.TB, p *parts) map[string]string {
	t.Helper()
	private := map[string]string{}
	facts := []ledger.Fact{guard.UserAdded{User: guard.DoorAccount, Roles: []guard.Role{guard.Door}}}
	for _, name := range []string{"one", "two", "three"} {
		h, err := keys.NewHolder()
		if err != nil {
			t.Fatal(err)
		}
		private[name] = h.Identity
		facts = append(facts, guard.HolderAdded{Holder: name, Recipient: h.Recipient})
	}
	record(t, p, founder(), facts...)
	return private
}

// open opens a shared record with the keys of two holders.
func openWith(t testing.TB, d intake.Drawn, private map[string]string, holders ...string) string {
	t.Helper()
	var e seal.Envelope
	if err := json.Unmarshal(d.Sealed, &e); err != nil {
		t.Fatal(err)
	}
	var shares [][]byte
	for _, h := range e.Shares {
		for _, name := range holders {
			if h.Holder != name {
				continue
			}
			share, err := keys.OpenShare(h, private[name])
			if err != nil {
				t.Fatal(err)
			}
			shares = append(shares, share)
		}
	}
	value, err := keys.OpenShared(e, shares)
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

func openPetition(t testing.TB, p *parts, least int) intake.PetitionOpened {
	t.Helper()
	regions, err := flow.ReadRegions([]string{"north:en=North,fa=شمال,ar=الشمال", "south:en=South"})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := flow.NewPetition(context.Background(), p.archive, founder(), flow.PetitionRequest{Petition: "old-mill", Case: "main",
		Identity: []string{intake.FieldName, intake.FieldFather, intake.FieldBirth}, Regions: regions, Least: least})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := flow.WordPetition(context.Background(), p.archive, founder(), intake.PetitionWorded{Petition: "old-mill", Language: "en", Title: "Open the mill", Text: "We ask that the old mill be opened.", To: "the council"}); err != nil {
		t.Fatal(err)
	}
	return opened
}

func signatureOf(name, father, born, region string) intake.Signature {
	return intake.Signature{Petition: "old-mill", Version: 1, Language: "en", Region: region,
		Identity: []intake.Field{{Name: intake.FieldName, Value: name}, {Name: intake.FieldFather, Value: father}, {Name: intake.FieldBirth, Value: born}}}
}

// files is a folder in memory.
type memory struct {
	mu    sync.Mutex
	files fstest.MapFS
}

func (m *memory) Create(name string) (io.WriteCloser, error) {
	return &memoryFile{m: m, name: name}, nil
}

type memoryFile struct {
	bytes.Buffer
	m    *memory
	name string
}

func (f *memoryFile) Close() error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.m.files[f.name] = &fstest.MapFile{Data: f.Bytes(), Mode: 0o444}
	return nil
}

func signingOf(p *parts) flow.Signing {
	return flow.NewSigning(p.archive, flow.NewGather(p.archive, flow.DoorActor()))
}

// A petition from its opening to what the body it is for receives: signed from
// many sides, by one person in two scripts, taken back by another.
func TestAPetitionSignedAtTheDoorIsCountedWithoutBeingRead(t *testing.T) {
	ctx := context.Background()
	p := benchArchive(t)
	private := holdersOf(t, p)
	opened := openPetition(t, p, 10)
	door := signingOf(p)

	people := []intake.Signature{}
	for i := range 24 {
		people = append(people, signatureOf(fmt.Sprintf("Person%c Canary-%d", 'a'+i, i), "Hasan", fmt.Sprint(1340+i), []string{"north", "south"}[i%2]))
	}
	people = append(people, signatureOf("مینا کریمی", "حسن", "۱۳۴۱", "north"), signatureOf("Mina Karimi", "Hasan", "1341", "south"))
	receipts := make([]intake.Receipt, len(people))
	var wg sync.WaitGroup
	for i, sig := range people {
		wg.Go(func() {
			var err error
			if receipts[i], err = door.Sign(ctx, sig); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	if _, err := door.Withdraw(ctx, strings.Join(code.Words(receipts[0].Code, "fa"), " ")); err != nil {
		t.Fatalf("taking a signature back with its words in Persian: %v", err)
	}
	for what, typed := range map[string]string{"words used already": strings.Join(code.Words(receipts[0].Code, "en"), " "), "no words": "hello", "other words": strings.Repeat(code.Words(receipts[1].Code, "en")[0]+" ", code.Length)} {
		if _, err := door.Withdraw(ctx, typed); fail.Of(err) != fail.NotFound || err.Error() != "no signature is taken back with these words" {
			t.Errorf("%s: %v", what, err)
		}
	}

	plain, err := flow.TallyPetition(ctx, p.archive, founder(), "old-mill", "", nothingDone)
	if err != nil || plain.Signatures != 25 || plain.Withdrawn != 1 || plain.Distinct != nil {
		t.Fatalf("counted without the key: %+v, %v", plain, err)
	}
	tallyKey := openWith(t, opened.Tally, private, "one", "three")
	if _, err := flow.TallyPetition(ctx, p.archive, founder(), "old-mill", openWith(t, opened.Names, private, "one", "two"), nothingDone); fail.Of(err) != fail.Refused {
		t.Errorf("counted with the names key: %v", err)
	}
	while, err := flow.TallyPetition(ctx, p.archive, founder(), "old-mill", tallyKey, nothingDone)
	if err != nil || while.Distinct == nil || *while.Distinct != 24 || while.Regions != nil {
		t.Fatalf("counted while it was open: %+v, %v", while, err)
	}
	if err := flow.ClosePetition(ctx, p.archive, founder(), "old-mill"); err != nil {
		t.Fatal(err)
	}
	if _, err := door.Sign(ctx, people[0]); fail.Of(err) != fail.Refused {
		t.Errorf("signed after the end: %v", err)
	}
	tally, err := flow.TallyPetition(ctx, p.archive, founder(), "old-mill", tallyKey, nothingDone)
	if err != nil || tally.Signatures != 25 || *tally.Distinct != 24 || tally.Regions == nil || len(tally.Regions.Told) != 2 {
		t.Fatalf("the tally: %+v, %v", tally, err)
	}
	again, err := flow.TallyPetition(ctx, p.archive, founder(), "old-mill", tallyKey, nothingDone)
	if err != nil || again.Regions != nil {
		t.Errorf("regions are told twice: %+v, %v", again, err)
	}

	proof := &memory{files: fstest.MapFS{}}
	if _, err := flow.ProveTally(ctx, p.archive, founder(), tally, proof); err != nil {
		t.Fatal(err)
	}
	if r := verify.Any(ctx, proof.files, verify.Options{Key: p.archive.Key}); !r.OK || r.Kind != verify.KindTally {
		t.Fatalf("the proof is refused: %+v", r)
	}
	receivedBy(t, p, opened, openWith(t, opened.Names, private, "two", "three"), tally)
	shownNowhere(t, p, proof)
}

func nothingDone(string, int64, int64) {}

// receivedBy hands a sample, and then all names, to the body it is for.
func receivedBy(t *testing.T, p *parts, opened intake.PetitionOpened, namesKey string, tally intake.Tally) {
	ctx := context.Background()
	body, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	req := flow.PetitionExport{Petition: "old-mill", For: intake.ForSample, Recipient: body.Recipient().String(), Seed: "4 8 15 16", Size: 5}
	if _, err := flow.ExportPetition(ctx, p.archive, founder(), req, &memory{files: fstest.MapFS{}}); fail.Of(err) != fail.Refused {
		t.Errorf("names without their key: %v", err)
	}
	req.Identity = namesKey
	for kind, want := range map[string]int{intake.ForSample: 5, intake.ForNames: 25} {
		req.For = kind
		if kind == intake.ForNames {
			req.Seed, req.Size = "", 0
		}
		out := &memory{files: fstest.MapFS{}}
		handed, err := flow.ExportPetition(ctx, p.archive, founder(), req, out)
		if err != nil || handed.Names != int64(want) {
			t.Fatalf("%s: %+v, %v", kind, handed, err)
		}
		r, err := age.Decrypt(bytes.NewReader(out.files["names.age"].Data), body)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if lines := bytes.Count(data, []byte("\n")); err != nil || lines != want || !bytes.Contains(data, []byte("Canary")) {
			t.Errorf("%s: %d lines, %v", kind, lines, err)
		}
		var first struct{ Entry int64 }
		if err := json.Unmarshal(data[:bytes.IndexByte(data, '\n')], &first); err != nil || first.Entry >= tally.At {
			t.Errorf("%s begins with %q: %v", kind, data[:80], err)
		}
		req.Seed, req.Size = "4 8 15 16", 5
	}
}

// shownNowhere looks for the signers in everything that is written and shown.
func shownNowhere(t *testing.T, p *parts, proof *memory) {
	look(t, p, func(s flow.State) error {
		return s.Events(context.Background(), 0, 1<<40, func(e flow.Recorded) error {
			if bytes.Contains(e.Body, []byte("Canary")) || bytes.Contains(e.Body, []byte("1341")) {
				t.Errorf("entry %d, a %s, names a signer", e.Index, e.Kind)
			}
			return nil
		})
	})
	for name, f := range proof.files {
		if bytes.Contains(f.Data, []byte("Canary")) {
			t.Errorf("%s names a signer", name)
		}
	}
}

// signMany signs from many sides at once.
func signMany(t testing.TB, p *parts, n, sides int, sig func(i int) intake.Signature) {
	t.Helper()
	door := signingOf(p)
	var next, failed atomic.Int64
	var wg sync.WaitGroup
	var first error
	var once sync.Once
	for range sides {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n) && failed.Load() == 0; i = next.Add(1) - 1 {
				if _, err := door.Sign(context.Background(), sig(int(i))); err != nil {
					failed.Add(1)
					once.Do(func() { first = err })
				}
			}
		})
	}
	wg.Wait()
	if first != nil {
		t.Fatal(errors.Join(errors.New("signing"), first))
	}
}

// manySigners are people of whom one in ten signs twice, in another spelling.
func manySigners(i int) intake.Signature {
	person := i
	name, father := "مینا کریمی", "حسن"
	if i%10 == 9 {
		person, name, father = i-1, "Mina Karimi", "Hasan"
	}
	return signatureOf(fmt.Sprintf("%s%d", name, 0), father, fmt.Sprint(100000+person), []string{"north", "south", ""}[person%3])
}

// BenchmarkSign is the whole way of a signature but HTTP, with durable writes.
func BenchmarkSign(b *testing.B) {
	p := benchArchive(b)
	holdersOf(b, p)
	openPetition(b, p, 50)
	b.ResetTimer()
	signMany(b, p, b.N, 64, manySigners)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "signatures/s")
}

// The same by the pages for strangers: read, sign, keep the receipt, take it back.
func TestAVisitorSignsAPetitionAtTheDoorAndTakesItBack(t *testing.T) {
	p := benchArchive(t)
	holdersOf(t, p)
	openPetition(t, p, 10)
	v := pagesOf(t, p)
	page := v.get("/fa/sign/old-mill")
	if !strings.Contains(page, "We ask that the old mill be opened.") || !strings.Contains(page, "شمال") {
		t.Errorf("the petition is not shown: %s", page)
	}
	form := url.Values{"token": {found(t, page, tokenField)}, "version": {"1"}, "text": {"en"}, "region": {"north"}, "agree": {"yes"},
		"id-name": {"مینا canary"}, "id-father": {"حسن"}, "id-birth_year": {"۱۳۴۱"}}
	page = v.post(http.StatusOK, "/fa/sign/old-mill", form)
	words, proof := wordsOn(page), found(t, page, proofText)
	checked(t, p, proof, "")
	if len(words) != code.Length {
		t.Fatalf("%d words", len(words))
	}
	v.post(http.StatusConflict, "/fa/sign/old-mill", form)
	v.post(http.StatusOK, "/en/withdraw", url.Values{"code": {strings.Join(words, " ")}})
	tally, err := flow.TallyPetition(context.Background(), p.archive, founder(), "old-mill", "", nothingDone)
	if err != nil || tally.Signatures != 0 || tally.Withdrawn != 1 {
		t.Errorf("counted %+v, %v", tally, err)
	}
	for _, canary := range []string{"canary", words[0] + " " + words[1]} {
		if where := lying(t, p.dir, canary); where != "" {
			t.Errorf("%s lies open in %s", canary, where)
		}
	}
}
